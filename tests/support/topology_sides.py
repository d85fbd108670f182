# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cloud on which generated topologies are tried: the collection's client, and plain requests beside it."""

from __future__ import annotations

from typing import Any

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import log_in
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

# Users before what they use, as they have to be deleted.
VPN_PATHS = ("ipsec-site-connections", "vpnservices", "ikepolicies", "ipsecpolicies", "endpoint-groups")
ROUTERS = ("closed", "lonely", "four")


class Side:
    """One cloud. ``prepare`` adds three routers: ``closed`` without a gateway, ``lonely`` with one and without subnets,
    ``four`` with an IPv4 address only and the subnet ``four``."""

    def ask(self, method: str, path: str, body: Any = None, user: str = "demo") -> tuple[int, Any]:
        """(status, body) of one plain request."""
        raise NotImplementedError

    def client(self, read_only: bool) -> Cloud:
        """The collection's client."""
        raise NotImplementedError

    def listing(self, path: str) -> list[dict[str, Any]]:
        status, body = self.ask("GET", path)
        assert status == 200, body
        return next(iter(body.values()))

    def find(self, path: str, name: str) -> str | None:
        """The id of the first object of that name."""
        return next((item["id"] for item in self.listing(path) if item["name"] == name), None)

    def make(self, path: str, key: str, **values: Any) -> str:
        status, body = self.ask("POST", path, {key: values}, "admin")
        assert status == 201, body
        return body[key]["id"]

    def clear(self) -> None:
        """Delete every VPN object of the project."""
        for path in VPN_PATHS:
            for item in self.listing(f"vpn/{path}"):
                assert self.ask("DELETE", f"vpn/{path}/{item['id']}")[0] == 204

    def prepare(self) -> None:
        self.clear()
        public = self.find("networks", "public")
        network = self.make("networks", "network", name="four")
        subnet = self.make("subnets", "subnet", name="four", network_id=network, ip_version=4, cidr="10.44.0.0/24")
        only_four = {"network_id": public, "external_fixed_ips": [{"ip_address": "203.0.113.60"}]}
        gateways = {"closed": None, "lonely": {"network_id": public}, "four": only_four}
        for name in ROUTERS:
            router = self.make("routers", "router", name=name, external_gateway_info=gateways[name])
        status, body = self.ask("PUT", f"routers/{router}/add_router_interface", {"subnet_id": subnet}, "admin")
        assert status == 200, body

    def restore(self) -> None:
        """Delete what ``prepare`` added."""
        self.clear()
        subnet = self.find("subnets", "four")
        self.ask("PUT", f"routers/{self.find('routers', 'four')}/remove_router_interface", {"subnet_id": subnet})
        for name in ROUTERS:
            assert self.ask("DELETE", f"routers/{self.find('routers', name)}", user="admin")[0] == 204
        assert self.ask("DELETE", f"networks/{self.find('networks', 'four')}")[0] == 204


class EmbeddedSide(Side):
    """The embedded cloud in this process."""

    def __init__(self) -> None:
        self.runner = TaskRunner()
        self.users = {user: FakeUserClient(self.runner.cloud, user) for user in ("demo", "admin")}

    def ask(self, method: str, path: str, body: Any = None, user: str = "demo") -> tuple[int, Any]:
        answer = self.users[user].ask(method, f"/v2.0/{path}", body)
        return answer.status, answer.json() if answer.body else None

    def client(self, read_only: bool) -> Cloud:
        return self.runner.connected_client(read_only)


class RealSide(Side):
    """The booted Neutron; ``facts`` is its ready file."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.users = {user: ApiUser(facts, user, "demo") for user in ("demo", "admin")}
        auth = {
            "auth_url": f"{facts['keystone_url']}/v3",
            "username": "demo",
            "password": "demo-password-3f9c",
            "project_name": "demo",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        }
        self.access = log_in({"auth": auth, "dialect": "neutron"})

    def ask(self, method: str, path: str, body: Any = None, user: str = "demo") -> tuple[int, Any]:
        answer = self.users[user].ask(method, path, **(body or {}))
        return answer.status_code, answer.json() if answer.content else None

    def client(self, read_only: bool) -> Cloud:
        return Cloud(self.access, read_only=read_only)
