# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of existing VPNs: complete in every format, small at 1,000 tunnels, and made of text only."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from ansible_collections.sitelink.vpnaas.plugins.filter.vpn_report import vpn_report
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.component.report.declared import connection, office
from ansible_collections.sitelink.vpnaas.tests.support.report_samples import (
    HOSTILE,
    export,
    hostile,
    many,
    two_clouds,
)
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a browser would make of the page: tags in their order, texts of the pictures and of the table."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.rows, self.pictures, self.attributes = [], [], [], [], []
        self.sites = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":  # the table of tunnels is the last one
            self.sites, self.rows = self.rows, []
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "td" in self.open:
            self.rows[-1][-1] += data
        elif "svg" in self.open and "title" not in self.open:
            self.pictures.append(data)


def rows_of(text):
    return [row for row in Page(text).rows if row]


def test_the_sample_has_the_shape_of_a_real_export(site):
    site.apply(**office(connection(1)))
    real, sample = site.export(), many(1)
    assert set(real) | {"cloud"} == set(sample)
    for plural in ("vpn_services", "ipsec_site_connections"):
        assert set(sample["objects"][plural][0]) <= set(real["objects"][plural][0])


def test_a_real_export_is_reported_with_names_and_networks_and_without_the_key(site):
    site.apply(**office(connection(1), connection(2, admin_state_up=False)))
    export = site.export()
    for report_format in ("text", "markdown", "html"):
        report = vpn_report(export, report_format)
        assert "key-of-branch" not in report
        assert "VPN report: 2 tunnels, 1 DOWN, 1 switched off" in report
    first = rows_of(vpn_report(export, "html"))[0]
    assert first[0] == "branch1"
    assert first[2:] == [
        "office",
        "edge",
        "",
        "198.51.100.1",
        "10.1.0.0/24",
        "10.2.1.0/24",
        "branches-ike",
        "branches-ipsec",
        "2001:db8:ffff::10, 203.0.113.10",
    ]


@pytest.mark.parametrize("report_format", ["text", "markdown", "html"])
def test_a_service_that_is_switched_off_or_in_error_is_named(site, report_format):
    site.apply(**office(connection(1)))
    service = next(iter(site.runner.cloud.store.all("vpnservices")))
    service["admin_state_up"] = False
    report = vpn_report(site.export(), report_format)
    assert "VPN report: 1 tunnel, 1 service switched off" in report
    assert "Look at office (switched off)." in report.replace("\\", "")
    service["status"], service["admin_state_up"] = "ERROR", True
    assert "Look at office (ERROR)." in vpn_report(site.export(), report_format).replace("\\", "")


def test_a_connection_back_to_an_address_that_two_sites_share_is_not_missing():
    paris, rome = two_clouds()
    (service,) = paris["objects"]["vpn_services"]
    paris["objects"]["vpn_services"].append({**service, "id": "another", "name": "another"})
    assert "no connection back" not in vpn_report([paris, rome], "html")
    assert "no connection back" not in vpn_report([paris, rome], "markdown")


def test_endpoint_groups_are_shown_as_their_networks(site):
    groups = [
        {"name": "here", "type": "subnet", "endpoints": ["office"]},
        {"name": "there", "type": "cidr", "endpoints": ["10.20.0.0/16", "10.30.0.0/16"]},
    ]
    one = connection(1, local_endpoint_group="here", peer_endpoint_group="there", peer_cidrs=None)
    services = [{"name": "office", "router": "edge"}]
    site.apply(**office(one, endpoint_groups=groups, vpn_services=services))
    (row,) = rows_of(vpn_report(site.export(), "html"))
    assert row[6:8] == ["10.1.0.0/24", "10.20.0.0/16, 10.30.0.0/16"]


def test_two_clouds_that_are_connected_are_shown_as_connected():
    report = vpn_report(two_clouds(), "html")
    peers = {row[0]: row[4] for row in rows_of(report)}
    assert peers == {"rome": "rome / plant", "branch7": "", "paris": "paris / office", "branch8": "", "partner": ""}
    assert "2 ACTIVE" in Page(report).pictures
    assert 's0 ---|"2 ACTIVE"| s1' in vpn_report(two_clouds(), "markdown")


def test_a_connection_without_one_back_is_named():
    paris, rome = two_clouds()
    rome["objects"]["ipsec_site_connections"] = rome["objects"]["ipsec_site_connections"][1:]
    assert "rome / plant (no connection back)" in vpn_report([paris, rome], "html")
    assert "rome / plant (no connection back)" in vpn_report([paris, rome], "markdown")


def test_k5_is_connected_by_the_addresses_of_vpn_service_info():
    paris, rome = two_clouds()
    (service,) = paris["objects"]["vpn_services"]
    address = service.pop("external_v4_ip")
    assert "paris / office" not in [row[4] for row in rows_of(vpn_report([paris, rome], "html"))]
    services = {"cloud": "paris", "vpn_services": [{"id": service["id"], "endpoint_address": address}]}
    assert "paris / office" in [row[4] for row in rows_of(vpn_report([paris, rome, services], "html"))]


@pytest.mark.parametrize("report_format", ["text", "markdown", "html"])
def test_a_cloud_that_could_not_be_read_is_a_finding(report_format):
    unreachable = {"cloud": "oslo", "failed": True, "msg": "No answer from https://oslo.example:5000"}
    report = vpn_report([*two_clouds(), unreachable], report_format)
    assert "5 tunnels, 1 DOWN, 1 switched off, 3 ACTIVE; 1 cloud could not be read" in report
    assert "oslo could not be read:" in report
    assert "No answer from https://oslo.example:5000" in report.replace("\\", "")


@pytest.mark.parametrize(("tunnels", "services"), [(5, 1), (1000, 1), (1000, 30), (1000, 1000)])
def test_what_the_pictures_say_stands_in_the_table(tunnels, services):
    text = vpn_report(many(tunnels, services), "html")
    page = Page(text)
    assert page.open == []
    assert len(text.encode()) < 2_000_000
    rows = [row for row in page.rows if row]
    assert len(rows) == tunnels
    assert {row[0] for row in rows} == {f"branch{number:04d}" for number in range(tunnels)}
    cells = " ".join(cell for row in rows for cell in row)
    for words in page.pictures:
        named = re.findall(r"branch\d+|198\.18\.[\d.]+|service\d+", words)
        assert [word for word in named if word not in cells] == []
    # Each tunnel is in a picture: a box with its name, or a dot.
    dots = [value for name, value in page.attributes if name == "class" and value.startswith("dot ")]
    boxes = {words for words in page.pictures if re.fullmatch(r"branch\d{4}", words)}
    assert len(dots) + len(boxes) >= tunnels


@pytest.mark.parametrize(("tunnels", "services"), [(100, 3), (101, 3), (1000, 30), (1000, 1000)])
def test_mermaid_shows_services_above_100_tunnels_and_stays_drawable(tunnels, services):
    report = vpn_report(many(tunnels, services), "markdown")
    diagram = report.split("```mermaid\n")[1].split("```")[0]
    edges = re.findall(r"(?:---|-\.-)\|", diagram)
    assert len(edges) == tunnels if tunnels <= 100 else len(edges) <= services
    # Mermaid's defaults: maxEdges 500, maxTextSize 50,000.
    assert len(edges) <= 500
    assert len(diagram) < 50_000
    assert report.count("\n| branch") == tunnels


def test_mermaid_shows_clouds_where_all_services_are_connected_to_each_other():
    services = [(f"site{number}", f"203.0.113.{number}") for number in range(40)]
    mesh = [(f"{a}-{b}", a, address, "ACTIVE") for a, _own in services for b, address in services if a != b]
    report = vpn_report(export(services, mesh, "paris"), "markdown")
    diagram = report.split("```mermaid\n")[1].split("```")[0]
    assert '["40 VPN services"]' in diagram
    assert '"1560 ACTIVE"' in diagram


def test_hostile_names_stay_text_in_html_and_svg():
    text = vpn_report(hostile(), "html")
    page = Page(text)
    assert page.open == []
    allowed = {"html", "head", "meta", "title", "style", "script", "body", "main", "h1", "h2", "h3", "p", "b"}
    allowed |= {"div", "figure", "span", "input", "button", "table", "thead", "tbody", "tr", "th", "td"}
    allowed |= {"svg", "path", "rect", "circle", "text", "tspan"}
    assert set(page.tags) <= allowed
    assert page.tags.count("script") == 1
    assert not [name for name, _value in page.attributes if name.startswith("on") or name in ("src", "href", "style")]
    assert "<script>alert(1)</script>" in {row[0] for row in page.rows if row}
    policy = dict(page.attributes)["content"]
    assert "default-src 'none'" in text
    assert policy
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)


def test_hostile_names_stay_text_in_markdown_and_mermaid():
    report = vpn_report(hostile(), "markdown")
    before, rest = report.split("```mermaid\n")
    diagram, after = rest.split("```\n")
    for line in diagram.splitlines():
        assert re.fullmatch(
            r"flowchart LR|  end"
            r'|  subgraph c\d+\["[\w #;.,:/()-]*"\]'
            r'|    s\d+\["[^"\[\]<>`%{}|]*"\]'
            r'|  t\d+\(\["[^"\[\]<>`%{}|]*"\]\)'
            r'|  s\d+ (---|-\.-)\|"[^"\[\]<>`%{}|]*"\| [st]\d+',
            line,
        ), line
    services, tunnels = after.strip().split("\n\n")
    for table, columns in ((services, 5), (tunnels, 10)):
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()} == {columns}
        assert len(table.splitlines()) == 2 + len(HOSTILE)
    text = re.sub(r"^\*\*|\*\* ", "", before + after, flags=re.MULTILINE)
    assert not re.search(r"(?<!\\)[<`*_\[]", text.replace("@<!-- -->", "")), "an unescaped character of Markdown"
    assert not re.search(r"@\w|://|www\.", text), "a mention or a link"


def test_hostile_names_stay_on_their_line_in_text():
    report = vpn_report(hostile(), "text")
    services_and_tunnels = 2 * (1 + 1 + len(HOSTILE))
    assert len(report.splitlines()) == 3 + services_and_tunnels
    assert report.replace("\n", "").isprintable()


@pytest.mark.parametrize("strange", [None, 0, True, "text", [], {}, [None], {"id": None}, {"name": []}], ids=repr)
@pytest.mark.parametrize("report_format", ["text", "markdown", "html"])
def test_no_value_of_a_topology_makes_a_traceback(strange, report_format):
    for key in ("objects", "names", "subnets", "vpn_services", "dialect", "cloud"):
        assert vpn_report({**many(3), key: strange}, report_format)
    for plural in ("vpn_services", "ipsec_site_connections", "endpoint_groups"):
        sample = many(3)
        sample["objects"][plural] = strange
        assert vpn_report(sample, report_format)
    for key in ("id", "name", "vpnservice_id", "peer_address", "peer_cidrs", "status", "local_ep_group_id"):
        sample = many(3)
        sample["objects"]["ipsec_site_connections"][0][key] = strange
        assert vpn_report(sample, report_format)


def test_what_is_said_of_a_site_stands_in_a_table_of_sites_too():
    """The number of a site's tunnels stood in its picture only, and Rome's store in no table."""
    report = vpn_report(two_clouds(), "html")
    assert [row for row in Page(report).sites if row] == [
        ["paris / office", "router-of-office", "203.0.113.10", "2 tunnels: 1 DOWN, 1 ACTIVE"],
        ["rome / plant", "router-of-plant", "203.0.113.20", "3 tunnels: 1 switched off, 2 ACTIVE"],
        ["rome / store", "router-of-store", "203.0.113.21", "no tunnels"],
    ]


def test_services_are_in_every_format():
    """Markdown and text named the services with tunnels only, and no router."""
    clouds = two_clouds()
    clouds[1]["objects"]["vpn_services"][1]["status"] = "ERROR"
    markdown = vpn_report(clouds, "markdown").replace("\\", "").splitlines()
    text = [re.split(r"  +", line) for line in vpn_report(clouds, "text").splitlines()]
    services = [row for row in Page(vpn_report(clouds, "html")).sites if row]
    assert services[2] == ["rome / store (ERROR)", "router-of-store", "203.0.113.21", "no tunnels"]
    for row in services:
        assert f"| {' | '.join(row)} |" in markdown
        assert row in text


def test_a_service_without_tunnels_is_in_every_format():
    for report_format in ("text", "markdown", "html"):
        assert "router-of-service0" in vpn_report(many(0), report_format)


def test_status_and_report_count_alike(site):
    """status counted by itself, in another order."""
    site.apply(**office(connection(1), connection(2, admin_state_up=False), connection(3)))
    site.runner.cloud.store.all("ipsec_site_connections")[2]["status"] = "ERROR"
    options = defaults_of(TASKS["playbook_text"].argument_spec)
    status = TASKS["playbook_text"].execute(
        {**options, "cloud": "mycloud", "playbook": "status"},
        True,
        lambda _given, check_mode: Snapshot(site.runner.connected_client(check_mode)),
    )
    counts = vpn_report(site.export()).splitlines()[0].partition("tunnels, ")[2]
    assert status["text"][0] == f"3 IPsec site connections: {counts}"
    assert "switched off" in counts


@pytest.mark.parametrize("report_format", ["text", "markdown", "html"])
def test_an_object_without_a_name_is_called_by_its_id(report_format):
    """Fault: its row and its box in the picture were empty, so nobody knew which tunnel is DOWN."""
    sample = many(2)
    (service,) = sample["objects"]["vpn_services"]
    tunnel = sample["objects"]["ipsec_site_connections"][0]
    service["name"] = tunnel["name"] = ""
    report = vpn_report(sample, report_format)
    assert report.count(tunnel["id"]) >= 1
    assert report.count(service["id"]) >= 2, "in the table of services, and beside each of its tunnels"
