# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two ends, each as the mirror of the other: one description of the role's one-end form for each."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import End, common_version
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import names
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.validate_ends import validate_ends

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

CONNECTIONS = VPN_KINDS["ipsec_site_connection"].plural
SERVICES = VPN_KINDS["vpn_service"].plural


def site_ends(given: Params, seen, crypto: Params, made=()):
    """What is to be done at both ends; no key goes in, and none comes out.

    ``given``: the role's variables without ``site_to_site_``; ``seen``: what the lookup site_end told of each end;
    ``crypto``: presets, defaults, refused; ``made``: what vpn_topology returned of each end when it made the services.
    """
    if len(given["ends"]) != 2:
        return _answer([f"site_to_site_ends: a VPN has two ends, and {len(given['ends'])} are given"])
    made = _by_end(made)
    ends = [
        End(number + 1, given["name"], item, seen[number] or {}, made.get(number, {}))
        for number, item in enumerate(given["ends"])
    ]
    problems = [f"site_to_site_ends: {problem}" for problem in validate_ends(*ends, given)]
    if problems:
        return _answer(problems)
    order = _order(ends)
    plans = [_plan(end, far, given, crypto, end.number - 1 == order[-1]) for end, far in (ends, ends[::-1])]
    managed = [plan for plan in plans if plan]
    return {
        "problems": list(dict.fromkeys(problem for plan in managed for problem in plan["problems"]))
        + _key_problem(managed, given),
        "warnings": list(dict.fromkeys(warning for plan in managed for warning in plan["warnings"])),
        "kept": [f"{plan['label']}: {kept}" for plan in managed for kept in plan["kept"]],
        "order": order,
        "needs_key": any(plan["new"] for plan in managed) or bool(given.get("replace") and _present(given)),
        "has_key": any(plan["existing"] for plan in managed),
        "existing": [plan["existing"] if plan else [] for plan in plans],
        "ends": plans,
    }


def _answer(problems: list[str]):
    told = {"problems": problems, "warnings": [], "kept": [], "order": [], "existing": [[], []], "ends": [None, None]}
    return {**told, "needs_key": False, "has_key": False}


def _present(given: Params) -> bool:
    return given.get("state", "present") == "present"


def _by_end(results):
    """The results of a loop over numbers of ends, by that number."""
    return {item[item["ansible_loop_var"]]: item for item in results or () if not item.get("skipped")}


def _order(ends):
    """Who is made second brings the tunnel up, so who only answers is made first."""
    managed = [number for number, end in enumerate(ends) if end.managed]
    return sorted(managed, key=lambda number: ends[number].connection.get("initiator") != "response-only")


def _plan(end: End, far: End, given: Params, crypto: Params, last):
    if not end.managed:
        return None
    site, unknown = _mirror(end, far, given, last) if _present(given) else (_gone(end, given), [])
    told = site_topology(site, end.seen, crypto)
    declared = {item["name"] for item in told["topology"][CONNECTIONS] if item.get("state") != "absent"}
    if unknown:
        told["topology"][CONNECTIONS] = [
            item for item in told["topology"][CONNECTIONS] if item.get("state") == "absent"
        ]
    existing = declared & names(end.seen["topology"].get(CONNECTIONS) or ())
    return {
        **told,
        "label": end.label,
        "problems": [f"{end.label}: {problem}" for problem in told["problems"]],
        "warnings": told["warnings"] + unknown,
        "services": told["topology"][SERVICES],
        "existing": sorted(existing) if _present(given) else [],
        "new": sorted(declared - existing) if _present(given) else [],
    }


def _gone(end: End, given: Params):
    return {"name": end.name, "state": "absent", "vpn_service": end.given.get("vpn_service") or {}, **_policies(given)}


def _policies(given: Params):
    return {key: given.get(key) for key in ("crypto", "ike_policy", "ipsec_policy", "replace")}


def _mirror(end: End, far: End, given: Params, last):
    """(the end as the one-end form describes it, what cannot be known yet). A tunnel can be waited for at the end that
    is made last, and nowhere before."""
    version = common_version(end, far)
    site = {"name": end.name, **_policies(given), "vpn_service": end.service}
    tunnel = {**end.connection, "peer_address": far.address_for_peer(version), "peer_id": far.identity(version)}
    tunnel.pop("wait_for", None)
    if last and "active" in (end.connection.get("wait_for"), far.connection.get("wait_for")):
        tunnel["wait_for"] = "active"
    if end.one_subnet:
        tunnel["peer_cidrs"] = far.networks
    else:
        site["endpoint_groups"] = [
            {"type": "subnet", "endpoints": end.subnets},
            {"type": "cidr", "endpoints": far.networks},
        ]
    unknown = [
        f"{end.label}: the address of {far.label} is known once its VPN service exists, so the connection to it is not"
        " foreseen"
    ]
    return {**site, "connections": [tunnel]}, unknown if tunnel["peer_address"] is None else []


def _key_problem(plans, given: Params):
    known = given.get("has_psk") or given.get("psk_file") or any(plan["existing"] for plan in plans)
    new = [name for plan in plans for name in plan["new"]]
    if known or not new:
        return []
    return [
        f'connection "{new[0]}" needs a pre-shared key: give site_to_site_psk, or name a file in site_to_site_psk_file,'
        " into which a new one is written"
    ]
