# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Translates a gateway into the words of a target: the context of the templates."""

from __future__ import annotations

import base64
import typing as t
from collections.abc import Mapping

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.constraints import (
    check_combinations,
    check_every_target,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.model import Child, Gateway
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.settings import (
    release_of,
    translate_settings,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.targets import Target
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translator import Translator

#: stands where the key belongs
PLACEHOLDER = "<PRE-SHARED KEY>"
Context: t.TypeAlias = "dict[str, object]"


def translate(gateway: Gateway, target: Target, settings: Mapping[str, object], psk: str | None) -> Context:
    """The words of phase 1, of every child and of dead peer detection.

    Raises ``InvalidInput`` that names every value that the target cannot express.
    """
    translator = Translator(target, release_of(settings))
    check_every_target(gateway, translator)
    check_combinations(gateway, translator)
    translated: Context = {
        "ike": _ike(gateway, translator),
        "dpd": _dead_peer_detection(gateway, translator),
        "start": translator.word("initiator", gateway.initiator, "initiator"),
        "children": [_child(child, gateway, translator) for child in gateway.children],
        "settings": translate_settings(target.settings, settings, gateway, translator),
        "psk": PLACEHOLDER if psk is None else psk,
        "psk_base64": "" if psk is None else f"0s{base64.b64encode(psk.encode()).decode()}",
    }
    _check_names_and_ids(gateway, translator)
    if psk is not None:
        translator.check_pattern(target.psk, psk, "this psk")
    translator.raise_errors()
    return {**translated, "needs": translator.minimum()}


def _ike(gateway: Gateway, translator: Translator) -> Context:
    ike = gateway.ike
    policy = f'ike_policy "{ike.name}":'
    fixed_prf = translator.target.prf_of.get(ike.encryption_algorithm)
    if fixed_prf and ike.auth_algorithm != fixed_prf:
        translator.reject(
            f"{policy} auth_algorithm {ike.auth_algorithm} with {ike.encryption_algorithm}",
            f"its PRF is then always {fixed_prf}",
        )
    # Main or aggressive is a question of IKEv1 only.
    mode = ike.phase1_negotiation_mode if ike.ike_version == "v1" else "main"
    hash_row = "ike_prf" if gateway.aead else "ike_auth"
    return {
        "version": translator.word("ike_version", ike.ike_version, f"{policy} ike_version"),
        "mode": translator.word("phase1_negotiation_mode", mode, f"{policy} phase1_negotiation_mode"),
        "encryption": translator.word("ike_encryption", ike.encryption_algorithm, f"{policy} encryption_algorithm"),
        "auth": translator.word(hash_row, ike.auth_algorithm, f"{policy} auth_algorithm"),
        "dh": translator.word("ike_dh", ike.pfs, f"{policy} pfs"),
        "lifetime": translator.check_range("ike_lifetime", ike.lifetime, f"{policy} lifetime"),
    }


def _dead_peer_detection(gateway: Gateway, translator: Translator) -> Context:
    dpd = gateway.dpd
    translated: Context = {
        "action": translator.word("dpd_action", dpd.action, "dpd.action"),
        "on": dpd.action != "disabled",
    }
    if translated["on"]:
        both = f"dpd.timeout {dpd.timeout} with dpd.interval {dpd.interval}"
        retry = max(2, -(-(dpd.timeout - dpd.interval) // 5))
        translator.check_range("dpd_interval", dpd.interval, "dpd.interval")
        if gateway.ike.ike_version == "v1":
            translator.check_range("dpd_timeout", dpd.timeout, "dpd.timeout")
        translator.check_range("dpd_retries", dpd.retries, f"{both}, retries")
        translator.check_range("dpd_retry", retry, f"{both}, a retry interval of")
        translated |= {"interval": dpd.interval, "timeout": dpd.timeout, "retries": dpd.retries, "retry": retry}
    return translated


def _child(child: Child, gateway: Gateway, translator: Translator) -> Context:
    ipsec, policy = child.ipsec, f'ipsec_policy "{child.ipsec.name}":'
    # A row of its own where a target knows fewer groups for phase 2 of that IKE version.
    dh_row = f"ipsec_dh_{gateway.ike.ike_version}"
    protocol = ipsec.transform_protocol
    translated: Context = {
        "protocol": translator.word("transform_protocol", protocol, f"{policy} transform_protocol"),
        "mode": translator.word("encapsulation_mode", ipsec.encapsulation_mode, f"{policy} encapsulation_mode"),
        "dh": translator.word(dh_row if dh_row in translator.target.words else "ipsec_dh", ipsec.pfs, f"{policy} pfs"),
        "lifetime": translator.check_range("ipsec_lifetime", ipsec.lifetime, f"{policy} lifetime"),
        "encryption": None,
        "auth": None,
        "model": child,
    }
    if protocol != "ah":
        translated["encryption"] = translator.word(
            "ipsec_encryption", ipsec.encryption_algorithm, f"{policy} encryption_algorithm"
        )
    # Neutron's drivers leave the hash out where the cipher authenticates by itself.
    if protocol == "ah" or not child.aead:
        row = "ah_auth" if protocol == "ah" else "ipsec_auth"
        translated["auth"] = translator.word(row, ipsec.auth_algorithm, f"{policy} auth_algorithm")
    translator.check_range("child_name", len(child.name), f'the length of the name "{child.name}",')
    return translated


def _check_names_and_ids(gateway: Gateway, translator: Translator) -> None:
    target = translator.target
    translator.check_range("name", len(gateway.name), f'the length of the name "{gateway.name}" (give name),')
    for name in (gateway.name, *(child.name for child in gateway.children)):
        translator.check_pattern(target.name, name, f'the name "{name}" (give name)')
    kinds = target.own_id.get(gateway.ike.ike_version)
    is_other_address = kinds == ["address"] and gateway.own_id.text != gateway.own_address
    if kinds and (gateway.own_id.kind not in kinds or is_other_address):
        translator.reject(
            f'peer_id "{gateway.own_id.text}" with IKE{gateway.ike.ike_version}',
            f"it sends its address only, {gateway.own_address}",
        )
    for option, identity in (("peer_id", gateway.own_id), ("local_id", gateway.cloud_id)):
        if identity.kind == "fqdn":
            translator.check_pattern(target.fqdn, identity.text, f'{option} "{identity.text}"')
