# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OVN back end, on a real Neutron: without a live VPN agent, and with what that left behind. ``make ovn``"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.integration.neutron.ovn_site import (
    SERVICE,
    SITE,
    TWO_SERVICES,
    refused,
    router,
    services,
)
from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_hard_changes import FaultAdapter, Operator
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent


def test_six_objects_and_the_second_run_writes_none(ovn_operator: Operator) -> None:
    assert ovn_operator.converge(SITE)["changed"]
    assert sum(ovn_operator.held().values()) == 6
    adapter = FaultAdapter(ovn_operator.facts["network_url"])
    assert not ovn_operator.converge(SITE, api_key=adapter)["changed"]
    assert adapter.writes == 0
    assert ovn_operator.only("ipsec-site-connections", "office")["status"] == "ACTIVE"


# --- no live agent


def test_without_a_live_agent_a_service_fails_with_the_servers_words_and_nothing_stays(
    ovn_operator: Operator, vpn_agent: VpnAgent
) -> None:
    vpn_agent.die()
    for _again in range(2):
        refused(
            lambda: ovn_operator.converge(SERVICE),
            '"office"',
            "No eligible VPN agent found",
            "RouterReschedulingFailed",
            "was deleted again",
        )
        assert services(ovn_operator) == {}
    vpn_agent.live()
    assert ovn_operator.converge(SITE)["changed"]
    assert not ovn_operator.converge(SITE)["changed"]


def test_the_bare_api_leaves_one_orphan_for_each_try(ovn_operator: Operator, vpn_agent: VpnAgent) -> None:
    """What the module has to clean up after; and that they do not bar the router once an agent lives."""
    vpn_agent.die()
    desired = {"router_id": router(ovn_operator)["id"], "name": "office"}
    for number in (1, 2):
        answer = ovn_operator.reference_client.ask("POST", "vpn/vpnservices", vpnservice=desired)
        assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (409, "RouterReschedulingFailed")
        assert [item["status"] for item in ovn_operator.reference_client.listing("vpn/vpnservices")] == [
            "ERROR"
        ] * number
    vpn_agent.live()
    assert (
        ovn_operator.reference_client.ask("POST", "vpn/vpnservices", vpnservice={**desired, "name": "new"}).status_code
        == 201
    )


def test_an_agent_that_dies_between_two_posts_costs_the_second_service_alone(
    ovn_operator: Operator, vpn_agent: VpnAgent
) -> None:
    class Dying(FaultAdapter):
        def send(self, request, **options):
            answer = super().send(request, **options)
            if request.method == "POST" and request.path_url.endswith("/vpnservices") and vpn_agent.alive:
                vpn_agent.die()
            return answer

    adapter = Dying(ovn_operator.facts["network_url"])
    refused(
        lambda: ovn_operator.converge(TWO_SERVICES, api_key=adapter, concurrency=1),
        "No eligible VPN agent found",
        "was deleted again",
    )
    assert len(services(ovn_operator)) == 1
    assert [item["status"] for item in services(ovn_operator).values()] == ["PENDING_CREATE"]
    vpn_agent.live()
    ovn_operator.converge(TWO_SERVICES)
    assert sorted(services(ovn_operator)) == ["lab", "office"]
    assert not ovn_operator.converge(TWO_SERVICES)["changed"]


def test_a_router_that_a_dead_agent_hosts_takes_a_service_that_never_becomes_active(
    ovn_operator: Operator, vpn_agent: VpnAgent
) -> None:
    """Neutron keeps the binding of router and agent when the last service goes, and asks nobody whether it lives."""
    ovn_operator.converge(SITE)
    ovn_operator.clean()
    vpn_agent.die()
    failure = refused(lambda: ovn_operator.converge(SITE, wait_for="active", timeout=2), '"office"', "PENDING_CREATE")
    assert "hosted by" not in str(failure)
    # An administrator may ask, and the message names the agent.
    administrator = Operator(ovn_operator.facts, "admin")
    (declared,) = SITE["ipsec_site_connections"]
    awaited = SITE | {"ipsec_site_connections": [declared | {"wait_for": "active"}]}
    refused(
        lambda: administrator.converge(awaited, timeout=2),
        '"office"',
        "the router is hosted by VPN Agent on vpn-host-1, which is not alive: ask the operator",
    )
    assert services(ovn_operator)["office"]["status"] == "PENDING_CREATE"
    assert ovn_operator.only("ipsec-site-connections", "office")["status"] == "PENDING_CREATE"
    # Taken from the dead agent by an administrator, the router asks for a live one.
    ovn_operator.clean()
    vpn_agent.unbind()
    refused(lambda: ovn_operator.converge(SERVICE), "No eligible VPN agent found", "was deleted again")


# --- what is in ERROR already


def test_a_service_in_error_is_never_green_without_a_warning_and_goes_by_its_id(
    ovn_operator: Operator, vpn_agent: VpnAgent
) -> None:
    vpn_agent.die()
    desired = {"router_id": router(ovn_operator)["id"], "name": "office"}
    assert ovn_operator.reference_client.ask("POST", "vpn/vpnservices", vpnservice=desired).status_code == 409
    vpn_agent.live()
    left = services(ovn_operator)["office"]
    message = ovn_operator.converge(SERVICE)
    assert not message["changed"]
    (warning,) = [text for text in message["warnings"] if "has the status ERROR" in text]
    assert left["id"] in warning
    ovn_operator.converge({"state": "absent", "vpn_services": [{"name": left["id"]}]})
    assert services(ovn_operator) == {}
    ovn_operator.converge(SERVICE)
    assert not ovn_operator.converge(SERVICE).get("warnings")
