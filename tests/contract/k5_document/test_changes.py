# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any topology of good values becomes any other on the K5 of the documents, and no write is refused on the way."""

from __future__ import annotations

import copy
import typing as t

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_known import known_row
from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_runner import LEAST, PLURAL, K5Runner, well
from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_values import SWEEP, Values

#: References stay as they are, except that a service may move together with its subnet.
PLACES = st.sampled_from([{"router": "edge", "subnet": "office"}, {"router": "bare", "subnet": "plant"}])

#: Row H13 of the list of faults: what is switched off cannot be changed any more.
LEFT_OUT = {"admin_state_up"}


def good(values: Values) -> list[t.Any]:
    """The values of an option that are taken today, and really given."""
    found = [*values.good, *(value for value, _stored in values.converted)]
    return [v for v in found if v is not None and not known_row("topology", "good", values.kind, values.option, v)]


def items(kind: str) -> st.SearchStrategy[dict[str, t.Any]]:
    """An object of that kind with any of its options."""
    options = {
        values.option: st.sampled_from(good(values))
        for values in SWEEP
        if values.kind == kind and good(values) and values.option not in ("name", *LEFT_OUT, *LEAST[kind])
    }
    needed = {
        values.option: st.sampled_from(good(values))
        for values in SWEEP
        if values.kind == kind and values.option in ("psk", "peer_address", "peer_cidrs")
    }
    least = st.just({**LEAST[kind], "replace": True})
    place = PLACES if kind == "vpn_service" else st.just({})
    return st.tuples(least, place, st.fixed_dictionaries(needed, optional=options)).map(
        lambda parts: {**parts[0], **parts[1], **parts[2]}
    )


TOPOLOGIES = st.fixed_dictionaries({PLURAL[kind]: items(kind).map(lambda item: [item]) for kind in LEAST})


@settings(max_examples=40, deadline=None, derandomize=True, phases=(Phase.generate,))
@given(TOPOLOGIES, TOPOLOGIES)
def test_any_topology_becomes_any_other_and_no_write_is_refused(one: dict[str, t.Any], other: dict[str, t.Any]) -> None:
    runner = K5Runner()
    for topology in (one, other):
        predicted = well(runner, "vpn_topology", check_mode=True, **copy.deepcopy(topology))
        assert runner.k5.writes == []
        done = well(runner, "vpn_topology", **copy.deepcopy(topology))
        assert (predicted["changed"], predicted["summary"]) == (done["changed"], done["summary"])
        assert well(runner, "vpn_topology", **copy.deepcopy(topology))["changed"] is False
        assert [len(runner.stored(kind)) for kind in LEAST] == [1] * 4
    well(runner, "vpn_topology", state="absent", **copy.deepcopy(other))
    assert [runner.stored(kind) for kind in LEAST] == [[]] * 4
