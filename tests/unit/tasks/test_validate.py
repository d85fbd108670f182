# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vpn_topology_validate: what it asserts about what exists, what is declared, and the other ends."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.tests.support.validation import KEY, both_ends, stored, validate


def rows(result, identifier=None, outcome=None):
    return [
        row
        for row in result["assertions"]
        if identifier in (None, row["id"]) and outcome in (None, row["result"])
    ]


def failed(result):
    return {(row["id"], row["severity"]) for row in rows(result, outcome="failed") if row["severity"] != "info"}


def test_two_ends_that_fit_have_no_finding(runner):
    both_ends(runner)
    result = validate(runner, peers=True)
    assert failed(result) == set(), rows(result, outcome="failed")
    assert len(rows(result, "ends-paired", "passed")) == 1
    assert rows(result, "ends-key")[0]["result"] == "passed"
    assert KEY not in json.dumps(result)
