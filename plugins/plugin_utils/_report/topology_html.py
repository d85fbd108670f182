# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of existing VPNs: numbers, pictures, and a table of all tunnels with a filter."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import number_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import CLASSES, class_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.assets import SCRIPT, STYLE
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.existing import collect
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.html_page import Child, element, page
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.overview import overview
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.picture import legend, site_picture
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.topology_text import (
    SERVICE_HEADINGS,
    headline,
    sentence,
    service_rows,
    tunnels_of,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import (
    Report,
    Site,
    Tunnel,
    worst_first,
)

#: With more sites than this, there is a picture for each cloud in place of each site.
MOST_PICTURES = 40
#: The longest IPv4 network, which no column breaks, and the longest of IPv6, which only narrow columns break.
LONGEST_IN_COLUMN, LONGEST_ADDRESS = len("255.255.255.255/32"), len("ffff:" * 7 + "ffff/128")
SERVICE_COLUMNS = tuple(heading[0].upper() + heading[1:] for heading in SERVICE_HEADINGS)
COLUMNS = (
    "Name",
    "Status",
    "Site",
    "Router",
    "Peer",
    "Peer address",
    "Local networks",
    "Peer networks",
    "IKE policy",
    "IPsec policy",
    "Site address",
)


def topology_page(found: t.Sequence[Found]) -> str:
    """The whole page as one file, which loads nothing."""
    report = collect(found)
    body: list[Child] = [element("h1", headline(report)), element("p", sentence(report), class_="soft")]
    body += [
        element("p", f"{cloud or 'A cloud'} could not be read: {message}", class_="failure")
        for cloud, message in report.failures
    ]
    between = overview(report)
    if between is not None:
        figure = element("figure", between, class_="site")
        body += [element("h2", "Connections between these sites"), element("div", figure, class_="sites")]
    pictures = [_figure(site, tunnels, note) for site, tunnels, note in _pictures(report)]
    if pictures:
        body += [element("h2", "Sites"), legend(_legend(report)), element("div", *pictures, class_="sites")]
    if report.sites:
        body += [element("h2", "VPN services"), _table(SERVICE_COLUMNS, map(_service_row, service_rows(report)))]
    body += [
        element("h2", "Tunnels"),
        _filter(report),
        _table(COLUMNS, map(_row, worst_first(report.tunnels)), "tunnels"),
    ]
    return page(headline(report), [element("main", *body)], STYLE, SCRIPT)


def _pictures(report: Report) -> list[tuple[Site, list[Tunnel], str]]:
    """(site, its tunnels, a line about it); of many sites one for each cloud."""
    if len(report.sites) <= MOST_PICTURES:
        return [(site, site.tunnels, _about(site)) for site in report.sites]
    clouds = []
    for cloud in report.clouds:
        sites = [site for site in report.sites if site.cloud == cloud]
        tunnels = [tunnel for site in sites for tunnel in site.tunnels]
        clouds.append((Site("", cloud or "All sites"), tunnels, number_of(len(sites), "VPN service")))
    return clouds


def _about(site: Site) -> str:
    router = f"router {site.router}" if site.router else ""
    return ", ".join(filter(None, [router, *sorted(site.addresses)]))


def _figure(site: Site, tunnels: list[Tunnel], note: str) -> ElementTree.Element:
    picture = site_picture(site, tunnels)
    summary = tunnels_of(tunnels)
    lines: list[Child] = [element("h3", site.label), element("p", note, class_="soft"), element("p", summary)]
    return element("figure", *lines, *([picture] if picture is not None else []), class_="site")


def _legend(report: Report) -> t.Iterator[tuple[str, str]]:
    statuses = report.counts()
    for class_ in CLASSES.values():
        found = [status for status in statuses if class_of(status) == class_]
        if found:
            yield class_, ", ".join(found)


def _filter(report: Report) -> ElementTree.Element:
    search = element(
        "input", id="filter", type="search", placeholder="Filter: words that a row has", aria_label="Filter"
    )
    buttons = [
        element("button", f"{number} {status}", type="button", data_filter=status)
        for status, number in report.counts().items()
    ]
    everything = element("button", "all", type="button", data_filter="")
    return element("div", search, *buttons, everything, element("span", id="shown", class_="soft"), class_="filter")


def _table(columns: t.Sequence[str], rows: t.Iterable[list[Child]], name: str | None = None) -> ElementTree.Element:
    head = element("thead", element("tr", *(element("th", column, scope="col") for column in columns)))
    body = (
        element("tr", *(element("td", cell, data_label=label) for label, cell in zip(columns, cells, strict=True)))
        for cells in rows
    )
    return element("table", head, element("tbody", *body), id=name)


def _service_row(cells: t.Sequence[str]) -> list[Child]:
    name, router, addresses, tunnels = cells
    return [element("span", name), router, _addresses(addresses.split(", ")), tunnels]


def _addresses(items: t.Iterable[str]) -> Child:
    """Addresses or networks, of which a line break parts none that fits into a column."""
    shown = [_address(item) for item in items if item]
    between: list[Child] = [part for item in shown for part in (", ", item)][1:]
    return element("span", *between) if len(between) > 1 else between[0] if between else ""


def _address(item: str) -> Child:
    if len(item) > LONGEST_ADDRESS:
        return item
    return element("span", item, class_="whole" if len(item) <= LONGEST_IN_COLUMN else "long")


def _row(tunnel: Tunnel) -> list[Child]:
    back = " (no connection back)" if tunnel.lacks_return else ""
    return [
        element("span", tunnel.name),
        element("b", tunnel.status, class_=tunnel.css_class),
        tunnel.site.label,
        tunnel.site.router,
        f"{tunnel.peer_site.label}{back}" if tunnel.peer_site else "",
        _addresses([tunnel.peer_address]),
        _addresses(tunnel.local_networks),
        _addresses(tunnel.peer_networks),
        tunnel.ike_policy,
        tunnel.ipsec_policy,
        _addresses(sorted(tunnel.site.addresses)),
    ]
