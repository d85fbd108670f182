# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A picture of each site: the site at the left, its tunnels at the right, as inline SVG as wide as a phone."""

from __future__ import annotations

import typing as t
from collections.abc import Sequence
from xml.etree import ElementTree

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.fitting import fitted, text_width
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.html_page import element
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import (
    Site,
    Tunnel,
    counted,
    worst_first,
)

WIDTH = 340
#: A site with more tunnels than this has a dot for each in place of a box.
MOST_BOXES = 24
#: width of the left and the right boxes, height of a box and of a row
LEFT, RIGHT, BOX, ROW = 110, 184, 38, 44
#: What is soft is smaller than the text whose width ``fitted`` estimates, so more of it has room.
SOFT = 12 / 11
#: distance of two dots, and dots in a row
PITCH, IN_A_ROW = 12, 27
#: tunnels that need attention, named below the dots
NAMED = 8


def site_picture(site: Site, tunnels: Sequence[Tunnel]) -> ElementTree.Element | None:
    """The tunnels of a site, or None if it has none. All that it shows is in the table of tunnels too."""
    if not tunnels:
        return None
    return _fan(site, tunnels) if len(tunnels) <= MOST_BOXES else _dots(site, tunnels)


def drawing(height: int, label: str, *children: ElementTree.Element) -> ElementTree.Element:
    """An SVG of the pictures' width; ``label`` says in words what it shows."""
    return element("svg", *children, viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=label)


def box(x: float, y: float, width: float, *lines: ElementTree.Element) -> list[ElementTree.Element]:
    """A box of the height ``BOX`` around lines of text."""
    return [element("rect", x=x + 0.5, y=y + 0.5, width=width - 1, height=BOX - 1, rx=4, class_="box"), *lines]


def words(x: float, y: float, text: str, width: float, class_: str | None = None) -> ElementTree.Element:
    """A text of at most ``width`` pixels; the whole text is its tooltip where it does not fit."""
    shown = fitted(text, width)
    title = [] if shown == text else [element("title", text)]
    return element("text", *title, shown, x=x, y=y, class_=class_)


def _fan(site: Site, tunnels: Sequence[Tunnel]) -> ElementTree.Element:
    height = len(tunnels) * ROW
    middle = height / 2
    address = min(site.addresses, key=len, default="")
    left = [words(8, middle - 3, site.name, LEFT - 12), words(8, middle + 12, address, SOFT * (LEFT - 8), "soft")]
    parts: list[ElementTree.Element] = []
    for number, tunnel in enumerate(tunnels):
        y = number * ROW + (ROW - BOX) / 2
        parts.append(_curve(LEFT, middle, WIDTH - RIGHT, y + BOX / 2, tunnel.css_class))
    parts += box(0, middle - BOX / 2, LEFT, *left)
    for number, tunnel in enumerate(tunnels):
        parts += _tunnel_box(tunnel, number * ROW + (ROW - BOX) / 2)
    return drawing(height, f"{site.label}: {counted(tunnels)}", *parts)


def _tunnel_box(tunnel: Tunnel, y: float) -> list[ElementTree.Element]:
    x = WIDTH - RIGHT
    return box(
        x,
        y,
        RIGHT,
        words(x + 8, y + 16, tunnel.name, RIGHT - 14),
        _status(x + 8, y + 31, tunnel, tunnel.peer, RIGHT - 14),
    )


def _status(x: float, y: float, tunnel: Tunnel, text: str, width: float) -> ElementTree.Element:
    """The status, in its colour, and a text after it, of at most ``width`` pixels together."""
    status = fitted(tunnel.status, width * 0.6)
    # The status is bold, which is a tenth wider.
    rest = fitted(text, width - 1.1 * text_width(status) - 5)
    tooltip = element("title", f"{tunnel.status} {text}")
    return element("text", tooltip, element("tspan", status, class_=f"status {tunnel.css_class}"), f" {rest}", x=x, y=y)


def _curve(x: float, y: float, to_x: float, to_y: float, class_: str) -> ElementTree.Element:
    half = (x + to_x) / 2
    return element(
        "path", d=f"M{x:g} {y:g}C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}", class_=f"link {class_}"
    )


def _dots(site: Site, tunnels: Sequence[Tunnel]) -> ElementTree.Element:
    rows = -(-len(tunnels) // IN_A_ROW)
    parts = [
        _dot(tunnel, 8 + number % IN_A_ROW * PITCH, 2 + number // IN_A_ROW * PITCH)
        for number, tunnel in enumerate(tunnels)
    ]
    y = rows * PITCH + 16
    others = worst_first(tunnel for tunnel in tunnels if tunnel.css_class != "up")
    for tunnel in others[:NAMED]:
        parts.append(_status(8, y, tunnel, f"{tunnel.name}, {tunnel.peer}", WIDTH - 16))
        y += 16
    if len(others) > NAMED:
        parts.append(words(8, y, f"and {len(others) - NAMED} more, see the table", WIDTH - 16, "soft"))
        y += 16
    return drawing(y, f"{site.label}: {counted(tunnels)}", *parts)


def _dot(tunnel: Tunnel, x: int, y: int) -> ElementTree.Element:
    """A square for a tunnel that is up, a circle for another one: the colour is not needed to tell them apart."""
    title = element("title", f"{tunnel.name}: {tunnel.status}, {tunnel.peer}")
    class_ = f"dot {tunnel.css_class}"
    if tunnel.css_class == "up":
        return element("rect", title, x=x, y=y, width=8, height=8, class_=class_)
    return element("circle", title, cx=x + 4, cy=y + 4, r=4, class_=class_)


def legend(classes: t.Iterable[tuple[str, str]]) -> ElementTree.Element:
    """The lines of the pictures, each with the statuses that it means."""
    lines = (
        element(
            "span", element("svg", element("path", d="M0 6H40", class_=f"link {class_}"), viewBox="0 0 40 12"), text
        )
        for class_, text in classes
    )
    return element("p", *lines, class_="legend soft")
