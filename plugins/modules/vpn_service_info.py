#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vpn_service_info
short_description: List VPN services, the routers that end IPsec tunnels
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Returns the VPN services of a project, or those of one name, each with the address that its peers connect to.
  - Nothing is ever changed.
notes:
  - A service that has no connection yet has the status C(PENDING_CREATE), which is normal.
  - On K5 the addresses cost requests of their own, since they are floating IPs. A token that may not see ports gets
    null.
seealso:
  - module: sitelink.vpnaas.vpn_service
  - module: sitelink.vpnaas.ike_policy_info
  - module: sitelink.vpnaas.ipsec_policy_info
  - module: sitelink.vpnaas.endpoint_group_info
  - module: sitelink.vpnaas.ipsec_site_connection_info
  - name: Networking API v2.0
    description: The API behind this module, with its VPNaaS section.
    link: https://docs.openstack.org/api-ref/network/v2/
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
  - sitelink.vpnaas.attributes.info
  - sitelink.vpnaas.vpn_object.info
"""

EXAMPLES = r"""
- name: One VPN service, by name or by id
  sitelink.vpnaas.vpn_service_info:
    cloud: mycloud
    name: edge-vpn
  register: edge

- name: Show the address that its peers connect to
  ansible.builtin.debug:
    msg: "{{ edge.vpn_services | map(attribute='endpoint_address') | first | default('nothing yet') }}"

- name: All VPN services of the project
  sitelink.vpnaas.vpn_service_info:
    cloud: mycloud

- name: The services on FUJITSU K5, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: k5
      dialect: k5
  block:
    - name: List them
      sitelink.vpnaas.vpn_service_info:
      register: on_k5

    - name: Show their addresses
      ansible.builtin.debug:
        msg: "{{ on_k5.vpn_services | items2dict(key_name='name', value_name='endpoint_address') }}"

# ansible localhost -m sitelink.vpnaas.vpn_service_info -a cloud=mycloud
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
vpn_services:
  description:
    - The VPN services found, each with all attributes that the server returns.
    - An empty list if there are none.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: ID of the object.
      type: str
      returned: always
      sample: 7b347d20-6fa3-4e22-b744-c49ee235ae4f
    name:
      description: Its name.
      type: str
      returned: always
      sample: edge-vpn
    description:
      description: Its description.
      type: str
      returned: always
      sample: VPN of the head office
    router_id:
      description: ID of the router that is the gateway.
      type: str
      returned: always
      sample: 5ae5a1a1-5aab-4c1b-9d1c-7f1f2a4e3c10
    subnet_id:
      description: ID of the one local subnet; null if connections use endpoint groups.
      type: str
      returned: always
      sample: 1b0a7c1e-6f0a-4e0c-8a44-3b8f5d1f2a77
    admin_state_up:
      description: The administrative state of the gateway.
      type: bool
      returned: always
      sample: true
    flavor_id:
      description: ID of the flavor, or null.
      type: str
      returned: dialect neutron
      sample: null
    status:
      description:
        - The status that the VPN agent last reported, for example V(ACTIVE), V(DOWN) or V(ERROR).
        - It is V(PENDING_CREATE) until the first connection of the service exists, which is normal.
      type: str
      returned: always
      sample: PENDING_CREATE
    endpoint_address:
      description:
        - The address that the peer connects to. The IPv4 address if there are both.
        - Null if none is known.
      type: str
      returned: always
      sample: 203.0.113.10
    endpoint_addresses:
      description:
        - The outside addresses of the gateway, by IP version.
        - On Neutron they are C(external_v4_ip) and C(external_v6_ip). On K5 the IPv4 address is the floating IP of
          the router's port on the service's subnet.
      type: dict
      returned: always
      sample: {ipv4: 203.0.113.10, ipv6: '2001:db8:ffff::10'}
      contains:
        ipv4:
          description: The IPv4 address, or null.
          type: str
          returned: always
          sample: 203.0.113.10
        ipv6:
          description: The IPv6 address, or null.
          type: str
          returned: always
          sample: 2001:db8:ffff::10
    external_v4_ip:
      description: The gateway's IPv4 address as the server recorded it when the service was created.
      type: str
      returned: dialect neutron
      sample: 203.0.113.10
    external_v6_ip:
      description: The gateway's IPv6 address as the server recorded it when the service was created.
      type: str
      returned: dialect neutron
      sample: 2001:db8:ffff::10
    availability_zone:
      description: Its availability zone.
      type: str
      returned: dialect k5
      sample: jp-east-1a
    project_id:
      description: ID of the project that the object belongs to. Missing on K5.
      type: str
      returned: dialect neutron
      sample: b6887d0b45b54a249b2ce3dee01caa47
    tenant_id:
      description: The same ID under the API's older name.
      type: str
      returned: always
      sample: b6887d0b45b54a249b2ce3dee01caa47
    router_name:
      description: Name of the router. Null, with a warning, if it cannot be read.
      type: str
      returned: always
      sample: edge
hint:
  description: The remedy.
  type: str
  returned: failure, if a remedy is known
  sample: "The token's roles do not allow this: VPN objects need the role member of the project."
status:
  description: The HTTP status of the response that made the task fail.
  type: int
  returned: failure, if the server responded
  sample: 403
error_type:
  description: The server's name for the error.
  type: str
  returned: failure, if the server gave one
  sample: PolicyNotAuthorized
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure, if the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
# END
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("vpn_service_info")


if __name__ == "__main__":
    main()
