# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud with OVN: as tests/integration/neutron/test_ovn_network.py saw it on a real one."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.support.bench import Bench

PLACE = {"router": "edge", "subnet": "office"}


def on_ovn() -> Bench:
    bench = Bench(bare=True)
    bench.cloud.vpn_gateway = "ready"
    return bench


def addresses(bench: Bench, name: str, **options: object) -> dict:
    return bench.do("vpn_service", name, **{**PLACE, **options})["vpn_service"]["endpoint_addresses"]


def test_a_service_has_an_address_of_its_own() -> None:
    bench = on_ovn()
    first = addresses(bench, "first")
    (edge,) = [item for item in bench.cloud.store.all("routers") if item["name"] == "edge"]
    outside = {item["ip_address"] for item in edge["external_gateway_info"]["external_fixed_ips"]}
    assert set(first) == {"ipv4", "ipv6"}
    assert not outside & set(first.values())
    assert addresses(bench, "second") == first
    assert addresses(bench, "elsewhere", router="edge2", subnet="lab") != first


def test_the_address_changes_with_delete_and_create_and_stays_with_replace() -> None:
    bench = on_ovn()
    first = addresses(bench, "office")
    assert addresses(bench, "office", subnet="office6", replace=True) == first
    bench.do("vpn_service", "office", state="absent")
    assert addresses(bench, "office") != first
