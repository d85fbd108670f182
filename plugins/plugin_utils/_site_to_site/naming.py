# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is given of one object, and names made of it."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_network

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params

#: kind of a policy -> the word for it in a preset and in the policy's name
POLICIES = {"ike_policy": "ike", "ipsec_policy": "ipsec"}
#: a connection's option -> (word in the name of the site's own group, the group's type)
GROUPS = {"local_endpoint_group": ("local", "subnet"), "peer_endpoint_group": ("peer", "cidr")}


def network_name(base, network):
    """``branch7`` and ``10.2.0.0/24``: ``branch7-10-2-0-0-24``."""
    canonical = canonical_network(str(network))
    return f"{base}-" + "".join(letter if letter.isalnum() else "-" for letter in canonical)


def options(kind: str, given: Params):
    """What is given of one object, without nulls and with the API's spellings turned into the options' names."""
    spelled = {row.api_key: row.option for row in VPN_KINDS[kind].fields if row.api_key}
    return {spelled.get(option, option): value for option, value in without_nulls(given).items()}


def without_nulls(given: Params):
    return {option: value for option, value in (given or {}).items() if value is not None}


def names(items: t.Iterable[ApiObject]):
    return {item["name"] for item in items}


def named(found):
    return [{"name": name} for name in sorted(found)]
