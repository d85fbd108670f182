# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no target can express, because the cloud's own gateway cannot, and what some targets cannot combine."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import ikev1_algorithms
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.model import Gateway
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translator import Translator


def check_every_target(gateway: Gateway, translator: Translator) -> None:
    """Add the errors to those of the translator, so that all are reported at once."""
    _check_lists(gateway, translator)
    for algorithm in ikev1_algorithms(gateway.ike._asdict()):
        translator.errors.append(
            f'ike_policy "{gateway.ike.name}": IKEv1 cannot negotiate {algorithm}: use ike_version v2'
        )
    if translator.target.one_ipsec_policy and len({child.ipsec for child in gateway.children}) > 1:
        translator.reject("several IPsec policies to one gateway", "select connections that share one")
    names = [child.name for child in gateway.children]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        translator.errors.append(
            f"two connections would be called {', '.join(twice)}: select one of them, or rename one"
        )


def _check_lists(gateway: Gateway, translator: Translator) -> None:
    is_v1 = gateway.ike.ike_version == "v1"
    for child in gateway.children:
        if len(child.pairs) > 1 and (is_v1 or not translator.target.lists):
            translator.errors.append(
                f"{child.label}: {len(child.cloud_networks)} local and {len(child.own_networks)} peer networks; the"
                f" cloud offers them in one CHILD_SA, and {'IKEv1' if is_v1 else translator.target.title} takes"
                " one pair in each: make one connection per pair"
            )
