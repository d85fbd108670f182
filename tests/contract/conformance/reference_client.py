# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An independent reference: what a plain HTTP client finds in the cloud. Nothing of the collection is used here."""

from __future__ import annotations

import requests

#: kind -> where it is listed, and the key around the listing
LISTINGS = {
    "ike_policy": ("vpn/ikepolicies", "ikepolicies"),
    "ipsec_policy": ("vpn/ipsecpolicies", "ipsecpolicies"),
    "vpn_service": ("vpn/vpnservices", "vpnservices"),
    "endpoint_group": ("vpn/endpoint-groups", "endpoint_groups"),
    "ipsec_site_connection": ("vpn/ipsec-site-connections", "ipsec_site_connections"),
}


def password_of(user: str) -> str:
    """As the rig and the embedded cloud have it."""
    return f"{user}-password-3f9c"


class ReferenceClient:
    """A person's token, and what can be asked and done with it."""

    def __init__(self, auth_url: str, network_url: str, user: str, project: str, domain: str = "Default") -> None:
        self.network_url = network_url
        self.session = requests.Session()
        self.session.trust_env = False
        where = {"name": domain}
        api_user = {"name": user, "domain": where, "password": password_of(user)}
        identity = {"methods": ["password"], "password": {"user": api_user}}
        body = {"auth": {"identity": identity, "scope": {"project": {"name": project, "domain": where}}}}
        answer = self.session.post(f"{auth_url}/auth/tokens", json=body, timeout=60)
        answer.raise_for_status()
        self.token = answer.headers["X-Subject-Token"]
        self.project_id = answer.json()["token"]["project"]["id"]
        self.session.headers["X-Auth-Token"] = self.token

    def ask(self, method: str, path: str, body: object = None) -> requests.Response:
        return self.session.request(method, f"{self.network_url}/v2.0/{path}", json=body, timeout=60)

    def listing(self, path: str, key: str) -> list[dict]:
        answer = self.ask("GET", path)
        answer.raise_for_status()
        return answer.json()[key]

    def ids(self) -> dict[str, dict[str, str]]:
        """Ids of what VPN objects stand on: kind -> name -> id."""
        kinds = {"router": "routers", "subnet": "subnets", "network": "networks", "flavor": "flavors"}
        found = {kind: self.ask("GET", key).json().get(key, ()) for kind, key in kinds.items()}
        return {kind: {item["name"]: item["id"] for item in items} for kind, items in found.items()}

    def snapshot(self) -> dict[str, list[dict]]:
        """Every VPN object there is; a cloud without a kind has none of it."""
        found = {}
        for kind, (path, key) in LISTINGS.items():
            answer = self.ask("GET", path)
            found[kind] = answer.json()[key] if answer.status_code == 200 else []
            if answer.status_code >= 500:
                answer.raise_for_status()
        return found
