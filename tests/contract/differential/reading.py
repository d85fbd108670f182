# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries of listings and shows, and requests that are wrong in themselves."""

from __future__ import annotations

from hypothesis import strategies as st

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT, OTHER_PROJECT
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET

from .bodies import KINDS, NOBODY, Kind, Made

FILTERS = {
    "name": ("one", "two", "", "ONE", "ä"),
    "description": ("one", ""),
    "tenant_id": (DEMO_PROJECT, OTHER_PROJECT),
    "project_id": (DEMO_PROJECT, "x"),
    "admin_state_up": ("true", "False", "1", "maybe", ""),
    "status": ("ACTIVE", "PENDING_CREATE", "DOWN", "ERROR", "x"),
    "router_id": (ROUTER["edge"], "x"),
    "subnet_id": (SUBNET["office"], ""),
    "external_v4_ip": ("203.0.113.10",),
    "flavor_id": ("x",),
    "auth_algorithm": ("sha256", "sha1"),
    "pfs": ("group5",),
    "ike_version": ("v1",),
    "lifetime": ("1",),
    "transform_protocol": ("esp",),
    "type": ("cidr",),
    "endpoint_type": ("cidr",),
    "endpoints": ("10.20.0.0/24",),
    "psk": ("secret",),
    "mtu": ("1500", "x"),
    "initiator": ("response-only",),
    "peer_cidrs": ("10.2.0.0/24",),
    "peer_address": ("198.51.100.10",),
    "dpd": ("x",),
    "auth_mode": ("psk",),
    "route_mode": ("static",),
    "wrong": ("1",),
}
OWN = ("name", "description", "tenant_id", "project_id", "status", "id")
FIELDS = ("id", "name", "tenant_id", "project_id", "status", "psk", "dpd", "lifetime", "endpoints", "type", "wrong", "")
DIRECTIONS = ("asc", "desc", "asc", "desc", "up", "ASC")
SORT_KEYS = ("name", "tenant_id", "id", "project_id", "router_id", "status", "wrong")


RARELY = st.sampled_from((False, False, False, True))
SELDOM = st.sampled_from((False,) * 9 + (True,))


@st.composite
def query(draw: st.DrawFn, kind: Kind, made: Made) -> tuple[tuple[str, str], ...]:
    """The query of a listing: filters, fields, sorting, pages, each there or not; usually what this kind knows."""
    odd = draw(SELDOM)
    own = [name for name in FILTERS if odd or name in (*OWN, *kind.names)]
    pairs: list[tuple[str, str]] = []
    if draw(RARELY):
        for name in draw(st.lists(st.sampled_from(own), min_size=1, max_size=2)):
            pairs.append((name, draw(st.sampled_from(FILTERS[name]))))
    if draw(SELDOM):
        pairs.append((draw(st.sampled_from(("id", *kind.references))), draw(known(made))))
    if draw(RARELY):
        pairs += [("fields", name) for name in draw(st.lists(st.sampled_from(FIELDS), max_size=3))]
    if draw(RARELY):
        for name in draw(st.lists(st.sampled_from(SORT_KEYS if odd else SORT_KEYS[:2]), min_size=1, max_size=2)):
            pairs += [("sort_key", name), ("sort_dir", draw(st.sampled_from(DIRECTIONS if odd else DIRECTIONS[:2])))]
        if draw(SELDOM):
            pairs.pop()
    if draw(RARELY):
        if kind.path != "endpoint-groups" or odd:
            # Only with this the order is the same in both clouds, and pages can be compared.
            pairs += [("sort_key", "id"), ("sort_dir", draw(st.sampled_from(("asc", "desc"))))]
        pairs.append(("limit", draw(st.sampled_from(("0", "100", "-1", "x", "") if odd else ("1", "2", "3")))))
        if draw(st.booleans()):
            pairs.append(("marker", draw(known(made))))
        if draw(st.booleans()):
            pairs.append(("page_reverse", draw(st.sampled_from(("True", "true", "False", "x")))))
    return tuple(pairs)


def known(made: Made) -> st.SearchStrategy[str]:
    """Any id that was given out, or one that never was."""
    return st.sampled_from([*(one for identifiers in made.values() for one in identifiers), NOBODY, "x"])


def strange_bodies(singular: str) -> tuple[bytes | None, ...]:
    plural = singular[:-1] + "ies" if singular.endswith("y") else singular + "s"
    texts = ("", "{", "{}", "[]", "[1]", "3", '"x"', "null", '{"wrong": {}}', '{"%s": null}', '{"%s": []}')
    texts += ('{"%s": [{}]}', '{"%s": 5}', '{"%s": "x"}', "{'%s': {}}")
    filled = [text.replace("%s", singular) for text in texts]
    return (
        None,
        *(text.encode() for text in filled),
        f'{{"{plural}": []}}'.encode(),
        f'{{"{plural}": [{{}}]}}'.encode(),
    )


STRANGE_PATHS = ("vpn", "vpn/", "vpn/wrong", "vpn/ikepolicies.json", "vpn/ike-policies", "vpn/endpoint_groups", "wrong")
STRANGE_METHODS = ("PATCH", "POST", "PUT", "DELETE", "GET")
PATHS = tuple(KINDS)
