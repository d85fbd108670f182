# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one end's cloud holds before anything is created there, and the stored key of a connection."""

from __future__ import annotations

import typing as t
from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_network
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import subnets_on, with_addresses
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def read_end(
    end: Params, name: str, snapshot: Snapshot, present: bool = True, former_name: str | None = None
) -> Result:
    """``dialect``, ``endpoint``, ``project``, ``topology`` (as vpn_topology_info returns it) and ``problems``, a list
    of texts; for an end that is to be created also ``router``, ``networks`` (subnet, cidr), ``service_subnet``,
    ``addresses`` and ``families``. No key is in it. Raises ``VpnError``."""
    result: Result = export({}, snapshot)
    result.pop("changed")
    result |= {"endpoint": snapshot.cloud.access.endpoint, "project": snapshot.cloud.project_id, "problems": []}
    if not present:
        return result
    given = {key: value for key, value in (end.get("vpn_service") or {}).items() if value is not None}
    service = _service(given.get("name") or name, snapshot)
    if service is None and former_name and not given.get("name"):
        service = _service(former_name, snapshot)
    router = _router(given.get("router") or given.get("router_id"), service, snapshot)
    wanted = given.get("subnet") or given.get("subnet_id")
    attached = subnets_on(router["id"], snapshot)
    texts = end.get("networks") or [wanted or (service or {}).get("subnet_id")]
    found = [_network(str(text), router, attached, snapshot) for text in texts if text]
    if not found:
        raise VpnError("networks is missing: name the subnets that the VPN connects, such as [office]")
    service_subnet = snapshot.require("subnet", wanted)["id"] if wanted else (service or {}).get("subnet_id")
    if service_subnet and service_subnet not in {item["id"] for _text, item in found}:
        result["problems"].append(
            f"networks {', '.join(text for text, _item in found)}: the VPN service supports only the subnet"
            f' "{wanted or service_subnet}"'
        )
    return {
        **result,
        "router": {"id": router["id"], "name": shown_name(router)},
        "networks": [{"subnet": text, "cidr": canonical_network(item["cidr"])} for text, item in found],
        "service_subnet": service_subnet,
        **_outside(service, router, found[0][1], snapshot),
    }


def stored_keys(names: t.Collection[str], snapshot: Snapshot) -> set[str]:
    """The keys of this project's connections of these names, if the cloud returns them. Secret. Raises ``VpnError``."""
    snapshot.need_secrets()
    found = (item.get("psk") for item in snapshot.in_project("ipsec_site_connection") if item.get("name") in names)
    return {key for key in found if key}


def _service(text: str, snapshot: Snapshot) -> ApiObject | None:
    """The end's service, if there is one; of several of that name the engine chooses."""
    named = snapshot.by_name("vpn_service", text)
    found: ApiObject | None = named[0] if named else snapshot.with_id("vpn_service", text)
    return found


def _router(text: str | None, service: ApiObject | None, snapshot: Snapshot) -> ApiObject:
    if text:
        router: ApiObject | None = snapshot.require("router", text)
    elif service:
        router = snapshot.by_id("router", service.get("router_id"))
    else:
        raise VpnError("vpn_service.router is missing: name the router of the VPN")
    if not router:
        raise VpnError(
            f"the router {service and service.get('router_id')} of its VPN service is not visible with this token"
        )
    if not router.get("external_gateway_info"):
        raise VpnError(
            f'router "{shown_name(router)}" has no external gateway, so the peer cannot reach it: set one (openstack'
            " router set --external-gateway <external network> <router>)"
        )
    return router


def _network(text: str, router: ApiObject, attached: t.Collection[str], snapshot: Snapshot) -> tuple[str, ApiObject]:
    """(the subnet's name or id, the subnet), for a name, an id, or address/length."""
    name = shown_name(router)
    if "/" in text:
        wanted = canonical_network(text)
        here = [snapshot.by_id("subnet", identifier) for identifier in attached]
        found = next((item for item in here if item and canonical_network(item.get("cidr")) == wanted), None)
        if not found:
            visible = ", ".join(str(item.get("cidr")) for item in here if item) or "none that this token sees"
            raise VpnError(f'networks: no subnet {text} is attached to router "{name}"; attached are: {visible}')
        return found["id"], found
    found = snapshot.require("subnet", text)
    if attached and found["id"] not in attached:
        raise VpnError(
            f'networks: subnet "{text}" is not attached to router "{name}": attach it (openstack router add subnet'
            f" {name} {text}), or name the router that has it"
        )
    if not found.get("cidr"):
        raise VpnError(f'networks: the cloud does not show the network (cidr) of subnet "{text}"')
    return text, found


def _outside(service: ApiObject | None, router: ApiObject, subnet: ApiObject, snapshot: Snapshot) -> Result:
    """``addresses`` by family as ``with_addresses`` has them, and ``families``, which may be known before them."""
    like = service or {"name": None, "router_id": router["id"], "subnet_id": subnet["id"]}
    fixed = [item["ip_address"] for item in router["external_gateway_info"].get("external_fixed_ips") or ()]
    if service or snapshot.cloud.dialect.one_service_per_router:
        addresses = with_addresses(like, snapshot)[0]["endpoint_addresses"]
        return {"addresses": addresses, "families": [4 if key == "ipv4" else 6 for key in addresses if addresses[key]]}
    families = {ip_address(address).version: address for address in reversed(fixed)}
    # On OVN the service gets a port and an address of its own, which is not known before; it may on an unknown one.
    known = families if snapshot.is_ovn() is False else {}
    return {"addresses": {"ipv4": known.get(4), "ipv6": known.get(6)}, "families": sorted(families)}
