# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one end alone shows: causes that the API names for certain, the most decisive first."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import NO_REPORT, NO_REPORT_OF_AGENT
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_patterns import fault_unless_new
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import as_clause
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import IS_OFF, is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted, is_settled

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel


def causes(end: Tunnel) -> t.Iterator[str]:
    """Sentences without a full stop, each with its remedy; none where this end is as it should be."""
    yield from _switched_off(end)
    yield from _in_error(end)
    yield from _not_reported(end)
    yield from _not_reachable(end)


def _switched_off(end: Tunnel) -> t.Iterator[str]:
    service, router = end.context.service or {}, end.router or {}
    for holder, label, command in (
        (end.item, end.label, "openstack vpn ipsec site connection set --enable"),
        (service, f'VPN service "{shown_name(service)}"', "openstack vpn service set --enable"),
        (router, f'router "{shown_name(router)}"', "openstack router set --enable"),
    ):
        if is_on(holder) is False:
            yield f"{label} {IS_OFF}: set admin_state_up: true, or {command} {holder['id']}"


def _in_error(end: Tunnel) -> t.Iterator[str]:
    service = end.context.service or {}
    for kind, holder, label in (
        ("vpn_service", service, f'VPN service "{shown_name(service)}"'),
        ("ipsec_site_connection", end.item, end.label),
    ):
        if holder.get("status") == "ERROR":
            remedy = VPN_KINDS[kind].on(end.context.dialect.name).error_remedy
            yield f"{label} is in ERROR, so its gateway could not be configured: {as_clause(remedy)}"


def _not_reported(end: Tunnel) -> t.Iterator[str]:
    item = end.item
    if is_being_deleted(item):
        yield f"{end.label} is being deleted"
    elif not is_settled(item):
        yield fault_unless_new(item, end.label, end.snapshot) or (
            NO_REPORT_OF_AGENT if end.context.dialect.has_agents else NO_REPORT
        )


def _not_reachable(end: Tunnel) -> t.Iterator[str]:
    yield from end.address_faults
    router, service = end.router, end.context.service or {}
    if router is not None and not router.get("external_gateway_info"):
        yield f'router "{shown_name(router)}" has no external gateway, so no peer reaches it: set one'
    elif end.address is None and service and end.context.dialect.endpoint_is_floating_ip:
        yield (
            f'no floating IP is on the router\'s port on the subnet of VPN service "{shown_name(service)}", so no peer'
            " reaches it: associate one"
        )
