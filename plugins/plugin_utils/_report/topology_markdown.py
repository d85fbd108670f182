# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Existing VPNs as Markdown for a repository: numbers, a Mermaid diagram, and a table of all tunnels."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import markdown, mermaid
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.existing import collect
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.topology_text import headline, sentence
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import (
    Report,
    Site,
    Tunnel,
    counted,
    worst_first,
)

#: With more tunnels than this, the diagram has one node for the peers of a service. Mermaid draws at most 500 edges.
MOST_TUNNELS = 100
#: With more services than this, it has none for services either, only clouds.
MOST_SITES = 100
HEADINGS = ("name", "status", "site", "peer", "local networks", "peer networks", "IKE policy", "IPsec policy")


def topology_markdown(found: t.Sequence[Found]) -> str:
    """Ends with a line break."""
    report = collect(found)
    lines = [f"# {markdown(headline(report))}", "", markdown(sentence(report))]
    for cloud, message in report.failures:
        lines += ["", f"**{markdown(cloud or 'A cloud')} could not be read:** {markdown(message)}"]
    if report.tunnels:
        lines += ["", "```mermaid", *_diagram(report), "```", "", *_table(report)]
    return "\n".join(lines) + "\n"


def _table(report: Report) -> t.Iterator[str]:
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"| {' | '.join('---' for _heading in HEADINGS)} |"
    for tunnel in worst_first(report.tunnels):
        back = " (no connection back)" if tunnel.lacks_return else ""
        cells = (
            tunnel.name,
            tunnel.status,
            tunnel.site.label,
            tunnel.peer_address + (f" ({tunnel.peer}{back})" if tunnel.peer_site else ""),
            ", ".join(tunnel.local_networks),
            ", ".join(tunnel.peer_networks),
            tunnel.ike_policy,
            tunnel.ipsec_policy,
        )
        yield f"| {' | '.join(map(markdown, cells))} |"


def _diagram(report: Report) -> t.Iterator[str]:
    yield "flowchart LR"
    by_service = len(report.tunnels) > MOST_TUNNELS
    nodes: dict[object, str] = {}
    for number, cloud in enumerate(report.clouds):
        sites = [site for site in report.sites if site.cloud == cloud]
        yield f'  subgraph c{number}["{mermaid(cloud or "VPN services")}"]'
        whole = len(report.sites) > MOST_SITES
        for site in sites[:1] if whole else sites:
            label = f"{len(sites)} VPN services" if whole else site.name
            node = f"s{len(nodes)}"
            nodes.update(dict.fromkeys(sites if whole else [site], node))
            yield f'    {node}["{mermaid(label)}"]'
        yield "  end"
    yield from _edges(report, nodes, by_service)


def _edges(report: Report, nodes: dict[object, str], by_service: bool) -> t.Iterator[str]:
    """Both ends of a connection between two sites are one edge; other peers have a node each, or one in all."""
    edges: dict[tuple[str, str], list[Tunnel]] = {}
    labels: dict[str, str] = {}
    for number, tunnel in enumerate(report.tunnels):
        here = nodes[tunnel.site]
        there = nodes[tunnel.peer_site] if isinstance(tunnel.peer_site, Site) else ""
        if not there:
            there = f"p{here[1:]}" if by_service else f"t{number}"
            labels[there] = "peers" if by_service else f"{tunnel.name}: {tunnel.peer_address}"
        first, second = (here, there) if tunnel.peer_site is None else sorted((here, there))
        edges.setdefault((first, second), []).append(tunnel)
    for node, label in labels.items():
        yield f'  {node}(["{mermaid(label)}"])'
    for (first, second), tunnels in edges.items():
        line = "---" if all(tunnel.css_class == "up" for tunnel in tunnels) else "-.-"
        yield f'  {first} {line}|"{mermaid(counted(tunnels))}"| {second}'
