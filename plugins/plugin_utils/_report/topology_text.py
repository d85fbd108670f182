# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Existing VPNs as text, and the lines that every format begins with."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import number_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import plain
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.existing import collect
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import (
    Report,
    Tunnel,
    counted,
    worst_first,
)

HEADINGS = ("name", "status", "site", "peer", "peer networks")

#: what is said of a service itself, in every format: all that its picture says too
SERVICE_HEADINGS = ("VPN service", "router", "addresses", "tunnels")


def headline(report: Report) -> str:
    """For instance ``VPN report: 5 tunnels, 1 DOWN, 4 ACTIVE``."""
    parts = [number_of(len(report.tunnels), "tunnel"), *filter(None, [counted(report.tunnels)])]
    failed = len(report.failures)
    return f"VPN report: {', '.join(parts)}" + (f"; {number_of(failed, 'cloud')} could not be read" if failed else "")


def sentence(report: Report) -> str:
    """Where they are, and what a status is worth."""
    clouds = [cloud for cloud in report.clouds if cloud]
    where = f" in {number_of(len(clouds), 'cloud')} ({', '.join(clouds)})" if clouds else ""
    errors = [site.label for site in report.sites if site.state]
    wrong = f" Look at {', '.join(errors)}." if errors else ""
    return (
        f"{number_of(len(report.sites), 'VPN service')}{where}.{wrong} A status is what the VPN agent last reported;"
        " ACTIVE does not prove that packets pass."
    )


def topology_text(found: t.Sequence[Found]) -> str:
    """Aligned columns, those that need attention first; ends with a line break."""
    report = collect(found)
    lines = [headline(report), sentence(report)]
    lines += [f"{cloud or 'a cloud'} could not be read: {message}" for cloud, message in report.failures]
    rows = (
        (tunnel.name, tunnel.status, tunnel.site.label, tunnel.peer, ", ".join(tunnel.peer_networks))
        for tunnel in worst_first(report.tunnels)
    )
    services = ["", *_aligned(SERVICE_HEADINGS, service_rows(report))] if report.sites else []
    return "\n".join([*map(plain, lines), *services, "", *_aligned(HEADINGS, rows)]) + "\n"


def _aligned(headings: t.Sequence[str], rows: t.Iterable[t.Sequence[str]]) -> t.Iterator[str]:
    cells = [[plain(text) for text in row] for row in (headings, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def service_rows(report: Report) -> list[tuple[str, str, str, str]]:
    """The cells below ``SERVICE_HEADINGS``, for each service."""
    return [
        (site.label, site.router, ", ".join(sorted(site.addresses)), tunnels_of(site.tunnels)) for site in report.sites
    ]


def tunnels_of(tunnels: t.Sequence[Tunnel]) -> str:
    """For instance ``31 tunnels: 1 DOWN, 30 ACTIVE``."""
    return f"{number_of(len(tunnels), 'tunnel')}: {counted(tunnels)}" if tunnels else "no tunnels"
