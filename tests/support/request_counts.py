# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests a task sends, per kind, action and ``wait``, beside the counts of version 1.0.0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

_COUNTS = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
#: Where more requests than 1.0.0's are accepted, and why.
MORE: list[dict[str, Any]] = _COUNTS.pop("more")
#: dialect -> kind -> action -> [requests with wait, without]; None where the action is refused.
BASELINE: dict[str, dict[str, dict[str, list[int | None]]]] = _COUNTS


class Subject(NamedTuple):
    """The options that create an object of a kind, those that change it, and those that it must be replaced for."""

    created: dict[str, Any]
    changed: dict[str, Any]
    replaced: dict[str, Any]


DESCRIPTION = {"description": "second"}
SUBJECTS = {
    "ike_policy": Subject({}, DESCRIPTION, {"pfs": "group14"}),
    "ipsec_policy": Subject({}, DESCRIPTION, {"pfs": "group14"}),
    "vpn_service": Subject({"router": "edge", "subnet": "office"}, DESCRIPTION, {"router": "edge2", "subnet": "lab"}),
    "endpoint_group": Subject(
        {"type": "cidr", "endpoints": ["10.5.0.0/24"]}, DESCRIPTION, {"endpoints": ["10.6.0.0/24"]}
    ),
    "ipsec_site_connection": Subject(
        BRANCH7, {"peer_cidrs": ["10.4.0.0/24"]}, {"ike_policy": "other", "psk": BRANCH7["psk"]}
    ),
}
#: A policy is replaced while a connection uses it: the objects of ``with_base_objects``.
USED_POLICIES = {"ike_policy": "ike", "ipsec_policy": "ipsec"}


class Count(NamedTuple):
    """One cell of the table. ``now`` and ``before`` are None where the action is refused."""

    dialect: str
    kind: str
    action: str
    wait: bool
    now: int | None
    before: int | None

    @property
    def is_more(self) -> bool:
        """Whether this version sends more than 1.0.0."""
        return self.now is not None and self.before is not None and self.now > self.before

    @property
    def accepted(self) -> int:
        """How many more requests than 1.0.0's are accepted, with a reason."""
        rows = [one for one in MORE if self.dialect in one["dialects"] and self.kind in one["kinds"]]
        return sum(row["by"] for row in rows if self.action in row["actions"])


def cases() -> Iterator[tuple[str, str, str, bool]]:
    """(dialect, kind, action, wait) of everything that the baseline counts."""
    for dialect, kinds in BASELINE.items():
        for kind, actions in kinds.items():
            for action in actions:
                yield dialect, kind, action, True
                yield dialect, kind, action, False


def count(dialect: str, kind: str, action: str, wait: bool) -> Count:
    """What this version sends, beside the baseline."""
    before = BASELINE[dialect][kind][action][0 if wait else 1]
    try:
        now = requests_of(dialect, kind, action, wait)
    except VpnError:
        now = None
    return Count(dialect, kind, action, wait, now, before)


def requests_of(dialect: str, kind: str, action: str, wait: bool) -> int:
    """The number of requests to Neutron of one task. Raises VpnError if the task is refused."""
    runner = PreparedRunner(dialect, agent="DOWN:2")
    subject = SUBJECTS[kind]
    name = prepare(runner, kind, action, subject)
    params = {
        "create": subject.created,
        "none": subject.created,
        "update": subject.changed,
        "replace": {"replace": True, **subject.replaced},
    }.get(action, {"state": "absent"})
    runner.time.sleep(10)  # the agent has reported
    runner.connected_client()
    runner.cloud.forget_log()
    done = runner.apply(kind, name, wait=wait, **params)
    expected = "none" if action == "absent" else action
    if done["action"] != expected:
        raise AssertionError(f"{dialect} {kind}: {done['action']}, not {expected}")
    return sum(entry.service == "network" for entry in runner.cloud.log)


def prepare(runner: PreparedRunner, kind: str, action: str, subject: Subject) -> str:
    """Make what the action needs; returns the name of the object that it is about."""
    runner.apply("ike_policy", "other")
    if kind == "ipsec_site_connection" or (kind == "vpn_service" and action in ("create", "delete", "absent")):
        runner.apply("ipsec_site_connection", "branch7", state="absent")
    if kind == "vpn_service":
        if action in ("create", "absent"):
            runner.apply(kind, "office", state="absent")
        return "office"
    if action in ("none", "update", "replace", "delete"):
        runner.apply(kind, "subject", **subject.created)
    return USED_POLICIES.get(kind, "subject") if action == "replace" else "subject"
