# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arguments of every module: right ones, odd ones, and what nobody would write, drawn from the argument specs."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as some

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

LONG = "x" * 255
#: A key that is found nowhere else, in the shapes that messages might quote differently.
SECRETS = ("Zq7-key-found-nowhere-else", "Zq7 \"key\" 'found' \\nowhere\\", "Zq7-key-ÄÖ-\U0001f511", "Zq7" + "k" * 252)
TEXTS = ("", "one", "branch7", "office", LONG, LONG + "x", "ä", "\u6f22", "\U0001f600", "%", "'", '"', "\\", "{{ x }}")
CONTROLS = ("\x00", "a\nb", "a\tb", "\r", "\x1b[31m", "\x85", "\u2028", "\u200e", "\ud800", " ", " x", "x ", "\n")
UUIDS = ("11111111-2222-4333-8444-555555555555", "11111111222243338444555555555555", "1" * 32, "1111-2222" * 4)
ADDRESSES = (
    "198.51.100.7",
    "2001:db8::1",
    "::ffff:192.0.2.1",
    "fe80::1%eth0",
    "198.51.100.007",
    "1.2.3",
    "0.0.0.0",
    "::",
)
NETWORKS = ("10.2.0.0/24", "10.2.0.1/24", "2001:DB8::/64", "2001:db8:0::/64", "0.0.0.0/0", "fe80::%eth0/64")
NO_NETWORKS = ("10.2.0.0/33", "10.2/16", "10.2.0.0/255.255.255.0", "10.2.0.0/024", " 10.2.0.0/24", "/24", "10.2.0.0/")
NAMES = ("gateway.example.net", "a..b", "-x", "x" * 64 + ".org", "host name", "@fqdn", "me@example.net", "%any")
NUMBERS = (0, -1, 1, 59, 60, 68, 1500, 2**31 - 1, 2**31, 2**63, 10**30, -(10**30), 1.5, float("inf"), float("nan"))
#: Of another type than any option wants.
JUNK = (None, True, False, [], {}, [[]], [None], {"x": 1}, [{"name": "x"}], "yes", "12", "1e3", "a=b", "a,b", "{", "٣")
WIRED = {
    "ike_policy": {},
    "ipsec_policy": {},
    "vpn_service": {"router": "edge2", "subnet": "lab"},
    "endpoint_group": {"type": "cidr", "endpoints": ["10.9.0.0/24"]},
    "ipsec_site_connection": {
        "vpn_service": "office",
        "ike_policy": "ike",
        "ipsec_policy": "ipsec",
        "peer_address": "172.24.4.233",
        "peer_cidrs": ["10.2.0.0/24"],
        "psk": SECRETS[0],
    },
}
#: Other options say who reaches the cloud, or where to write a log: test_login_failures.py is about them.
ABOUT_THE_TASK = ("timeout", "wait", "preflight", "project", "dialect")

text = some.sampled_from(TEXTS) | some.sampled_from(CONTROLS) | some.text(max_size=8)
place = (
    some.sampled_from(ADDRESSES)
    | some.sampled_from(NETWORKS + NO_NETWORKS)
    | some.sampled_from(NAMES)
    | some.sampled_from(UUIDS)
)
number = some.sampled_from(NUMBERS) | some.integers()
huge = some.sampled_from(
    (
        [f"10.{first}.{second}.0/24" for first in range(8) for second in range(250)],
        ["10.2.0.0/24"] * 500,
        ["x" * 300] * 50,
        "x" * 70000,
        [[[[[["deep"]]]]]],
    )
)
anything = some.one_of(some.sampled_from(JUNK), text, place, number, huge)


def fitting(option, spec):
    """A value of the option's type, not necessarily one that makes sense."""
    if option == "psk":
        return some.sampled_from(SECRETS)
    if "choices" in spec:
        return some.sampled_from(spec["choices"])
    if spec.get("options"):
        one = some.fixed_dictionaries({}, optional={name: value(name, part) for name, part in spec["options"].items()})
        return some.lists(one, max_size=2) if spec["type"] == "list" else one
    kinds = {"int": number, "bool": some.booleans(), "list": some.lists(place | text, max_size=4), "dict": anything}
    return kinds.get(spec["type"], text | place)


def value(option, spec):
    """A fitting value, more often than not."""
    return some.one_of(fitting(option, spec), fitting(option, spec), anything)


@some.composite
def _few(draw, options, at_least, most=3):
    """A mapping with what is there already and a few more; an odd value among many hides the others."""
    chosen = draw(some.lists(some.sampled_from(sorted(options)), max_size=most, unique=True))
    return {name: draw(strategy) for name, strategy in (at_least | {name: options[name] for name in chosen}).items()}


def _options(spec):
    own = {
        name: value(name, option)
        for name, option in spec.items()
        if name not in CLOUD_OPTIONS or name in ABOUT_THE_TASK
    }
    aliases = {alias: anything for name in own for alias in spec[name].get("aliases", ())}
    return {**own, **aliases, "unknown\n": anything}


def _object(kind, spec):
    """Options of one object: what it needs to be created, changed or left out here and there."""
    names = some.sampled_from(("new", "branch7", "ike", "office")) | text
    needed = {name: some.just(given) for name, given in WIRED[kind].items()}
    return some.one_of(
        _few(_options(spec), {"name": names, **needed}), _few(_options(spec), {"name": names}), _few(_options(spec), {})
    )


def _right(kind, number):
    """Options that make an object."""
    return some.just({**WIRED[kind], "name": f"new{number}"})


def _topology(spec):
    sections = {}
    for kind, wired in VPN_KINDS.items():
        odd = some.lists(_object(kind, spec[wired.plural]["options"]), max_size=3) | anything
        right = some.lists(_right(kind, 1) | _right(kind, 2), max_size=2, unique_by=lambda item: item["name"])
        sections[wired.plural] = some.one_of(right, right, right, odd)
    right = some.sampled_from((True, False)).map(lambda state: {"state": "present" if state else "absent"})
    alone = _few(sections, {}, most=2)
    return some.one_of(alone, some.builds(dict.__or__, alone, right), _few({**_options(spec), **sections}, {}))


@cache
def arguments(module):
    """Arguments of the module of that name."""
    spec = TASKS[module].argument_spec
    if module in WIRED:
        return _object(module, spec)
    return _topology(spec) if module == "vpn_topology" else _few(_options(spec), {})
