# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dialects: the variants of the API that clouds offer. Here is what concerns a whole cloud; the differences of single
kinds and fields are in their ``overrides``.

Sources for K5: FUJITSU K5 IaaS API reference (v1/v2 regions), and the requests of its clients with their responses. For
Neutron: the source code of neutron 29 and neutron-vpnaas 29.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """A variant of the API: ``name`` is the value of the option ``dialect``, ``title`` is its name in messages."""

    name: str
    title: str
    #: the key of an object's project, in responses and in the requests of an administrator
    project_key: str
    #: roles that may read VPN objects: a token without them gets empty lists, not an error; empty: not known, no check
    reader_roles: frozenset[str] = frozenset()
    #: how the service catalog shows it: the name of the network endpoint, or the end of its host's name
    endpoint_name: str = ""
    host_suffix: str = ""
    #: a router can have one VPN service only
    one_service_per_router: bool = False
    #: it refuses a PUT while an object's status is PENDING_*; false where no source says so: then it is tried
    refuses_update_while_pending: bool = False
    #: VPN agents configure the gateways, and the tenant may see them
    has_agents: bool = False
    #: its gateways are strongSwan or Libreswan, as Neutron's drivers configure them; false where no source says so
    has_known_drivers: bool = False
    #: peers connect to the floating IP of the router's port on the service's subnet, not to the router's gateway
    endpoint_is_floating_ip: bool = False
    #: reads may have filters and ``fields``; false where no source says so: then whole collections are read
    has_query_parameters: bool = False
    #: any write to a connection or service interrupts the whole service, so writes to it follow one another
    one_write_per_service: bool = False


NEUTRON = Dialect(
    name="neutron",
    title="Neutron",
    project_key="project_id",
    # neutron_vpnaas/db/vpn/vpn_validator.py, assert_update_allowed
    refuses_update_while_pending=True,
    has_agents=True,
    has_known_drivers=True,
    has_query_parameters=True,
    # Since 2025.2 every VPN rule, for reads too, requires member (neutron_vpnaas/policies/*.py). Before Keystone 14
    # that role was named _member_.
    reader_roles=frozenset({"admin", "manager", "member", "_member_"}),
)
K5 = Dialect(
    name="k5",
    title="FUJITSU K5",
    project_key="tenant_id",
    # The catalog has two services of type network; only the endpoint with this name has the VPN paths.
    endpoint_name="networking",
    host_suffix=".cloud.global.fujitsu.com",
    endpoint_is_floating_ip=True,
    one_service_per_router=True,
    one_write_per_service=True,
)
DIALECTS = {dialect.name: dialect for dialect in (NEUTRON, K5)}


def dialect_of(endpoint_name: str | None, host: str) -> Dialect:
    """The dialect of a network endpoint by its name in the catalog (None without one) or its host.

    It is Neutron's where no other dialect has that name or host.
    """
    for dialect in DIALECTS.values():
        if dialect.endpoint_name and dialect.endpoint_name == endpoint_name:
            return dialect
        if dialect.host_suffix and host.endswith(dialect.host_suffix):
            return dialect
    return NEUTRON
