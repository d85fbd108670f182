# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connections of a site to AWS: one for each tunnel, named by its number, with the site's policies and groups."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.given import read_given
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.proposal import stronger_values

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.given import AwsEnd

PRESET = "aws"


def connection_name(site: str, number: int) -> str:
    """``branch7-1`` for the first tunnel of the site branch7."""
    return f"{site}-{number}"


def connections(site: str, aws: AwsEnd, common: ApiObject, existing: t.Iterable[ApiObject]) -> list[ApiObject]:
    """A connection for each tunnel, without its key. ``common``: the options that are given for all, which count.

    The existing connection of a tunnel that is no longer named becomes absent.
    """
    wanted = []
    for number, tunnel in aws.tunnels.items():
        dpd = {"action": "restart", "interval": tunnel.dpd_interval, "timeout": tunnel.dpd_timeout}
        former = common.get("from_name")
        wanted.append(
            {
                # AWS only answers, and knows this gateway by the address of the customer gateway.
                "initiator": "bi-directional",
                "local_id": tunnel.customer_address,
                **({"mtu": tunnel.mtu} if tunnel.mtu else {}),
                **common,
                "dpd": {**dpd, **(common.get("dpd") or {})},
                "name": connection_name(site, number),
                **({"from_name": connection_name(former, number)} if former else {}),
                "peer_address": tunnel.address,
                "peer_id": tunnel.address,
            }
        )
    found = {(item["name"], canonical_address(item.get("peer_address"))) for item in existing}
    others = {(connection_name(site, number), tunnel.address) for number, tunnel in aws.others.items()}
    return [*wanted, *({"name": name, "state": "absent"} for name, _address in sorted(others & found))]


def policies(given: Params, aws: AwsEnd, presets: Params) -> ApiObject:
    """``crypto``, ``ike_policy`` and ``ipsec_policy`` of the role's variables, completed: by the preset for AWS, and by
    those values of the document that are stronger than the preset. A value that is given counts.

    Raises ``InvalidInput`` if the tunnels differ in what is stronger.
    """
    name = given.get("crypto") or PRESET
    stronger = stronger_values(aws.tunnels, presets[name]) if name in presets else {}
    return {
        "crypto": name,
        **{kind: {**stronger.get(kind, {}), **(given.get(kind) or {})} for kind in ("ike_policy", "ipsec_policy")},
    }


def with_keys(items: t.Iterable[ApiObject], ends: t.Iterable[Params], site: str) -> list[ApiObject]:
    """The connections with the keys of AWS's document, where one of the ends has one. Secret. Raises ``InvalidInput``.

    Those that are to be deleted lead nowhere, and need no document.
    """
    found = list(items)
    if not any(item.get("peer_address") for item in found):
        return found
    one, other = ends
    keys: dict[str, str] = {}
    for end, peer in ((one, other), (other, one)):
        if peer.get("aws") is not None:
            name, tunnels = end.get("name") or site, read_given(peer["aws"]).tunnels
            keys |= {connection_name(name, number): tunnel.psk for number, tunnel in tunnels.items()}
    return [_with_key(item, keys) for item in found]


def _with_key(item: ApiObject, keys: t.Mapping[str, str]) -> ApiObject:
    has_key = item["name"] in keys and item.get("peer_address")
    return {**item, "psk": keys[item["name"]]} if has_key else item
