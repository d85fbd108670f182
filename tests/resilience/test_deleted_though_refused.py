# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A DELETE that the server refuses when the object is gone: with OVN, when a router's VPN gateway cannot be removed
with the last VPN service. The task failed with "Could not delete", changed=False, and what was gone was named as
left."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import apply
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused

KINDS = {
    "vpn_service": ("vpn_services", "office", "/vpn/vpnservices/"),
    "ipsec_site_connection": ("ipsec_site_connections", "branch7", "/vpn/ipsec-site-connections/"),
    "ike_policy": ("ike_policies", "ike", "/vpn/ikepolicies/"),
}
PLACE = {"router": "edge", "subnet": "office"}
OWN = {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}
GONE = "; the object itself is gone"


def by_module(runner, kind):
    return runner.apply(kind, KINDS[kind][1], state="absent")


def by_topology(runner, kind):
    plural, name, _path = KINDS[kind]
    return apply(runner, {plural: [{"name": name}], "state": "absent"})


ENTRIES = pytest.mark.parametrize("run", [by_module, by_topology])


def refusing(kind, status, error_type, carried_out):
    """A cloud that answers the DELETE of an object with an error, and carries it out or not."""

    def between(request, send):
        if request.method != "DELETE" or KINDS[kind][2] not in request.path_url:
            return None
        if carried_out:
            send()
        body = {"NeutronError": {"type": error_type, "message": "the driver said no", "detail": ""}}
        return answer(request, status, body)

    runner = PreparedRunner()
    for user in ("ipsec_site_connection", "vpn_service"):  # what uses the object goes first
        if user != kind and kind != "ipsec_site_connection":
            by_module(runner, user)
    runner.between = between
    return runner


@ENTRIES
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("status", "error_type"), [(409, "Conflict"), (500, "HTTPInternalServerError"), (400, "No")])
def test_what_is_gone_is_said_to_be_gone_and_changed(run, kind, status, error_type):
    runner = refusing(kind, status, error_type, carried_out=True)
    failure = refused(lambda: run(runner, kind), f'"{KINDS[kind][1]}" completely', "the driver said no", GONE)
    assert failure.details["changed"]
    runner.between = None
    assert not run(runner, kind)["changed"]


@ENTRIES
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("status", "error_type"), [(409, "Conflict"), (500, "Boom"), (403, "PolicyNotAuthorized")])
def test_what_is_there_still_is_not_said_to_be_gone(run, kind, status, error_type):
    runner = refusing(kind, status, error_type, carried_out=False)
    failure = refused(lambda: run(runner, kind), "Could not delete", error_type)
    assert "gone" not in str(failure) and "completely" not in str(failure)
    assert not failure.details["changed"]


def test_what_cannot_be_looked_for_is_not_said_to_be_gone():
    runner = refusing("vpn_service", 409, "Conflict", carried_out=True)
    refuse, seen = runner.between, []

    def between(request, send):
        if request.method == "DELETE":
            seen.append(request)
        if seen and request.method == "GET" and KINDS["vpn_service"][2] in request.path_url:
            return answer(request, 500, "blind")
        return refuse(request, send)

    runner.between = between
    failure = refused(lambda: by_module(runner, "vpn_service"), "the driver said no", "HTTP 409, Conflict")
    assert "gone" not in str(failure)


def test_a_topology_goes_on_after_an_object_that_is_gone_though_its_deletion_was_refused():
    """All the rest of an absent topology is deleted too: nothing waits for what is gone."""
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "ready"
    lists = {"ipsec_site_connections": "branch7", "vpn_services": "office", "ike_policies": "ike"}
    by_module(runner, "ipsec_site_connection")
    runner.cloud.store.get("routers", ROUTER["edge"])["routes"].append(OWN)
    absent = {plural: [{"name": name}] for plural, name in lists.items()}
    failure = refused(lambda: apply(runner, {**absent, "state": "absent"}), "RouterInterfaceInUseByRoute", GONE)
    assert failure.details["changed"]
    assert [runner.cloud.store.all(kind) for kind in ("vpnservices", "ikepolicies")] == [[], []]


def test_what_a_refused_post_left_and_is_gone_is_not_said_to_be_left():
    """With VPNGatewayInError: it could not be deleted, was the message, and that no service in ERROR is seen."""
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "ready"
    by_module(runner, "ipsec_site_connection")
    runner.cloud.store.get("routers", ROUTER["edge"])["routes"].append(OWN)
    refused(lambda: by_module(runner, "vpn_service"), "RouterInterfaceInUseByRoute", GONE)
    failure = refused(lambda: runner.apply("vpn_service", "office", **PLACE), "VPNGatewayInError", "is gone", GONE)
    assert "could not be deleted" not in str(failure)
    assert not failure.details["changed"]
    assert "169.254.0.2" in failure.details["hint"]
    assert runner.cloud.store.all("vpnservices") == []


@ENTRIES
def test_an_old_object_that_is_gone_though_its_deletion_was_refused_is_named(run):
    """The message named no object. The next run has nothing to do."""
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "ready"
    by_module(runner, "ipsec_site_connection")
    runner.cloud.store.get("routers", ROUTER["edge"])["routes"].append(OWN)
    (old,) = runner.cloud.store.all("vpnservices")
    moved = {"router": "edge2", "subnet": "lab", "replace": True}

    def move():
        if run is by_module:
            return runner.apply("vpn_service", "office", **moved)
        return apply(runner, {"vpn_services": [{"name": "office", **moved}]})

    named = f'Could not delete the old VPN service "office" ({old["id"]}) completely: '
    failure = refused(move, named, "RouterInterfaceInUseByRoute", GONE)
    assert failure.details["changed"]
    assert [one["router_id"] for one in runner.cloud.store.all("vpnservices")] == [ROUTER["edge2"]]
    assert not move()["changed"]
