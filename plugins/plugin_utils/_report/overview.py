# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A picture of the sites that are connected to each other, across clouds, as inline SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from xml.etree import ElementTree

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.fitting import fitted
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.html_page import element
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.picture import BOX, WIDTH, box, drawing, words
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import (
    Report,
    Site,
    Tunnel,
    counted,
    worst,
)

#: With more sites than this, the picture shows clouds.
MOST_NODES = 16
SIDE, ROW = 112, 58

#: (name of a node, second line)
Node = tuple[str, str]
NodeOf = Callable[[Site], Node]
Links = Mapping[tuple[Node, Node], Sequence[Tunnel]]


def overview(report: Report) -> ElementTree.Element | None:
    """Who is connected to whom among the sites of the report; None where none of them is, or too many are."""
    links = _links(report, lambda site: (site.name, site.cloud))
    if len(_nodes(links)) > MOST_NODES:
        links = _links(report, lambda site: (site.cloud, "cloud"))
    nodes = _nodes(links)
    if not links or len(nodes) > MOST_NODES:
        return None
    places = _places(nodes, links)
    parts: list[ElementTree.Element] = []
    labels: list[ElementTree.Element] = []
    for (first, second), tunnels in links.items():
        path, label = _link(places[first], places[second], tunnels)
        parts.append(path)
        labels.append(label)
    for node, (x, y) in places.items():
        name, cloud = node
        parts += box(x, y, SIDE, words(x + 8, y + 16, name, SIDE - 14), words(x + 8, y + 31, cloud, SIDE - 14, "soft"))
    height = max(y for _x, y in places.values()) + BOX + 10
    summary = "; ".join(f"{first[0]} to {second[0]}: {counted(tunnels)}" for (first, second), tunnels in links.items())
    return drawing(int(height), summary, *parts, *labels)


def _links(report: Report, node: NodeOf) -> dict[tuple[Node, Node], list[Tunnel]]:
    links: dict[tuple[Node, Node], list[Tunnel]] = {}
    for tunnel in report.tunnels:
        if tunnel.peer_site is not None:
            first, second = sorted((node(tunnel.site), node(tunnel.peer_site)))
            if first != second:
                links.setdefault((first, second), []).append(tunnel)
    return links


def _nodes(links: Links) -> list[Node]:
    """The nodes, those with most links first."""
    ends = [node for pair in links for node in pair]
    return sorted(dict.fromkeys(ends), key=lambda node: (-ends.count(node), node))


def _places(nodes: Sequence[Node], links: Links) -> dict[Node, tuple[float, float]]:
    """Two columns: the neighbours of a node stand in the other one, where the links allow that."""
    column: dict[Node, int] = {}
    for start in nodes:
        column.setdefault(start, 0)
        waiting = [start]
        while waiting:
            node = waiting.pop(0)
            for neighbour in nodes:
                if neighbour not in column and tuple(sorted((node, neighbour))) in links:
                    column[neighbour] = 1 - column[node]
                    waiting.append(neighbour)
    rows = max(list(column.values()).count(side) for side in (0, 1))
    places: dict[Node, tuple[float, float]] = {}
    for side in (0, 1):
        there = [node for node in nodes if column[node] == side]
        gap = rows * ROW / max(len(there), 1)
        for number, node in enumerate(there):
            places[node] = (side * (WIDTH - SIDE), number * gap + (gap - BOX) / 2)
    return places


def _link(
    first: tuple[float, float], second: tuple[float, float], tunnels: Sequence[Tunnel]
) -> tuple[ElementTree.Element, ElementTree.Element]:
    """The line, and its label in the middle. Both in one column: a line that bends towards the other column."""
    (x, y), (to_x, to_y) = (inner(first), inner(second))
    half = (x + to_x) / 2 if x != to_x else WIDTH / 2 + (x - WIDTH / 2) * 0.4
    path = f"M{x:g} {y:g}C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}"
    middle = (x + to_x) / 8 + half * 0.75
    text = fitted(counted(tunnels), WIDTH - 2 * SIDE - 4)
    label = element("text", text, x=middle, y=(y + to_y) / 2 - 5, class_=f"label status {worst(tunnels)}")
    return element("path", element("title", counted(tunnels)), d=path, class_=f"link {worst(tunnels)}"), label


def inner(place: tuple[float, float]) -> tuple[float, float]:
    """The middle of a box's edge that faces the other column."""
    x, y = place
    return (SIDE if x == 0 else x), y + BOX / 2
