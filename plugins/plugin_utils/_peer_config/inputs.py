# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the objects that a configuration is made of in whatever a module, an info module or the role returned."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS as EVERY_KIND
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.validate import checked_object

#: Kinds that a configuration is made of, each with the keys that identify an object as one of it.
IDENTIFYING_KEYS = {
    CONNECTION: ("peer_address",),
    "ike_policy": ("ike_version", "phase1_negotiation_mode"),
    "ipsec_policy": ("transform_protocol", "encapsulation_mode"),
    "vpn_service": ("endpoint_address", "router_id", "router", "external_v4_ip"),
    "endpoint_group": ("endpoints",),
    "subnet": ("cidr",),
}
#: their plurals, under which results hold them
KINDS: dict[str, str] = {kind: EVERY_KIND[kind].plural for kind in IDENTIFYING_KEYS}
#: kind -> the filter's argument that brings it, where it is not called like the kind
ARGUMENTS = {"endpoint_group": "endpoint_groups", "subnet": "local_networks"}


def number_of(item: Item, key: str, default: int) -> int:
    """The number under ``key``, also if it is 0; ``default`` where there is none."""
    value = item.get(key)
    return default if value in (None, "") else int(str(value))


class ObjectIndex:
    """Objects by kind, found by the name or id under which another object refers to them."""

    def __init__(self) -> None:
        self.objects: dict[str, list[Item]] = {}

    def add(self, kind: str, given: object) -> None:
        """Add the objects of that kind; those added last are found first. Raises ``InvalidInput`` for a wrong type."""
        found = [checked_object(kind, item) for item in objects_of(kind, given)]
        self.objects[kind] = found + self.objects.get(kind, [])

    def require(self, item: Item, kind: str, api_key: str) -> Item:
        """As ``find_or_none``; raises ``InvalidInput`` where it refers to none."""
        found = self.find_or_none(item, kind, kind, api_key)
        if found is None:
            raise InvalidInput([f'connection "{item.get("name")}" names no {kind}: give the whole connection'])
        return found

    def find_or_none(self, item: Item, kind: str, option: str, api_key: str) -> Item | None:
        """The object that ``item`` refers to under either name of the option; None where it refers to none. Raises as
        ``find`` does."""
        reference = item.get(api_key) or item.get(option)
        if not reference:
            return None
        wanted = text_of(reference, "id", "name") if isinstance(reference, dict) else str(reference)
        return self.find(kind, wanted)

    def find(self, kind: str, wanted: str) -> Item:
        """By id, by name, or because it is the only one and has neither. Raises ``InvalidInput``."""
        found = self.objects.get(kind, [])
        wanted = one_line(wanted)
        for item in found:
            if wanted in (item.get("id"), item.get("name")) or not (item.get("id") or item.get("name")):
                return item
        known = ", ".join(f'"{text_of(item, "name", "id")}"' for item in found) or "none"
        raise InvalidInput([f'{kind} "{wanted}" is not in the input ({known}): give it as {ARGUMENTS.get(kind, kind)}'])


def objects_of(kind: str, given: object) -> list[Item]:
    """The objects of a kind in a module's or role's result, an export, a list, or the object itself."""
    plural = KINDS[kind]
    if isinstance(given, (list, tuple)):
        return [item for entry in given for item in objects_of(kind, entry)]
    if not isinstance(given, dict):
        return []
    for holder in (given.get("objects"), given.get("topology"), given):
        if isinstance(holder, dict):
            if isinstance(holder.get(plural), list):
                return list(holder[plural])
            if isinstance(holder.get(kind), dict) and not _is_reference(kind, given):
                return [holder[kind]]
    return [given] if any(key in given for key in IDENTIFYING_KEYS[kind]) else []


def _is_reference(kind: str, given: Item) -> bool:
    """Whether ``given[kind]`` is a reference: a connection in check mode names its service by a mapping."""
    return kind != CONNECTION and "peer_address" in given


def select_connections(given: object, wanted: str | list[str] | None) -> list[Item]:
    """All connections in ``given``, or those with a name or id in ``wanted``. Raises ``InvalidInput``."""
    found = [checked_object(CONNECTION, item) for item in objects_of(CONNECTION, given)]
    if not found:
        raise InvalidInput(["there is no IPsec site connection in the filter's input: give one, or a result with one"])
    if not wanted:
        return found
    names = ", ".join(str(item.get("name")) for item in found)
    selected: list[Item] = []
    for text in [wanted] if isinstance(wanted, str) else list(wanted):
        matching = [item for item in found if one_line(text) in (item.get("name"), item.get("id"))]
        if len(matching) != 1:
            several = "there are several connections" if matching else "there is no connection"
            raise InvalidInput([f'connection: {several} "{text}" in the input, which holds {names}'])
        selected += matching
    return selected
