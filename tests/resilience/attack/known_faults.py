# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attacks that are known to succeed: how a test's id begins -> the fault. Each is a strict xfail: who fixes the fault
takes the line out."""

from __future__ import annotations

import typing as t

import pytest

KNOWN_FAULTS: dict[str, str] = {}


def known(name: str) -> t.Sequence[pytest.MarkDecorator]:
    """The marks of the test of that id."""
    return [
        pytest.mark.xfail(reason=fault, strict=True) for start, fault in KNOWN_FAULTS.items() if name.startswith(start)
    ]
