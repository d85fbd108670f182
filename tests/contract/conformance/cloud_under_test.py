# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cloud to play against: where it is, who may enter, what its objects' ids are; with a recording proxy in front."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.recording_proxy import PAGED, RecordingProxy
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.reference_client import (
    LISTINGS,
    ReferenceClient,
    password_of,
)
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.substitution import replaced

KEYRING = Path(__file__).parent / "plugins" / "keyring"
#: Never part of a word that a server or Ansible might say.
PSKS = {"first": "kV7-first-3Qx9zTq2", "second": "kV7-second-8Wm4yRb1", "third": "kV7-third-5Ln6cDs0"}
API_USERS = {"demo": "demo", "admin": "demo", "other": "other"}


class CloudUnderTest:
    """``network_url`` is the cloud's own; tasks go through the proxy."""

    user = "demo"
    psk = PSKS

    def __init__(self, auth_url: str, network_url: str, domain: str, region: str, folder: Path) -> None:
        self.network_url = network_url
        self.proxy = RecordingProxy(network_url)
        self.folder = folder
        api_users = {
            user: ReferenceClient(auth_url, network_url, user, project, domain) for user, project in API_USERS.items()
        }
        self.admin = api_users["admin"]
        self.tokens = {user: api_user.token for user, api_user in api_users.items()}
        self.ids = {
            **self.admin.ids(),
            "project": {user: api_user.project_id for user, api_user in api_users.items() if user != "admin"},
        }
        self.write_clouds(auth_url, domain, region)
        self.at_first = self.admin.snapshot()

    def write_clouds(self, auth_url: str, domain: str, region: str) -> None:
        """An entry for each user, through the proxy; one with paged lists; one past the proxy."""
        domains = {"user_domain_name": domain, "project_domain_name": domain}
        clouds = {
            user: {
                "region_name": region,
                "auth": {
                    "auth_url": auth_url,
                    "username": user,
                    "password": password_of(user),
                    "project_name": project,
                    **domains,
                },
                "network_endpoint_override": f"{self.proxy.url}/v2.0",
            }
            for user, project in API_USERS.items()
        }
        clouds["paged"] = {**clouds["demo"], "network_endpoint_override": f"{self.proxy.url}{PAGED}/v2.0"}
        clouds["by_catalog"] = {key: value for key, value in clouds["demo"].items() if "endpoint" not in key}
        result = {"clouds": clouds, "cache": {"auth": True}}
        (self.folder / "clouds.yaml").write_text(yaml.safe_dump(result), encoding="utf-8")

    def environment(self) -> dict[str, str]:
        return {
            "OS_CLIENT_CONFIG_FILE": str(self.folder / "clouds.yaml"),
            "CONFORMANCE_KEYRING": str(self.folder / "tokens.json"),
            "PYTHON_KEYRING_BACKEND": "token_drawer.Drawer",
            "PYTHONPATH": os.pathsep.join([str(KEYRING), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]),
        }

    def recorder_orders(self) -> dict:
        return {
            "network_url": self.network_url,
            "proxy_url": self.proxy.url,
            "token": self.tokens["admin"],
            "listings": LISTINGS,
        }

    def resolve(self, value: object) -> object:
        """``{{ router.edge }}`` and its like as ids; keys stay for Ansible to put in, as a user would have it."""
        return replaced(value, self.ids)

    def known(self, value: object) -> object:
        """As ``resolve``, with the keys too: for comparing."""
        return replaced(value, {**self.ids, "psk": self.psk})

    def sweep(self) -> None:
        """Delete what a broken run left."""
        for kind, (path, key) in reversed(LISTINGS.items()):
            before = {item["id"] for item in self.at_first[kind]}
            for item in self.admin.listing(path, key) if self.at_first[kind] or self.admin.ask("GET", path).ok else ():
                if item["id"] not in before:
                    self.admin.ask("DELETE", f"{path}/{item['id']}")

    def close(self) -> None:
        self.sweep()
        self.proxy.shutdown()
        self.proxy.server_close()
