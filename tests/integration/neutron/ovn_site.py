# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For the cases of the OVN back end: a site, its operator, and the VPN agent that dies and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_hard_changes import PSK, Operator, connection
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent

SITE = {
    "ike_policies": [{"name": "ike", "pfs": "group14"}],
    "ipsec_policies": [{"name": "ipsec", "pfs": "group14"}],
    "vpn_services": [{"name": "office", "router": "edge"}],
    "endpoint_groups": [
        {"name": "here", "type": "subnet", "endpoints": ["office"]},
        {"name": "there", "type": "cidr", "endpoints": ["10.2.0.0/24"]},
    ],
    "ipsec_site_connections": [
        connection("office", vpn_service="office", local_endpoint_group="here", peer_endpoint_group="there")
    ],
}
SERVICE = {"vpn_services": SITE["vpn_services"]}
TWO_SERVICES = {"vpn_services": [*SITE["vpn_services"], {"name": "lab", "router": "edge2"}]}


@pytest.fixture
def vpn_agent(facts: dict, admin: ApiUser) -> Iterator[VpnAgent]:
    """The cloud's only VPN agent, alive."""
    if not facts["release"].endswith("-ovn"):
        pytest.skip("needs the OVN back end: make ovn")
    agent = VpnAgent(facts, admin)
    agent.live()
    yield agent
    agent.live()


@pytest.fixture
def ovn_operator(facts: dict, vpn_agent: VpnAgent) -> Iterator[Operator]:
    """Somebody who converges on the OVN cloud; no agent hosts a router of the project, and there are no routes."""
    operator = Operator(facts)
    operator.clean()
    vpn_agent.unbind()
    assert (
        operator.reference_client.ask("PUT", f"routers/{router(operator)['id']}", router={"routes": []}).status_code
        == 200
    )
    yield operator
    operator.clean()


def refused(action: Callable[[], object], *words: str) -> VpnError:
    with pytest.raises(VpnError) as message:
        action()
    for word in words:
        assert word in message.value.message_with_hint
    assert "\n" not in str(message.value)
    assert PSK not in f"{message.value.message_with_hint} {message.value.details}"
    return message.value


def services(operator: Operator) -> dict[str, dict]:
    return {item["name"]: item for item in operator.reference_client.listing("vpn/vpnservices")}


def router(operator: Operator, name: str = "edge") -> dict:
    (found,) = operator.reference_client.listing("routers", name=name)
    return found
