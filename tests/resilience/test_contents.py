# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""F1: what the cloud holds is exported, compared and rendered, whatever its notation; only new input is refused."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient
from ansible_collections.sitelink.vpnaas.tests.support.generated_contents import Walk
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import refused

SEEDS, CONTENTS = range(5), 50


@pytest.mark.parametrize("seed", SEEDS)
def test_f1_generated_contents_exported_and_applied(neutron, seed, record_property):
    client = FakeUserClient(neutron.cloud)

    def ask(method, path, body):
        answer = client.ask(method, f"/v2.0/{path}", body)
        return answer.status, answer.json() if answer.body else None

    walk = Walk(ask, neutron.connected_client(), seed)
    walk.run(CONTENTS)
    record_property("contents", walk.contents)
    record_property("contents: differences", len(walk.differences))
    assert walk.differences == []
    assert walk.rendered


HELD = {
    "endpoint_group": ("cidr", {"type": "cidr", "endpoints": ["10.0.0.24/24", "10.0.0.25/24"]}),
    "mixed": ("cidr", {"type": "cidr", "endpoints": ["10.0.0.0/24", "2001:db8::/64"]}),
    "vlan": ("vlan", {"type": "vlan", "endpoints": ["100", "a\nb"]}),
    "network": ("network", {"type": "network", "endpoints": ["not a network's name"]}),
    "description": ("cidr", {"type": "cidr", "endpoints": ["10.0.0.0/24"], "description": "two\nlines"}),
}


@pytest.mark.parametrize("case", HELD)
def test_f1_what_a_group_holds_is_taken_and_new_input_is_refused(neutron, case):
    group_type, values = HELD[case]
    FakeUserClient(neutron.cloud).make("endpoint_group", name="held", **values)
    assert not neutron.apply("endpoint_group", "held", **values)["changed"]
    changed = neutron.apply("endpoint_group", "held", **{**values, "description": "new"})
    assert changed["endpoint_group"]["type"] == group_type
    neutron.cloud.forget_log()
    refused(lambda: neutron.apply("endpoint_group", "new", **values), kind=Exception)
    assert neutron.cloud.log.writes == []


def test_f1_what_a_connection_holds_is_taken_and_new_input_is_refused(neutron):
    held = {"peer_cidrs": ["10.2.0.24/24", "10.2.0.25/24"], "peer_id": "10.2.0.0/24", "mtu": 0, "description": "a\tb"}
    neutron.with_base_objects()
    client = FakeUserClient(neutron.cloud)
    (there,) = client.vpn("GET", "ipsec-site-connections").json()["ipsec_site_connections"]
    client.vpn("PUT", f"ipsec-site-connections/{there['id']}", {"ipsec_site_connection": held})
    assert not neutron.apply("ipsec_site_connection", "branch7", **held)["changed"]
    for option, value in (("peer_id", "10.9.0.0/24"), ("mtu", 67), ("peer_cidrs", ["10.3.0.1/24", "10.3.0.2/24"])):
        error = refused(
            lambda option=option, value=value: neutron.apply(
                "ipsec_site_connection", "branch7", **{**held, option: value}
            ),
            option,
            kind=InvalidInput,
        )
        assert len(error.faults) == 1


def test_f1_a_name_that_no_declaration_can_have_is_exported_as_the_id(neutron):
    client = FakeUserClient(neutron.cloud)
    first = client.make("ikepolicy", name="first")
    second = client.make("ikepolicy", name=first["id"])
    third = client.make("ikepolicy", name="ends in a line break\n")
    exported = Walk(lambda *_args: (200, {"routers": [], "subnets": []}), neutron.connected_client(), 0)
    topology = exported.export()
    assert {item["name"] for item in topology["ike_policies"]} == {"first", second["id"], third["id"]}
