#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vpn_service
short_description: Manage a VPN service, the router that ends IPsec tunnels
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Creates, changes and deletes a VPN service. It turns a router into the VPN gateway of the networks behind it. Each
    M(sitelink.vpnaas.ipsec_site_connection) of the service is a tunnel from there to one peer.
  - The result has the address that the peer connects to, see RV(vpn_service.endpoint_address).
  - With O(subnet) the tunnels reach this one local subnet, and connections name their peer networks with
    C(peer_cidrs). Without it the connections name local subnets and peer networks by
    M(sitelink.vpnaas.endpoint_group), which Neutron recommends and K5 does not have.
  - Only O(description) and O(admin_state_up) can be changed. For another router, subnet, flavor or availability zone
    allow O(replace), which moves the connections too. A second service on the same router is no remedy, see
    O(router).
  - A new service stays C(PENDING_CREATE) until its first connection exists, because no VPN agent processes it before.
    The module does not wait for it. Until then the server refuses changes, which the module reports at once.
  - A service that still has connections cannot be deleted. The module names them, in check mode too.
  - A creation or deletion interrupts nothing. O(admin_state_up=false) drops all tunnels of the service. Other changes
    drop all of them on K5, and with Neutron's Libreswan driver.
options:
  router:
    description:
      - Name or id of the router. It must have an external gateway. On K5 set the gateway before you create the VPN
        service.
      - Give a router one VPN service. K5 refuses a second. Neutron accepts it, but its agents configure one service
        per router, so only the connections of the service written last are configured; O(preflight) warns.
      - Required to create the service. It cannot be changed.
    type: str
    aliases: [router_id]
  subnet:
    description:
      - Name or id of the one local subnet, which must be attached to the router.
      - Required to create the service on K5. It cannot be changed.
    type: str
    aliases: [subnet_id]
  admin_state_up:
    description:
      - The administrative state of the gateway. V(false) stops it, and is the only option of the API that affects
        tunnels at once.
      - The server's default is V(true).
    type: bool
  flavor:
    description:
      - Name or id of a network flavor of service type C(VPN), which chooses among the VPN back ends of a cloud that
        has several.
      - Neutron only, where the API extension C(vpn-flavors) is there. It cannot be changed.
    type: str
    aliases: [flavor_id]
notes:
  - Neutron stores the router's outside address when the service is created, and does not update it. The
    module warns if the service's address is no longer its router's. Only a new service takes up the new address.
  - On K5 the endpoint is the floating IP of the router's port on O(subnet). Create it before the connection. Without it
    RV(vpn_service.endpoint_address) is null.
seealso:
  - module: sitelink.vpnaas.vpn_service_info
  - module: sitelink.vpnaas.ike_policy
  - module: sitelink.vpnaas.ipsec_policy
  - module: sitelink.vpnaas.endpoint_group
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
  - sitelink.vpnaas.vpn_object.availability_zone
"""

EXAMPLES = r"""
- name: Make the router a VPN gateway for the subnet behind it
  sitelink.vpnaas.vpn_service:
    cloud: mycloud
    name: edge-vpn
    description: VPN of the head office
    router: edge
    subnet: office
  register: edge

- name: Show the address that the peer connects to
  ansible.builtin.debug:
    msg: "Peers connect to {{ edge.vpn_service.endpoint_address | default('what the service will get', true) }}"

- name: A gateway whose connections name their networks by endpoint groups, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
      timeout: 300
  block:
    - name: Without a subnet
      sitelink.vpnaas.vpn_service:
        name: lab-vpn
        router: edge2

- name: A gateway on FUJITSU K5
  sitelink.vpnaas.vpn_service:
    cloud: k5
    dialect: k5
    availability_zone: jp-east-1a
    name: edge-vpn
    router: edge
    subnet: office

- name: Cut off all tunnels of the service at once
  sitelink.vpnaas.vpn_service:
    cloud: mycloud
    name: edge-vpn
    admin_state_up: false

- name: Remove the service after its connections
  sitelink.vpnaas.vpn_service:
    cloud: mycloud
    name: edge-vpn
    state: absent

# To find the address on a command line:
# ansible localhost -m sitelink.vpnaas.vpn_service_info -a 'cloud=mycloud name=edge-vpn'
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
vpn_service:
  description:
    - The VPN service after the task, with all attributes that the server returns.
    - Null with O(state=absent).
    - Check mode predicts the options given and the server's known defaults.
  type: dict
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
      returned: always, except for a VPN service that check mode predicts
      sample: 203.0.113.10
    endpoint_addresses:
      description:
        - The outside addresses of the gateway, by IP version.
        - On Neutron they are C(external_v4_ip) and C(external_v6_ip). On K5 the IPv4 address is the floating IP of
          the router's port on the service's subnet.
      type: dict
      returned: always, except for a VPN service that check mode predicts
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
action:
  description:
    - What was done, in check mode what would be done. One of V(none), V(create), V(update), V(replace) and V(delete).
  type: str
  returned: success
  sample: update
interrupts:
  description:
    - Which traffic the write interrupts.
    - V(none) for a creation, a deletion, and if nothing is to be done.
    - V(service) for the replacement of a service in use, for a change of O(admin_state_up), and for every change on
      K5. All tunnels of the service drop.
    - V(possibly router) for other changes on Neutron. The strongSwan driver keeps established tunnels, the Libreswan
      driver restarts all tunnels of the router.
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
    endpoint_address:
      description:
        - The address that the peer connects to, C(before) and C(after) the replacement.
        - In check mode C(after) is a prediction. It is null on OVN, where the cloud assigns it.
      type: dict
      returned: when it was replaced
      sample: {before: 203.0.113.10, after: 203.0.113.20}
diff:
  description:
    - What changes. C(before) and C(after) hold the attributes that an update changes, the whole object for a creation
      or deletion, and nothing if nothing is done.
  type: dict
  returned: success
  sample: {before: {admin_state_up: true}, after: {admin_state_up: false}}
warnings:
  description: Side effects and risks that you should know.
  type: list
  elements: str
  returned: if there are any
  sample:
    - 'VPN service "edge-vpn": its address 203.0.113.10 is no longer its router''s (203.0.113.20); only a new VPN
      service takes up the new address'
hint:
  description: The remedy.
  type: str
  returned: failure, if a remedy is known
  sample: Give the router an external gateway first.
status:
  description: The HTTP status of the response that made the task fail.
  type: int
  returned: failure, if the server responded
  sample: 400
error_type:
  description: The server's name for the error.
  type: str
  returned: failure, if the server gave one
  sample: RouterIsNotExternal
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure, if the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
# END
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("vpn_service")


if __name__ == "__main__":
    main()
