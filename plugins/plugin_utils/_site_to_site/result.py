# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a run with both ends."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.actions import summary_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import SERVICE, VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Result


def site_ends_result(
    plan: Params,
    given: Params,
    seen: t.Sequence[Params],
    services: t.Iterable[Params] | None,
    done: t.Iterable[Params] | None,
    warnings: t.Sequence[str] = (),
) -> Result:
    """``changed``, ``applied``, ``plan``, ``summary``, ``kept``, ``warnings`` of both, and ``ends``: the one-end form's
    result of each.

    ``plan`` is the last result of ``site_ends``; ``services`` and ``done`` are the registered loops over the ends that
    created first the services and then everything; ``warnings`` is what ansible-core took out of their items.
    """
    first, second = results_by_end(services), results_by_end(done)
    ends = [
        _end(plan["ends"][number], item, seen[number], first.get(number, {}), second.get(number, {}))
        for number, item in enumerate(given["ends"])
    ]
    for end, item, peer in zip(ends, given["ends"], ends[::-1], strict=True):
        if item.get("aws") is not None:
            end["endpoint_address"] = _first_peer_address(peer)
    entries = [{"end": number + 1, **entry} for number, end in enumerate(ends) for entry in end["plan"]]
    return {
        "changed": any(end["changed"] for end in ends),
        "applied": any(end["applied"] for end in ends),
        "plan": entries,
        "summary": summary_of(entry["action"] for entry in entries),
        "kept": plan["kept"],
        "warnings": list(
            dict.fromkeys([*plan["warnings"], *warnings, *(text for end in ends for text in end["warnings"])])
        ),
        "ends": ends,
    }


def results_by_end(results: t.Iterable[Params] | None) -> dict[int, Params]:
    """The results of a loop over numbers of ends, by that number, without those of skipped items."""
    return {item[item["ansible_loop_var"]]: item for item in results or () if not item.get("skipped")}


def _end(plan: Params | None, given: Params, seen: Params, services: Params, done: Params) -> Result:
    # The second phase finds unchanged what the first one created.
    first = {entry["name"]: entry for entry in services.get("plan", ()) if entry["action"] != "none"}
    entries = [
        first.get(entry["name"], entry) if entry["kind"] == SERVICE and entry["action"] == "none" else entry
        for entry in done.get("plan", ())
    ]
    objects = done.get("objects") or {resource.plural: [] for resource in VPN_KINDS.values()}
    service: ApiObject = next(iter(objects["vpn_services"]), {})
    # A predicted service has no addresses; ``seen`` has those that it will get, where its router has them.
    addresses = service.get("endpoint_addresses") or (service and seen.get("addresses")) or {}
    peer_gateway = given.get("address") if plan is None else None
    return {
        "changed": bool(services.get("changed") or done.get("changed")),
        "dialect": seen.get("dialect"),
        "crypto": plan["crypto"] if plan else None,
        "endpoint_address": peer_gateway or addresses.get("ipv4") or addresses.get("ipv6"),
        "endpoint_addresses": addresses,
        "objects": objects,
        "subnets": done.get("subnets") or [],
        "names": done.get("names") or {},
        "applied": bool(done.get("applied")),
        "plan": entries,
        "summary": summary_of(entry["action"] for entry in entries),
        "kept": plan["kept"] if plan else [],
        "warnings": list(
            dict.fromkeys(
                [
                    *(plan["warnings"] if plan else ()),
                    *services.get("warnings", ()),
                    *done.get("warnings", ()),
                ]
            )
        ),
    }


def _first_peer_address(managed: Result) -> str | None:
    """The address to which the first connection of the other end leads; None before there is one."""
    connections: list[ApiObject] = managed["objects"]["ipsec_site_connections"]
    address: str | None = connections[0].get("peer_address") if connections else None
    return address
