# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook report: where it writes, what it says, and that half a report never takes the place of a whole one."""

from __future__ import annotations

import json
from contextlib import ExitStack

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.support.workspace import CLOUDS, Workspace

PSK = "an-example-for-branch7"
OFFICE = {
    "cloud": "mycloud",
    "ike_policies": [{"name": "ike"}],
    "ipsec_policies": [{"name": "ipsec"}],
    "vpn_services": [{"name": "office", "router": "edge", "subnet": "office"}],
    "ipsec_site_connections": [
        {
            "name": "branch7",
            "vpn_service": "office",
            "ike_policy": "ike",
            "ipsec_policy": "ipsec",
            # The address of the service of the K5.
            "peer_address": "203.0.113.101",
            "peer_cidrs": ["10.9.0.0/24"],
            "psk": PSK,
        }
    ],
}
LAB = {"name": "lab", "router": "edge2", "subnet": "lab", "availability_zone": "jp-east-1a", "cloud": "k5"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with ExitStack() as stack:
        made = Workspace(tmp_path_factory.mktemp("report"), CLOUDS, stack)
        tasks = [{"sitelink.vpnaas.vpn_topology": OFFICE}, {"sitelink.vpnaas.vpn_service": LAB}]
        made.write("vpn.yml", yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
        code, output = made.run("ansible-playbook vpn.yml")
        assert code == 0, output
        yield made


def report(workspace, **variables):
    """(exit code, what was printed) of the playbook."""
    workspace.write("variables.json", json.dumps(variables))
    code, output = workspace.run("ansible-playbook sitelink.vpnaas.report -e @variables.json -vv")
    assert PSK not in output
    return code, output


def read(workspace, name):
    return (workspace.folder / name).read_text(encoding="utf-8")


@pytest.mark.long
def test_without_a_file_the_page_is_in_the_current_folder(workspace):
    code, output = report(workspace, vpn_cloud="mycloud")
    assert code == 0, output
    assert f"The report is in {workspace.folder}/vpn-report.html" in output
    page = read(workspace, "vpn-report.html")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert "branch7" in page
    assert PSK not in page


def test_two_clouds_are_connected_and_a_second_run_changes_nothing(workspace):
    for changed in (1, 0):
        code, output = report(workspace, vpn_cloud="mycloud, k5", vpn_dest="vpns.md")
        assert (code, f"changed={changed} " in output) == (0, True), output
    text = read(workspace, "vpns.md")
    assert text.startswith("# VPN report: 1 tunnel, 1 ACTIVE\n")
    assert "203.0.113.101 (k5 / lab (no connection back))" in text, "K5's addresses are read too"


def test_a_cloud_that_cannot_be_read_is_named_and_the_whole_report_stays(workspace):
    code, output = report(workspace, vpn_cloud=["mycloud", "k5"], vpn_dest="kept.txt")
    whole = read(workspace, "kept.txt")
    code, output = report(workspace, vpn_cloud=["mycloud", "nowhere"], vpn_dest="kept.txt")
    assert code != 0
    assert 'There is no cloud named "nowhere"' in output
    assert "Traceback" not in output
    assert read(workspace, "kept.txt") == whole
    assert "nowhere could not be read: There is no cloud" in read(workspace, "kept.incomplete.txt")


def test_no_cloud_at_all_writes_nothing(workspace):
    code, output = report(workspace, vpn_cloud="nowhere", vpn_dest="nothing.html")
    assert code != 0
    assert 'No report is written: nowhere: There is no cloud named "nowhere"' in output
    assert not list(workspace.folder.glob("nothing*"))


def test_a_cloud_given_as_a_mapping_shows_no_password(workspace):
    access = json.loads(read(workspace, "access.json"))["clouds"]["mycloud"]
    code, output = report(workspace, vpn_cloud=access, vpn_dest="mapping.txt")
    assert code == 0, output
    assert access["auth"]["password"] not in output + read(workspace, "mapping.txt")
    assert "cloud 1 / office" in read(workspace, "mapping.txt")


@pytest.mark.first_case_only
@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"vpn_dest": "report.pdf"}, "must end in .html, .md or .txt"),
        ({"vpn_dest": "report"}, "must end in .html, .md or .txt"),
        ({"vpn_clouds": "k5"}, "vpn_clouds"),
    ],
)
def test_a_wrong_variable_is_named_before_anything_is_read(workspace, variables, message):
    code, output = report(workspace, vpn_cloud="mycloud", **variables)
    assert code != 0
    assert message in output
    assert "Read the VPNs" not in output
