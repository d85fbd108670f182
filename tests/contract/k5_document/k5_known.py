# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection does not hold yet of the K5 of the documents. Each row carries its number in the project's list
of faults. A mended fault takes its row away: the marks are strict."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import pytest

#: Stands for every value of the table's column.
ALL = ("every value",)
POLICIES = ("ike_policy", "ipsec_policy")
KINDS = (*POLICIES, "vpn_service", "ipsec_site_connection")
HUGE = 10**12


@dataclass(frozen=True)
class Known:
    """``routes``: new, exists, topology: by which way the value reaches the cloud."""

    row: str
    routes: str
    kinds: tuple[str, ...]
    option: str
    values: tuple[t.Any, ...]


KNOWN: tuple[Known, ...] = ()


def known_row(route: str, column: str, kind: str, option: str, value: t.Any) -> str:
    """The number of the fault that is known for this value; empty where there is none."""
    for fault in KNOWN:
        if route in fault.routes.split() and kind in fault.kinds and option == fault.option:
            if fault.values is ALL and column == "bad":
                return fault.row
            if any(type(value) is type(item) and value == item for item in fault.values):
                return fault.row
    return ""


def fault(row: str) -> pytest.MarkDecorator:
    """The mark of a test that fails today, with the number of its fault."""
    return pytest.mark.xfail(reason=row, strict=True)
