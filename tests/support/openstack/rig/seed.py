# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the cloud holds after a boot: users, networks and routers, made through the real API.

Names and addresses are those of the embedded cloud (tests/fakes/neutron/seed_data.py, accounts.py), so that one
playbook or test runs against either; ids are Neutron's own.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from rig.commands import BootError

# user, project, role
ROLES = (
    ("admin", "demo", "admin"),
    ("admin", "other", "admin"),
    ("demo", "demo", "member"),
    ("other", "other", "member"),
    ("reader", "demo", "reader"),
    ("manager", "demo", "manager"),
)
# An application credential of demo's.
ROBOT = {"name": "robot", "secret": "application-secret-3f9c"}

EXTERNAL = {
    "name": "public",
    "router:external": True,
    "provider:network_type": "flat",
    "provider:physical_network": "physnet1",
}
EXTERNAL_SUBNETS = (("public", "203.0.113.0/24", "203.0.113."), ("public6", "2001:db8:ffff::/64", "2001:db8:ffff::"))
# Each a network with one subnet of the same name: project, key (what follows the dash is not part of the name), CIDR.
NETWORKS = (
    ("demo", "office", "10.1.0.0/24"),
    ("demo", "office6", "2001:db8:1::/64"),
    ("demo", "lab", "10.9.0.0/24"),
    ("demo", "twin-1", "10.8.0.0/24"),
    ("demo", "twin-2", "10.8.1.0/24"),
    ("demo", "inner", "10.6.0.0/24"),
    ("demo", "loose", "10.5.0.0/24"),
    ("other", "foreign", "10.7.0.0/24"),
)
# Project, name, last part of both addresses on the external network (None: no gateway), keys of the subnets attached.
ROUTERS = (
    ("demo", "edge", "10", ("office", "office6")),
    ("demo", "edge2", "11", ("lab",)),
    ("demo", "twin", "12", ("twin-1",)),
    ("demo", "twin", "13", ("twin-2",)),
    ("demo", "inner", None, ("inner",)),
    ("other", "foreign", "14", ("foreign",)),
)
# Key of the subnet whose router port it leads to, address.
FLOATING_IPS = (("office", "203.0.113.100"), ("lab", "203.0.113.101"))
# Name, service type, enabled.
FLAVORS = (("vpn", "VPN", True), ("vpn-disabled", "VPN", False), ("router", "L3_ROUTER_NAT", True))


def password_of(user: str) -> str:
    return f"{user}-password-3f9c"


class Client:
    """JSON over HTTP with a token; anything but a 2xx is a BootError that quotes the server."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token
        self.user_id = ""

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
    api_user = {"name": user, "domain": domain, "password": password_of(user)}
    identity = {"methods": ["password"], "password": {"user": api_user}}
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
        values = {"interface": interface, "region_id": "RegionOne", "service_id": network, "url": network_url}
        admin.call("POST", "/v3/endpoints", {"endpoint": values})
    roles = {role["name"]: role["id"] for role in admin.call("GET", "/v3/roles")["roles"]}
    projects: dict[str, str] = {}
    users = {"admin": admin.user_id}
    for user, project, role in ROLES:
        if project not in projects:
            values = {"project": {"name": project, "domain_id": "default"}}
            projects[project] = admin.call("POST", "/v3/projects", values)["project"]["id"]
        if user not in users:
            values = {"user": {"name": user, "password": password_of(user), "domain_id": "default"}}
            users[user] = admin.call("POST", "/v3/users", values)["user"]["id"]
        admin.call("PUT", f"/v3/projects/{projects[project]}/users/{users[user]}/roles/{roles[role]}")
    return projects


def make_application_credential(keystone_url: str) -> str:
    """Let demo make one for itself, as Keystone allows nobody else to; return its id."""
    demo = log_in(keystone_url, "demo", "demo")
    path = f"/v3/users/{demo.user_id}/application_credentials"
    return demo.call("POST", path, {"application_credential": ROBOT})["application_credential"]["id"]


def seed_neutron(client: Client, projects: dict[str, str], driver: str) -> None:
    """Make networks, subnets, routers, floating IPs and flavors, as admin on behalf of the projects."""

    def make(path: str, kind: str, **values: object) -> str:
        return client.call("POST", f"/v2.0/{path}", {kind: values})[kind]["id"]

    def make_subnet(network: str, name: str, cidr: str, **values: object) -> str:
        version = 6 if ":" in cidr else 4
        return make("subnets", "subnet", network_id=network, name=name, cidr=cidr, ip_version=version, **values)

    external = make("networks", "network", **EXTERNAL)
    starts = {make_subnet(external, name, cidr): start for name, cidr, start in EXTERNAL_SUBNETS}
    subnets: dict[str, str] = {}
    for project, key, cidr in NETWORKS:
        name, owner = key.partition("-")[0], {"project_id": projects[project]}
        subnets[key] = make_subnet(make("networks", "network", name=name, **owner), name, cidr, **owner)
    ports: dict[str, str] = {}
    for project, name, number, attached in ROUTERS:
        values: dict[str, object] = {"name": name, "project_id": projects[project]}
        if number:
            # Chosen, not left to Neutron, so that they are the same after every boot.
            addresses = [{"subnet_id": subnet, "ip_address": start + number} for subnet, start in starts.items()]
            values["external_gateway_info"] = {"network_id": external, "external_fixed_ips": addresses}
        router = make("routers", "router", **values)
        for key in attached:
            path = f"/v2.0/routers/{router}/add_router_interface"
            ports[key] = client.call("PUT", path, {"subnet_id": subnets[key]})["port_id"]
    for key, address in FLOATING_IPS:
        values = {"floating_network_id": external, "floating_ip_address": address, "port_id": ports[key]}
        make("floatingips", "floatingip", project_id=projects["demo"], **values)
    profile = make("service_profiles", "service_profile", driver=driver, metainfo="{}")
    for name, kind, enabled in FLAVORS:
        flavor = make("flavors", "flavor", name=name, service_type=kind, enabled=enabled)
        if kind == "VPN":
            client.call("POST", f"/v2.0/flavors/{flavor}/service_profiles", {"service_profile": {"id": profile}})
