# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron's endpoint and the dialect of the cloud, from the token's catalog."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.urls import split_url
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS, Dialect, dialect_of

if t.TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.session import Session
    from openstack.config.cloud_region import CloudRegion

VERSIONED = re.compile(r"/v\d+(\.\d+)?$")


def find_endpoint(region: CloudRegion, session: Session, access: AccessInfo | None) -> tuple[str | None, str]:
    """The name of Neutron's endpoint, if it has one that matters, and its URL, from the token's catalog.

    It sends no request. Raises ``LoginError`` where the catalog has no network service or no usable URL for it.
    """
    interface, region_name = region.get_interface("network") or "public", region.get_region_name("network")
    override = region.get_endpoint("network")
    name, named = _endpoint_named(access, interface, region_name)
    endpoint = override or named
    if not endpoint and session.auth:
        # Discovery would cost a request, and fails on K5, whose services do not describe their versions.
        try:
            endpoint = session.auth.get_endpoint(
                session,
                service_type=region.get_service_type("network"),
                interface=interface,
                region_name=region_name,
                skip_discovery=True,
            )
        except ValueError:
            # keystoneauth1 splits the URL: an incomplete IPv6 address.
            raise _unusable() from None
    if not endpoint:
        raise LoginError(
            f"The cloud's catalog has no network service (interface {interface}, region {region_name or 'any'})",
            hint="Check region_name and interface, or set network_endpoint_override in clouds.yaml.",
        )
    if not _is_usable(endpoint):
        raise _unusable()
    return name, endpoint.rstrip("/")


def with_version(endpoint: str) -> str:
    """The endpoint with the version of the API in its path."""
    return endpoint if VERSIONED.search(endpoint) else f"{endpoint}/v2.0"


def dialect_at(wanted: str, name: str | None, endpoint: str) -> Dialect:
    """The dialect of that name; for ``auto`` that of the endpoint, by its name and host."""
    return dialect_of(name, urlsplit(endpoint).hostname or "") if wanted == "auto" else DIALECTS[wanted]


def _is_usable(endpoint: str) -> bool:
    """Whether the path of a request can be appended to it, and all programs read it in the same way."""
    parts = split_url(endpoint)
    return parts is not None and parts.scheme in ("http", "https") and not {"?", "#"} & set(endpoint)


def _unusable() -> LoginError:
    return LoginError(
        "The network endpoint is not an http or https URL with a host and without a query",
        hint="Correct it in the service catalog, or set network_endpoint_override in clouds.yaml.",
    )


def _endpoint_named(
    access: AccessInfo | None, interface: str | list[str], region_name: str | None
) -> tuple[str, str] | tuple[None, None]:
    """Name and URL of the network endpoint, in a cloud whose dialect has an endpoint name; else (None, None)."""
    names = {dialect.endpoint_name for dialect in DIALECTS.values()} - {""}
    interfaces = [interface] if isinstance(interface, str) else interface
    for service in access.service_catalog.catalog if access and access.has_service_catalog() else ():
        for endpoint in service.get("endpoints", ()):
            here = not region_name or endpoint.get("region", region_name) == region_name
            if endpoint.get("name") in names and here and endpoint.get("interface", interfaces[0]) in interfaces:
                return endpoint["name"], endpoint.get("url")
    return None, None
