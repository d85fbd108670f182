# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a cloud tells of one end of a VPN before anything is made there, and the key that a connection has."""

from __future__ import annotations

import typing as t
from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_network
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import subnets_on, with_addresses
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import End


def read_end(end: End, name: str, snapshot: Snapshot, present: bool = True):
    """``dialect``, ``endpoint``, ``project``, ``topology`` (as vpn_topology_info returns it) and, for an end that is to
    be made, ``router``, ``networks`` (subnet, cidr), ``service_subnet``, ``addresses``, ``families`` and ``problems``,
    a list of texts. No key is in it. Raises ``VpnError``."""
    told = export({}, snapshot)
    told.pop("changed")
    told |= {"endpoint": snapshot.cloud.access.endpoint, "project": snapshot.cloud.project_id, "problems": []}
    if not present:
        return told
    given = {key: value for key, value in (end.get("vpn_service") or {}).items() if value is not None}
    service = _service(given.get("name") or name, snapshot)
    router = _router(given.get("router") or given.get("router_id"), service, snapshot)
    wanted = given.get("subnet") or given.get("subnet_id")
    attached = subnets_on(router["id"], snapshot)
    texts = end.get("networks") or [wanted or (service or {}).get("subnet_id")]
    found = [_network(str(text), router, attached, snapshot) for text in texts if text]
    if not found:
        raise VpnError("networks is missing: name the subnets that the VPN connects, such as [office]")
    carried = snapshot.require("subnet", wanted)["id"] if wanted else (service or {}).get("subnet_id")
    if carried and carried not in {item["id"] for _text, item in found}:
        told["problems"].append(
            f"networks {', '.join(text for text, _item in found)}: the VPN service carries the subnet"
            f' "{wanted or carried}" and no other'
        )
    return {
        **told,
        "router": {"id": router["id"], "name": router.get("name") or router["id"]},
        "networks": [{"subnet": text, "cidr": canonical_network(item["cidr"])} for text, item in found],
        "service_subnet": carried,
        **_outside(service, router, found[0][1], snapshot),
    }


def stored_keys(names, snapshot: Snapshot):
    """The keys of this project's connections of these names, as far as the cloud tells them. Secret."""
    found = (item.get("psk") for item in snapshot.in_project("ipsec_site_connection") if item.get("name") in names)
    return {key for key in found if key}


def _service(text: str, snapshot: Snapshot):
    """The end's service, if there is one; which of several is meant, the engine decides."""
    named = snapshot.by_name("vpn_service", text)
    return named[0] if named else snapshot.by_id("vpn_service", text)


def _router(text: str, service: ApiObject, snapshot: Snapshot):
    if not text and not service:
        raise VpnError("vpn_service.router is missing: name the router that carries the tunnel")
    router = snapshot.require("router", text) if text else snapshot.by_id("router", service["router_id"])
    if not router:
        raise VpnError(f"the router {service['router_id']} of its VPN service is not to be seen with this token")
    if not router.get("external_gateway_info"):
        raise VpnError(
            f'router "{router.get("name")}" has no external gateway, so nothing outside reaches it: set one (openstack'
            " router set --external-gateway <external network> <router>)"
        )
    return router


def _network(text: str, router, attached, snapshot: Snapshot):
    """(how the cloud calls the subnet, the subnet), for a name, an id, or address/length."""
    name = router.get("name") or router["id"]
    if "/" in text:
        wanted = canonical_network(text)
        here = [snapshot.by_id("subnet", identifier) for identifier in attached]
        found = next((item for item in here if item and canonical_network(item["cidr"]) == wanted), None)
        if not found:
            told = ", ".join(item["cidr"] for item in here if item) or "none that this token sees"
            raise VpnError(f'networks: no subnet {text} is attached to router "{name}"; attached are: {told}')
        return found["id"], found
    found = snapshot.require("subnet", text)
    if attached and found["id"] not in attached:
        raise VpnError(
            f'networks: subnet "{text}" is not attached to router "{name}": attach it (openstack router add subnet'
            f" {name} {text}), or name the router that has it"
        )
    return text, found


def _outside(service: ApiObject, router, subnet, snapshot: Snapshot):
    """``addresses`` by family as ``with_addresses`` has them, and ``families``, which may be known before them."""
    like = service or {"name": None, "router_id": router["id"], "subnet_id": subnet["id"]}
    fixed = [item["ip_address"] for item in router["external_gateway_info"].get("external_fixed_ips") or ()]
    if service or snapshot.cloud.dialect.one_service_per_router:
        addresses = with_addresses(like, snapshot)[0]["endpoint_addresses"]
        return {"addresses": addresses, "families": [4 if key == "ipv4" else 6 for key in addresses if addresses[key]]}
    families = {ip_address(address).version: address for address in reversed(fixed)}
    # On OVN the service gets a port and an address of its own, which nobody knows before.
    known = {} if snapshot.has_extension("vpn-agent-scheduler") else families
    return {"addresses": {"ipv4": known.get(4), "ipv6": known.get(6)}, "families": sorted(families)}
