# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a tunnel of AWS is limited to, where the result of ec2_vpc_vpn says it: the document has only the least of it.

Source: ``TunnelOptions`` of ``VpnConnectionOptions`` in the EC2 API, which lists only what the user has set.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws import algorithms

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.tunnel import Tunnel

#: kind of the policy -> its option -> the values that AWS accepts; options without a limit are missing
Pins: t.TypeAlias = "dict[str, dict[str, tuple[str, ...]]]"

_VERSIONS = {"ikev1": "v1", "ikev2": "v2"}
#: (kind of the policy, its option, the key of AWS, how AWS's value is spelled in the API)
_ROWS: tuple[tuple[str, str, str, t.Callable[[str], str | None]], ...] = (
    ("ike_policy", "ike_version", "ike_versions", _VERSIONS.get),
    ("ike_policy", "encryption_algorithm", "phase1_encryption_algorithms", algorithms.encryption_of),
    ("ike_policy", "auth_algorithm", "phase1_integrity_algorithms", algorithms.hash_of),
    ("ike_policy", "pfs", "phase1_dh_group_numbers", algorithms.group_of),
    ("ipsec_policy", "encryption_algorithm", "phase2_encryption_algorithms", algorithms.encryption_of),
    ("ipsec_policy", "auth_algorithm", "phase2_integrity_algorithms", algorithms.hash_of),
    ("ipsec_policy", "pfs", "phase2_dh_group_numbers", algorithms.group_of),
)


def read_pins(result: object, tunnels: t.Sequence[Tunnel]) -> list[Pins]:
    """The limits of each tunnel; empty where the result does not say them."""
    options = result.get("options") if isinstance(result, dict) else None
    given = options.get("tunnel_options") if isinstance(options, dict) else None
    items = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    by_address = {str(item.get("outside_ip_address")): item for item in items}
    return [_pins(by_address.get(tunnel.address, {})) for tunnel in tunnels]


def _pins(options: Params) -> Pins:
    found: Pins = {}
    for kind, option, key, translate in _ROWS:
        values = options.get(key)
        if isinstance(values, list) and values:
            texts = [str(item.get("value") if isinstance(item, dict) else item) for item in values]
            found.setdefault(kind, {})[option] = tuple(word for text in texts if (word := translate(text)))
    return found


def faults_of_policies(policies: t.Mapping[str, ApiObject], pins: t.Mapping[int, Pins]) -> t.Iterator[str]:
    """Every value of the two policies that AWS does not accept in one of the tunnels."""
    for kind, policy in policies.items():
        # ESP has no hash beside a cipher that authenticates by itself; in IKE it is then the PRF.
        without_hash = kind == "ipsec_policy" and "gcm" in str(policy.get("encryption_algorithm"))
        for option in dict.fromkeys(key for limits in pins.values() for key in limits.get(kind, {})):
            for number, limits in pins.items():
                accepted = limits.get(kind, {}).get(option)
                is_sent = option != "auth_algorithm" or not without_hash
                if is_sent and accepted is not None and policy.get(option) not in accepted:
                    only = ", ".join(accepted) or "(unknown)"
                    yield (
                        f"tunnel {number}: AWS accepts there only {option} {only}, and the {kind} has"
                        f" {policy.get(option)}: set site_to_site_{kind}.{option}, or change the tunnel at AWS"
                    )
