# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each row of the known faults of docs/releases.md: the embedded cloud of a release shows the pattern if that release
has the fault, and else not. What shows it is a client that knows nothing of this collection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    CHANGES_NOT_APPLIED,
    GATEWAY_IN_ERROR,
    KNOWN_FAULTS,
    LEFT_IN_ERROR,
    LIBRESWAN_AEAD,
    LIBRESWAN_STATUS,
    READER_SEES_NOTHING,
    WEAK_ALGORITHMS,
    KnownFault,
)
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.releases import KNOWN
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient, refusal

EDGE = f"/v2.0/routers/{ROUTER['edge']}"
#: A route of the tenant's own by way of the VPN's address.
OWN = {"router": {"routes": [{"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}]}}
OFFICE = {"name": "office", "router_id": ROUTER["edge"], "subnet_id": SUBNET["office"]}
GCM = {"encryption_algorithm": "aes-256-gcm-16"}


def at(release: int, there: bool, fault: KnownFault) -> FakeUserClient:
    """A member's login to a cloud of that release, and of the kind where the fault is met unless ``there`` is False."""
    cloud = Cloud(release=release)
    if there and "Libreswan" in fault.where:
        cloud.device_driver = "libreswan"
    if there and fault.where == "OVN":
        cloud.vpn_gateway = "ready"
    return FakeUserClient(cloud)


def status(user: FakeUserClient, connection: dict) -> str:
    answer = user.vpn("GET", f"ipsec-site-connections/{connection['id']}")
    return answer.json()["ipsec_site_connection"]["status"]


# --- each pattern: whether it shows


def an_added_connection_stays_pending(user: FakeUserClient) -> bool:
    """All other changes are answered with success and show nothing, on every release."""
    parts = user.parts()
    first = user.make("ipsec_site_connection", **parts)
    assert status(user, first) == "ACTIVE"
    added = user.make("ipsec_site_connection", **{**parts, "peer_address": "198.51.100.11", "peer_id": "198.51.100.11"})
    rotated = user.vpn("PUT", f"ipsec-site-connections/{first['id']}", {"ipsec_site_connection": {"psk": "another"}})
    assert (rotated.status, status(user, first)) == (200, "ACTIVE")
    return status(user, added) == "PENDING_CREATE"


def a_tunnel_that_is_up_shows_down(user: FakeUserClient) -> bool:
    return status(user, user.tunnel()) == "DOWN"


def a_connection_with_gcm_alone_stays_down(user: FakeUserClient) -> bool:
    parts = user.parts()
    policy = user.vpn("POST", "ipsecpolicies", {"ipsecpolicy": {"auth_algorithm": "sha256", **GCM}})
    if policy.status == 500:  # release 25 cannot store it
        return False
    with_gcm = {**parts, "ipsecpolicy_id": policy.json()["ipsecpolicy"]["id"]}
    found = [status(user, user.make("ipsec_site_connection", **with_gcm))]
    user.cloud.store.remove("ipsec_site_connections", user.cloud.store.all("ipsec_site_connections")[0]["id"])
    found.append(status(user, user.make("ipsec_site_connection", **parts)))
    return found == ["DOWN", "ACTIVE"]


def the_apis_default_is_refused(user: FakeUserClient) -> bool:
    answers = {
        user.vpn("POST", path, {kind: body}).status
        for path, kind in (("ikepolicies", "ikepolicy"), ("ipsecpolicies", "ipsecpolicy"))
        for body in ({}, {"auth_algorithm": "sha1"}, {"auth_algorithm": "sha256", "encryption_algorithm": "3des"})
    }
    assert len(answers) == 1
    return answers == {500}


def a_reader_gets_empty_lists(user: FakeUserClient) -> bool:
    user.tunnel()
    reader = FakeUserClient(user.cloud, "reader")
    answers = [reader.vpn("GET", path) for path in ("vpnservices", "ikepolicies", "ipsec-site-connections")]
    assert {answer.status for answer in answers} == {200}
    (found,) = {len(next(iter(answer.json().values()))) for answer in answers}
    return found == 0


def a_refused_service_stays_in_error(user: FakeUserClient) -> bool:
    there, found = user.cloud.vpn_gateway is not None, set()
    for number, gateway in enumerate(("no agent", "unscheduled", "not ready"), start=1):
        user.cloud.vpn_gateway = gateway if there else None
        found.add(user.vpn("POST", "vpnservices", {"vpnservice": OFFICE}).status)
        assert len(user.vpn("GET", "vpnservices").json()["vpnservices"]) == number
    statuses = {one["status"] for one in user.vpn("GET", "vpnservices").json()["vpnservices"]}
    return (found, statuses) == ({400, 409, 503}, {"ERROR"})


def a_gateway_that_was_not_removed_takes_no_service(user: FakeUserClient) -> bool:
    service = user.make("vpnservice", **OFFICE)
    if user.cloud.vpn_gateway is None:
        user.attach(ROUTER["edge"], "169.254.0.0/28")
    assert user.ask("PUT", f"{EDGE}/add_extraroutes", OWN).status == 200
    removed = user.vpn("DELETE", f"vpnservices/{service['id']}")
    assert user.vpn("GET", "vpnservices").json() == {"vpnservices": []}
    made = user.vpn("POST", "vpnservices", {"vpnservice": OFFICE})
    if removed.status == 204:
        return made.status != 201
    assert refusal(removed) == (409, "RouterInterfaceInUseByRoute")
    return refusal(made) == (409, "VPNGatewayInError")


PATTERNS: dict[str, Callable[[FakeUserClient], bool]] = {
    CHANGES_NOT_APPLIED.id: an_added_connection_stays_pending,
    LIBRESWAN_STATUS.id: a_tunnel_that_is_up_shows_down,
    LIBRESWAN_AEAD.id: a_connection_with_gcm_alone_stays_down,
    WEAK_ALGORITHMS.id: the_apis_default_is_refused,
    READER_SEES_NOTHING.id: a_reader_gets_empty_lists,
    LEFT_IN_ERROR.id: a_refused_service_stays_in_error,
    GATEWAY_IN_ERROR.id: a_gateway_that_was_not_removed_takes_no_service,
}
each_fault = pytest.mark.parametrize("fault", KNOWN_FAULTS, ids=lambda fault: fault.id)
each_release = pytest.mark.parametrize("release", sorted(KNOWN))


@each_fault
@each_release
def test_a_release_shows_the_pattern_if_it_has_the_fault(fault: KnownFault, release: int) -> None:
    assert PATTERNS[fault.id](at(release, True, fault)) == (release in fault.releases)


@pytest.mark.parametrize(
    "fault",
    [fault for fault in KNOWN_FAULTS if fault.where not in ("everywhere", "every driver")],
    ids=lambda fault: fault.id,
)
@each_release
def test_no_release_shows_it_where_it_is_not_met(fault: KnownFault, release: int) -> None:
    assert not PATTERNS[fault.id](at(release, False, fault))
