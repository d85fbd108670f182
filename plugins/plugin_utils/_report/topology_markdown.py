# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Existing VPNs as Markdown for a repository: numbers, a Mermaid diagram, and tables of all services and tunnels."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import number_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import markdown, mermaid
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.existing import collect
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.topology_text import (
    SERVICE_HEADINGS,
    headline,
    sentence,
    service_rows,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import (
    Report,
    Site,
    Tunnel,
    counted,
    worst_first,
)

#: With more tunnels than this, the diagram has one node for the peers of a service. Mermaid draws at most 500 edges.
MOST_TUNNELS = 100
#: With more services than this, or if the diagram would have more lines than that, it shows clouds only.
MOST_SITES, MOST_LINES = 100, 500
HEADINGS = (
    "name",
    "status",
    "site",
    "peer",
    "local networks",
    "peer networks",
    "IKE policy",
    "IPsec policy",
    "site address",
)


def topology_markdown(found: t.Sequence[Found]) -> str:
    """Ends with a line break."""
    report = collect(found)
    lines = [f"# {markdown(headline(report))}", "", markdown(sentence(report))]
    for cloud, message in report.failures:
        lines += ["", f"**{markdown(cloud or 'A cloud')} could not be read:** {markdown(message)}"]
    if report.tunnels:
        lines += ["", "```mermaid", *_diagram(report), "```"]
    if report.sites:
        lines += ["", *_table(SERVICE_HEADINGS, service_rows(report))]
    if report.tunnels:
        lines += ["", *_table(HEADINGS, map(_row, worst_first(report.tunnels)))]
    return "\n".join(lines) + "\n"


def _table(headings: t.Sequence[str], rows: t.Iterable[t.Sequence[str]]) -> t.Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"| {' | '.join('---' for _heading in headings)} |"
    for cells in rows:
        yield f"| {' | '.join(map(markdown, cells))} |"


def _row(tunnel: Tunnel) -> tuple[str, ...]:
    """The cells below ``HEADINGS``."""
    back = " (no connection back)" if tunnel.lacks_return else ""
    return (
        tunnel.name,
        tunnel.status,
        tunnel.site.label,
        tunnel.peer_address + (f" ({tunnel.peer}{back})" if tunnel.peer_site else ""),
        ", ".join(tunnel.local_networks),
        ", ".join(tunnel.peer_networks),
        tunnel.ike_policy,
        tunnel.ipsec_policy,
        ", ".join(sorted(tunnel.site.addresses)),
    )


def _diagram(report: Report) -> list[str]:
    drawn = _drawn(report, len(report.sites) > MOST_SITES)
    return drawn if len(drawn) < MOST_LINES else _drawn(report, True)


def _drawn(report: Report, by_cloud: bool) -> list[str]:
    """The diagram; ``by_cloud``: a node for all VPN services of a cloud."""
    lines = ["flowchart LR"]
    nodes: dict[Site, str] = {}
    for number, cloud in enumerate(report.clouds):
        sites = [site for site in report.sites if site.cloud == cloud]
        lines.append(f'  subgraph c{number}["{mermaid(cloud or "VPN services")}"]')
        for site in sites[:1] if by_cloud else sites:
            node = f"s{len(nodes)}"
            nodes.update(dict.fromkeys(sites if by_cloud else [site], node))
            label = number_of(len(sites), "VPN service") if by_cloud else site.name
            lines.append(f'    {node}["{mermaid(label)}"]')
        lines.append("  end")
    return [*lines, *_edges(report, nodes, len(report.tunnels) > MOST_TUNNELS)]


def _edges(report: Report, nodes: t.Mapping[Site, str], by_service: bool) -> t.Iterator[str]:
    """Both ends of a connection between two sites are one edge; other peers have a node each, or one in all."""
    edges: dict[tuple[str, str], list[Tunnel]] = {}
    labels: dict[str, str] = {}
    for number, tunnel in enumerate(report.tunnels):
        here = nodes[tunnel.site]
        if tunnel.peer_site is not None:
            first, second = sorted((here, nodes[tunnel.peer_site]))
        else:
            first, second = here, f"p{here[1:]}" if by_service else f"t{number}"
            labels[second] = "peers" if by_service else f"{tunnel.name}: {tunnel.peer_address}"
        edges.setdefault((first, second), []).append(tunnel)
    for node, label in labels.items():
        yield f'  {node}(["{mermaid(label)}"])'
    for (first, second), tunnels in edges.items():
        line = "---" if all(tunnel.css_class == "up" for tunnel in tunnels) else "-.-"
        yield f'  {first} {line}|"{mermaid(counted(tunnels))}"| {second}'
