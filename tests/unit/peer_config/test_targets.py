# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every target: its table, what it cannot express, and that it says nothing its vendor does not document."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.render import TEMPLATES
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.grammar import FOLDER, load, violations
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    PSK,
    SETTINGS,
    TARGETS,
    config,
    error_of,
    topology,
)

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/guides/peer_configuration.md").read_text(encoding="utf-8")
PRESETS = yaml.safe_load((ROOT / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8"))[
    "site_to_site_presets"
]
#: Not run by a parser of their own, so held against the vendor's statements.
DOCUMENTED = [target for target in TARGETS if targets.load(target).verified == "documentation"]
#: What every target says something about; one without AH has no row ah_auth.
WORDS = {
    "ike_version",
    "phase1_negotiation_mode",
    "ike_encryption",
    "ike_auth",
    "ike_prf",
    "ike_dh",
    "transform_protocol",
    "encapsulation_mode",
    "ipsec_encryption",
    "ipsec_auth",
    "ipsec_dh",
    "dpd_action",
    "initiator",
}

#: What transport mode is for: the gateways themselves.
HOSTS = {"cidr": "203.0.113.1/32", "peer_cidrs": ["198.51.100.7/32"]}


def variants(target):  # noqa: C901 - one loop after another
    """Objects that use every word of the target's table at least once, each with what differs from ``topology()``."""
    words = targets.load(target).words
    for value in words["ike_dh"]:
        yield {"ike": {"pfs": value}, "ipsec": {"pfs": value}}
    for value in words["ike_encryption"]:
        fixed = targets.load(target).prf_of.get(value, "sha256")
        yield {"ike": {"encryption_algorithm": value, "auth_algorithm": fixed}}
    for value in words["ipsec_encryption"]:
        yield {"ipsec": {"encryption_algorithm": value}}
    for value in words["ike_auth"]:
        yield {"ike": {"auth_algorithm": value}}
    for value in words["ike_prf"]:
        if "aes-256-gcm-16" in words["ike_encryption"]:
            yield {"ike": {"encryption_algorithm": "aes-256-gcm-16", "auth_algorithm": value}}
    for value in words["ipsec_auth"]:
        yield {"ipsec": {"auth_algorithm": value}}
    for value in words.get("ah_auth") or ():
        yield {"ipsec": {"transform_protocol": "ah", "auth_algorithm": value}}
    for action in words["dpd_action"]:
        yield {"dpd": {"action": action, "interval": 30, "timeout": 120}}
        yield {"dpd": {"action": action, "interval": 30, "timeout": 120}, "ike": {"ike_version": "v1"}}
    for mode in words["phase1_negotiation_mode"]:
        yield {"ike": {"ike_version": "v1", "phase1_negotiation_mode": mode}}
    for mode in words["encapsulation_mode"]:
        hosts = mode == "transport" and targets.load(target).transport_without_networks
        yield {"ipsec": {"encapsulation_mode": mode}, **(HOSTS if hosts else {})}
    for initiator in words["initiator"]:
        yield {"initiator": initiator}
    yield {"mtu": 1400}
    if "fqdn" in (targets.load(target).own_id.get("v2") or ["fqdn"]):
        yield {"peer_id": "branch7.example", "local_id": "cloud.example"}


def ipv6():
    given = topology(peer_address="2001:db8:7::7", peer_id="2001:db8:7::7", peer_cidrs=["fd00:2::/64"])
    given["subnets"][0]["cidr"] = "fd00:1::/64"
    return given


@pytest.mark.parametrize("target", DOCUMENTED)
def test_it_consists_of_documented_statements(target):
    for given in [*(topology(**variant) for variant in variants(target)), ipv6()]:
        assert violations(target, config(target, given, psk=PSK)) == []


@pytest.mark.parametrize("target", DOCUMENTED)
def test_the_grammar_is_sourced_and_refuses_what_is_not_in_it(target):
    assert all(source.startswith("https://") for source in load(target)["sources"])
    text = config(target)
    assert violations(target, text.replace("86400", "a day").replace("28800", "a day").replace("26181", "a day")) != []
    assert violations(target, f"{text}do something else\n") == ["do something else"]


def test_every_target_is_checked_by_a_grammar_or_by_its_own_parser():
    grammars = {path.stem for path in FOLDER.glob("*.yml")}
    places = {
        "documentation": "tests/unit/peer_config/grammar/{}.yml",
        "parser": "tests/e2e/peers/test_{}.py",
        "specification": "tests/unit/peer_config/test_{}.py",
    }
    wrong = []
    for target in TARGETS:
        verified = targets.load(target).verified
        place = places[verified].format(target)
        if not (ROOT / place).exists():
            wrong.append(f"{target} is verified by {verified}, and lacks {place}")
    wrong += [f"grammar/{name}.yml is of no target" for name in sorted(grammars - set(DOCUMENTED))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("target", TARGETS)
def test_a_table_is_complete_and_the_guide_describes_it(target):
    table = targets.load(target)
    words = WORDS - set(table.words)
    assert not words, f"words of targets/{target}.yml lack {sorted(words)}: without a word a row is {{}}"
    needed = [f"`{target}`", table.title, *(f"`{setting}`" for setting in table.settings)]
    missing = [text for text in needed if text not in GUIDE]
    assert not missing, f"docs/guides/peer_configuration.md does not describe {missing}"
    mandatory = {name for name, row in table.settings.items() if row.get("default") is None}
    assert mandatory <= set(SETTINGS.get(target, {})), f"SETTINGS in tests/unit/peer_config/sample.py lacks {target}'s"
    templates = {path.name for path in TEMPLATES.glob(f"{target}.*.j2")}
    assert templates == {f"{target}.{part}.j2" for part in [*table.parts, "notes", "absent"]}


def test_the_filters_choices_are_the_targets():
    source = (ROOT / "plugins/filter/peer_config.py").read_text(encoding="utf-8")
    documentation = source.split('DOCUMENTATION = r"""')[1].split('"""')[0]
    choices = yaml.safe_load(documentation)["options"]["target"]["choices"]
    assert choices == TARGETS, f"plugins/filter/peer_config.py: the choices of target must be {TARGETS}"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_presets_targets_are_those_that_can_express_it(preset):
    row = PRESETS[preset]
    able = set()
    for target in TARGETS:
        try:
            config(target, topology(ike=row["ike"], ipsec=row["ipsec"]))
        except InvalidInput:
            continue
        able.add(target)
    declared, where = set(row["targets"]), f"{preset} in roles/site_to_site/vars/main/presets.yml"
    assert able <= declared, f"targets of {where} lack {sorted(able - declared)}"
    assert declared <= able, f"targets of {where} name {sorted(declared - able)}, which cannot express it"


IKE_DH = {
    "libreswan": [2, 22, 23, 24, 25, 26, 27, 28, 29, 30],
    "ios-xe": [17, 18, 22, 23, 25, 26, 27, 28, 29, 30, 31],
    "fortios": [22, 23, 24, 25, 26],
    "junos": [17, 18, 22, 23, 25, 26, 27, 28, 29, 30, 31],
}


@pytest.mark.parametrize(("target", "group"), [(target, group) for target in IKE_DH for group in IKE_DH[target]])
def test_groups_that_a_target_lacks(target, group):
    message = error_of(target, topology(ike={"pfs": f"group{group}"}, ipsec={"pfs": f"group{group}"}))
    assert f'ike_policy "strong-ike": pfs group{group}: it supports' in message
    assert f'ipsec_policy "strong-ipsec": pfs group{group}: it supports' in message


@pytest.mark.parametrize(
    ("target", "change", "message"),
    [
        ("libreswan", {"ike": {"encryption_algorithm": "aes-256-ccm-16"}}, "encryption_algorithm aes-256-ccm-16"),
        ("libreswan", {"ike": {"auth_algorithm": "aes-cmac"}}, "auth_algorithm aes-cmac"),
        ("libreswan", {"ike": {"lifetime": {"value": 86401}}}, "lifetime 86401: it accepts 60 to 86400"),
        ("ios-xe", {"ike": {"encryption_algorithm": "aes-192-gcm-16"}}, "aes-192-gcm-16"),
        ("ios-xe", {"ipsec": {"encryption_algorithm": "aes-256-ctr"}}, "aes-256-ctr"),
        ("ios-xe", {"ipsec": {"encryption_algorithm": "aes-256-gcm-8"}}, "aes-256-gcm-8"),
        ("ios-xe", {"ipsec": {"auth_algorithm": "aes-xcbc"}}, "aes-xcbc"),
        ("ios-xe", {"ipsec": {"transform_protocol": "ah-esp"}}, "transform_protocol ah-esp"),
        ("ios-xe", {"ike": {"lifetime": {"value": 60}}}, "lifetime 60: it accepts 120 to 86400"),
        ("ios-xe", {"peer_id": "branch7", "ike": {"ike_version": "v1"}}, 'peer_id "branch7" with IKEv1'),
        ("ios-xe", {"dpd": {"action": "hold", "interval": 5, "timeout": 15}}, "dpd.interval 5: it accepts 10 to 3600"),
        ("vyos", {"ipsec": {"transform_protocol": "ah"}}, "transform_protocol ah"),
        ("vyos", {"ike": {"ike_version": "v1", "phase1_negotiation_mode": "aggressive"}}, "mode aggressive"),
        ("vyos", {"ipsec": {"lifetime": {"value": 90000}}}, "lifetime 90000: it accepts 30 to 86400"),
        ("fortios", {"ipsec": {"encryption_algorithm": "aes-192-gcm-16"}}, "aes-192-gcm-16"),
        ("fortios", {"ipsec": {"transform_protocol": "ah"}}, "transform_protocol ah"),
        ("fortios", {"dpd": {"action": "hold", "interval": 5, "timeout": 120}}, "retries 24: it accepts 1 to 10"),
        ("fortios", {"name": "a-very-long-name"}, 'length of the name "a-very-long-name" (give name), 16'),
        ("junos", {"ike": {"encryption_algorithm": "aes-256-gcm-16"}}, "auth_algorithm sha256: it supports sha384"),
        ("junos", {"ike": {"encryption_algorithm": "aes-128-gcm-16"}}, "aes-128-gcm-16"),
        ("junos", {"dpd": {"action": "hold", "interval": 90, "timeout": 240}}, "dpd.interval 90: it accepts 2 to 60"),
        ("junos", {"dpd": {"action": "hold", "interval": 10, "timeout": 120}}, "retries 12: it accepts 1 to 5"),
        ("junos", {"ipsec": {"lifetime": {"value": 120}}}, "lifetime 120: it accepts 180 to 86400"),
        *((t, {"dpd": {"action": "restart-by-peer"}}, "dpd.action restart-by-peer") for t in TARGETS),
        *((t, {"ipsec": {"transform_protocol": "ah-esp"}}, "transform_protocol ah-esp") for t in TARGETS),
    ],
)
def test_what_a_target_cannot_express_is_named(target, change, message):
    assert message in error_of(target, topology(**change))


def test_all_that_cannot_be_expressed_is_reported_at_once():
    message = error_of(
        "ios-xe", topology(ike={"pfs": "group31", "lifetime": {"value": 60}}, initiator="somebody"), settings={}
    )
    assert all(word in message for word in ("group31", "lifetime 60", "initiator somebody", "needs outside_interface"))


@pytest.mark.parametrize("target", TARGETS)
def test_several_networks_in_one_child_only_where_it_is_negotiated(target):
    several = topology(peer_cidrs=["10.2.0.0/24", "10.3.0.0/24"])
    if targets.load(target).lists:
        text = config(target, several)
        assert target != "strongswan" or "local_ts = 10.2.0.0/24, 10.3.0.0/24\n" in text
        assert all(f"local {network}, remote 10.1.0.0/24" in text for network in ("10.2.0.0/24", "10.3.0.0/24"))
    else:
        assert "1 local and 2 peer networks" in error_of(target, several)
        assert "make one connection per pair" in error_of(target, several)
    several["objects"]["ike_policies"][0]["ike_version"] = "v1"
    assert "IKEv1 takes one pair in each" in error_of(target, several)


@pytest.mark.parametrize("target", TARGETS)
def test_what_ikev1_cannot_negotiate_is_refused_everywhere(target):
    message = error_of(target, topology(ike={"ike_version": "v1", "encryption_algorithm": "aes-256-gcm-16"}))
    assert "IKEv1 cannot negotiate aes-256-gcm-16" in message


@pytest.mark.parametrize(
    ("mtu", "cipher", "mss"), [(1500, "aes-256", 1360), (1400, "aes-256", 1360), (1450, "aes-256-gcm-16", 1387)]
)
def test_the_mss_leaves_room_for_the_tunnel(mtu, cipher, mss):
    assert f"adjust-mss {mss}\n" in config("ios-xe", topology(mtu=mtu, ipsec={"encryption_algorithm": cipher}))


def test_where_the_cloud_only_answers_this_side_begins():
    respond = topology(initiator="response-only")
    assert "start_action = trap|start" in config("strongswan", respond)
    assert "start_action = start\n" in config("strongswan", respond, settings={"release": "5.9.5"})
    assert "auto=start" in config("libreswan", topology(initiator="response-only"))
    assert "establish-tunnels immediately" in config("junos", topology(initiator="response-only"))


def test_lifetimes_are_the_policies():
    text = config("strongswan")
    assert "rekey_time = 25920s\n    over_time = 2880s\n" in text and "life_time = 3600s\n" in text


def test_settings_reach_the_configuration():
    settings = {**SETTINGS["junos"], "tunnel_interface": "st0.7", "vpn_zone": "cloud"}
    text = config("junos", settings=settings)
    assert "set interfaces st0 unit 7 family inet" in text and "security-zone cloud interfaces st0.7" in text
