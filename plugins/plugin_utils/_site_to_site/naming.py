# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options given for one object, and names derived from them."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_network

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Value

#: Lists of items by section, as vpn_topology takes them.
Topology: t.TypeAlias = "dict[str, list[ApiObject]]"
#: a connection's option -> (word in the name of the site's own group, the group's type)
GROUPS = {"local_endpoint_group": ("local", "subnet"), "peer_endpoint_group": ("peer", "cidr")}


def network_name(base: str, network: Value) -> str:
    """The name of a connection for one network: for ``branch7`` and ``10.2.0.0/24``: ``branch7-10-2-0-0-24``.

    Raises ``ValueError`` if it is no network.
    """
    return f"{base}-{text_name(canonical_network(str(network)))}"


def text_name(text: str) -> str:
    """The text with a hyphen in place of everything but letters and digits."""
    return "".join(letter if letter.isalnum() else "-" for letter in text)


def options(kind: str, given: Params | None) -> ApiObject:
    """What is given of one object, without nulls, with the API's attribute names replaced by those of the options."""
    spelled = {row.api_key: row.option for row in VPN_KINDS[kind].fields if row.api_key}
    return {spelled.get(option, option): value for option, value in without_nulls(given).items()}


def without_nulls(given: Params | None) -> ApiObject:
    """The options that have a value."""
    return {option: value for option, value in (given or {}).items() if value is not None}


def names(items: t.Iterable[ApiObject]) -> set[str]:
    """The names of the items."""
    return {item["name"] for item in items}


def named(found: t.Iterable[str]) -> list[ApiObject]:
    """An item with nothing but its name for each name, sorted."""
    return [{"name": name} for name in sorted(found)]
