#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ike_policy_info
short_description: List IKE policies, the proposals for phase 1 of IPsec VPNs
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Returns the IKE policies of a project, or those of one name.
  - Nothing is ever changed.
seealso:
  - module: sitelink.vpnaas.ike_policy
  - module: sitelink.vpnaas.ipsec_policy_info
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
- name: All IKE policies of the project
  sitelink.vpnaas.ike_policy_info:
    cloud: mycloud
  register: phase1

- name: Name those that still use IKEv1
  ansible.builtin.debug:
    msg: "{{ phase1.ike_policies | selectattr('ike_version', 'equalto', 'v1') | map(attribute='name') | list }}"

- name: One policy, by name or by id
  sitelink.vpnaas.ike_policy_info:
    cloud: mycloud
    name: branch7-ike

- name: As an administrator, the policies of another project
  sitelink.vpnaas.ike_policy_info:
    cloud: mycloud-admin
    project: demo

- name: Both kinds of policies, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
  block:
    - name: Phase 1
      sitelink.vpnaas.ike_policy_info:
      register: phase1

    - name: Phase 2
      sitelink.vpnaas.ipsec_policy_info:
      register: phase2

# ansible localhost -m sitelink.vpnaas.ike_policy_info -a cloud=mycloud
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
ike_policies:
  description:
    - The IKE policies found, each with all attributes that the server returns.
    - An empty list if there are none.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: ID of the object.
      type: str
      returned: always
      sample: d3f373dc-0708-4224-b6f8-676adf27dab8
    name:
      description: Its name.
      type: str
      returned: always
      sample: branch7-ike
    description:
      description: Its description.
      type: str
      returned: always
      sample: Phase 1 to branch 7
    auth_algorithm:
      description: The integrity algorithm.
      type: str
      returned: always
      sample: sha384
    encryption_algorithm:
      description: The cipher.
      type: str
      returned: always
      sample: aes-256
    phase1_negotiation_mode:
      description: How phase 1 of IKEv1 is negotiated.
      type: str
      returned: always
      sample: main
    ike_version:
      description: The version of IKE.
      type: str
      returned: always
      sample: v2
    pfs:
      description: The Diffie-Hellman group.
      type: str
      returned: always
      sample: group20
    lifetime:
      description: How long a key is used.
      type: dict
      returned: always
      sample: {units: seconds, value: 86400}
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
          sample: 86400
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
    run_module("ike_policy_info")


if __name__ == "__main__":
    main()
