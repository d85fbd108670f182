#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ipsec_site_connection
short_description: Manage an IPsec site connection, one tunnel to one peer
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Creates, changes and deletes an IPsec site connection. It joins the networks behind a
    M(sitelink.vpnaas.vpn_service) with the networks behind one peer's gateway, through a tunnel that both gateways
    open with a shared key and equal M(sitelink.vpnaas.ike_policy) and M(sitelink.vpnaas.ipsec_policy).
  - There are two ways to specify the networks, depending on the VPN service. A service with a subnet takes
    O(peer_cidrs). A service without one takes O(local_endpoint_group) and O(peer_endpoint_group).
  - VPN service, policies and availability zone of a connection cannot be changed. The module fails and names
    the remedy. Everything else can be changed in place.
  - Values are compared by their meaning. Networks are sets without order (C(10.2.0.1/24) is C(10.2.0.0/24)), a host
    name equals the stored address if it resolves to it, and on K5 an C(@) before the stored peer identity does not
    count.
  - On Neutron with the strongSwan driver a write leaves established tunnels alone. With the Libreswan driver it
    restarts all tunnels of the router. The API does not report which it is, so the result has RV(interrupts)
    V(possibly router).
  - On K5 every write drops all tunnels of the VPN service for a moment.
options:
  vpn_service:
    description:
      - Name or id of the VPN service, the local gateway.
      - Required to create the connection. It cannot be changed.
    type: str
    aliases: [vpnservice_id]
  ike_policy:
    description:
      - Name or id of the IKE policy, the proposal for phase 1.
      - Required to create the connection. It cannot be changed.
    type: str
    aliases: [ikepolicy_id]
  ipsec_policy:
    description:
      - Name or id of the IPsec policy, the proposal for phase 2.
      - Required to create the connection. It cannot be changed.
    type: str
    aliases: [ipsecpolicy_id]
  peer_address:
    description:
      - Outside address of the peer's gateway, IPv4 or IPv6, or on Neutron its host name. K5 takes IPv4 addresses
        only.
      - The server resolves a host name once, when it is written, and stores the address. A name that resolves to the
        stored address here is unchanged. One that does not resolve here counts as unchanged too, with a warning.
      - Required to create the connection.
    type: str
  peer_id:
    description:
      - The identity that the peer must present in IKE. It is an address, a host name, an e-mail address or a key id.
      - A peer behind NAT usually presents its inner address.
      - Neutron's drivers send and expect everything that is no address as a host name. Peers that present an e-mail
        address or a key id in its natural type do not match.
      - On create, default is O(peer_address) if that is an address. Required to create the connection to a host name.
    type: str
  peer_cidrs:
    description:
      - The networks behind the peer, such as C(10.2.0.0/24), all IPv4 or all IPv6, none twice. The list is the whole
        of them.
      - Given where the VPN service has a subnet, and only there. K5 takes exactly one, so that every further network
        needs a connection of its own.
      - With IKEv1 Neutron's strongSwan gateways pass traffic of the first one only.
    type: list
    elements: str
  local_endpoint_group:
    description:
      - Name or id of the endpoint group of type C(subnet) with the local subnets that the tunnel reaches.
      - Given, together with O(peer_endpoint_group), where the VPN service has no subnet. Not on K5.
    type: str
    aliases: [local_ep_group_id]
  peer_endpoint_group:
    description:
      - Name or id of the endpoint group of type C(cidr) with the networks behind the peer.
      - Given, together with O(local_endpoint_group), where the VPN service has no subnet. Not on K5.
    type: str
    aliases: [peer_ep_group_id]
  local_id:
    description:
      - The identity that the local gateway presents in IKE. Empty, which is the server's default, means its outside
        address, and is nearly always right.
      - It must be of the same kind as O(peer_id), both addresses or both names. Else strongSwan sends both as names;
        O(preflight) warns.
      - Not on K5.
    type: str
  mtu:
    description:
      - The MTU of the connection in bytes, at least 68, with an IPv6 peer at least 1280.
      - Neutron's strongSwan driver ignores it. Clamp the TCP MSS at the peer instead.
      - The server's default is 1500. Not on K5.
    type: int
  initiator:
    description:
      - V(bi-directional) initiates the tunnel when there is traffic, and also responds. V(response-only) waits for the
        peer.
      - Neutron's strongSwan driver ignores V(response-only).
      - The server's default is V(bi-directional).
    type: str
    choices: [bi-directional, response-only]
  psk:
    description:
      - The pre-shared key that authenticates the two gateways, 1 to 255 characters and the same on both gateways.
      - On K5 without quotes and backslashes. Fewer than 8 characters can be guessed, and bring a warning.
      - Required to create the connection.
    type: str
  update_psk:
    description:
      - When the O(psk) of a connection that exists is written again.
      - V(when_different) writes it when the server's copy differs. If the server does not return the key, the module
        does not change it, and warns.
      - V(on_create) never changes the key of a connection that exists, for keys that are rotated elsewhere.
      - V(always) writes it in every run, which then always counts as a change.
    type: str
    default: when_different
    choices: [when_different, on_create, always]
  dpd:
    description:
      - Dead peer detection, the probes that detect a silent peer.
      - A key that is not given keeps its stored value; of a new connection it gets the server's default.
        O(dpd.timeout) must be above O(dpd.interval).
    type: dict
    suboptions:
      action:
        description:
          - What to do about a dead peer. V(hold) waits for traffic to set the tunnel up again, V(restart) does so
            at once, V(clear) gives it up.
          - V(disabled) and V(restart-by-peer) are accepted by Neutron's API, but make strongSwan drop this
            connection, and Libreswan every tunnel of the router; O(preflight) warns.
          - K5 supports V(hold) and V(restart).
          - The server's default is V(hold).
        type: str
        choices: [hold, restart, clear, disabled, restart-by-peer]
      interval:
        description:
          - Seconds between two probes.
          - The server's default is 30.
        type: int
      timeout:
        description:
          - Seconds after which a peer that does not answer counts as dead.
          - The server's default is 120.
        type: int
  admin_state_up:
    description:
      - The administrative state of the connection.
      - Neutron's strongSwan driver ignores V(false) where the VPN service has other connections. Switch the
        M(sitelink.vpnaas.vpn_service) off to stop traffic for certain.
      - The server's default is V(true).
    type: bool
  wait_for:
    description:
      - What to wait for, see O(wait).
      - V(settled) is any status but C(PENDING_*) and C(BUILD). C(DOWN) is no failure then.
      - V(active) is the status C(ACTIVE), an established tunnel. A connection added to a service that runs stays
        C(DOWN) until there is traffic for it, or the peer initiates it, so this can time out although the configuration
        is correct. It is waited for whether or not there was anything to write; V(settled) is waited for after a write
        only.
      - The status C(ERROR) ends both at once with a failure.
    type: str
    default: settled
    choices: [settled, active]
notes:
  - The pre-shared key is in nothing that the module returns, shows in a diff or writes to a log, though the API
    returns it in clear to everybody who may read the connection. Keep it in Ansible Vault or a secret store, and give
    it as a variable. What Ansible itself prints is another matter. At C(-v) it shows the items of a loop, so do not
    loop over items that hold a key, and newer versions quote the lines of the play around a task that fails, so do
    not write a key into the play.
  - A changed O(psk) does not touch an established tunnel. A peer with another key shows only when the gateways
    authenticate each other again, hours later. After an update C(ACTIVE) is the agent's last report, not a proof that
    the tunnel works.
  - If the status is not reached within O(timeout), the failure names the last status, and its RV(hint) is a
    list of what to check, filled with the values of this connection. The connection stays as it is.
  - What can never settle is not waited for, such as a connection with O(admin_state_up=false) that is the only one of
    its service.
  - The server refuses changes while the status is C(PENDING_*). An update waits for that to end, regardless of
    O(wait).
  - K5 supports 20 connections.
seealso:
  - module: sitelink.vpnaas.ipsec_site_connection_info
  - module: sitelink.vpnaas.ike_policy
  - module: sitelink.vpnaas.ipsec_policy
  - module: sitelink.vpnaas.vpn_service
  - module: sitelink.vpnaas.endpoint_group
  - name: Networking API v2.0
    description: The API behind this module, with its VPNaaS section.
    link: https://docs.openstack.org/api-ref/network/v2/
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_psk=always) every run writes the key and counts as a change.
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
  - sitelink.vpnaas.attributes.ensure
  - sitelink.vpnaas.vpn_object
  - sitelink.vpnaas.vpn_object.availability_zone
"""

EXAMPLES = r"""
- name: Connect the office with branch 7, through a VPN service that has a subnet
  sitelink.vpnaas.ipsec_site_connection:
    cloud: mycloud
    name: branch7
    description: Tunnel to branch 7
    vpn_service: edge-vpn
    ike_policy: branch7-ike
    ipsec_policy: branch7-ipsec
    peer_address: 203.0.113.77
    peer_cidrs:
      - 10.2.0.0/24
    psk: "{{ branch7_psk }}"
    dpd:
      action: restart
      interval: 10
      timeout: 60

- name: Connect the lab through a VPN service without a subnet, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
      preflight: fail
  block:
    - name: Which of our networks
      sitelink.vpnaas.endpoint_group:
        name: lab-networks
        type: subnet
        endpoints:
          - lab

    - name: Which of theirs
      sitelink.vpnaas.endpoint_group:
        name: partner-networks
        type: cidr
        endpoints:
          - 10.20.0.0/16
          - 10.30.0.0/16

    - name: The tunnel to a partner behind NAT, whose gateway presents its inner address
      sitelink.vpnaas.ipsec_site_connection:
        name: partner
        vpn_service: lab-vpn
        ike_policy: lab-ike
        ipsec_policy: lab-ipsec
        peer_address: 203.0.113.78
        peer_id: 192.168.4.1
        local_endpoint_group: lab-networks
        peer_endpoint_group: partner-networks
        psk: "{{ partner_psk }}"

- name: Connect a subnet on FUJITSU K5, one network of the peer per connection
  sitelink.vpnaas.ipsec_site_connection:
    cloud: k5
    dialect: k5
    availability_zone: jp-east-1a
    name: branch7-10-2-0-0-24
    vpn_service: edge-vpn
    ike_policy: branch7-ike
    ipsec_policy: branch7-ipsec
    peer_address: 203.0.113.77
    peer_cidrs:
      - 10.2.0.0/24
    psk: "{{ branch7_psk }}"

- name: The branch has moved; go on when its tunnel is up again
  sitelink.vpnaas.ipsec_site_connection:
    cloud: mycloud
    name: branch7
    peer_address: 203.0.113.79
    peer_id: 203.0.113.79
    wait_for: active
    timeout: 600

- name: Give the connection a new key, which the peer needs too
  sitelink.vpnaas.ipsec_site_connection:
    cloud: mycloud
    name: branch7
    psk: "{{ branch7_new_psk }}"

- name: Remove the tunnel
  sitelink.vpnaas.ipsec_site_connection:
    cloud: mycloud
    name: branch7
    state: absent

# To see from a command line what a change would do and interrupt:
# ansible localhost -m sitelink.vpnaas.ipsec_site_connection \
#   -a 'cloud=mycloud name=branch7 peer_address=203.0.113.79' --check --diff
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
ipsec_site_connection:
  description:
    - The IPsec site connection after the task, with all attributes that the server returns. The pre-shared key is
      never included.
    - Null with O(state=absent).
    - Check mode predicts the options given and the server's known defaults. A reference to an object that does not
      exist yet is a mapping of C(name) and a null C(id).
  type: dict
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
action:
  description:
    - What was done, in check mode what would be done. One of V(none), V(create), V(update), V(replace) and V(delete).
  type: str
  returned: success
  sample: update
interrupts:
  description:
    - Which traffic the write interrupts.
    - V(none) if nothing is to be done.
    - V(possibly router) for every write on Neutron. The strongSwan driver keeps established tunnels, the Libreswan
      driver restarts all tunnels of the router.
    - V(service) for every write on K5. All tunnels of the VPN service drop for a moment.
  type: str
  returned: success
  sample: possibly router
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
  sample: {before: {peer_cidrs: [10.2.0.0/24]}, after: {peer_cidrs: [10.2.0.0/24, 10.3.0.0/24]}}
warnings:
  description: Side effects and risks that you should know.
  type: list
  elements: str
  returned: if there are any
  sample:
    - 'IPsec site connection "branch7": psk has fewer than 8 characters and can be guessed: generate one of 20 or
      more'
hint:
  description: After an update, a replacement or a deletion, what the gateway does. After a failure, the remedy.
  type: str
  returned: success of an update, a replacement or a deletion, and failure, if a remedy is known
  sample: 'The status is what the agent last said: it does not prove that the tunnel works with this change.'
status:
  description: The HTTP status of the response that made the task fail.
  type: int
  returned: failure, if the server responded
  sample: 400
error_type:
  description: The server's name for the error.
  type: str
  returned: failure, if the server gave one
  sample: VPNPeerAddressNotResolved
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure, if the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
# END
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("ipsec_site_connection")


if __name__ == "__main__":
    main()
