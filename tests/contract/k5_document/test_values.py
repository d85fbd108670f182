# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every value of every key, against the K5 of the documents: what it refuses is refused before any write, in check mode
too; what it takes is taken, stored as given, and no difference in the next run."""

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_known import known_row
from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_runner import LEAST, PLURAL, K5Runner
from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_values import SWEEP, Values
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.network import seed_id
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.rules import KINDS
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.vpn import Refused

RULES = dict(zip(("ike_policy", "ipsec_policy", "vpn_service", "ipsec_site_connection"), KINDS, strict=True))
CHANGES = {(kind, row.name) for kind, rules in RULES.items() for row in rules.rows if row.changes}
#: Names in the table, by the key that they stand under, and what has that name.
SEEDED = {
    "router_id": {name: seed_id(name) for name in ("edge", "inner")},
    "subnet_id": {name: seed_id(name) for name in ("office", "plant")},
}


def has_a_meaning(route: str, column: str, values: Values) -> bool:
    """Whether values of that column can reach the cloud by that route."""
    takes = column in ("good", "converted")
    if values.option == "name":
        # Another name is another object, and others of a topology refer to it.
        return route == "new" or (route == "topology" and (not takes or values.kind == "ipsec_site_connection"))
    return route != "exists" or not takes or (values.kind, values.key) in CHANGES


def cells(route: str, *columns: str) -> list[t.Any]:
    """A parameter for each value of these columns of the table, marked where a fault is known."""
    found = []
    for values in SWEEP:
        for column in (column for column in columns if has_a_meaning(route, column, values)):
            for entry in getattr(values, column):
                value, more = entry if column in ("converted", "stricter") else (entry, None)
                row = known_row(route, column, values.kind, values.option, value)
                marks = [pytest.mark.xfail(reason=row, strict=True)] if row else []
                name = f"{values.kind}-{values.option}-{ascii(value)[:40]}".replace("::", ":.")
                found.append(pytest.param(values, value, more, marks=marks, id=name))
    return found


def given(values: Values, value: t.Any) -> dict[str, t.Any]:
    """The least arguments of that kind with this value in them."""
    least = dict(LEAST[values.kind])
    if values.option == "peer_address":
        least["peer_id"] = "branch7"  # else its default would stand for the address
    return {**least, values.option: copy.deepcopy(value)}


def runner_for(values: Values, exists: bool = False) -> K5Runner:
    """A runner on which all stands that this kind needs, and with ``exists`` the object itself."""
    runner = K5Runner()
    if exists:
        # A policy in use could not be changed at all.
        runner.ground([values.kind] if values.kind.endswith("policy") else LEAST)
    else:
        runner.ground(list(LEAST)[: list(LEAST).index(values.kind)])
    return runner


def as_topology(values: Values, value: t.Any) -> dict[str, t.Any]:
    """A whole topology with this value in it."""
    return {PLURAL[kind]: [given(values, value) if kind == values.kind else dict(LEAST[kind])] for kind in LEAST}


def refusal(runner: K5Runner, module: str, check_mode: bool, **arguments: t.Any) -> str:
    """What the task says when it refuses; nothing was written."""
    before = len(runner.k5.writes)
    result = runner.task(module, check_mode=check_mode, **copy.deepcopy(arguments))
    assert result.get("failed"), f"accepted; check mode: {check_mode}"
    assert len(runner.k5.writes) == before, result["msg"]
    assert "\n" not in result["msg"]
    assert "Traceback" not in result["msg"]
    return result["msg"]


def assert_named(values: Values, value: t.Any, message: str) -> None:
    """The message names the option, or the value in it."""
    inner = value[0] if isinstance(value, list) and len(value) == 1 else value
    secret = values.option == "psk"
    assert values.option in message or (inner and not secret and str(inner) in message), message


def acceptance(runner: K5Runner, module: str, check_mode: bool, **arguments: t.Any) -> dict[str, t.Any]:
    """The result of a task that goes well; in check mode nothing is written."""
    runner.k5.log.clear()
    result = runner.task(module, check_mode=check_mode, **copy.deepcopy(arguments))
    assert not result.get("failed"), result["msg"]
    assert not (check_mode and runner.k5.writes)
    assert runner.k5.refused == []
    return result


def by_document(values: Values, value: t.Any) -> str:
    """What the K5 says to a bare request with that value; empty where it takes it."""
    runner = runner_for(values)
    used = {rules.used_as: {item["name"]: item["id"] for item in runner.stored(kind)} for kind, rules in RULES.items()}
    keys = {row.option: row.key for row in SWEEP if row.kind == values.kind}
    raw = {"peer_id": "172.24.4.233"} if values.kind == "ipsec_site_connection" else {}
    raw |= {keys[option]: item for option, item in given(values, value).items()}
    named = {**used, **SEEDED}
    body = {key: named.get(key, {}).get(item, item) if isinstance(item, str) else item for key, item in raw.items()}
    try:
        runner.k5.vpn.create(RULES[values.kind], body)
    except Refused as error:
        return str(error)
    return ""


def test_the_table_has_every_key_of_the_documents() -> None:
    message = {(values.kind, values.key) for values in SWEEP}
    assert {(kind, row.name) for kind, rules in RULES.items() for row in rules.rows} <= message


@pytest.mark.parametrize("values", SWEEP, ids=lambda values: f"{values.kind}-{values.option}")
def test_the_table_is_the_documents(values: Values) -> None:
    for value in (*values.good, *(value for value, _reason in values.stricter)):
        assert by_document(values, value) == "", value
    for value in (*values.bad, *values.bad_for_new):
        assert by_document(values, value), value


@pytest.mark.parametrize(("values", "value", "_more"), cells("new", "bad", "stricter", "bad_for_new"))
def test_a_bad_value_of_a_new_object_is_refused_before_any_write(values: Values, value: t.Any, _more: str) -> None:
    """H1, H2 and H10 of the list of faults: what K5's documents exclude, in check mode too."""
    runner = runner_for(values)
    for check_mode in (True, False):
        assert_named(values, value, refusal(runner, values.kind, check_mode, **given(values, value)))


@pytest.mark.parametrize(("values", "value", "_more"), cells("exists", "bad", "stricter"))
def test_a_bad_value_for_an_object_that_exists_is_refused_before_any_write(
    values: Values, value: t.Any, _more: str
) -> None:
    runner = runner_for(values, exists=True)
    for check_mode in (True, False):
        assert_named(values, value, refusal(runner, values.kind, check_mode, **given(values, value)))


@pytest.mark.parametrize(("values", "value", "_more"), cells("topology", "bad", "stricter", "bad_for_new"))
def test_a_bad_value_in_a_topology_is_refused_before_any_write(values: Values, value: t.Any, _more: str) -> None:
    runner = K5Runner()
    for check_mode in (True, False):
        assert_named(values, value, refusal(runner, "vpn_topology", check_mode, **as_topology(values, value)))


def expected(values: Values, value: t.Any, more: t.Any) -> t.Any:
    """What must be stored."""
    row = next(row for row in RULES[values.kind].rows if row.name == values.key)
    wanted = value if more is None else more
    if row.refers_to:
        return SEEDED.get(values.key, {}).get(wanted)  # None for what has another id in each run
    return {**row.given, **wanted} if isinstance(wanted, dict) else wanted


@pytest.mark.parametrize(("values", "value", "more"), cells("new", "good", "converted"))
def test_a_good_value_of_a_new_object_is_stored_and_no_difference_afterwards(
    values: Values, value: t.Any, more: t.Any
) -> None:
    """H5 (a key with an apostrophe) and H11 (host bits) of the list of faults are among them."""
    runner, arguments = runner_for(values), given(values, value)
    assert acceptance(runner, values.kind, True, **arguments)["changed"]
    assert acceptance(runner, values.kind, False, **arguments)["changed"]
    (stored,) = runner.stored(values.kind)
    wanted = expected(values, value, more)
    assert wanted in (None, stored[values.key])
    runner.k5.log.clear()
    assert not acceptance(runner, values.kind, False, **arguments)["changed"]
    assert runner.k5.writes == []


@pytest.mark.parametrize(("values", "value", "more"), cells("exists", "good", "converted"))
def test_a_good_value_for_an_object_that_exists_is_stored(values: Values, value: t.Any, more: t.Any) -> None:
    runner, arguments = runner_for(values, exists=True), given(values, value)
    predicted = acceptance(runner, values.kind, True, **arguments)["changed"]
    assert acceptance(runner, values.kind, False, **arguments)["changed"] == predicted
    (stored,) = runner.stored(values.kind)
    if value is not None:
        assert stored[values.key] == expected(values, value, more)
    assert not acceptance(runner, values.kind, False, **arguments)["changed"]


@pytest.mark.parametrize(("values", "value", "more"), cells("topology", "good", "converted"))
def test_a_good_value_in_a_topology_is_stored_and_no_difference_afterwards(
    values: Values, value: t.Any, more: t.Any
) -> None:
    runner, arguments = K5Runner(), as_topology(values, value)
    assert acceptance(runner, "vpn_topology", True, **arguments)["changed"]
    assert acceptance(runner, "vpn_topology", False, **arguments)["changed"]
    (stored,) = runner.stored(values.kind)
    wanted = expected(values, value, more)
    assert wanted in (None, stored[values.key])
    assert not acceptance(runner, "vpn_topology", False, **arguments)["changed"]


def test_a_zone_that_the_cloud_does_not_have_is_reported_in_its_words() -> None:
    """No document lists the zones, so only the server can judge the name."""
    runner = K5Runner()
    result = runner.task("ike_policy", name="ike", availability_zone="AZ9")
    assert result["failed"]
    assert "availability_zone" in result["msg"]
    assert runner.stored("ike_policy") == []
