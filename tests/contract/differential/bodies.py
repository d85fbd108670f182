# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to write into the five kinds: good values, bad values, and bodies made of them.

Never in a policy that the real cloud would store: sha1 and 3des, which poison its listings (see
test_known_differences.py), and so never a POST that leaves auth_algorithm to the server. `harmless` sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT, OTHER_PROJECT
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import FLAVOR, ROUTER, SUBNET

NOBODY = "11111111-2222-4333-8444-555555555555"
LONG = "x" * 255
JUNK = (None, 5, True, "x", "", [], {}, ["x"], {"x": 1}, -1, "5", [None], [[]])
TEXTS = ("", "one", "two", "a b", LONG, "ä", "☃", '"', "\\", "a\nb", "%", "'", "<b>")
NAMES = ("", "one", "two", "a b", LONG, "ä", "☃", '"', "\\", "%", "a,b", "*")
BAD_NAMES = (" x", "x ", "x\n", "\nx", "a\tb", "\U0001f600", LONG + "x", "\x00", "\u200b", "\u2028", "\xa0x")


@dataclass
class Kind:
    """One VPN kind: values per attribute, good and bad, and which attributes a good body has."""

    path: str
    singular: str
    required: tuple[str, ...]
    good: dict[str, tuple]
    bad: dict[str, tuple]
    read_only: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    references: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.good, *(name for name in self.references if name not in self.good))


OWNED = {"name": NAMES, "description": TEXTS}
BAD_OWNED = {"name": BAD_NAMES, "description": (LONG + "x",)}
COMMON = ("id", "status", "availability_zone", "tenant_id", "project_id", "wrong")
OWNERS = (DEMO_PROJECT, OTHER_PROJECT, "x", "", None, LONG + "x", 5)
ENABLE_VAR = (True, False, 1, 0, "true", "no", "ON", "f")
BAD_SWITCH = ("maybe", 2, "", None)
LIFETIME = (
    {"value": 60},
    {"value": 7200},
    {"units": "seconds"},
    {"units": "seconds", "value": 90},
    {},
    None,
    {"value": "7200"},
    {"value": 2**31 - 1},
)
BAD_LIFETIME = ({"value": 59}, {"units": "kilobytes"}, {"units": None}, {"value": None}, {"value": "x"}, {"value": []})
ALGORITHMS = {
    "auth_algorithm": ("sha256", "sha384", "sha512", "aes-xcbc", "aes-cmac"),
    "encryption_algorithm": ("aes-128", "aes-192", "aes-256", "aes-256-gcm-16", "aes-192-ccm-8", "aes-128-ctr"),
    "pfs": ("group2", "group5", "group14", "group19", "group31"),
}
BAD_ALGORITHMS = {
    "auth_algorithm": ("md5", "SHA256"),
    "encryption_algorithm": ("des", "aes-256-gcm"),
    "pfs": ("group1", "group32", "Group14", 14),
}
IKE_POLICY = Kind(
    "ikepolicies",
    "ikepolicy",
    ("auth_algorithm",),
    {
        **OWNED,
        **ALGORITHMS,
        "lifetime": LIFETIME,
        "ike_version": ("v1", "v2"),
        "phase1_negotiation_mode": ("main", "aggressive"),
    },
    {**BAD_OWNED, **BAD_ALGORITHMS, "lifetime": BAD_LIFETIME, "ike_version": ("v3", 2, "IKEv2")},
    (*COMMON, "transform_protocol"),
)
IPSEC_POLICY = Kind(
    "ipsecpolicies",
    "ipsecpolicy",
    ("auth_algorithm",),
    {
        **OWNED,
        **ALGORITHMS,
        "lifetime": LIFETIME,
        "transform_protocol": ("esp", "ah", "ah-esp"),
        "encapsulation_mode": ("tunnel", "transport"),
    },
    {**BAD_OWNED, **BAD_ALGORITHMS, "lifetime": BAD_LIFETIME, "transform_protocol": ("ESP", "ip")},
    (*COMMON, "ike_version"),
)
SERVICE = Kind(
    "vpnservices",
    "vpnservice",
    ("router_id",),
    {
        **OWNED,
        "router_id": (ROUTER["edge"], ROUTER["edge"], ROUTER["edge2"], ROUTER["inner"]),
        "subnet_id": (SUBNET["office"], SUBNET["office6"], SUBNET["lab"], SUBNET["inner"], None),
        "admin_state_up": ENABLE_VAR,
        "flavor_id": (None, FLAVOR["vpn"]),
    },
    {
        **BAD_OWNED,
        "router_id": (ROUTER["foreign"], NOBODY),
        "subnet_id": (SUBNET["loose"], SUBNET["foreign"], SUBNET["office"].upper(), NOBODY),
        "admin_state_up": BAD_SWITCH,
        "flavor_id": (NOBODY, FLAVOR["router"], FLAVOR["vpn-disabled"]),
    },
    (*COMMON, "external_v4_ip", "external_v6_ip"),
)
GROUP = Kind(
    "endpoint-groups",
    "endpoint_group",
    ("type", "endpoints"),
    {**OWNED, "type": ("cidr", "subnet", "vlan", "network", "router"), "endpoints": ()},
    {**BAD_OWNED, "type": ("CIDR", "port")},
    COMMON,
)
ENDPOINTS = {
    "cidr": (
        ["10.20.0.0/24"],
        ["10.20.0.0/24", "10.21.0.0/24", "10.22.0.0/24"],
        ["2001:db8:20::/64"],
        ["10.20.0.0/24", "2001:db8:20::/64"],
        ["10.0.0.1/24"],
        ["0.0.0.0/0"],
        ["2001:DB8:0::/64"],
    ),
    "subnet": ([SUBNET["office"]], [SUBNET["office6"]], [SUBNET["inner"]], [SUBNET["office"], SUBNET["office6"]]),
    "vlan": (["100"], ["100", "101"]),
    "network": (["whatever"],),
    "router": ([ROUTER["edge"]],),
}
BAD_ENDPOINTS = (
    "10.20.0.0/24",
    ["10.0.0.0/33"],
    ["10.0.0.0"],
    ["10.0.0.0/24", "10.0.0.0/24"],
    ["10.0.0.0/255.255.255.0"],
    [" 10.0.0.0/24"],
    [5],
    {"10.0.0.0/24": 1},
    [SUBNET["loose"]],
    [SUBNET["foreign"]],
    [SUBNET["public"]],
    [NOBODY],
    [SUBNET["office"]] * 2,
)
CIDRS = (
    ["10.2.0.0/24"],
    ["10.2.0.0/24", "10.3.0.0/24"],
    ["10.4.0.0/24", "10.3.0.0/24", "10.2.0.0/24"],
    ["10.0.0.1/24"],
    ["2001:db8:2::/64"],
    ["0.0.0.0/0"],
)
BAD_CIDRS = (
    "10.2.0.0/24",
    ["10.2.0.0"],
    ["10.2.0.0/24", "10.2.0.0/24"],
    ["10.2.0.0/24", "2001:db8:2::/64"],
    ["10.2.0.0/255.255.255.0"],
    {"10.2.0.0/24": 1},
)
PEERS = ("198.51.100.10", "198.51.100.11", "2001:db8:9::1", "2001:DB8::1", "localhost", "0.0.0.0", "::ffff:192.0.2.1")
BAD_PEERS = ("no.such.name.invalid", "10.0.0.0/8", "198.51.100.010", "198.51.100", "198.51.100.10 ", "a b", "x" * 70)
DPD = (
    None,
    {},
    *({"action": action} for action in ("hold", "clear", "disabled", "restart", "restart-by-peer")),
    {"interval": 10, "timeout": 20},
    {"interval": 50},
    {"timeout": 51},
    {"action": "restart", "interval": 5, "timeout": 300},
    {"interval": "10", "timeout": "20"},
)
BAD_DPD = (
    {"action": "x"},
    {"interval": 130},
    {"timeout": 30},
    {"interval": 20, "timeout": 20},
    {"interval": "30", "timeout": "120"},
    {"interval": "10"},
    {"timeout": "200"},
    {"interval": -1},
    {"interval": "x"},
    {"interval": None},
    {"timeout": None},
    {"interval": 0, "timeout": 0},
)
IDENTITIES = ("198.51.100.10", "gateway.example.net", "@fqdn", "me@example.net", "%any", "", "a\nb", LONG)
# What the agent is told to report; see tests/support/openstack/README.md. Without a delay, so that both clouds say it
# in time.
MARKERS = ("agent=never", "agent=never", "agent=ACTIVE", "agent=DOWN", "agent=ERROR", "agent=nothing")
CONNECTION = Kind(
    "ipsec-site-connections",
    "ipsec_site_connection",
    ("vpnservice_id", "ikepolicy_id", "ipsecpolicy_id", "peer_address", "peer_id", "psk", "peer_cidrs"),
    {
        "name": NAMES,
        "description": (*TEXTS, *MARKERS),
        "peer_address": PEERS,
        "peer_id": IDENTITIES,
        "local_id": IDENTITIES,
        "psk": ("secret", "another", "", LONG, 'a"b\\c', "ä"),
        "peer_cidrs": CIDRS,
        "mtu": (1500, 1400, 1280, 68, 0, "1400", 1500.7, 99999),
        "initiator": ("bi-directional", "response-only"),
        "dpd": DPD,
        "admin_state_up": ENABLE_VAR,
    },
    {
        **BAD_OWNED,
        "peer_address": BAD_PEERS,
        "peer_cidrs": BAD_CIDRS,
        "mtu": (1, 67, 1279, -1, "x"),
        "initiator": ("both",),
        "dpd": BAD_DPD,
        "admin_state_up": BAD_SWITCH,
    },
    (*COMMON, "auth_mode", "route_mode"),
    references={
        "vpnservice_id": "vpnservices",
        "ikepolicy_id": "ikepolicies",
        "ipsecpolicy_id": "ipsecpolicies",
        "local_ep_group_id": "endpoint-groups",
        "peer_ep_group_id": "endpoint-groups",
    },
)
KINDS = {kind.path: kind for kind in (IKE_POLICY, IPSEC_POLICY, SERVICE, GROUP, CONNECTION)}

Made = dict[str, list[str]]
"""The ids of what was created so far, by path."""


def good_value(kind: Kind, name: str, made: Made, body: dict[str, Any]) -> st.SearchStrategy:
    if name in kind.references:
        return st.sampled_from(made[kind.references[name]] or [NOBODY])
    if name == "endpoints":
        return st.sampled_from(ENDPOINTS.get(str(body.get("type")), ENDPOINTS["cidr"]))
    return st.sampled_from(kind.good[name])


def bad_value(kind: Kind, name: str, made: Made) -> st.SearchStrategy:
    odd = [*kind.bad.get(name, ()), *JUNK]
    if name == "endpoints":
        odd += BAD_ENDPOINTS
    if name in kind.references:
        odd += [NOBODY, *(identifier for identifiers in made.values() for identifier in identifiers)]
    if name in ("tenant_id", "project_id"):
        odd = list(OWNERS)
    return st.sampled_from(odd)


@st.composite
def written(draw: st.DrawFn, kind: Kind, made: Made, creating: bool) -> dict[str, Any]:
    """The attributes of one POST or PUT: a good body, more often than not, and up to two defects."""
    optional = [name for name in kind.names if not creating or name not in kind.required]
    chosen = draw(st.lists(st.sampled_from(optional), max_size=3, unique=True))
    body: dict[str, Any] = {}
    for name in (*(kind.required if creating else ()), *chosen):
        body[name] = draw(good_value(kind, name, made, body))
    if creating and kind is CONNECTION and draw(st.booleans()):
        # The other way to say what is tunnelled.
        del body["peer_cidrs"]
        for name in ("local_ep_group_id", "peer_ep_group_id"):
            body[name] = draw(good_value(kind, name, made, body))
    for _defect in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2)))):
        if body and draw(st.sampled_from((True, False, False))):
            body.pop(draw(st.sampled_from(sorted(body))))
        else:
            name = draw(st.sampled_from((*kind.names, *kind.names, *kind.read_only)))
            body[name] = draw(bad_value(kind, name, made))
    return harmless(kind, body, creating)


def harmless(kind: Kind, body: dict[str, Any], creating: bool) -> dict[str, Any]:
    if kind in (IKE_POLICY, IPSEC_POLICY) and creating:
        body.setdefault("auth_algorithm", "sha256")
    return body
