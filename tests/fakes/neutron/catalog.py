# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service catalog in a token, and the version documents behind its URLs."""

from __future__ import annotations

import uuid
from typing import Any

REGION = {"neutron": "RegionOne", "k5": "uk-1"}
INTERFACES = ("public", "internal", "admin")


def _stable_id(*words: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(words)).hex


def _endpoint(kind: str, interface: str, url: str, region: str, **extra: Any) -> dict[str, Any]:
    return {
        "id": _stable_id(kind, interface, *map(str, extra.values())),
        "interface": interface,
        "region": region,
        "region_id": region,
        "url": url,
        **extra,
    }


def catalog(dialect: str, origin: str, with_network: bool = True) -> list[dict[str, Any]]:
    """The catalog as this dialect's Keystone writes it; every URL is on the host the client spoke to."""
    region = REGION[dialect]
    if dialect == "k5":
        # Endpoints carry a name there, and clients choose by it. unknown: the service type of the two network
        # entries; here both are `network`, and the wrong one comes first, since that is the harder case.
        named = [("identityv3", "identity", f"{origin}/v3")]
        if with_network:
            named += [("networking-ex", "network", f"{origin}/networking-ex"), ("networking", "network", origin)]
        return [
            {"id": _stable_id(name), "type": kind, "endpoints": [_endpoint(kind, "public", url, region, name=name)]}
            for name, kind, url in named
        ]
    services = [("keystone", "identity", f"{origin}/v3")]
    if with_network:
        services.append(("neutron", "network", origin))
    return [
        {
            "id": _stable_id(name),
            "name": name,
            "type": kind,
            "endpoints": [_endpoint(kind, interface, url, region) for interface in INTERFACES],
        }
        for name, kind, url in services
    ]


def identity_version(origin: str) -> dict[str, Any]:
    """Keystone's own description of v3."""
    return {
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": f"{origin}/v3/"}],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}],
    }


def root_versions(origin: str) -> dict[str, Any]:
    """``GET /``: identity and network share the host, so its root describes both, in a form that clients of both read.

    A real Keystone answers 300 with ``{"versions": {"values": [...]}}``, a real Neutron a list with v2.0 only.
    """
    network = {"id": "v2.0", "status": "CURRENT", "links": [{"rel": "self", "href": f"{origin}/v2.0/"}]}
    return {"versions": [identity_version(origin), network]}
