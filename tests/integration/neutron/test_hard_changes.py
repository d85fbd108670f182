# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the API cannot change is replaced on a real Neutron. Check mode tells it, the next run finds nothing to do.

A run that is killed at any request is finished by the next, and eight at once leave one of each.
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from requests.adapters import HTTPAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

PATHS = ("ipsec-site-connections", "vpnservices", "ikepolicies", "ipsecpolicies", "endpoint-groups")
STEP = 1 if os.environ.get("SITELINK_FAULTS") == "all" else 6
PSK = "a key that stays what it is"


class Killed(BaseException):
    """What kill -9 does to a run: no handler of ours sees it."""


class FaultAdapter(HTTPAdapter):
    """An adapter to Neutron that fails before or after its n-th request; ``left`` None: never."""

    def __init__(self, network_url, left=None, processed=True):
        super().__init__(pool_maxsize=16)
        self.network_url, self.left, self.processed, self.requests, self.writes = network_url, left, processed, 0, 0

    def send(self, request, **options):
        if not request.url.startswith(self.network_url) or "/v2.0/" not in request.url:
            return super().send(request, **options)
        self.requests += 1
        self.writes += request.method != "GET"
        dies = self.left is not None and self.requests >= self.left
        if dies and not (self.processed and self.requests == self.left):
            raise Killed
        answer = super().send(request, **options)
        if dies:
            raise Killed
        return answer


class Operator:
    """Somebody who converges a topology on the real cloud."""

    def __init__(self, facts, user="demo"):
        self.facts, self.user = facts, user
        self.reference_client = ApiUser(facts, "demo", "demo")

    def converge(self, topology, check_mode=False, api_key=None, **more):
        api_key = api_key or FaultAdapter(self.facts["network_url"])
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", api_key)
        params = defaults_of(topology_spec()) | topology | more
        params["auth"] = {
            "auth_url": f"{self.facts['keystone_url']}/v3",
            "username": self.user,
            "password": f"{self.user}-password-3f9c",
            "project_name": "demo",
            "project_domain_name": "Default",
            "user_domain_name": "Default",
        }
        return converge(params, Snapshot(connect(params, check_mode, session)), check_mode)

    def held(self):
        """(kind, name) of everything, and how often."""
        return Counter((path, item["name"]) for path in PATHS for item in self.reference_client.listing(f"vpn/{path}"))

    def only(self, path, name):
        (found,) = self.reference_client.listing(f"vpn/{path}", name=name)
        return found

    def clean(self):
        for path in PATHS:
            for item in self.reference_client.listing(f"vpn/{path}"):
                self.reference_client.ask("DELETE", f"vpn/{path}/{item['id']}")


@pytest.fixture
def operator(facts):
    operator = Operator(facts)
    operator.clean()
    yield operator
    operator.clean()


def connection(name, **more):
    wired = {"ike_policy": "ike", "ipsec_policy": "ipsec", "peer_address": "198.51.100.7", "psk": PSK}
    return {"name": name, **wired, "description": "agent=ACTIVE", **more}


def snapshot(replaced=False):
    """Before and after: both policies, service and peer group replaced, each in use; only the connection ``closed`` and
    the groups' ``open`` hold them."""
    more = {"replace": True} if replaced else {}
    place = {"router": "edge2", "subnet": "lab"} if replaced else {"router": "edge", "subnet": "office"}
    return {
        "ike_policies": [{"name": "ike", "pfs": "group20" if replaced else "group14", **more}],
        "ipsec_policies": [{"name": "ipsec", "encryption_algorithm": "aes-256" if replaced else "aes-128", **more}],
        "vpn_services": [
            {
                "name": "closed",
                **place,
                **more,
            },
            {"name": "open", "router": "edge"},
        ],
        "endpoint_groups": [
            {"name": "here", "type": "subnet", "endpoints": ["office6" if replaced else "office"], **more},
            {"name": "there", "type": "cidr", "endpoints": ["2001:db8:7::/64" if replaced else "10.7.0.0/24"], **more},
        ],
        "ipsec_site_connections": [
            connection("closed", vpn_service="closed", peer_cidrs=["10.2.0.0/24"]),
            connection("open", vpn_service="open", local_endpoint_group="here", peer_endpoint_group="there"),
        ],
    }


def decisions(result):
    return {(entry["kind"], entry["name"]): (entry["action"], entry["interrupts"]) for entry in result["plan"]}


def test_everything_is_replaced_while_in_use(operator):
    operator.converge(snapshot())
    closed = operator.only("ipsec-site-connections", "closed")
    before = operator.held()
    api_key = FaultAdapter(operator.facts["network_url"])
    predicted = operator.converge(snapshot(replaced=True), check_mode=True, api_key=api_key)
    assert (api_key.writes, operator.held()) == (0, before)
    done = operator.converge(snapshot(replaced=True))
    actions = {(entry["kind"], entry["name"]): (entry["action"], entry["interrupts"]) for entry in done["plan"]}
    assert actions == {
        (entry["kind"], entry["name"]): (entry["action"], entry["interrupts"]) for entry in predicted["plan"]
    }
    assert actions["ipsec_site_connection", "closed"] == ("replace", "possibly router")
    assert actions["vpn_service", "closed"] == ("replace", "service")
    assert operator.held() == before
    after = operator.only("ipsec-site-connections", "closed")
    changed = {key for key in closed if closed[key] != after[key]}
    assert changed == {"id", "ikepolicy_id", "ipsecpolicy_id", "vpnservice_id"}
    assert after["psk"] == PSK
    assert PSK not in str([predicted, done])
    assert not operator.converge(snapshot(replaced=True))["changed"]


def test_endpoints_of_both_groups_change_and_the_connection_keeps_its_id(operator):
    operator.converge(snapshot())
    identifier = operator.only("ipsec-site-connections", "open")["id"]
    wanted = {"endpoint_groups": snapshot(replaced=True)["endpoint_groups"]}
    api_key = FaultAdapter(operator.facts["network_url"])
    operator.converge(wanted, api_key=api_key)
    moved = operator.only("ipsec-site-connections", "open")
    assert (moved["id"], api_key.writes) == (identifier, 5)  # two groups made, one PUT, two groups deleted
    assert moved["peer_ep_group_id"] == operator.only("endpoint-groups", "there")["id"]


def test_a_run_killed_at_any_request_is_finished_by_the_next(operator):
    operator.converge(snapshot())
    api_key = FaultAdapter(operator.facts["network_url"])
    operator.converge(snapshot(replaced=True), api_key=api_key, concurrency=1)
    wanted = operator.held()
    assert api_key.requests > 20
    # Each of them, before and after it is heard: make faults, here and in tests/resilience/test_killed_replacement.py.
    for number in range(1, api_key.requests + 1, STEP):
        operator.clean()
        operator.converge(snapshot())
        dying = FaultAdapter(operator.facts["network_url"], left=number, processed=number % 2 == 1)
        with pytest.raises(Killed):
            operator.converge(snapshot(replaced=True), api_key=dying, concurrency=1)
        operator.converge(snapshot(replaced=True))
        assert operator.held() == wanted, f"killed at request {number}"
        assert not operator.converge(snapshot(replaced=True))["changed"]


def test_one_more_run_removes_duplicates_of_eight_runs_at_once(operator):
    def run(_number):
        try:
            return operator.converge(snapshot(), wait=False)
        except VpnError:
            return None  # another run took away what this one was about to use; it would be run again

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8)))
    warnings = operator.converge(snapshot()).get("warnings", ())
    in_use = [text for text in warnings if "which stays, since it is in use" in text]
    assert sum(count - 1 for count in operator.held().values()) == len(in_use)
    assert not operator.converge(snapshot())["changed"]
