# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many clients write at once, statuses are reported meanwhile, and SQLite never makes Neutron answer 500.

SITELINK_WRITES=5000 for the long run.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

WRITES = int(os.environ.get("SITELINK_WRITES", "300"))
CLIENTS = 4
AGENTS = ("agent=ACTIVE", "agent=DOWN:0.05", "agent=ERROR", "agent=DOWN,ACTIVE:0.2", "agent=ACTIVE:0.5", "")


class Writer:
    """One client with objects of its own: makes, changes and deletes them at random, and waits for statuses."""

    def __init__(self, api_user: Any, number: int) -> None:
        self.api_user = api_user
        self.random = random.Random(number)
        self.router = self.api_user.find("routers", "edge")
        self.subnet = self.api_user.find("subnets", "office")
        self.answers: Counter[str] = Counter()
        self.alive: list[str] = []

    def write(self, method: str, path: str, **body: dict) -> dict:
        answer = self.api_user.ask(method, f"vpn/{path}", **body)
        kind = path.split("/")[0]
        self.answers[f"{method} {kind} {answer.status_code}"] += 1
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text}"
        return next(iter(answer.json().values())) if answer.content else {}

    def make(self, path: str, kind: str, **desired: object) -> str:
        identifier = self.write("POST", path, **{kind: desired})["id"]
        self.alive.append(f"{path}/{identifier}")
        return identifier

    def round(self) -> None:
        """One site with its connections made, changed and deleted: some twenty writes."""
        match_existing = self.random.choice
        ike = self.make("ikepolicies", "ikepolicy", auth_algorithm="sha256", pfs=match_existing(["group5", "group14"]))
        ipsec = self.make("ipsecpolicies", "ipsecpolicy", auth_algorithm="sha512", lifetime={"value": 7200})
        self.write("PUT", f"ikepolicies/{ike}", ikepolicy={"lifetime": {"value": self.random.randint(60, 9000)}})
        self.write("PUT", f"ipsecpolicies/{ipsec}", ipsecpolicy={"encryption_algorithm": "aes-256"})
        groups = self.random.random() < 0.5
        service = self.make(
            "vpnservices", "vpnservice", router_id=self.router, subnet_id=None if groups else self.subnet
        )
        if groups:
            local = self.make("endpoint-groups", "endpoint_group", type="subnet", endpoints=[self.subnet])
            peer = self.make("endpoint-groups", "endpoint_group", type="cidr", endpoints=["10.2.0.0/24", "10.3.0.0/24"])
            self.write("PUT", f"endpoint-groups/{peer}", endpoint_group={"description": "changed"})
            networks: dict[str, object] = {"local_ep_group_id": local, "peer_ep_group_id": peer}
        else:
            networks = {"peer_cidrs": ["10.2.0.0/24"]}
        for number in range(self.random.randint(1, 3)):
            connection = self.make(
                "ipsec-site-connections",
                "ipsec_site_connection",
                vpnservice_id=service,
                ikepolicy_id=ike,
                ipsecpolicy_id=ipsec,
                peer_address=f"198.51.100.{number + 1}",
                peer_id=f"198.51.100.{number + 1}",
                psk="secret",
                description=match_existing(AGENTS),
                **networks,
            )
            self.settle(f"ipsec-site-connections/{connection}")
            for change in ({"psk": "another"}, {"dpd": {"interval": 10}}, {"description": match_existing(AGENTS)}):
                self.write("PUT", f"ipsec-site-connections/{connection}", ipsec_site_connection=change)
        self.write("PUT", f"vpnservices/{service}", vpnservice={"admin_state_up": match_existing([True, False])})
        # Refusals are part of the mix: they roll back.
        self.write("PUT", f"ikepolicies/{ike}", ikepolicy={"name": "in use"})
        self.write("DELETE", f"vpnservices/{service}")
        while self.alive:
            self.write("DELETE", self.alive.pop())

    def settle(self, path: str) -> None:
        deadline = time.monotonic() + 20
        while self.write("GET", path)["status"].startswith("PENDING"):
            assert time.monotonic() < deadline, path
            time.sleep(0.02)

    def run(self, writes: int) -> Counter[str]:
        while sum(count for answer, count in self.answers.items() if not answer.startswith("GET")) < writes:
            self.round()
        return self.answers


def test_no_write_is_answered_500(log_in):
    begun = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        runs = pool.map(lambda number: Writer(log_in("demo"), number).run(WRITES // CLIENTS), range(CLIENTS))
        answers = sum(runs, Counter())
    for answer, count in sorted(answers.items()):
        print(f"{count:6} {answer}")
    print(f"{answers.total()} requests in {time.monotonic() - begun:.0f} s")
    assert all(int(answer.split()[-1]) < 500 for answer in answers)
