#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ipsec_policy_info
short_description: List IPsec policies, the proposals for phase 2 of IPsec VPNs
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Returns the IPsec policies of a project, or those of one name.
  - Nothing is ever changed.
seealso:
  - module: sitelink.vpnaas.ipsec_policy
  - module: sitelink.vpnaas.ike_policy_info
  - module: sitelink.vpnaas.vpn_service_info
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
- name: All IPsec policies of the project
  sitelink.vpnaas.ipsec_policy_info:
    cloud: mycloud
  register: phase2

- name: Fail if any has a Diffie-Hellman group that is too weak
  ansible.builtin.assert:
    that: phase2.ipsec_policies | selectattr('pfs', 'in', ['group2', 'group5']) | length == 0
    fail_msg: There are IPsec policies with a weak group

- name: One policy, by name or by id
  sitelink.vpnaas.ipsec_policy_info:
    cloud: mycloud
    name: branch7-ipsec

- name: All policies on FUJITSU K5, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: k5
      dialect: k5
  block:
    - name: List them
      sitelink.vpnaas.ipsec_policy_info:
      register: on_k5

    - name: Name the zones they are in
      ansible.builtin.debug:
        msg: "{{ on_k5.ipsec_policies | map(attribute='availability_zone') | unique }}"
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
ipsec_policies:
  description:
    - The IPsec policies found, each with all attributes that the server returns.
    - An empty list if there are none.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: ID of the object.
      type: str
      returned: always
      sample: 22b8abdc-e822-45b3-90dd-f2c8512acfa5
    name:
      description: Its name.
      type: str
      returned: always
      sample: branch7-ipsec
    description:
      description: Its description.
      type: str
      returned: always
      sample: Phase 2 to branch 7
    transform_protocol:
      description: The protocol that protects the packets.
      type: str
      returned: always
      sample: esp
    auth_algorithm:
      description: The integrity algorithm.
      type: str
      returned: always
      sample: sha384
    encryption_algorithm:
      description: The cipher.
      type: str
      returned: always
      sample: aes-256-gcm-16
    encapsulation_mode:
      description: How packets are encapsulated.
      type: str
      returned: always
      sample: tunnel
    pfs:
      description: The Diffie-Hellman group.
      type: str
      returned: always
      sample: group20
    lifetime:
      description: How long a key is used.
      type: dict
      returned: always
      sample: {units: seconds, value: 3600}
      contains:
        units:
          description: The unit of the value.
          type: str
          returned: always
          sample: seconds
        value:
          description: The lifetime in these units.
          type: int
          returned: always
          sample: 3600
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
    run_module("ipsec_policy_info")


if __name__ == "__main__":
    main()
