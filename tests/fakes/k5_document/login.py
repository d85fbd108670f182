# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login: a Keystone of version 3 with one user, one project and a catalog as K5 has it."""

from __future__ import annotations

import typing as t
from datetime import datetime, timedelta, timezone

Object = dict[str, t.Any]

REGION = "uk-1"
#: K5's domains have the number of the contract as their name.
CONTRACT, CONTRACT_ID = "contract-5", "5d" * 16
USER, PASSWORD = "user", "user-password-5k5k"
PROJECT, PROJECT_ID = "project", "b6887d0b45b54a249b2ce3dee01caa47"
#: A K5 token lives for three hours.
LIFETIME = timedelta(hours=3)


def accepts(body: t.Any) -> bool:
    """Whether the body of a login gives this user, his password and his project."""
    try:
        user = body["auth"]["identity"]["password"]["user"]
        project = body["auth"]["scope"]["project"]
        domains = (user["domain"], project.get("domain", {"name": CONTRACT}))
        return (
            (user["name"], user["password"]) == (USER, PASSWORD)
            and (project.get("name") == PROJECT or project.get("id") == PROJECT_ID)
            and all(domain.get("name") == CONTRACT or domain.get("id") == CONTRACT_ID for domain in domains)
        )
    except (KeyError, TypeError, AttributeError):
        return False


def token_body(url: str) -> Object:
    """What a login is answered with. Two endpoints may seem to be the network's; only one has the VPN paths."""
    now = datetime.now(timezone.utc)
    domain = {"id": CONTRACT_ID, "name": CONTRACT}

    def service(kind: str, name: str, path: str) -> Object:
        endpoint = {"id": f"{name}-public", "interface": "public", "region": REGION, "region_id": REGION}
        return {
            "id": name,
            "type": kind,
            "name": "",
            "endpoints": [{**endpoint, "name": name, "url": f"{url}{path}"}],
        }

    catalog = [
        service("identity", "identity", "/v3"),
        service("network", "networking-ex", "/networking-ex"),
        service("network", "networking", "/networking"),
    ]
    stamp = "%Y-%m-%dT%H:%M:%S.%fZ"
    return {
        "token": {
            "methods": ["password"],
            "issued_at": now.strftime(stamp),
            "expires_at": (now + LIFETIME).strftime(stamp),
            "user": {"id": "9a" * 16, "name": USER, "domain": domain},
            "project": {"id": PROJECT_ID, "name": PROJECT, "domain": domain},
            "roles": [{"id": "77" * 16, "name": "cpf_systemowner"}],
            "catalog": catalog,
        }
    }


def version_body(url: str) -> Object:
    """What ``GET /v3`` is answered with."""
    links = [{"rel": "self", "href": f"{url}/v3/"}]
    return {"version": {"id": "v3.0", "status": "stable", "links": links, "media-types": []}}
