# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron's endpoint and the dialect of the cloud, from the token's catalog."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS, Dialect, dialect_of

if t.TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.session import Session
    from openstack.config.cloud_region import CloudRegion

VERSIONED = re.compile(r"/v\d+(\.\d+)?$")


def find_network(wanted: str, region: CloudRegion, session: Session, access: AccessInfo | None) -> tuple[Dialect, str]:
    """The dialect and Neutron's endpoint, from the token's catalog, without a request of their own.

    ``wanted`` is the name of a dialect, or auto. Raises ``LoginError`` where the catalog has no network service.
    """
    interface, region_name = region.get_interface("network") or "public", region.get_region_name("network")
    override = region.get_endpoint("network")
    name, named = _endpoint_named(access, interface, region_name)
    endpoint = override or named
    if not endpoint and session.auth:
        # Discovery would cost a request, and fails on K5, whose services do not describe their versions.
        endpoint = session.auth.get_endpoint(
            session,
            service_type=region.get_service_type("network"),
            interface=interface,
            region_name=region_name,
            skip_discovery=True,
        )
    if not endpoint:
        raise LoginError(
            f"The cloud's catalog has no network service (interface {interface}, region {region_name or 'any'})",
            hint="Check region_name and interface, or set network_endpoint_override in clouds.yaml.",
        )
    endpoint = endpoint.rstrip("/")
    dialect = dialect_of(name, urlsplit(endpoint).hostname or "") if wanted == "auto" else DIALECTS[wanted]
    return dialect, endpoint if VERSIONED.search(endpoint) else f"{endpoint}/v2.0"


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
