# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The algorithms of AWS's document against those of a preset: the document's own count only where they are stronger.

A document has the weakest proposal that AWS accepts (AES128, SHA1, group 2, unless the tunnel's options are limited),
so a stronger value in it is one below which AWS accepts nothing.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.algorithms import strength

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.tunnel import Phase, Tunnel

ALGORITHMS = ("encryption_algorithm", "auth_algorithm", "pfs")


def stronger_values(tunnels: t.Mapping[int, Tunnel], preset: Params) -> dict[str, ApiObject]:
    """By kind of the policy the options in which AWS's document is stronger than the preset.

    Raises ``InvalidInput`` if the tunnels differ in them: their connections share the policies.
    """
    found = {number: _of_tunnel(tunnel, preset) for number, tunnel in tunnels.items()}
    (first, one), *others = found.items()
    for number, other in others:
        if one != other:
            raise InvalidInput(
                [
                    f"tunnels {first} and {number} have different options ({_shown(one)}; {_shown(other)}), and their"
                    " connections share the policies: give both tunnels the same options at AWS, or name one in tunnels"
                ]
            )
    return one


def _of_tunnel(tunnel: Tunnel, preset: Params) -> dict[str, ApiObject]:
    phases: dict[str, Phase] = {"ike": tunnel.ike, "ipsec": tunnel.ipsec}
    return {kind: _stronger(phases[word], preset[word]) for kind, word in POLICIES.items()}


def _stronger(phase: Phase, preset: Params) -> ApiObject:
    """A shorter lifetime is a stronger one."""
    values = {option: getattr(phase, option) for option in ALGORITHMS}
    found: ApiObject = {
        option: value
        for option, value in values.items()
        if value is not None and strength(option, value) > strength(option, preset[option])
    }
    if phase.lifetime < preset["lifetime"]["value"]:
        found["lifetime"] = {"units": "seconds", "value": phase.lifetime}
    return found


def _shown(values: t.Mapping[str, ApiObject]) -> str:
    words = [
        f"{POLICIES[kind]} {option} {value['value'] if option == 'lifetime' else value}"
        for kind, options in values.items()
        for option, value in options.items()
    ]
    return ", ".join(words) or "AWS's defaults"


def weaker_values(tunnels: t.Iterable[Tunnel], policies: t.Mapping[str, ApiObject]) -> str:
    """What AWS's document has that is weaker than the policies, as text; empty if there is nothing.

    AWS takes the weakest of what both gateways offer ("Tunnel options" in its user guide), and strongSwan under Neutron
    offers its own defaults beside the policies: such a tunnel comes up with these values.
    """
    found = {
        (word, getattr(phase, option))
        for tunnel in tunnels
        for kind, word, phase in (("ike_policy", "IKE", tunnel.ike), ("ipsec_policy", "IPsec", tunnel.ipsec))
        for option in ALGORITHMS
        if _is_weaker(option, getattr(phase, option), policies[kind])
    }
    phases = {word: sorted(value for phase, value in found if phase == word) for word in ("IKE", "IPsec")}
    return " and ".join(f"{', '.join(values)} in {word}" for word, values in phases.items() if values)


def _is_weaker(option: str, value: str | None, policy: ApiObject) -> bool:
    wanted = policy.get(option)
    return value is not None and wanted is not None and strength(option, value) < strength(option, wanted)
