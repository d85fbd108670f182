# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections of every kind: what a user may give to the filter, each with a label and the filter's arguments."""

from __future__ import annotations

import copy
import itertools
import typing as t
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, topology

ROOT = Path(__file__).resolve().parents[3]
PRESETS = yaml.safe_load((ROOT / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8"))[
    "site_to_site_presets"
]
#: strongSwan has a word for everything that Neutron has.
WORDS = targets.load("strongswan").words
VERSIONS = ("v1", "v2")
NAMES = (
    "branch7", "Branch 7", "7", "7th", "_branch", "-branch", "branch/7", "branch.7", "büro", "支店", "支店7", "any",
    "default", "a" * 15, "a" * 16, "a" * 31, "a" * 32, "b7 (new)",
    "include", "setup", "conn", "no", "it's", "what?", 'the "new" one', "a.b", "emoji 😀",
    "n" * 64, "n" * 123, "n" * 124, "n" * 255,
)  # fmt: skip
KEYS = (
    PSK, "short", "x" * 64, "x" * 127, "x" * 128, "x" * 255, "with blank in it", "it's-a-key", 'quo"ted-key',
    "back\\slash", "question?mark", "0x1234567890", "0X1234567890", "0sQUJDREVG", "$9$encrypted", "$aA1(){}[]<>",
    "ENC secret1", "local", "remote", "hex", "0", "6", "schlüssel-1", "#begins-with-a-hash", "!bang!bang", "%any-key",
    "$8$encrypted", "{{ key }}", "a;b|c&d", "`id`$(id)", "semi;colon", "tilde~^caret", "x" * 200, "ключ-доступа",
)  # fmt: skip
IDENTITIES = (
    {}, {"peer_id": "branch7.example"}, {"peer_id": "branch7.example", "local_id": "cloud.example"},
    {"peer_id": "admin@branch7.example"}, {"peer_id": "branch_7"}, {"peer_id": "branch:7"}, {"peer_id": "192.168.1.7"},
    {"local_id": "203.0.113.9"}, {"peer_id": "x" * 63}, {"peer_id": "x" * 64}, {"peer_id": "C=DE"},
    {"peer_id": "198.51.100.77"}, {"peer_id": "2001:db8:9::9"},
)  # fmt: skip
IKE_LIFETIMES = (60, 119, 120, 179, 180, 3600, 28800, 86400, 86401, 95040, 95041, 172800, 172801, 10**6)
IPSEC_LIFETIMES = (60, 119, 120, 179, 180, 900, 3600, 86400, 86401, 172800, 172801, 2592000, 2592001)
DPDS = ((1, 3), (2, 10), (5, 15), (10, 60), (30, 120), (30, 31), (60, 120), (61, 240), (120, 600), (3600, 7200))
MTUS = (68, 80, 100, 108, 500, 540, 576, 577, 1280, 1360, 1450, 1500, 9000)
OUTER = {4: {}, 6: {"peer_address": "2001:db8:7::7", "peer_id": "2001:db8:7::7"}}
INNER = {4: {}, 6: {"cidr": "fd00:1::/64", "peer_cidrs": ["fd00:2::/64"]}}


class Case(t.NamedTuple):
    label: str
    given: dict[str, t.Any]
    arguments: dict[str, t.Any]


def lifetime(value: int) -> dict[str, t.Any]:
    return {"lifetime": {"units": "seconds", "value": value}}


def case(label: str, arguments: dict[str, t.Any] | None = None, **change: t.Any) -> Case:
    return Case(label, topology(**change), {"psk": PSK, **(arguments or {})})


def cases() -> t.Iterator[Case]:
    yield from presets()
    yield from algorithms()
    yield from names_and_keys()
    yield from times()
    yield from packets()
    yield from several()


def presets() -> t.Iterator[Case]:
    for name, version, outer, inner, fqdn in itertools.product(PRESETS, VERSIONS, OUTER, INNER, (False, True)):
        ike = {**PRESETS[name]["ike"], "ike_version": version}
        change = {
            **OUTER[outer],
            **INNER[inner],
            **({"peer_id": "b7.example", "local_id": "c.example"} if fqdn else {}),
        }
        label = f"preset {name} {version} {inner}in{outer}{' fqdn' if fqdn else ''}"
        yield case(label, ike=ike, ipsec=PRESETS[name]["ipsec"], **change)


def algorithms() -> t.Iterator[Case]:
    for version, cipher, auth in itertools.product(VERSIONS, WORDS["ike_encryption"], WORDS["ike_auth"]):
        ike = {"ike_version": version, "encryption_algorithm": cipher, "auth_algorithm": auth}
        yield case(f"ike {version} {cipher} {auth}", ike=ike)
    for version, cipher, auth in itertools.product(VERSIONS, WORDS["ipsec_encryption"], WORDS["ipsec_auth"]):
        ipsec = {"encryption_algorithm": cipher, "auth_algorithm": auth}
        yield case(f"esp {version} {cipher} {auth}", ipsec=ipsec, ike={"ike_version": version})
    for auth, version in itertools.product(WORDS["ah_auth"], VERSIONS):
        ipsec = {"transform_protocol": "ah", "auth_algorithm": auth}
        yield case(f"ah {auth} {version}", ipsec=ipsec, ike={"ike_version": version})
    for group, version in itertools.product(WORDS["ike_dh"], VERSIONS):
        yield case(f"{group} {version}", ike={"pfs": group, "ike_version": version}, ipsec={"pfs": group})
        yield case(f"ike {group} {version}", ike={"pfs": group, "ike_version": version})
        yield case(f"pfs {group} {version}", ike={"ike_version": version}, ipsec={"pfs": group})
    for mode, protocol in itertools.product(("tunnel", "transport"), ("esp", "ah", "ah-esp")):
        ipsec = {"encapsulation_mode": mode, "transform_protocol": protocol}
        yield case(f"{mode} {protocol}", ipsec=ipsec)
        yield case(f"{mode} {protocol} hosts", ipsec=ipsec, cidr="203.0.113.1/32", peer_cidrs=["198.51.100.7/32"])
    for mode, outer in itertools.product(("main", "aggressive"), OUTER):
        yield case(f"v1 {mode} {outer}", ike={"ike_version": "v1", "phase1_negotiation_mode": mode}, **OUTER[outer])


def names_and_keys() -> t.Iterator[Case]:
    for name, inner, version in itertools.product(NAMES, INNER, VERSIONS):
        yield case(f"name {name} {inner} {version}", ike={"ike_version": version}, name=name, **INNER[inner])
    for key, version, outer in itertools.product(KEYS, VERSIONS, OUTER):
        yield case(f"key {key} {version} {outer}", {"psk": key}, ike={"ike_version": version}, **OUTER[outer])
    for identity, version in itertools.product(IDENTITIES, VERSIONS):
        yield case(f"id {identity} {version}", ike={"ike_version": version}, **identity)
    for version, address in itertools.product(VERSIONS, ("192.168.0.2", "10.9.9.9")):
        yield case(f"nat {address} {version}", {"own_address": address}, ike={"ike_version": version})
    for address, own in (
        ("0.0.0.0", None),
        ("0.0.0.0", "192.168.0.2"),
        ("b7.example", None),
        ("b7.example", "192.168.0.2"),
    ):
        yield case(f"peer {address} {own}", {"own_address": own}, peer_address=address, peer_id="branch7.example")
    for version, given in itertools.product(VERSIONS, ("cloud.example", "10.0.0.5")):
        yield case(f"endpoint_id {given} {version}", {"endpoint_id": given}, ike={"ike_version": version})
    for version in VERSIONS:
        k5 = topology(ike={"ike_version": version})
        yield Case(f"k5 {version}", {**k5, "dialect": "k5"}, {"psk": PSK})


def times() -> t.Iterator[Case]:
    for ike, ipsec in itertools.product(IKE_LIFETIMES, IPSEC_LIFETIMES):
        yield case(f"{ike} s and {ipsec} s", ike=lifetime(ike), ipsec=lifetime(ipsec))
    for value in IKE_LIFETIMES:
        yield case(f"v1 {value} s", ike={**lifetime(value), "ike_version": "v1"})
    actions = (*WORDS["dpd_action"], "restart-by-peer")
    for action, (interval, timeout), version in itertools.product(actions, DPDS, VERSIONS):
        dpd = {"action": action, "interval": interval, "timeout": timeout}
        yield case(f"dpd {action} {interval} {timeout} {version}", dpd=dpd, ike={"ike_version": version})


def packets() -> t.Iterator[Case]:
    for mtu, outer, inner in itertools.product(MTUS, OUTER, INNER):
        yield case(f"mtu {mtu} {inner}in{outer}", mtu=mtu, **OUTER[outer], **INNER[inner])
    for cidr, version in itertools.product(("203.0.113.0/24", "0.0.0.0/0", "10.1.0.0/16", "10.1.2.3/32"), VERSIONS):
        yield case(f"cloud {cidr} {version}", cidr=cidr, ike={"ike_version": version})
    for initiator, version in itertools.product(WORDS["initiator"], VERSIONS):
        yield case(f"{initiator} {version}", initiator=initiator, ike={"ike_version": version})
    for networks, version in itertools.product(
        (["10.2.0.0/24", "10.3.0.0/24"], ["0.0.0.0/0"], ["10.2.0.9/24"]), VERSIONS
    ):
        yield case(f"networks {networks} {version}", peer_cidrs=networks, ike={"ike_version": version})


def several() -> t.Iterator[Case]:
    for version, outer in itertools.product(VERSIONS, OUTER):
        for label, change in (
            ("one family", {"name": "branch7-lab", "peer_cidrs": ["10.8.0.0/24"]}),
            ("both families", {"name": "branch7-six", "peer_cidrs": ["fd00:8::/64"], "local_ep_group_id": "six"}),
            ("one name", {"name": "branch7", "peer_cidrs": ["10.8.0.0/24"]}),
            ("two policies", {"name": "branch7-lab", "peer_cidrs": ["10.8.0.0/24"], "ipsecpolicy_id": "other"}),
        ):
            given = topology(ike={"ike_version": version}, **OUTER[outer])
            objects = given["objects"]
            first = objects["ipsec_site_connections"][0]
            objects["ipsec_site_connections"].append({**copy.deepcopy(first), "id": "second-id", **change})
            other = {**objects["ipsec_policies"][0], "id": "other", "name": "other", "encryption_algorithm": "aes-128"}
            objects["ipsec_policies"].append(other)
            objects["endpoint_groups"].append({"id": "six", "type": "subnet", "endpoints": ["six-subnet"]})
            given["subnets"].append({"id": "six-subnet", "cidr": "fd00:1::/64"})
            yield Case(f"two connections, {label} {version} {outer}", given, {"psk": PSK})
