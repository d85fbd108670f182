# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A logged-in user of an embedded cloud, for tests of the cloud itself."""

from __future__ import annotations

import json
from typing import Any

from .cloud import Cloud
from .messages import Request, Response
from .seed_data import ROUTER, SUBNET

HOST = "http://cloud.test"
COLLECTION = {
    "vpnservice": "vpnservices",
    "ikepolicy": "ikepolicies",
    "ipsecpolicy": "ipsecpolicies",
    "endpoint_group": "endpoint-groups",
    "ipsec_site_connection": "ipsec-site-connections",
}


class FakeUserClient:
    """One user's view of a cloud, without any HTTP library."""

    def __init__(self, cloud: Cloud, user: str = "demo", project: str = "demo") -> None:
        self.cloud, self.token = cloud, ""
        domain = {"name": cloud.accounts.domain_name}
        api_user = {"name": user, "domain": domain, "password": cloud.accounts.users[user].password}
        answer = self.ask(
            "POST",
            "/v3/auth/tokens",
            {
                "auth": {
                    "identity": {"methods": ["password"], "password": {"user": api_user}},
                    "scope": {"project": {"name": project, "domain": domain}},
                }
            },
        )
        self.token = answer.headers["X-Subject-Token"]

    def ask(self, method: str, path: str, body: Any = None) -> Response:
        """One request; a body that is not bytes is sent as JSON."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = {"X-Auth-Token": self.token} if self.token else {}
        return self.cloud.handle(Request(method, HOST + path, headers, data))

    def vpn(self, method: str, path: str, body: Any = None) -> Response:
        """One request below /v2.0/vpn."""
        return self.ask(method, "/v2.0/vpn/" + path, body)

    def make(self, kind: str, **values: Any) -> dict[str, Any]:
        """Create a VPN object, in the neutron dialect with an algorithm that can be stored."""
        if kind.endswith("policy") and self.cloud.dialect.name == "neutron":
            values = {"auth_algorithm": "sha256", **values}
        answer = self.vpn("POST", COLLECTION[kind], {kind: values})
        if answer.status != 201:
            raise ValueError(f"{kind}: {answer.status} {answer.body.decode()}")
        return answer.json()[kind]

    def tunnel(self, **values: Any) -> dict[str, Any]:
        """A connection with a service (subnet office) and policies of its own."""
        return self.make("ipsec_site_connection", **{**self.parts(), **values})

    def attach(self, router_id: str, cidr: str) -> None:
        """A network of one's own, on that router."""
        network = self.ask("POST", "/v2.0/networks", {"network": {"name": "own"}}).json()["network"]["id"]
        body = {"subnet": {"network_id": network, "cidr": cidr, "ip_version": 4}}
        subnet = self.ask("POST", "/v2.0/subnets", body).json()["subnet"]["id"]
        answer = self.ask("PUT", f"/v2.0/routers/{router_id}/add_router_interface", {"subnet_id": subnet})
        if answer.status != 200:
            raise ValueError(f"{cidr}: {answer.status} {answer.body.decode()}")

    def parts(self) -> dict[str, Any]:
        """What a connection needs: made, and not yet a connection."""
        service = self.make("vpnservice", router_id=ROUTER["edge"], subnet_id=SUBNET["office"])
        return {
            "vpnservice_id": service["id"],
            "ikepolicy_id": self.make("ikepolicy")["id"],
            "ipsecpolicy_id": self.make("ipsecpolicy")["id"],
            "peer_address": "198.51.100.10",
            "peer_id": "198.51.100.10",
            "peer_cidrs": ["10.2.0.0/24"],
            "psk": "not-told-to-anybody",
        }


def refusal(answer: Response) -> tuple[int, str]:
    """Status and type."""
    return answer.status, answer.json()["NeutronError"]["type"]
