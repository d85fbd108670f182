#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vpn_topology_info
short_description: Export the VPN topology of a project, in the format of vpn_topology
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Returns all VPN objects of a project, or those of one owner, as M(sitelink.vpnaas.vpn_topology) declares them.
    Applying the result there changes nothing.
  - It contains what can be declared, without ids, status, addresses that the server assigned, and empty values. The
    modules that list one kind, such as M(sitelink.vpnaas.ipsec_site_connection_info), return those.
  - Objects are named, and refer to each other, to routers, subnets and flavors, by name where no other object of the
    kind in the project has the name, and by id elsewhere. Where the server refuses to list routers, subnets or flavors,
    a warning says so, and they have ids.
  - Nothing is ever changed.
options:
  owner:
    description:
      - Return only the objects whose description ends in this owner's mark, see M(sitelink.vpnaas.vpn_topology).
      - Without it, all objects of the project are returned.
    type: str
notes:
  - The pre-shared keys are never exported. Applied where the connections exist, the export leaves their keys alone. To
    create the connections elsewhere, add O(sitelink.vpnaas.vpn_topology#module:ipsec_site_connections[].psk) to each.
  - Owner marks are no part of the exported descriptions.
seealso:
  - module: sitelink.vpnaas.vpn_topology
  - module: sitelink.vpnaas.ike_policy_info
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
"""

EXAMPLES = r"""
- name: Read all VPN objects of the project
  sitelink.vpnaas.vpn_topology_info:
    cloud: mycloud
  register: current

- name: Write them to a file, to be kept in a repository
  ansible.builtin.copy:
    content: "{{ current.topology | to_nice_yaml(sort_keys=false) }}"
    dest: "{{ playbook_dir }}/topology.yml"
    mode: "0644"

- name: Read what the file declares
  ansible.builtin.include_vars:
    file: "{{ playbook_dir }}/topology.yml"
    name: declared

- name: Apply it, which changes only what has changed in the cloud since
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    ike_policies: "{{ declared.ike_policies }}"
    ipsec_policies: "{{ declared.ipsec_policies }}"
    vpn_services: "{{ declared.vpn_services }}"
    endpoint_groups: "{{ declared.endpoint_groups | default([]) }}"
    ipsec_site_connections: "{{ declared.ipsec_site_connections }}"

- name: Show the objects of one owner, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
  block:
    - name: Read it
      sitelink.vpnaas.vpn_topology_info:
        owner: gitops-prod
      register: owned

    - name: Name the tunnels
      ansible.builtin.debug:
        msg: "{{ owned.topology.ipsec_site_connections | map(attribute='name') }}"

# ansible localhost -m sitelink.vpnaas.vpn_topology_info -a cloud=mycloud
"""

RETURN = r"""
topology:
  description: The objects by kind, in the format of the options of M(sitelink.vpnaas.vpn_topology).
  type: dict
  returned: success
  contains:
    # BEGIN topology, generated from development/results.yml
    ike_policies:
      description: The IKE policies, sorted by name.
      type: list
      elements: dict
      returned: always
      sample:
        - name: branches-ike
          auth_algorithm: sha256
          encryption_algorithm: aes-256
          phase1_negotiation_mode: main
          ike_version: v2
          pfs: group20
          lifetime: {units: seconds, value: 3600}
    ipsec_policies:
      description: The IPsec policies, sorted by name.
      type: list
      elements: dict
      returned: always
      sample:
        - name: branches-ipsec
          transform_protocol: esp
          auth_algorithm: sha256
          encryption_algorithm: aes-256
          encapsulation_mode: tunnel
          pfs: group20
          lifetime: {units: seconds, value: 3600}
    vpn_services:
      description: The VPN services, sorted by name.
      type: list
      elements: dict
      returned: always
      sample: [{name: office-vpn, router: edge, subnet: office, admin_state_up: true}]
    endpoint_groups:
      description: The endpoint groups, sorted by name.
      type: list
      elements: dict
      returned: dialect neutron
      sample: [{name: partner-networks, type: cidr, endpoints: [10.20.0.0/16, 10.30.0.0/16]}]
    ipsec_site_connections:
      description: The IPsec site connections, sorted by name. The pre-shared key is never included.
      type: list
      elements: dict
      returned: always
      sample:
        - name: branch1
          vpn_service: office-vpn
          ike_policy: branches-ike
          ipsec_policy: branches-ipsec
          peer_address: 203.0.113.71
          peer_id: 203.0.113.71
          peer_cidrs: [10.2.1.0/24]
          mtu: 1500
          initiator: bi-directional
          dpd: {action: hold, interval: 30, timeout: 120}
          admin_state_up: true
    # END
objects:
  description:
    - The same objects as the server returns them, with their IDs and statuses. Each has the attributes of its
      own module's result, without those that need another request. The pre-shared key is never included.
    - The filter P(sitelink.vpnaas.vpn_report#filter) makes a report of them.
  type: dict
  returned: success
  version_added: 2.0.0
subnets:
  description: The subnets that RV(objects) refer to, with their networks.
  type: list
  elements: dict
  returned: success
  version_added: 2.0.0
  contains:
    id:
      description: The ID of the subnet.
      type: str
      returned: always
      sample: 5d1e8bf4-5c0e-4a4b-9a6d-2f2f5a1f5c11
    name:
      description: Its name.
      type: str
      returned: always
      sample: office
    cidr:
      description: Its network.
      type: str
      returned: always
      sample: 10.1.0.0/24
names:
  description: The names of objects that RV(objects) refer to by ID, by that ID.
  type: dict
  returned: success
  version_added: 2.0.0
  sample: {33333333-0000-4000-8000-000000000001: edge}
dialect:
  description: Which kind of cloud it is, V(neutron) or V(k5).
  type: str
  returned: success
  sample: neutron
# BEGIN failure, generated from development/results.yml
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
    run_module("vpn_topology_info")


if __name__ == "__main__":
    main()
