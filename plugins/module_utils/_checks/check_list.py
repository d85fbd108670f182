# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to check when a connection does not reach the wanted status, filled with this connection's own values."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import with_addresses

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def wait_failure(item: ApiObject, wanted: ApiObject, seconds: float, snapshot: Snapshot):
    """(message, hint) for a connection whose time is over."""
    message = (
        f'IPsec site connection "{item["name"]}" is {item.get("status")} after {seconds} seconds; wanted: '
        f"{'ACTIVE' if wanted == 'active' else 'any status but PENDING_*'}."
        f" Check: {'; '.join(check_list(item, snapshot))}"
    )
    return message, "Mend the cause and run again: nothing is made twice. A larger timeout (seconds) waits longer."


def check_list(item: ApiObject, snapshot: Snapshot):
    """Sentences in the order in which it pays to check them."""
    service = snapshot.by_id("vpn_service", item.get("vpnservice_id")) or {}
    ike = snapshot.by_id("ike_policy", item.get("ikepolicy_id")) or {}
    ipsec = snapshot.by_id("ipsec_policy", item.get("ipsecpolicy_id")) or {}
    own = _own_address(item, service, snapshot) or "the service's outside address"
    if str(item.get("status")).startswith("PENDING_"):
        yield "no agent has reported yet (they do once a minute): is one at work, and the router scheduled to it"
    yield f"the peer {item.get('peer_address')} must be reachable over UDP 500, UDP 4500 and ESP, and dial {own}"
    yield f"the peer must present itself as {item.get('peer_id')} and expect {item.get('local_id') or own}"
    yield "both sides must hold the same pre-shared key"
    yield f"IKE on both sides: {_proposal(ike, ('ike_version', 'phase1_negotiation_mode'))}"
    yield f"IPsec on both sides: {_proposal(ipsec, ('transform_protocol', 'encapsulation_mode'))}"
    networks = ", ".join(item.get("peer_cidrs") or ()) or "the peer endpoint group's"
    yield f"the peer's networks must be exactly {networks}, and mirrored there"
    switched_off = [
        name for name, thing in (("connection", item), ("VPN service", service)) if thing.get("admin_state_up") is False
    ]
    if switched_off:
        yield f"admin_state_up is false on the {' and the '.join(switched_off)}"
    if item.get("initiator") == "response-only":
        yield "initiator is response-only, so the peer must begin"
    yield "a connection added to a running service stays DOWN until traffic for it, or the peer, sets it up"


def _own_address(item: ApiObject, service: ApiObject, snapshot: Snapshot):
    """The one of the peer's IP version where there are two; on K5 the floating IP."""
    addresses = with_addresses(service, snapshot)[0]["endpoint_addresses"] if service else {}
    return addresses.get("ipv6" if ":" in str(item.get("peer_address")) else "ipv4") or next(
        (address for address in addresses.values() if address), None
    )


def _proposal(policy: ApiObject, first):
    keys = (*first, "encryption_algorithm", "auth_algorithm", "pfs")
    lifetime = (policy.get("lifetime") or {}).get("value", "?")
    return " ".join(str(policy.get(key, "?")) for key in keys) + f", lifetime {lifetime} s"
