# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the cloud holds after a boot: users, networks and routers, made through the real API.

The names are those of the embedded cloud (tests/cloud), so that one playbook or test runs against either.
"""

from __future__ import annotations

import ipaddress
import json
import urllib.error
import urllib.request

from rig.commands import BootError

# user, project, role; every user's default project is its only one.
USERS = (("demo", "demo", "member"), ("other", "other", "member"), ("reader", "demo", "reader"))
# name in clouds.yaml, user, project
CLOUDS = (("admin", "admin", "admin"), ("demo", "demo", "demo"), ("reader", "reader", "demo"), ("other", "other", "other"))

EXTERNAL = {"name": "public", "router:external": True, "provider:network_type": "flat", "provider:physical_network": "physnet1"}
EXTERNAL_SUBNETS = {"public-subnet": "203.0.113.0/24", "public-subnet6": "2001:db8:ffff::/64"}
# project, network, {subnet: CIDR}
NETWORKS = (
    ("demo", "office", {"office": "10.1.0.0/24", "office6": "2001:db8:1::/64"}),
    ("demo", "lab", {"lab": "10.9.0.0/24"}),
    ("demo", "loose", {"loose": "10.8.0.0/24"}),
    ("demo", "twin", {"twin": "10.7.1.0/24"}),
    ("demo", "twin", {"twin": "10.7.2.0/24"}),
    ("other", "office", {"office": "10.1.0.0/24"}),
)
# project, router, last part of its address on the external network (none: no gateway), subnets it is attached to
ROUTERS = (
    ("demo", "edge", 10, ("office", "office6")),
    ("demo", "edge2", 20, ("lab",)),
    ("demo", "inner", None, ()),
    ("demo", "twin", 31, ()),
    ("demo", "twin", 32, ()),
    ("other", "edge", 40, ("office",)),
)


def password_of(user: str) -> str:
    return f"{user}-password-3f9c"


def network_of(cidr: str) -> dict[str, object]:
    return {"cidr": cidr, "ip_version": ipaddress.ip_network(cidr).version}


class Client:
    """JSON over HTTP with a token; anything but a 2xx is a BootError that quotes the server."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        return self.exchange(method, path, body)[1]

    def exchange(self, method: str, path: str, body: dict | None) -> tuple[dict, dict]:
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("X-Auth-Token", self.token)
        request.add_header("Content-Type", "application/json")
        request.data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return dict(answer.headers), json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            raise BootError(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from error
        except OSError as error:
            raise BootError(f"{method} {self.url}{path}: {error}") from error


def log_in(keystone_url: str, user: str, project: str) -> Client:
    """A client for Keystone with a token of that user."""
    domain = {"id": "default"}
    identity = {"methods": ["password"], "password": {"user": {"name": user, "domain": domain, "password": password_of(user)}}}
    client = Client(keystone_url)
    body = {"auth": {"identity": identity, "scope": {"project": {"name": project, "domain": domain}}}}
    headers, answer = client.exchange("POST", "/v3/auth/tokens", body)
    client.token = headers["X-Subject-Token"]
    client.user_id = answer["token"]["user"]["id"]
    return client


def seed_keystone(keystone_url: str, network_url: str) -> dict[str, str]:
    """Make projects, users and the catalog's network service; return the projects' ids by name."""
    admin = log_in(keystone_url, "admin", "admin")
    network = admin.call("POST", "/v3/services", {"service": {"name": "neutron", "type": "network"}})["service"]["id"]
    for interface in ("public", "internal", "admin"):
        wish = {"interface": interface, "region_id": "RegionOne", "service_id": network, "url": network_url}
        admin.call("POST", "/v3/endpoints", {"endpoint": wish})
    roles = {role["name"]: role["id"] for role in admin.call("GET", "/v3/roles")["roles"]}
    projects: dict[str, str] = {}
    for user, project, role in USERS:
        if project not in projects:
            wish = {"project": {"name": project, "domain_id": "default"}}
            projects[project] = admin.call("POST", "/v3/projects", wish)["project"]["id"]
        wish = {"user": {"name": user, "password": password_of(user), "domain_id": "default"}}
        user_id = admin.call("POST", "/v3/users", wish)["user"]["id"]
        admin.call("PUT", f"/v3/projects/{projects[project]}/users/{user_id}/roles/{roles[role]}")
    return projects


def make_application_credential(keystone_url: str) -> str:
    """Let demo make one for itself, as Keystone allows nobody else to; return its id."""
    demo = log_in(keystone_url, "demo", "demo")
    wish = {"name": "demo", "secret": password_of("demo-application-credential")}
    path = f"/v3/users/{demo.user_id}/application_credentials"
    return demo.call("POST", path, {"application_credential": wish})["application_credential"]["id"]


def seed_neutron(client: Client, projects: dict[str, str]) -> None:
    """Make networks, subnets, routers and a VPN flavor, as admin on behalf of the projects."""

    def make(path: str, kind: str, **wish: object) -> dict:
        return client.call("POST", f"/v2.0/{path}", {kind: wish})[kind]

    external = make("networks", "network", **EXTERNAL)["id"]
    external_subnets = {}
    for name, cidr in EXTERNAL_SUBNETS.items():
        subnet = make("subnets", "subnet", name=name, network_id=external, enable_dhcp=False, **network_of(cidr))
        external_subnets[subnet["id"]] = ipaddress.ip_network(cidr)
    subnets: dict[tuple[str, str], str] = {}
    for project, network, cidrs in NETWORKS:
        network_id = make("networks", "network", name=network, project_id=projects[project])["id"]
        for name, cidr in cidrs.items():
            wish = {"name": name, "network_id": network_id, "project_id": projects[project], **network_of(cidr)}
            subnets[project, name] = make("subnets", "subnet", **wish)["id"]
    for project, name, number, attached in ROUTERS:
        wish = {"name": name, "project_id": projects[project]}
        if number is not None:
            # Chosen, not left to Neutron, so that they are the same after every boot.
            addresses = [{"subnet_id": subnet, "ip_address": str(cidr[number])} for subnet, cidr in external_subnets.items()]
            wish["external_gateway_info"] = {"network_id": external, "external_fixed_ips": addresses}
        router = make("routers", "router", **wish)["id"]
        for subnet in attached:
            client.call("PUT", f"/v2.0/routers/{router}/add_router_interface", {"subnet_id": subnets[project, subnet]})
    profile = make("service_profiles", "service_profile", driver="rig.driver.ReportingDriver", metainfo="{}")["id"]
    flavor = make("flavors", "flavor", name="standard", service_type="VPN")["id"]
    client.call("POST", f"/v2.0/flavors/{flavor}/service_profiles", {"service_profile": {"id": profile}})
