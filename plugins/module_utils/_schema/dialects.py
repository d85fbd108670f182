# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs between clouds beyond the rows: data.

Sources for K5: FUJITSU K5 IaaS API reference (v1/v2 regions) and what its clients sent and got back; for Neutron:
the sources of neutron 29 and neutron-vpnaas 29.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    name: str
    title: str
    #: the key under which an object's project is returned, and sent by an administrator
    project_key: str
    #: a token without any of these is shown an empty estate instead of a refusal; empty: not known, do not judge
    reader_roles: frozenset[str] = frozenset()
    #: told by the catalog: by the name of its network endpoint, or by how the host's name ends
    endpoint_name: str = ""
    host_suffix: str = ""
    #: one router carries one VPN service
    one_service_per_router: bool = False
    #: any write to a connection or service interrupts the whole service, so writes to it follow one another
    one_write_per_service: bool = False


NEUTRON = Dialect(
    name="neutron",
    title="Neutron",
    project_key="project_id",
    # Since 2025.2 every VPN rule, the reading ones included, asks for member (neutron_vpnaas/policies/*.py); _member_
    # is the name that role had before Keystone 14.
    reader_roles=frozenset({"admin", "manager", "member", "_member_"}),
)
K5 = Dialect(
    name="k5",
    title="FUJITSU K5",
    project_key="tenant_id",
    # The catalog has two entries of one type; only the endpoint of this name has the VPN paths.
    endpoint_name="networking",
    host_suffix=".cloud.global.fujitsu.com",
    one_service_per_router=True,
    one_write_per_service=True,
)
DIALECTS = {dialect.name: dialect for dialect in (NEUTRON, K5)}


def dialect_of(endpoint_name, host: str):
    """Whose endpoint that is, by its name (None where it has none) or its host; Neutron's where it is nobody else's."""
    for dialect in DIALECTS.values():
        if dialect.endpoint_name and dialect.endpoint_name == endpoint_name:
            return dialect
        if dialect.host_suffix and host.endswith(dialect.host_suffix):
            return dialect
    return NEUTRON
