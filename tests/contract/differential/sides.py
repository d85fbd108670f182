# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two clouds under comparison, each asked the same way.

Requests are written with the embedded cloud's ids. On their way to the real cloud those of its seed data (networks,
subnets, routers, projects) are exchanged, and exchanged back in the answer. A VPN object that the real cloud creates
gets the same id in the embedded one, so that even the order of listings and their pages can be compared.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, NamedTuple
from urllib.parse import quote

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import PROJECTS
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import FLAVOR, NETWORK, ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import HOST, FakeUserClient
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser

IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}", re.IGNORECASE)
USERS = {"demo": "demo", "manager": "demo", "reader": "demo", "admin": "demo", "other": "other"}
# Dependents first, as they have to be deleted.
VPN_PATHS = ("ipsec-site-connections", "vpnservices", "ikepolicies", "ipsecpolicies", "endpoint-groups")


class Ask(NamedTuple):
    """One request of one user; `body` is sent as JSON unless it is bytes, and not at all if it is None."""

    user: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None

    def __str__(self) -> str:
        sent = self.body.decode(errors="replace") if isinstance(self.body, bytes) else json.dumps(self.body)
        return f"{self.user}: {self.method} {self.target}" + ("" if self.body is None else f"  {sent}")

    @property
    def target(self) -> str:
        query = "&".join(f"{quote(name)}={quote(value)}" for name, value in self.query)
        return "/v2.0/" + self.path + ("?" + query if query else "")

    @property
    def data(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


class Answer(NamedTuple):
    """What counts of an answer: status and body."""

    status: int
    body: Any

    def __str__(self) -> str:
        return f"{self.status} {json.dumps(self.body, sort_keys=True)}"

    @property
    def created_id(self) -> str | None:
        return next(iter(self.body.values()))["id"] if self.status == 201 else None


def document(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


class Real:
    """The booted Keystone and Neutron."""

    def __init__(self, facts: dict) -> None:
        self.api_users = {user: ApiUser(facts, user, project) for user, project in USERS.items()}
        self.url = facts["network_url"]
        self.there: dict[str, str] = {}
        self.here: dict[str, str] = {}
        self._check_seed_data()

    def ask(self, ask: Ask) -> Answer:
        data = exchange(ask.data.decode(errors="surrogateescape"), self.there).encode(errors="surrogateescape")
        answer = self.api_users[ask.user].session.request(
            ask.method,
            self.url + exchange(ask.target, self.there),
            data=data or None,
            headers={"Content-Type": "application/json"},
            timeout=60,
        )
        return Answer(answer.status_code, document(exchange(answer.text.replace(self.url, HOST), self.here)))

    def clean(self) -> None:
        """Delete every VPN object of the two projects, whoever made it, and undo changed quotas."""
        projects = {api_user.project_id for api_user in self.api_users.values()}
        admin = self.api_users["admin"]
        for path in VPN_PATHS:
            for found in admin.listing("vpn/" + path):
                if found["tenant_id"] in projects:
                    assert admin.ask("DELETE", f"vpn/{path}/{found['id']}").status_code == 204
        for project in projects:
            admin.ask("DELETE", f"quotas/{project}")

    def repair(self) -> None:
        """Put the routers back as they were; what is so already is refused, and that is fine."""
        inner, edge = f"routers/{ROUTER['inner']}", f"routers/{ROUTER['edge']}"
        for path, body in (
            (inner, {"router": {"external_gateway_info": None}}),
            (f"{inner}/remove_router_interface", {"subnet_id": SUBNET["loose"]}),
            (f"{inner}/add_router_interface", {"subnet_id": SUBNET["inner"]}),
            (f"{edge}/add_router_interface", {"subnet_id": SUBNET["office6"]}),
        ):
            self.ask(Ask("admin", "PUT", path, body=body))

    def _check_seed_data(self) -> None:
        """Pair the ids of what both clouds hold from the beginning: by name, where names are unique."""
        admin = self.api_users["admin"]
        for user, project in (("demo", "demo"), ("other", "other")):
            self._pair(PROJECTS[project], self.api_users[user].project_id)
        for path, snapshot in (("networks", NETWORK), ("subnets", SUBNET), ("routers", ROUTER), ("flavors", FLAVOR)):
            for found in admin.listing(path):
                if found["name"] in snapshot:
                    self._pair(snapshot[found["name"]], found["id"])

    def _pair(self, embedded: str, real: str) -> None:
        self.there[embedded], self.here[real] = real, embedded


def exchange(text: str, table: dict[str, str]) -> str:
    def other(found: re.Match) -> str:
        paired = table.get(found[0].lower(), found[0])
        return paired.upper() if found[0].isupper() else paired

    return IDENTIFIER.sub(other, text)


class Embedded:
    """The embedded cloud, in this process. `next_id` is what the next object will be called, `next_vpn_port` has the
    addresses, by IP version, of the next VPN gateway that OVN makes."""

    def __init__(self, agent: str) -> None:
        self.next_id: str | None = None
        self.next_vpn_port: dict[int, str] = {}
        self.cloud = Cloud(agent=agent, new_id=self._new_id, new_vpn_port=self._new_vpn_port, token_lifetime=1e6)
        self.api_users = {user: FakeUserClient(self.cloud, user, project) for user, project in USERS.items()}

    def ask(self, ask: Ask, new_id: str | None = None) -> Answer:
        self.next_id = new_id
        answer = self.api_users[ask.user].ask(ask.method, ask.target, ask.data if ask.body is not None else None)
        return Answer(answer.status, document(answer.body.decode()))

    def _new_vpn_port(self, _outside: dict[int, str]) -> dict[int, str]:
        return self.next_vpn_port

    def _new_id(self) -> str:
        chosen, self.next_id = self.next_id, None
        return chosen or str(uuid.uuid4())
