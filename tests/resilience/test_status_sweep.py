# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fault class A: every kind x status x entry point. An object in ERROR that the task wrote or waits for is a failure,
one that it leaves as it is a warning; absent, info and export are ok; without ERROR there is no word about it."""

from __future__ import annotations

import itertools
import typing as t
from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer
from ansible_collections.sitelink.vpnaas.tests.support.role_files import read
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

VARIABLES = read("vars/main/presets.yml")
CRYPTO = {
    "presets": VARIABLES["site_to_site_presets"],
    "defaults": VARIABLES["site_to_site_default_presets"],
    "refused": VARIABLES["site_to_site_refused_presets"],
}
STATUSES = ("ACTIVE", "DOWN", "PENDING_CREATE", "ERROR", None)
#: kind -> options of the object, the collection that holds it in the cloud
OBJECTS: dict[str, tuple[dict[str, t.Any], str]] = {
    "ike_policy": ({}, "ikepolicies"),
    "ipsec_policy": ({}, "ipsecpolicies"),
    "vpn_service": ({"router": "edge2", "subnet": "lab"}, "vpnservices"),
    "endpoint_group": ({"type": "cidr", "endpoints": ["10.9.9.0/24"]}, "endpoint_groups"),
    "ipsec_site_connection": (
        BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"]},
        "ipsec_site_connections",
    ),
}
#: create and spoil: the object gets its status from the write; update, unchanged, absent: it had it before.
WRITES = ("create", "spoil", "update", "unchanged", "absent")
ENTRY_POINTS = ("module", "topology", "role")
READS = ("info", "topology_info")
#: What the role makes, apart from policies with its own names; these are also the kinds that have a status in Neutron.
OF_THE_ROLE = ("vpn_service", "ipsec_site_connection")


class Cell(t.NamedTuple):
    kind: str
    status: str | None
    entry: str
    action: str
    check_mode: bool = False
    wait: bool = True
    wait_for: str | None = None

    @property
    def exists_before(self) -> bool:
        return self.action != "create"

    def expected(self) -> str:
        """What must come of an ERROR: silent, warning or failure. Written down apart from the product's table."""
        if self.status != "ERROR" or self.action in ("absent", *READS):
            return "silent"
        if self.check_mode:
            # What the write is going to bring is not known; what is there already is.
            return "warning" if self.action in ("update", "unchanged") else "silent"
        if self.action == "unchanged":
            return "failure" if self.wait and self.wait_for == "active" else "warning"
        return "failure"


def cells() -> t.Iterator[Cell]:
    for kind, status in itertools.product(OBJECTS, STATUSES):
        goals = ("settled", "active") if kind == "ipsec_site_connection" else (None,)
        for entry, action, check_mode, wait, goal in itertools.product(
            ENTRY_POINTS, WRITES, (False, True), (True, False), goals
        ):
            # A PUT is refused while the status is PENDING_*. Only what ERROR means depends on the wait.
            refused = action == "update" and str(status).startswith("PENDING")
            known = entry != "role" or kind in OF_THE_ROLE
            if known and not refused and (wait or status == "ERROR"):
                yield Cell(kind, status, entry, action, check_mode, wait, goal)
        yield from (Cell(kind, status, entry, entry) for entry in READS)


def setting_status(runner: PreparedRunner, cell: Cell) -> t.Callable[..., t.Any]:
    """A ``between``: the cloud does what it is asked, and the object has the status from the write on.

    Neutron's policies and groups have no status; a derivative's may, so the answers about them get it here.
    """
    path = f"/{VPN_KINDS[cell.kind].path.strip('/')}"
    written = [cell.action not in ("create", "spoil")]

    def between(request: t.Any, send: t.Callable[[], t.Any]) -> t.Any:
        if path not in request.path_url or request.method == "DELETE":
            return None
        result = send()
        if result.status_code >= 400:
            return result
        ((key, body),) = result.json().items()
        found = [item for item in (body if isinstance(body, list) else [body]) if item["name"] == "new"]
        if request.method != "GET" and found:
            written[0] = True
            if cell.kind in OF_THE_ROLE:
                runner.cloud.store.get(OBJECTS[cell.kind][1], body["id"]).update(status=cell.status, _due=None)
        for item in found:
            if written[0] and (request.method != "GET" or cell.kind not in OF_THE_ROLE):
                item["status"] = cell.status
        return answer(request, result.status_code, {key: body})

    return between


def run(runner: PreparedRunner, cell: Cell, entry: str, action: str, check_mode: bool = False) -> dict[str, t.Any]:
    """The result of one task through that entry point."""
    item = {"name": "new", **OBJECTS[cell.kind][0]}
    options: dict[str, t.Any] = {"wait": cell.wait, "timeout": 5}
    if cell.wait_for:
        item["wait_for"] = cell.wait_for
    if action in ("update", "spoil"):
        item["description"] = "another"
    if action == "absent":
        item = {"name": "new", "state": "absent"}
    if entry == "info":
        return task(runner, f"{cell.kind}_info", {"name": "new"}, check_mode)
    if entry == "topology_info":
        return task(runner, "vpn_topology_info", {}, check_mode)
    if entry == "module":
        return task(runner, cell.kind, item | options, check_mode)
    if entry == "role":
        return task(runner, "vpn_topology", role_topology(runner, cell, item) | options, check_mode)
    return task(runner, "vpn_topology", {VPN_KINDS[cell.kind].plural: [item]} | options, check_mode)


def task(runner: PreparedRunner, name: str, params: dict[str, t.Any], check_mode: bool = False) -> dict[str, t.Any]:
    return run_task(name, params, check_mode, lambda _params, check: Snapshot(runner.connected_client(check)))


def role_topology(runner: PreparedRunner, cell: Cell, item: dict[str, t.Any]) -> dict[str, t.Any]:
    """What the role hands to vpn_topology for a VPN called new."""
    state = item.get("state", "present")
    of_service = item if cell.kind == "vpn_service" else {}
    of_connection = item if cell.kind == "ipsec_site_connection" else {}
    own = {"vpn_service": None, "ike_policy": None, "ipsec_policy": None, "name": None, "state": None}
    site = {
        "name": "new",
        "state": state,
        "vpn_service": {**OBJECTS["vpn_service"][0], **of_service, "state": None},
        "connections": [{**OBJECTS["ipsec_site_connection"][0], **of_connection, **own}],
    }
    made = site_topology(site, task(runner, "vpn_topology_info", {}), CRYPTO)
    assert made["problems"] == []
    return {"state": state, **made["topology"]}


def outcome(cell: Cell) -> tuple[str, dict[str, t.Any]]:
    """(silent, warning or failure: what the task says about the status, its result)."""
    runner = PreparedRunner()
    if cell.exists_before:
        made = run(runner, cell._replace(wait_for=None), "role" if cell.entry == "role" else "module", "create")
        assert not made.get("failed"), made
        (stored,) = [item for item in runner.cloud.store.all(OBJECTS[cell.kind][1]) if item["name"] == "new"]
        before = "ACTIVE" if cell.action == "spoil" else cell.status
        stored.update(status=before, _due=None)
    if cell.kind not in OF_THE_ROLE or cell.action in ("create", "spoil", "update"):
        runner.between = setting_status(runner, cell)
    result = run(runner, cell, cell.entry, cell.action, cell.check_mode)
    words = " ".join([result.get("msg", ""), *result.get("warnings", ())])
    about_status = "the status" in words and "ERROR" in words
    if result.get("failed") and about_status:
        return "failure", result
    return ("warning" if about_status else "silent"), result


@pytest.mark.parametrize("kind", OBJECTS)
def test_a1_what_a_status_means_for_the_task(kind: str, record_property: t.Callable[[str, object], None]) -> None:
    counts: Counter[str] = Counter()
    wrong = []
    for cell in cells():
        if cell.kind != kind:
            continue
        found, result = outcome(cell)
        counts["cells"] += 1
        in_error = cell.status == "ERROR" and cell.expected() != "silent"
        counts["green in ERROR"] += in_error and found == "silent"
        counts["warnings without ERROR"] += cell.status != "ERROR" and found != "silent"
        if found != cell.expected():
            wrong.append((cell, cell.expected(), found, result.get("msg"), result.get("warnings")))
    for name in ("cells", "green in ERROR", "warnings without ERROR"):
        record_property(f"statuses: {name}", counts[name])
    assert wrong == []


@pytest.mark.parametrize("name", ["info", "topology_info"])
def test_what_is_in_error_is_shown(name: str) -> None:
    runner = PreparedRunner()
    cell = Cell("vpn_service", "ERROR", name, name)
    run(runner, cell, "module", "create")
    for item in runner.cloud.store.all("vpnservices"):
        item["status"] = "ERROR"
    result = run(runner, cell, name, name)
    shown = result["vpn_services"] if name == "info" else result["topology"]["vpn_services"]
    assert "new" in [item["name"] for item in shown]
