# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters of info modules, and names beside ids."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID

NAMES = {
    "vpn_service_name": "office",
    "ike_policy_name": "ike",
    "ipsec_policy_name": "ipsec",
    "router_name": "edge",
}
KIND, PLURAL = "ipsec_site_connection", "ipsec_site_connections"


def names_of(runner, **filters):
    return [item["name"] for item in runner.info(KIND, **filters)[PLURAL]]


def second(runner):
    """branch7 on router edge, and lab9 on router edge2."""
    runner.with_base_objects()
    runner.apply("vpn_service", "lab", router="edge2", subnet="lab")
    runner.apply(
        KIND,
        "lab9",
        vpn_service="lab",
        ike_policy="ike",
        ipsec_policy="ipsec",
        peer_address="198.51.100.9",
        peer_cidrs=["10.3.0.0/24"],
        psk="a secret of nobody else",
    )


def test_names_stand_beside_ids(runner):
    runner.with_base_objects()
    (found,) = runner.info(KIND)[PLURAL]
    assert {name: found[name] for name in NAMES} == NAMES
    (service,) = runner.info("vpn_service")["vpn_services"]
    assert service["router_name"] == "edge"


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"status": ["DOWN"]}, ["branch7", "lab9"]),
        ({"status": ["ACTIVE", "ERROR"]}, []),
        ({"peer_address": "198.51.100.9"}, ["lab9"]),
        ({"vpn_service": "office"}, ["branch7"]),
        ({"router": "edge2"}, ["lab9"]),
        ({"router": "edge2", "peer_address": "172.24.4.233"}, []),
        ({"router": "edge2", "name": "branch7"}, []),
        ({"vpn_service": "nobody's"}, []),
    ],
)
def test_all_filters_must_match(filters, wanted, runner):
    second(runner)
    assert names_of(runner, **filters) == wanted


def test_a_filter_takes_an_id(runner):
    second(runner)
    service = runner.info("vpn_service", name="lab")["vpn_services"][0]
    assert UUID.fullmatch(service["id"])
    assert names_of(runner, vpn_service=service["id"]) == ["lab9"]
    assert names_of(runner, router=service["router_id"]) == ["lab9"]


def test_names_that_cannot_be_read_are_null_with_one_warning(neutron):
    neutron.with_base_objects()
    for path in ("/v2.0/routers", "/v2.0/vpn/ikepolicies"):
        neutron.cloud.fail(do="answer", method="GET", path=path, status=403, times=0)
    result = neutron.info(KIND)
    (found,) = result[PLURAL]
    assert {name: found[name] for name in NAMES} == {**NAMES, "router_name": None, "ike_policy_name": None}
    (warning,) = result["warnings"]
    assert "names are null" in warning and "routers" in warning and "IKE policies" in warning


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"router": "egde2"}, ['no router "egde2"', 'did you mean "edge2"?']),
        ({"vpn_service": "nowhere at all"}, ['no VPN service "nowhere at all"']),
        ({"router": "egde2", "status": ["ERROR"]}, ['no router "egde2"']),
        ({"router": "edge2", "status": ["ERROR"]}, []),
    ],
)
def test_a_filter_that_names_no_object_is_a_warning(runner, filters, words):
    """A misspelled name was an empty list: no tunnel that is down."""
    second(runner)
    result = runner.info(KIND, **filters)
    assert result[PLURAL] == []
    warnings = result.get("warnings", [])
    assert len(warnings) == bool(words)
    assert all(word in warnings[0] for word in words)


@pytest.mark.parametrize("more", [{}, {"status": ["ERROR"]}])
def test_a_filter_whose_kind_cannot_be_read_is_an_error(neutron, more):
    """An empty list would say that no connection matches."""
    neutron.with_base_objects()
    neutron.cloud.fail(do="answer", method="GET", path="/v2.0/routers", status=403, times=0)
    with pytest.raises(InvalidInput, match="filter router cannot be applied"):
        neutron.info(KIND, router="edge", **more)


def test_names_are_read_without_anything_else(neutron):
    """No key and no second listing of the connections travels for a name."""
    neutron.with_base_objects()
    neutron.cloud.forget_log()
    neutron.info(KIND)
    read = [entry.path for entry in neutron.cloud.log if entry.method == "GET" and "/v2.0/" in entry.path]
    assert len([path for path in read if "ipsec-site-connections" in path]) == 1
    assert len(read) == 5


def test_an_empty_list_costs_no_names(neutron):
    neutron.cloud.forget_log()
    assert neutron.info(KIND)[PLURAL] == []
    assert len([entry for entry in neutron.cloud.log if entry.method == "GET"]) == 1
