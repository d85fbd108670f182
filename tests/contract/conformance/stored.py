# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Comparing what was given to a module with what a bare client reads: the test's own knowledge of the API."""

from __future__ import annotations

#: Option -> the API's key, and the kind whose name may stand for an id.
REFERENCES = {
    "router": ("router_id", "router"),
    "subnet": ("subnet_id", "subnet"),
    "flavor": ("flavor_id", "flavor"),
    "vpn_service": ("vpnservice_id", "vpn_service"),
    "ike_policy": ("ikepolicy_id", "ike_policy"),
    "ipsec_policy": ("ipsecpolicy_id", "ipsec_policy"),
    "local_endpoint_group": ("local_ep_group_id", "endpoint_group"),
    "peer_endpoint_group": ("peer_ep_group_id", "endpoint_group"),
}
#: Options that are no attribute of the object.
NO_ATTRIBUTE = (
    "state",
    "cloud",
    "project",
    "update_psk",
    "wait",
    "wait_for",
    "timeout",
    "preflight",
    "dialect",
    "name",
)


def named(items: list[dict], name: str) -> dict | None:
    """The object of that name or id; None too where there are several."""
    found = [item for item in items if name in (item["name"], item["id"])]
    return found[0] if len(found) == 1 else None


def identity(items: list[dict], name: str) -> str | None:
    found = named(items, name)
    return found["id"] if found else None


def difference(kind: str, given: dict, stored: dict | None, snapshot: dict, ids: dict) -> list[str]:
    """The given options whose values are not what is stored."""
    if stored is None:
        return [f"{given.get('name')} is not there, or several are"]
    found = []
    for option, value in given.items():
        if option in NO_ATTRIBUTE:
            continue
        key, refers_to = REFERENCES.get(option, (option, ""))
        if kind == "endpoint_group" and option == "endpoints":
            refers_to = stored["type"] if stored["type"] in ids else ""
        if refers_to:
            value = _as_ids(value, refers_to, snapshot, ids)
        if not _same(value, stored.get(key)):
            found.append(f"{key} is stored as {stored.get(key)!r}, not {value!r}")
    return found


def _as_ids(value: object, kind: str, snapshot: dict, ids: dict) -> object:
    if isinstance(value, list):
        return [_as_ids(item, kind, snapshot, ids) for item in value]
    if kind in snapshot:
        return identity(snapshot[kind], value)
    return ids[kind].get(value, value)


def _same(given: object, stored: object) -> bool:
    if isinstance(given, dict):
        return all(_same(value, (stored or {}).get(key)) for key, value in given.items())
    if isinstance(given, list):
        return sorted(map(str, given)) == sorted(map(str, stored or ()))
    if isinstance(given, bool) or given is None:
        return given is stored
    return str(given) == str(stored)
