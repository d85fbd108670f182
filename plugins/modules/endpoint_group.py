#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: endpoint_group
short_description: Manage an endpoint group, the networks on one side of an IPsec VPN
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Creates, changes and deletes an endpoint group. It lists the networks at one end of a tunnel, in IPsec terms the
    traffic selectors of that end.
  - A M(sitelink.vpnaas.ipsec_site_connection) whose VPN service has no subnet needs two of them, one of type
    C(subnet) for the local networks and one of type C(cidr) for the peer's.
  - Only the description can be changed, also while a connection uses the group. For other endpoints create a group with
    another name, let the connection use it, and delete the old one, in this order (see the examples). The connection
    keeps its id.
  - Endpoints are compared as a set, without regard to order, and networks by value, so that C(10.2.0.1/24) and
    C(10.2.0.0/24) are the same.
  - A group that a connection uses cannot be deleted. The module names the connections, in check mode too.
  - Writing a group interrupts nothing. K5 has no endpoint groups.
options:
  type:
    description:
      - What O(endpoints) are.
      - V(subnet) are subnets of this cloud, for the local side. They must be attached to the router of the VPN
        service.
      - V(cidr) are networks written as address and prefix length, for the peer's side.
      - V(network), V(router) and V(vlan) are stored, but no IPsec connection accepts them; O(preflight) warns.
      - Required to create the group. It cannot be changed.
    type: str
    choices: [subnet, cidr, network, router, vlan]
  endpoints:
    description:
      - For O(type=cidr) networks such as C(10.2.0.0/24), all IPv4 or all IPv6, none twice.
      - For O(type=subnet), O(type=network) and O(type=router) names or ids of such objects.
      - For O(type=vlan) VLAN numbers.
      - With IKEv1 a tunnel connects only one local and one peer network, see M(sitelink.vpnaas.ike_policy).
      - Required to create the group. It cannot be changed.
    type: list
    elements: str
seealso:
  - module: sitelink.vpnaas.endpoint_group_info
  - module: sitelink.vpnaas.ike_policy
  - module: sitelink.vpnaas.ipsec_policy
  - module: sitelink.vpnaas.vpn_service
  - module: sitelink.vpnaas.ipsec_site_connection
  - name: Networking API v2.0
    description: The API behind this module, with its VPNaaS section.
    link: https://docs.openstack.org/api-ref/network/v2/
attributes:
  idempotent:
    support: full
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
  - sitelink.vpnaas.attributes.ensure
  - sitelink.vpnaas.vpn_object
"""

EXAMPLES = r"""
- name: The local side, by names of subnets
  sitelink.vpnaas.endpoint_group:
    cloud: mycloud
    name: lab-networks
    type: subnet
    endpoints:
      - lab

- name: The peer's side
  sitelink.vpnaas.endpoint_group:
    cloud: mycloud
    name: partner-networks
    description: Networks of the partner
    type: cidr
    endpoints:
      - 10.20.0.0/16
      - 10.30.0.0/16

- name: Give a running connection other peer networks, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
  block:
    - name: The new group first
      sitelink.vpnaas.endpoint_group:
        name: partner-networks-2
        type: cidr
        endpoints:
          - 10.20.0.0/16
          - 10.30.0.0/16
          - 10.40.0.0/16

    - name: Then let the connection use it
      sitelink.vpnaas.ipsec_site_connection:
        name: partner
        peer_endpoint_group: partner-networks-2

    - name: The old group last
      sitelink.vpnaas.endpoint_group:
        name: partner-networks
        state: absent
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
endpoint_group:
  description:
    - The endpoint group after the task, with all attributes that the server returns.
    - Null with O(state=absent).
    - Check mode predicts the options given and the server's known defaults.
  type: dict
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
action:
  description:
    - What was done, in check mode what would be done. One of V(none), V(create), V(update), V(replace) and V(delete).
  type: str
  returned: success
  sample: update
interrupts:
  description:
    - Which traffic the write interrupts.
    - V(none), but V(possibly router) for the replacement of a group in use.
  type: str
  returned: success
  sample: none
replacement:
  description: The other effects of a replacement.
  type: dict
  returned: when RV(action) is V(replace)
  contains:
    predecessors:
      description: IDs of the objects that are deleted.
      type: list
      elements: str
      returned: always
      sample: [7b347d20-6fa3-4e22-b744-c49ee235ae4f]
    moved:
      description:
        - The objects that use the old object and are moved to the new one, each with its C(kind), C(name), old C(id),
          and the C(action) that moves it, V(update) or V(replace).
      type: list
      elements: dict
      returned: always
      sample:
        - kind: ipsec_site_connection
          name: branch7
          id: af44dfd7-cf91-4451-be57-cd4fdd96b5dc
          action: replace
diff:
  description:
    - What changes. C(before) and C(after) hold the attributes that an update changes, the whole object for a creation
      or deletion, and nothing if nothing is done.
  type: dict
  returned: success
  sample: {before: {description: ""}, after: {description: Networks of branch 7}}
warnings:
  description: Side effects and risks that you should know.
  type: list
  elements: str
  returned: if there are any
  sample:
    - 'endpoint group "sites": type vlan is stored, but no IPsec connection accepts it: use subnet for the local
      group, cidr for the peer group'
hint:
  description: After a replacement, what the gateway does. After a failure, the remedy.
  type: str
  returned: success of a replacement, and failure, if a remedy is known
  sample: Delete the connections that use it, or let them use another group, first.
status:
  description: The HTTP status of the response that made the task fail.
  type: int
  returned: failure, if the server responded
  sample: 400
error_type:
  description: The server's name for the error.
  type: str
  returned: failure, if the server gave one
  sample: EndpointGroupInUse
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure, if the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
# END
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("endpoint_group")


if __name__ == "__main__":
    main()
