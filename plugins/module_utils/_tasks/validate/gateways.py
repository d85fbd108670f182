# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections and their gateways: status by the deadline, switches, addresses, agents."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import looks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.agents import host_of, is_working
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import (
    ADDRESS_FRESH,
    AGENT_ALIVE,
    SERVICE_STATUS,
    STATUS_ACTIVE,
    SWITCHED_ON,
    WARNING,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import IS_OFF, is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import (
    UNKNOWN_BACK_END,
    gateway_addresses,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion, AssertionSeverity
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents

FINAL = ("ACTIVE", "ERROR")
NOT_RETURNED = "the cloud does not return"


def _label(kind: str, item: ApiObject) -> str:
    return VPN_KINDS[kind].label(shown_name(item))


def wait_for_status(
    contents: Contents, items: t.Sequence[ApiObject], timeout: float, progress: Progress | None
) -> tuple[list[ApiObject], float, str]:
    """(the connections with their newest status, the seconds that were waited, why it ended early or empty).

    It ends when each connection that is switched on is ACTIVE or in ERROR, and after ``timeout`` seconds. A cloud where
    they are so already is not asked again.
    """
    cloud = contents.snapshot.cloud
    newest = {item["id"]: item for item in items}
    began = cloud.clock.now()

    def waiting() -> int:
        return sum(item.get("status") not in FINAL and is_on(item) is not False for item in newest.values())

    filters: ApiObject = {}
    if cloud.dialect.has_query_parameters:
        filters["fields"] = ["id", "status"]
    for _last in looks(cloud.clock, timeout) if waiting() and timeout > 0 else ():
        if progress:
            passed = f"{cloud.clock.now() - began:.0f} of at most {timeout:g} s"
            progress(f"waiting for {waiting()} IPsec site connections to be ACTIVE, {passed}")
        try:
            found = {item["id"]: item for item in cloud.list(contents.snapshot.resource(CONNECTION), **filters)}
        except VpnError as error:
            return list(newest.values()), cloud.clock.now() - began, error.message_with_hint
        for identifier, item in newest.items():
            status = (found.get(identifier) or {"status": "deleted"}).get("status")
            newest[identifier] = {**item, "status": status}
        if not waiting() or all(item["status"] in (*FINAL, "deleted") for item in newest.values()):
            break
    return list(newest.values()), cloud.clock.now() - began, ""


def connection_rows(items: t.Iterable[ApiObject], seconds: float, stopped: str) -> t.Iterator[Assertion]:
    """Status and switch of each connection. ``stopped``: why the wait for the status ended early."""
    for item in items:
        name, label, status = shown_name(item), _label(CONNECTION, item), str(item.get("status"))
        yield _switch(label, item, name, CONNECTION, WARNING)
        if is_on(item) is False:
            yield STATUS_ACTIVE.not_checked(name, f"{label} {IS_OFF}, so its status says nothing")
            continue
        after = f" after {seconds:.0f} seconds" if seconds >= 1 else ""
        if not item.get("status"):
            yield STATUS_ACTIVE.not_checked(name, f"{label}: {NOT_RETURNED} its status")
        elif status == "ACTIVE":
            yield STATUS_ACTIVE.passed(name, f"{label} is ACTIVE", status)
        elif stopped and status != "ERROR":
            yield STATUS_ACTIVE.not_checked(name, f"{label} was {status}, then the cloud gave no answer: {stopped}")
        else:
            yield STATUS_ACTIVE.failed(name, f"{label} is {status}{after}", "ACTIVE", status)


def service_rows(
    services: t.Iterable[ApiObject], contents: Contents, asks_agents: bool = True
) -> t.Iterator[Assertion]:
    """Status, switches, address and, if ``asks_agents``, agents of each VPN service and its router."""
    for service in services:
        name, label, status = shown_name(service), _label(SERVICE, service), str(service.get("status"))
        if status == "ERROR":
            yield SERVICE_STATUS.failed(name, f"{label} is in ERROR, so its gateway is not configured", "", status)
        elif service.get("status"):
            yield SERVICE_STATUS.passed(name, f"{label} is not in ERROR", status)
        else:
            yield SERVICE_STATUS.not_checked(name, f"{label}: {NOT_RETURNED} its status")
        router = contents.by_id("router", service.get("router_id"))
        yield from _switches(service, router, contents)
        yield _address(service, router, contents)
        if asks_agents:
            yield _agents(service, contents)


def _switches(service: ApiObject, router: ApiObject | None, contents: Contents) -> t.Iterator[Assertion]:
    """One row if both are on, else one for each that is off or not known."""
    name, label = shown_name(service), _label(SERVICE, service)
    rows = [_switch(label, service, name, SERVICE)]
    if router:
        rows.append(_switch(f'router "{shown_name(router)}" of {label}', router, name, SERVICE))
    else:
        reason = contents.unread.get("router", "this login does not see it")
        text = f"{label}: whether its router is switched on is not known: {reason}"
        rows.append(SWITCHED_ON.not_checked(name, text, kind=SERVICE))
    wrong = [row for row in rows if row.result is not Outcome.PASSED]
    yield from wrong or rows[:1]


def _switch(
    label: str, holder: ApiObject, name: str, kind: str, severity: AssertionSeverity | None = None
) -> Assertion:
    state = is_on(holder)
    if state:
        return SWITCHED_ON.passed(name, f"{label} is switched on", "true", kind=kind)
    if state is False:
        return SWITCHED_ON.failed(name, f"{label} {IS_OFF}", "true", "false", severity, kind=kind)
    return SWITCHED_ON.not_checked(name, f"{label}: {NOT_RETURNED} admin_state_up", kind=kind)


def _address(service: ApiObject, router: ApiObject | None, contents: Contents) -> Assertion:
    name, label = shown_name(service), _label(SERVICE, service)
    addresses = [address for address in contents.addresses(service).values() if address]
    shown = ", ".join(addresses)
    if router is not None and "external_gateway_info" in router and not router["external_gateway_info"]:
        text = f'{label}: its router "{shown_name(router)}" has no external gateway'
        return ADDRESS_FRESH.failed(name, text, remedy="Set the router's external gateway.")
    if contents.snapshot.cloud.dialect.endpoint_is_floating_ip:
        reason = contents.unread.get("floating_ip")
        if addresses:
            return ADDRESS_FRESH.passed(name, f"{label} has the floating IP {shown}", shown)
        if reason:
            return ADDRESS_FRESH.not_checked(name, f"{label}: its floating IP cannot be read: {reason}")
        text = f"{label} has no floating IP on its router's port, or it cannot be read"
        return ADDRESS_FRESH.failed(name, text, remedy="Associate a floating IP.")
    current = {canonical_address(text) for known in gateway_addresses(router).values() for text in known}
    if not addresses or not current:
        return ADDRESS_FRESH.not_checked(name, f"{label}: its address or its router's is not visible to this login")
    stale = [address for address in addresses if canonical_address(address) not in current]
    if not stale:
        return ADDRESS_FRESH.passed(name, f"{label} has its router's address {shown}", shown)
    ovn, text = contents.is_ovn(), f"{label}: its address {', '.join(stale)}"
    if ovn is None:
        return ADDRESS_FRESH.not_checked(name, f"{text} is not its router's, and {UNKNOWN_BACK_END}")
    if ovn:
        return ADDRESS_FRESH.passed(name, f"{label} has an address of its own, as OVN gives it: {shown}", shown)
    expected = ", ".join(sorted(map(str, current)))
    return ADDRESS_FRESH.failed(name, f"{text} is no longer its router's", expected, shown)


def _agents(service: ApiObject, contents: Contents) -> Assertion:
    name, label, agents = shown_name(service), _label(SERVICE, service), contents.agents(service)
    if agents is None:
        return AGENT_ALIVE.not_checked(name, f"{label}: {_no_agents(contents)}")
    working = ", ".join(sorted(host_of(agent) for agent in agents if is_working(agent)))
    if working:
        return AGENT_ALIVE.passed(name, f"{label}: an agent on {working} hosts its router and is alive", working)
    hosts = ", ".join(sorted(map(host_of, agents))) or "none"
    if any(is_working(agent) is None for agent in agents):
        return AGENT_ALIVE.not_checked(name, f"{label}: {NOT_RETURNED} whether the agent on {hosts} is alive")
    return AGENT_ALIVE.failed(name, f"{label}: no agent that hosts its router is alive", "", hosts)


def _no_agents(contents: Contents) -> str:
    """Why there is nothing about agents."""
    if not contents.snapshot.cloud.dialect.has_agents:
        return "this cloud shows no agents"
    unknown = contents.is_ovn() is None
    return f"its agents are not known: {UNKNOWN_BACK_END}" if unknown else "this login cannot read the agents"
