# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OVN back end, on a real Neutron: when a router's VPN gateway is in ERROR, and the way out. ``make ovn``"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.integration.neutron.ovn_site import (
    SERVICE,
    SITE,
    refused,
    router,
    services,
)
from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_hard_changes import Operator
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent

#: A route of the tenant's own by way of the VPN's address: the transit subnet cannot be taken off the router then.
OWN = {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}


def change_routes(operator: Operator, action: str) -> None:
    path = f"routers/{router(operator)['id']}/{action}_extraroutes"
    answer = operator.reference_client.ask("PUT", path, router={"routes": [OWN]})
    assert answer.status_code == 200, answer.text


def test_a_route_of_ones_own_into_the_transit_network_breaks_the_gateway_until_it_is_gone(
    ovn_operator: Operator,
) -> None:
    """The gateway's ERROR is stored only where its removal fails, when the last service of the router is deleted:
    what fails while it is made is rolled back, ERROR included (service_drivers/ovn_ipsec.py, ``_setup``, ``_cleanup``).
    """
    # A write of a connection takes such routes out of the router, so the service has none.
    ovn_operator.converge(SERVICE)
    change_routes(ovn_operator, "add")
    try:
        failure = refused(
            lambda: ovn_operator.converge({"state": "absent", **SERVICE}),
            'Could not delete VPN service "office" completely',
            "RouterInterfaceInUseByRoute",
            "the object itself is gone",
        )
        assert failure.details["changed"]
        # Its router takes no other.
        assert services(ovn_operator) == {}
        failure = refused(lambda: ovn_operator.converge(SERVICE), '"office"', "VPNGatewayInError", "route", "is gone")
        assert "could not be deleted" not in str(failure)
    finally:
        change_routes(ovn_operator, "remove")
    # As the hint says, one more run is enough. Each deletion of the router's last service tries again to remove the
    # gateway: so does the module's, of what the refused request left; then the module repeats the request.
    assert ovn_operator.converge(SITE)["changed"]
    assert sorted(services(ovn_operator)) == ["office"]
    assert not ovn_operator.converge(SITE)["changed"]


def test_a_gateway_that_cannot_be_made_is_not_in_error(
    ovn_operator: Operator, admin: ApiUser, vpn_agent: VpnAgent
) -> None:
    """The errored services of a router do not bar it: its gateway was rolled back with them."""
    vpn_agent.die()
    refused(lambda: ovn_operator.converge(SERVICE), "RouterReschedulingFailed")
    vpn_agent.live()
    assert ovn_operator.converge(SERVICE)["changed"]
