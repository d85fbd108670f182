# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of every kind: create, again, change, again, delete, again; each first in check mode, on a wire that refuses
writes."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

LIFETIME = {"units": "seconds", "value": 28800}
#: kind -> (dialects, options on create, options after the change); it may refer to what ``with_base_objects`` makes
LIVES = {
    "ike_policy": (
        ("neutron", "k5"),
        {"encryption_algorithm": "aes-256", "lifetime": {"value": 86400}, "description": "strong"},
        {"pfs": "group14", "lifetime": LIFETIME},
    ),
    "ipsec_policy": (
        ("neutron", "k5"),
        {"encryption_algorithm": "aes-256", "pfs": "group14"},
        {"lifetime": {"value": 7200}, "description": ""},
    ),
    "vpn_service": (
        ("neutron", "k5"),
        {"router": "edge", "subnet": "office", "description": "first"},
        {"description": "second"},
    ),
    "endpoint_group": (
        ("neutron",),
        {"type": "cidr", "endpoints": ["10.2.0.0/24", "10.3.0.0/24"]},
        {"description": "the branches"},
    ),
    "ipsec_site_connection": (
        ("neutron", "k5"),
        {**BRANCH7, "dpd": {"action": "hold", "interval": 60, "timeout": 240}},
        {"dpd": {"interval": 30}, "peer_cidrs": ["10.4.0.0/24"]},
    ),
}
#: What ``with_base_objects`` makes, by kind.
IN_BASE = {"ike_policy": "ike", "ipsec_policy": "ipsec", "vpn_service": "office", "ipsec_site_connection": "branch7"}
CASES = [(kind, dialect) for kind, (dialects, *_rest) in LIVES.items() for dialect in dialects]


@pytest.mark.parametrize(("kind", "dialect"), CASES)
def test_lifecycle(kind, dialect):
    runner = PreparedRunner(dialect)
    _dialects, created, change = LIVES[kind]
    if kind == "vpn_service":
        # A service takes changes once it has a connection.
        name, created = "office", {**created, "description": ""}
        runner.apply(kind, name, **created)
    else:
        name = "subject"
        if kind == "ipsec_site_connection":
            runner.apply(kind, "branch7", state="absent")
        predict_and_apply(runner, kind, name, "create", created)
    predict_and_apply(runner, kind, name, "none", created)
    changed = {**created, **change}
    if kind == "ipsec_site_connection":
        changed["dpd"] = {**created["dpd"], **change["dpd"]}
    predict_and_apply(runner, kind, name, "update", changed)
    predict_and_apply(runner, kind, name, "none", changed)
    if kind == "vpn_service":
        runner.apply("ipsec_site_connection", "branch7", state="absent")
    predict_and_apply(runner, kind, name, "delete", {"state": "absent"})
    predict_and_apply(runner, kind, name, "none", {"state": "absent"})


def predict_and_apply(runner, kind, name, action, params):
    """The step in check mode and for real: same action, same diff, same attributes; nothing written in check mode."""
    predicted = runner.check(kind, name, **params)
    runner.cloud.forget_log()
    done = runner.apply(kind, name, **params)
    writes = [entry.method for entry in runner.cloud.log.writes]
    assert writes == {"create": ["POST"], "none": [], "update": ["PUT"], "delete": ["DELETE"]}[action]
    for key in ("action", "changed", "interrupts", "diff"):
        assert predicted[key] == done[key], key
    assert (done["action"], done["changed"]) == (action, action != "none")
    if done[kind] is None:
        assert predicted[kind] is None
        return
    assert "psk" not in done[kind]
    for key, value in predicted[kind].items():
        assert done[kind][key] == value, key


@pytest.mark.parametrize(("kind", "dialect"), CASES)
def test_info_shows_what_was_made(kind, dialect):
    runner = PreparedRunner(dialect)
    name = IN_BASE.get(kind, "subject")
    if kind not in IN_BASE:
        runner.apply(kind, name, **LIVES[kind][1])
    runner.cloud.forget_log()
    plural = VPN_KINDS[kind].plural
    result = runner.info(kind, name=name)
    (item,) = result[plural]
    assert (item["name"], result["changed"]) == (name, False)
    assert "psk" not in item
    assert runner.info(kind, name=item["id"])[plural] == [item] == runner.info(kind)[plural]
    assert runner.info(kind, name="nobody")[plural] == []
    assert runner.cloud.log.writes == []


def test_a_run_without_change_lists_each_kind_once(runner):
    connection = runner.with_base_objects()
    runner.cloud.forget_log()
    again = runner.task(
        "ipsec_site_connection", "branch7", runner.connect(),
        vpn_service="office", ike_policy="ike", ipsec_policy="ipsec",
        peer_address="172.24.4.233", peer_cidrs=["10.2.0.0/24"], psk="a secret of nobody else",
    )  # fmt: skip
    assert not again["changed"]
    assert again["ipsec_site_connection"] == connection
    assert sorted(runner.cloud.log.calls) == [
        "GET /v2.0/vpn/ikepolicies",
        "GET /v2.0/vpn/ipsec-site-connections",
        "GET /v2.0/vpn/ipsecpolicies",
        "GET /v2.0/vpn/vpnservices",
    ]
    assert [entry.method for entry in runner.cloud.log.identity] == ["GET", "POST"]


LONG = "2001:db8:2::/ffff:ffff:ffff:ffff::"


def test_f1_a_value_that_the_object_holds_is_not_refused_whatever_its_length():
    """SQLite stores a network of more than 32 characters; it was refused where the export was applied."""
    runner = PreparedRunner()
    (stored,) = runner.cloud.store.where("ipsec_site_connections", name="branch7")
    stored["peer_cidrs"] = [LONG]
    assert runner.apply("ipsec_site_connection", "branch7", peer_cidrs=[LONG])["action"] == "none"
    with pytest.raises(VpnError, match="34 characters are too many"):
        runner.apply("ipsec_site_connection", "branch7", peer_cidrs=[LONG, "2001:db8:3::/64"])
