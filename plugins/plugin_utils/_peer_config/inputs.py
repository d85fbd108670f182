# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that a configuration is made of, out of whatever a module, an info module or the role returned."""

from __future__ import annotations

from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils.resources import KINDS as EVERY_KIND
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.validate import check_object

CONNECTION = "ipsec_site_connection"
#: Kinds that a configuration is made of, each with the keys by which an object is known to be one of it.
KNOWN_BY = {
    CONNECTION: ("peer_address",),
    "ike_policy": ("ike_version", "phase1_negotiation_mode"),
    "ipsec_policy": ("transform_protocol", "encapsulation_mode"),
    "vpn_service": ("endpoint_address", "router_id", "router", "external_v4_ip"),
    "endpoint_group": ("endpoints",),
    "subnet": ("cidr",),
}
#: their plurals, under which results hold them
KINDS = {kind: EVERY_KIND[kind].plural for kind in KNOWN_BY}


@dataclass
class Pool:
    """Objects by kind, to be found by what another object says of them."""

    objects: dict = field(default_factory=dict)

    def add(self, kind, given):
        """Take in what there is of that kind; what was given first is looked at last."""
        found = objects_of(kind, given)
        for item in found:
            check_object(kind, item)
        self.objects[kind] = found + self.objects.get(kind, [])

    def needed(self, item, kind, wire):
        """As ``referred``, but what is not referred to is an error."""
        found = self.referred(item, kind, kind, wire)
        if found is None:
            raise InvalidInput([f'connection "{item.get("name")}" does not say its {kind}: give it whole'])
        return found

    def referred(self, item, kind, option, wire):
        """The object that ``item`` refers to under either name of the option; None where it refers to none."""
        reference = item.get(wire) or item.get(option)
        if not reference:
            return None
        wanted = reference.get("id") or reference.get("name") if isinstance(reference, dict) else reference
        return self.find(kind, wanted)

    def find(self, kind, wanted):
        """By id, by name, or because it is the only one and has neither."""
        pool = self.objects.get(kind, [])
        for item in pool:
            if wanted in (item.get("id"), item.get("name")) or not (item.get("id") or item.get("name")):
                return item
        told = ", ".join(f'"{item.get("name") or item.get("id")}"' for item in pool) or "none"
        raise InvalidInput(
            [f'{kind} "{wanted}" is not among what was given ({told}): give it as {ARGUMENTS.get(kind, kind)}']
        )


#: kind -> the filter's argument that brings it
ARGUMENTS = {"endpoint_group": "endpoint_groups", "subnet": "local_networks"}


def objects_of(kind, given):
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
            if isinstance(holder.get(kind), dict) and not _refers(kind, given):
                return [holder[kind]]
    return [given] if any(key in given for key in KNOWN_BY[kind]) else []


def _refers(kind, given):
    """Whether ``given[kind]`` is a reference: a connection foreseen in check mode names its service by a mapping."""
    return kind != CONNECTION and "peer_address" in given


def choose(given, wanted):
    """The connections meant: all that ``given`` holds, or those whose name or id ``wanted`` says."""
    there = objects_of(CONNECTION, given)
    for item in there:
        check_object(CONNECTION, item)
    if not there:
        raise InvalidInput(["there is no IPsec site connection in the filter's input: give one, or a result with one"])
    if not wanted:
        return there
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    names = ", ".join(str(item.get("name")) for item in there)
    chosen = []
    for text in wanted:
        found = [item for item in there if text in (item.get("name"), item.get("id"))]
        if len(found) != 1:
            several = "there are several connections" if found else "there is no connection"
            raise InvalidInput([f'connection: {several} "{text}" in the input, which holds {names}'])
        chosen += found
    return chosen
