# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two tables that a run writes: in docs/reliability.md what it saw, in docs/releases.md the known faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import KNOWN_FAULTS
from ansible_collections.sitelink.vpnaas.tests.contract.releases.install import ROOT, VERSIONS
from ansible_collections.sitelink.vpnaas.tests.contract.releases.running import DRIVERS, OPERATIONS, lives
from ansible_collections.sitelink.vpnaas.tests.support.report_tables import replaced, table

OPERATIONS_PAGE = ROOT / "docs" / "reliability.md"
FAULTS_PAGE = ROOT / "docs" / "releases.md"
OPERATIONS_MARKERS = ("<!-- BEGIN operations, written by make releases -->\n", "\n<!-- END operations -->")
FAULTS_MARKERS = ("<!-- BEGIN known faults, written by make releases -->\n", "\n<!-- END known faults -->")
CURES = ("the router is updated", "the agent restarts")


def operations_table() -> str:
    """Drivers and releases with the same cells share a row."""
    groups: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for driver in DRIVERS:
        for release in VERSIONS:
            outcomes = lives(release)[driver]
            cells = (
                *(outcomes[operation].word for operation in OPERATIONS),
                outcomes["add a connection"].statuses[1],
                *("yes" if outcomes[cure].holds else "no" for cure in CURES),
            )
            groups.setdefault(cells, {}).setdefault(driver, []).append(release)
    cures = (f"has all changes once {cure}" for cure in CURES)
    head = ("Neutron", "driver", *OPERATIONS, "status of the added connection", *cures)
    rows = []
    for cells, drivers in groups.items():
        by_releases: dict[str, list[str]] = {}
        for driver, releases in drivers.items():
            by_releases.setdefault(spanned(releases), []).append(DRIVERS[driver])
        rows += [(releases, "; ".join(names), *cells) for releases, names in by_releases.items()]
    return table(head, sorted(rows))


def spanned(releases: Iterable[str | int]) -> str:
    """25 to 27."""
    first, *others = map(str, releases)
    return f"{first} to {others[-1]}" if others else first


def faults_table() -> str:
    rows = [
        (
            f"`{fault.id}`",
            fault.span,
            fault.where,
            fault.fault,
            fault.symptom,
            fault.remedy,
            "its pattern" if fault.has_pattern else "the release only",
            fault.source,
        )
        for fault in KNOWN_FAULTS
    ]
    return table(("id", "Neutron", "where", "fault", "in the API", "what to do", "detected by", "source"), rows)


def with_operations(text: str) -> str:
    """docs/reliability.md with the table of what the run saw."""
    return replaced(text, *OPERATIONS_MARKERS, operations_table())


def with_faults(text: str) -> str:
    """docs/releases.md with the table of known faults."""
    return replaced(text, *FAULTS_MARKERS, faults_table())


PAGES: dict[Path, Callable[[str], str]] = {OPERATIONS_PAGE: with_operations, FAULTS_PAGE: with_faults}
