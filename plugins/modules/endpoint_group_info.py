#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: endpoint_group_info
short_description: List endpoint groups, the networks on one side of IPsec VPNs
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Returns the endpoint groups of a project, or those of one name.
  - K5 has no endpoint groups, and the module fails there.
  - Nothing is ever changed.
seealso:
  - module: sitelink.vpnaas.endpoint_group
  - module: sitelink.vpnaas.ike_policy_info
  - module: sitelink.vpnaas.ipsec_policy_info
  - module: sitelink.vpnaas.vpn_service_info
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
- name: All endpoint groups of the project
  sitelink.vpnaas.endpoint_group_info:
    cloud: mycloud
  register: listed

- name: Name the networks of all peers
  ansible.builtin.debug:
    msg: "{{ peers | map(attribute='endpoints') | flatten | unique }}"
  vars:
    peers: "{{ listed.endpoint_groups | selectattr('type', 'equalto', 'cidr') }}"

- name: One group, by name or by id, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
  block:
    - name: List it
      sitelink.vpnaas.endpoint_group_info:
        name: partner-networks
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
endpoint_groups:
  description:
    - The endpoint groups found, each with all attributes that the server returns.
    - An empty list if there are none.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: ID of the object.
      type: str
      returned: always
      sample: 6bd2e7a1-8c6e-4a1f-9f5e-0f9a4d3b2c11
    name:
      description: Its name.
      type: str
      returned: always
      sample: branch7-networks
    description:
      description: Its description.
      type: str
      returned: always
      sample: Networks of branch 7
    type:
      description: What the endpoints are.
      type: str
      returned: always
      sample: cidr
    endpoints:
      description:
        - The endpoints. Networks for V(cidr), IDs for V(subnet), V(network) and V(router), numbers for V(vlan).
        - Their order has no meaning.
      type: list
      elements: str
      returned: always
      sample: [10.2.0.0/24, 10.3.0.0/24]
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
    run_module("endpoint_group_info")


if __name__ == "__main__":
    main()
