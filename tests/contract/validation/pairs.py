# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Good pairs of ends: two embedded clouds with one connection each, both ends of one tunnel."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import SUBNET
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner
from ansible_collections.sitelink.vpnaas.tests.support.validation import ADDRESSES, KEY, PEER, activate, validate

#: what stands at an end: its name in the seed, the router and the subnet with its network
ENDS = ({"router": "edge", "subnet": "office"}, {"router": "edge2", "subnet": "lab"})
NETWORKS = ("10.1.0.0/24", "10.9.0.0/24")
COLLECTIONS = {
    "ike_policy": "ikepolicies",
    "ipsec_policy": "ipsecpolicies",
    "vpn_service": "vpnservices",
    "endpoint_group": "endpoint_groups",
    "ipsec_site_connection": "ipsec_site_connections",
}
#: variant -> its dialect, the options of both ends' policies, and whether the networks are endpoint groups
VARIANTS: dict[str, tuple[str, dict, dict, bool]] = {
    "neutron": ("neutron", {"ike_version": "v2"}, {}, False),
    "neutron IKEv1": ("neutron", {"ike_version": "v1"}, {}, False),
    "neutron groups": ("neutron", {"ike_version": "v2"}, {}, True),
    "neutron AEAD": ("neutron", {"ike_version": "v2"}, {"encryption_algorithm": "aes-256-gcm-16"}, False),
    "k5": ("k5", {}, {}, False),
}


@dataclass
class Pair:
    """Two clouds; number 0 is the one that is validated, number 1 its peer."""

    variant: str
    runners: tuple[TaskRunner, TaskRunner]

    def stored(self, end: int, kind: str) -> list[dict]:
        """What is stored at an end, to be changed in place."""
        return self.runners[end].cloud.store.all(COLLECTIONS[kind])

    def rows(self, **params) -> list[dict]:
        """The assertions about the pair."""
        return validate(self.runners[0], peers=[PEER], peer_runner=self.runners[1], **params)["assertions"]


def good_pair(variant: str = "neutron") -> Pair:
    """Both ends of one tunnel, each in a cloud of its own."""
    dialect, ike, ipsec, groups = VARIANTS[variant]
    addresses = ADDRESSES[dialect]
    runners = []
    for number, end in enumerate(ENDS):
        runner, other = TaskRunner(dialect), 1 - number
        subnet = {} if groups else {"subnet": end["subnet"]}
        runner.apply("ike_policy", "ike", **ike)
        runner.apply("ipsec_policy", "ipsec", **ipsec)
        runner.apply("vpn_service", "vpn", router=end["router"], wait=False, **subnet)
        networks = {"peer_cidrs": [NETWORKS[other]]}
        if groups:
            runner.apply("endpoint_group", "here", type="subnet", endpoints=[SUBNET[end["subnet"]]])
            runner.apply("endpoint_group", "there", type="cidr", endpoints=[NETWORKS[other]])
            networks = {"local_endpoint_group": "here", "peer_endpoint_group": "there"}
        runner.apply(
            "ipsec_site_connection",
            "tunnel",
            vpn_service="vpn",
            ike_policy="ike",
            ipsec_policy="ipsec",
            peer_address=addresses[other],
            psk=KEY,
            wait=False,
            **networks,
        )
        activate(runner)
        runners.append(runner)
    return Pair(variant, (runners[0], runners[1]))


def findings(rows: list[dict], *severities: str) -> list[dict]:
    """The failed assertions of these severities."""
    return [row for row in rows if row["result"] == "failed" and row["severity"] in severities]
