# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to check when a connection does not reach the wanted status, with this connection's own values."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.agents import agent_sentence
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import peer_id_of, peer_networks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_patterns import faults_shown, switched_off
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.transit_routes import route_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.zones import different_zones
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import IS_OFF
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import with_addresses
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_settled

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings


NO_REPORT_OF_AGENT = (
    "no agent has reported a status yet (agents report once a minute): check that an agent runs and that the router is"
    " scheduled to it"
)
NO_REPORT = "the cloud has not reported a status yet, which it does once a minute"
#: It does not affect the status, yet it is what users look for when nothing passes.
SECURITY = "no security group, firewall rule or network ACL may stop the traffic of the two networks"


def wait_failure(item: ApiObject, wanted: str, seconds: float, snapshot: Listings) -> tuple[str, str]:
    """(message, hint) for a connection that did not reach the wanted status within its timeout."""
    status = item.get("status") or "without a status"
    message = (
        f'IPsec site connection "{item["name"]}" is {status} after {seconds} seconds; wanted: '
        f"{'ACTIVE' if wanted == 'active' else 'any status but PENDING_* and BUILD'}."
        f" Check: {'; '.join(check_list(item, seconds, snapshot))}"
    )
    return message, "Fix the cause and rerun: the task is idempotent. A larger timeout (seconds) waits longer."


def check_list(item: ApiObject, seconds: float, snapshot: Listings) -> t.Iterator[str]:
    """Sentences, the most likely cause first."""
    service = snapshot.by_id("vpn_service", item.get("vpnservice_id")) or {}
    ike = snapshot.by_id("ike_policy", item.get("ikepolicy_id")) or {}
    ipsec = snapshot.by_id("ipsec_policy", item.get("ipsecpolicy_id")) or {}
    dialect, resource = snapshot.cloud.dialect, snapshot.resource("ipsec_site_connection")
    known = endpoint_address_of(item, service, snapshot)
    address = known or ("the floating IP" if dialect.endpoint_is_floating_ip else "the service's outside address")
    yield from (f"the {holder} {IS_OFF}" for holder in switched_off(item, snapshot))
    for _fault, sentence in faults_shown(item, seconds, snapshot):
        yield sentence
    if not is_settled(item):
        yield NO_REPORT_OF_AGENT if dialect.has_agents else NO_REPORT
        yield from filter(None, [agent_sentence(service, snapshot)])
    if dialect.endpoint_is_floating_ip:
        yield from _tenants_gateway(known, service)
    zones = different_zones({"VPN service": service, "IKE policy": ike, "IPsec policy": ipsec, resource.title: item})
    if zones:
        yield f"all must be in one availability zone, but they differ: {zones}"
    peer_address, local_id = item.get("peer_address"), item.get("local_id")
    yield f"the peer {peer_address} must be reachable over UDP 500, UDP 4500 and ESP, and connect to {address}"
    yield f"the peer must identify itself as {peer_id_of(item, resource)} and expect {local_id or address}"
    yield "both gateways must have the same pre-shared key"
    yield f"IKE on both gateways: {_proposal(ike, ('ike_version', 'phase1_negotiation_mode'))}"
    yield f"IPsec on both gateways: {_proposal(ipsec, ('transform_protocol', 'encapsulation_mode'))}"
    networks = ", ".join(item.get("peer_cidrs") or ()) or "the peer endpoint group's"
    yield f"the peer's networks must be exactly {networks}, and the peer must have the same pairs of networks, reversed"
    yield from route_faults(service, peer_networks(item, snapshot.by_id), snapshot)
    if item.get("initiator") == "response-only":
        yield "initiator is response-only, so the peer must initiate"
    if dialect.endpoint_is_floating_ip:
        yield SECURITY
    yield "a connection added to a running service stays DOWN until traffic or the peer initiates it"


def _tenants_gateway(floating_ip: str | None, service: ApiObject) -> t.Iterator[str]:
    """What the tenant has to make of the router (K5 features handbook, IPsec VPN)."""
    if floating_ip is None:
        yield (
            f'no floating IP was found on the router\'s port on the subnet of the VPN service "{shown_name(service)}":'
            " associate one, for the peer to connect to"
        )
    yield "the router must have an external network as its gateway"


def endpoint_address_of(item: ApiObject, service: ApiObject, snapshot: Listings) -> str | None:
    """The service's address of the peer's IP version, else its only one; on K5 the floating IP."""
    return address_towards(item, with_addresses(service, snapshot)[0]["endpoint_addresses"] if service else {})


def address_towards(item: ApiObject, addresses: t.Mapping[str, str | None]) -> str | None:
    """Of a service's ``endpoint_addresses`` that of the peer's IP version, else its only one."""
    version = "ipv6" if ":" in str(item.get("peer_address")) else "ipv4"
    return addresses.get(version) or next((address for address in addresses.values() if address), None)


def _proposal(policy: ApiObject, first: tuple[str, ...]) -> str:
    keys = (*first, "encryption_algorithm", "auth_algorithm", "pfs")
    lifetime = (policy.get("lifetime") or {}).get("value", "?")
    return " ".join(str(policy.get(key, "?")) for key in keys) + f", lifetime {lifetime} s"
