# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud with OVN: as tests/integration/neutron/test_ovn_network.py saw it on a real one."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner

PLACE = {"router": "edge", "subnet": "office"}


def on_ovn() -> PreparedRunner:
    runner = PreparedRunner(empty=True)
    runner.cloud.vpn_gateway = "ready"
    return runner


def addresses(runner: PreparedRunner, name: str, **options: object) -> dict:
    return runner.apply("vpn_service", name, **{**PLACE, **options})["vpn_service"]["endpoint_addresses"]


def test_a_service_has_an_address_of_its_own() -> None:
    runner = on_ovn()
    first = addresses(runner, "first")
    (edge,) = [item for item in runner.cloud.store.all("routers") if item["name"] == "edge"]
    outside = {item["ip_address"] for item in edge["external_gateway_info"]["external_fixed_ips"]}
    assert set(first) == {"ipv4", "ipv6"}
    assert not outside & set(first.values())
    assert addresses(runner, "second") == first
    assert addresses(runner, "elsewhere", router="edge2", subnet="lab") != first


def test_the_address_changes_with_delete_and_create_and_stays_with_replace() -> None:
    runner = on_ovn()
    first = addresses(runner, "office")
    assert addresses(runner, "office", subnet="office6", replace=True) == first
    runner.apply("vpn_service", "office", state="absent")
    assert addresses(runner, "office") != first
