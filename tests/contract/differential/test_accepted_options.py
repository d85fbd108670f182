# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection accepts, a real Neutron accepts; what it refuses beyond Neutron is listed here with reasons."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ansible_collections.sitelink.vpnaas.tests.contract.differential.bodies import KINDS, written
from ansible_collections.sitelink.vpnaas.tests.contract.differential.oracle import Comparison, Oracle
from ansible_collections.sitelink.vpnaas.tests.contract.differential.sides import Real

# Where the collection and a real Neutron 29 need not agree: a regular expression that finds the refusal -> why.
# The engine accepts and the server refuses.
SERVER_ONLY = {
    r"Invalid input for (auth_algorithm|encryption_algorithm|pfs)": (
        "Algorithms are free text, since clouds differ and learn new ones."
    ),
    r"^(VPNPeerAddressNotResolved|ExternalNetworkHasNoSubnet)": (
        "The cloud has a resolver of its own, and only its gateway's addresses say which IP version it reaches."
    ),
    r"^(IPsecSiteConnectionMtuError|IpsecValidationFailure)": (
        "The least mtu depends on the service's IP version, and the protocols on the cloud's driver."
    ),
}
# The engine refuses and the server accepts.
BEYOND_NEUTRON = {
    r"(name|psk|peer_id): must not be empty": (
        "An object without a name cannot be found; an empty key or identity is a template that went wrong."
    ),
    r"control characters": "They end up in a gateway's configuration file, in which a line break begins another line.",
    r"endpoints: IPv4 and IPv6 networks cannot be mixed": (
        "Neutron refuses such a group only when a connection uses it."
    ),
    r"are the same network|are the same: give it once": (
        "Neutron compares networks as text; one network in two notations is a mistake, and a tunnel twice."
    ),
    r"There is no (router|network|subnet|flavor)|no well-formed id": (
        "Neutron looks at the endpoints of a group of subnets only; a name of nothing is a mistake."
    ),
    r"mtu: 0 is below 68": "Neutron overlooks 0, a value that no gateway can use.",
    r"^type: ": "Ansible's types, for instance a list where a text is wanted, or a fraction where a number is.",
}
# A set of options is two requests that write, and those that list.
EXAMPLES = max(10, int(os.environ.get("SITELINK_REQUESTS", "300")) // 6)
#: Attributes that are no options: whose object it is says the option project.
NO_OPTIONS = {"tenant_id", "project_id", "id", "status", "wrong", "availability_zone"}


@pytest.fixture(scope="module")
def oracle(real: Real, facts: dict) -> Iterator[Oracle]:
    real.clean()
    yield Oracle(real, facts)
    real.clean()


def wrong_with(ours: Comparison, server: Comparison | None) -> str | None:
    """None where both agree or where the list tells why they need not."""
    if ours.status is not None:
        known = ours.status < 500 and already_matches(SERVER_ONLY, ours)
        return None if known else "the engine accepted what the server refuses"
    if ours.is_ours and server and server.reason is None:
        known = already_matches(BEYOND_NEUTRON, ours)
        return None if known else "the engine refused what the server accepts"
    return None


def already_matches(patterns: dict[str, str], comparison: Comparison) -> bool:
    """Whether one of the patterns finds the refusal."""
    result = f"{comparison.error_type}: {comparison.reason}" if comparison.status else str(comparison.reason)
    return any(re.search(pattern, result) for pattern in patterns)


@pytest.mark.parametrize("path", KINDS)
def test_engine_and_server_agree(oracle: Oracle, path: str, record_property: Any) -> None:
    counts: Counter[str] = Counter()
    share = 3 if path == "ipsec-site-connections" else 1

    @seed(7)
    @settings(
        max_examples=max(4, EXAMPLES * share // 7),
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        body = data.draw(written(KINDS[path], oracle.made, True))
        options = {"name": "new", **{name: value for name, value in body.items() if name not in NO_OPTIONS}}
        try:
            ours = oracle.engine(path, options)
            counts["accepted" if ours.reason is None else "refused by " + ("us" if ours.is_ours else "server")] += 1
            server = oracle.server(path, options) if ours.is_ours else None
        finally:
            oracle.clear()
        problem = wrong_with(ours, server)
        assert problem is None, f"{problem}: {options}: {ours}"

    agree()
    for comparison, times in counts.items():
        record_property(f"options {comparison}", times)
    assert counts["accepted"]


def test_every_refusal_has_a_reason() -> None:
    assert all(pattern and reason for pattern, reason in [*SERVER_ONLY.items(), *BEYOND_NEUTRON.items()])
