# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gateway in the words of a target: what templates are given. Raises ``InvalidInput`` naming all that has no word."""

from __future__ import annotations

import base64

from ansible_collections.sitelink.vpnaas.plugins.module_utils.preflight.policy_rules import ikev1_algorithms

#: what a template finds where a key would stand
PLACEHOLDER = "<PRE-SHARED KEY>"


def translate(gateway, words, settings, psk):
    """The words of phase 1, of every child, of dead peer detection; after it ``words.refuse()`` tells what has none."""
    ike = gateway.ike
    policy = f'ike_policy "{ike["name"]}":'
    refuse_what_nobody_can(gateway, words)
    table = words.table
    spoken = {
        "ike": {
            "version": words.word("ike_version", ike["ike_version"], f"{policy} ike_version"),
            "mode": _mode(ike, words, policy),
            "encryption": words.word("ike_encryption", ike["encryption_algorithm"], f"{policy} encryption_algorithm"),
            "auth": words.word(
                "ike_prf" if gateway.aead else "ike_auth", ike["auth_algorithm"], f"{policy} auth_algorithm"
            ),
            "dh": words.word("ike_dh", ike["pfs"], f"{policy} pfs"),
            "lifetime": words.within("ike_lifetime", ike["lifetime"], f"{policy} lifetime"),
        },
        "dpd": _dead_peer_detection(gateway, words),
        "start": words.word("initiator", gateway.initiator, "initiator"),
        "children": [_child(child, words) for child in gateway.children],
        "settings": _settings(table.get("settings") or {}, settings, words),
        "psk": PLACEHOLDER if psk is None else psk,
        "psk_base64": "" if psk is None else f"0s{base64.b64encode(psk.encode()).decode()}",
    }
    fixed_prf = (table.get("prf_of") or {}).get(ike["encryption_algorithm"])
    if fixed_prf and ike["auth_algorithm"] != fixed_prf:
        words.fault(
            f"{policy} auth_algorithm {ike['auth_algorithm']} with {ike['encryption_algorithm']}",
            f"its PRF is then always {fixed_prf}",
        )
    _names_and_ids(gateway, words, psk)
    return spoken


def _mode(ike, words, policy):
    """Main or aggressive is a question of IKEv1 only."""
    mode = ike["phase1_negotiation_mode"] if ike["ike_version"] == "v1" else "main"
    return words.word("phase1_negotiation_mode", mode, f"{policy} phase1_negotiation_mode")


def _dead_peer_detection(gateway, words):
    action, interval, timeout = (gateway.dpd[key] for key in ("action", "interval", "timeout"))
    spoken = {"action": words.word("dpd_action", action, "dpd.action"), "on": action != "disabled"}
    if spoken["on"]:
        words.within("dpd_interval", interval, "dpd.interval")
        if gateway.ike["ike_version"] == "v1":
            words.within("dpd_timeout", timeout, "dpd.timeout")
        retry = max(2, -(-(timeout - interval) // 5))
        words.within("dpd_retries", gateway.dpd_retries, f"dpd.timeout {timeout} with dpd.interval {interval}, retries")
        words.within("dpd_retry", retry, f"dpd.timeout {timeout} with dpd.interval {interval}, a retry interval of")
        spoken |= {"interval": interval, "timeout": timeout, "retries": gateway.dpd_retries, "retry": retry}
    return spoken


def _child(child, words):
    ipsec, policy = child.ipsec, f'ipsec_policy "{child.ipsec["name"]}":'
    protocol = ipsec["transform_protocol"]
    spoken = {
        "protocol": words.word("transform_protocol", protocol, f"{policy} transform_protocol"),
        "mode": words.word("encapsulation_mode", ipsec["encapsulation_mode"], f"{policy} encapsulation_mode"),
        "dh": words.word("ipsec_dh", ipsec["pfs"], f"{policy} pfs"),
        "lifetime": words.within("ipsec_lifetime", ipsec["lifetime"], f"{policy} lifetime"),
        "encryption": None,
        "auth": None,
        "facts": child,
    }
    if protocol != "ah":
        spoken["encryption"] = words.word(
            "ipsec_encryption", ipsec["encryption_algorithm"], f"{policy} encryption_algorithm"
        )
    # Neutron's drivers leave the hash out where the cipher authenticates by itself.
    if protocol == "ah" or not child.aead:
        row = "ah_auth" if protocol == "ah" else "ipsec_auth"
        spoken["auth"] = words.word(row, ipsec["auth_algorithm"], f"{policy} auth_algorithm")
    words.within("child_name", len(child.name), f'the length of the name "{child.name}",')
    return spoken


def _settings(known, given, words):
    """What a target must be told beyond the connection: names of interfaces and zones, numbers."""
    for name in sorted(set(given) - set(known)):
        words.faults.append(f'settings: {words.table["title"]} has no "{name}"; it has {", ".join(known) or "none"}')
    for name, row in known.items():
        if row.get("default") is None and given.get(name) in (None, ""):
            words.faults.append(f"settings: {words.table['title']} needs {name}, {row['meaning']}")
    return {name: given.get(name, row.get("default")) for name, row in known.items()}


def _names_and_ids(gateway, words, psk):
    words.within("name", len(gateway.name), f'the length of the name "{gateway.name}" (give name),')
    kinds = (words.table.get("own_id") or {}).get(gateway.ike["ike_version"])
    if kinds and gateway.own_id.kind not in kinds:
        words.fault(
            f'peer_id "{gateway.own_id.text}" with IKE{gateway.ike["ike_version"]}', "it sends its address only"
        )
    for option, identity in (("peer_id", gateway.own_id), ("local_id", gateway.cloud_id)):
        if identity.kind == "fqdn":
            words.matches("fqdn", identity.text, f"{option} ", f'"{identity.text}"')
    if psk is not None:
        words.matches("psk", psk, "this psk", "")


def refuse_what_nobody_can(gateway, words):
    """What no target can do, since the cloud's own gateway cannot: told in the same breath."""
    several = [child for child in gateway.children if len(child.pairs) > 1]
    version = gateway.ike["ike_version"]
    for child in several:
        if version == "v1" or not words.table["lists"]:
            words.faults.append(
                f"{child.told}: {len(child.cloud_networks)} local and {len(child.own_networks)} peer networks; the"
                f" cloud offers them in one CHILD_SA, and {'IKEv1' if version == 'v1' else words.table['title']} takes"
                " one pair in each: make one connection per pair"
            )
    for algorithm in ikev1_algorithms(gateway.ike):
        words.faults.append(
            f'ike_policy "{gateway.ike["name"]}": IKEv1 cannot negotiate {algorithm}: use ike_version v2'
        )
    policies = {tuple(sorted((key, str(value)) for key, value in child.ipsec.items())) for child in gateway.children}
    if words.table.get("one_ipsec_policy") and len(policies) > 1:
        words.fault("several IPsec policies to one gateway", "choose connections that share one")
    names = [child.name for child in gateway.children]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        words.faults.append(f"two connections would be called {', '.join(twice)}: choose one, or rename one")
