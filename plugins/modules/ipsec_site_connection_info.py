#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ipsec_site_connection_info
short_description: List IPsec site connections, the tunnels and their status
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Returns the IPsec site connections of a project, or those of one name, without their pre-shared keys.
  - Nothing is ever changed.
options:
  status:
    description:
      - Return only the connections that have one of these statuses.
    type: list
    elements: str
    choices: [ACTIVE, DOWN, BUILD, ERROR, PENDING_CREATE, PENDING_UPDATE, PENDING_DELETE]
    version_added: 2.0.0
  peer_address:
    description:
      - Return only the connections to this address, as the server returns it. The server resolves a host name when it
        stores it.
    type: str
    version_added: 2.0.0
  vpn_service:
    description:
      - Return only the connections of this VPN service, its name or id.
    type: str
    version_added: 2.0.0
  router:
    description:
      - Return only the connections whose VPN service runs on this router, its name or id.
    type: str
    version_added: 2.0.0
notes:
  - All filters that you give must match. If no connection matches, the result is an empty list.
  - The pre-shared key is left out of the result, though the API returns it in clear.
  - The status is what the VPN agent reported last. Agents report about once a minute.
seealso:
  - module: sitelink.vpnaas.ipsec_site_connection
  - module: sitelink.vpnaas.ike_policy_info
  - module: sitelink.vpnaas.ipsec_policy_info
  - module: sitelink.vpnaas.vpn_service_info
  - module: sitelink.vpnaas.endpoint_group_info
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
- name: All connections of the project
  sitelink.vpnaas.ipsec_site_connection_info:
    cloud: mycloud
  register: tunnels

- name: Name those that are not up
  ansible.builtin.debug:
    msg: "{{ tunnels.ipsec_site_connections | rejectattr('status', 'eq', 'ACTIVE') | map(attribute='name') }}"

- name: The connections of one router that are down
  sitelink.vpnaas.ipsec_site_connection_info:
    cloud: mycloud
    router: edge
    status: [DOWN, ERROR]

- name: Wait until traffic or the peer has brought one tunnel up
  sitelink.vpnaas.ipsec_site_connection_info:
    cloud: mycloud
    name: branch7
  register: branch7
  until: branch7.ipsec_site_connections | map(attribute='status') | first | default('gone') == 'ACTIVE'
  retries: 20
  delay: 15

- name: The connections on FUJITSU K5, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: k5
      dialect: k5
  block:
    - name: List them
      sitelink.vpnaas.ipsec_site_connection_info:

# ansible localhost -m sitelink.vpnaas.ipsec_site_connection_info -a cloud=mycloud
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
ipsec_site_connections:
  description:
    - The IPsec site connections found, each with all attributes that the server returns. The pre-shared key is never
      included.
    - An empty list if there are none.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: ID of the object.
      type: str
      returned: always
      sample: c3c1f1c1-0b3a-4f7b-9d7e-5b1f2f2f9a90
    name:
      description: Its name.
      type: str
      returned: always
      sample: branch7
    description:
      description: Its description.
      type: str
      returned: always
      sample: Tunnel to branch 7
    vpnservice_id:
      description: ID of the VPN service.
      type: str
      returned: always
      sample: 7b347d20-6fa3-4e22-b744-c49ee235ae4f
    ikepolicy_id:
      description: ID of the IKE policy.
      type: str
      returned: always
      sample: d3f373dc-0708-4224-b6f8-676adf27dab8
    ipsecpolicy_id:
      description: ID of the IPsec policy.
      type: str
      returned: always
      sample: 22b8abdc-e822-45b3-90dd-f2c8512acfa5
    peer_address:
      description: The address of the peer gateway. The server resolves a host name when the connection is written.
      type: str
      returned: always
      sample: 203.0.113.77
    peer_id:
      description: The identity that the peer must present. K5 may put an C(@) in front of it.
      type: str
      returned: always
      sample: 203.0.113.77
    peer_cidrs:
      description: The peer's networks; empty if the connection uses endpoint groups.
      type: list
      elements: str
      returned: always
      sample: [10.2.0.0/24]
    local_ep_group_id:
      description: ID of the endpoint group with the local subnets, or null.
      type: str
      returned: dialect neutron
      sample: null
    peer_ep_group_id:
      description: ID of the endpoint group with the peer's networks, or null.
      type: str
      returned: dialect neutron
      sample: null
    local_id:
      description: The identity that the local gateway presents; empty means its outside address.
      type: str
      returned: dialect neutron
      sample: ""
    mtu:
      description: The MTU of the connection.
      type: int
      returned: always
      sample: 1500
    initiator:
      description: Whether the local gateway may initiate the tunnel.
      type: str
      returned: always
      sample: bi-directional
    dpd:
      description: Dead peer detection.
      type: dict
      returned: always
      sample: {action: restart, interval: 10, timeout: 60}
      contains:
        action:
          description: What to do about a dead peer.
          type: str
          returned: always
          sample: restart
        interval:
          description: Seconds between two probes.
          type: int
          returned: always
          sample: 10
        timeout:
          description: Seconds after which a silent peer counts as dead.
          type: int
          returned: always
          sample: 60
    admin_state_up:
      description: The administrative state of the connection.
      type: bool
      returned: always
      sample: true
    status:
      description:
        - The status that the VPN agent last reported. V(ACTIVE) is an established tunnel, V(DOWN) is one that is
          configured and not established, V(ERROR) is one that could not be configured.
        - V(PENDING_CREATE) means that no agent has reported yet.
        - V(PENDING_UPDATE), V(PENDING_DELETE) and V(BUILD) are reported by other drivers and on K5 while they update,
          delete or create it.
      type: str
      returned: always
      sample: ACTIVE
    auth_mode:
      description: How the gateways authenticate each other, always V(psk).
      type: str
      returned: always
      sample: psk
    route_mode:
      description: How routes are set up, always V(static).
      type: str
      returned: always
      sample: static
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
    vpn_service_name:
      description: Name of the VPN service. Null, with a warning, if it cannot be read.
      type: str
      returned: always
      sample: edge-vpn
    ike_policy_name:
      description: Name of the IKE policy. Null, with a warning, if it cannot be read.
      type: str
      returned: always
      sample: branch7-ike
    ipsec_policy_name:
      description: Name of the IPsec policy. Null, with a warning, if it cannot be read.
      type: str
      returned: always
      sample: branch7-ipsec
    router_name:
      description: Name of the VPN service's router. Null, with a warning, if it cannot be read.
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
    run_module("ipsec_site_connection_info")


if __name__ == "__main__":
    main()
