#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ipsec_policy
short_description: Manage an IPsec policy, the proposal for phase 2 of an IPsec VPN
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Creates, changes and deletes an IPsec policy. It defines how the packets in the tunnel are encrypted and
    authenticated (phase 2, the IPsec SA or CHILD SA). Configure both gateways with the same values.
  - A policy does nothing by itself. It takes effect in each M(sitelink.vpnaas.ipsec_site_connection) that uses it.
  - While a connection uses a policy, the server refuses every change of it, that of its description included, and its
    deletion. The module reports this before it writes, in check mode too, and names the connections.
  - To change the algorithms of a tunnel, allow O(replace), which moves its connections to a new policy. Or create a
    policy with a new name and a new connection with it.
  - On K5 only O(description), O(encryption_algorithm), O(pfs) and O(lifetime) of a policy can be changed.
  - Writing a policy interrupts nothing.
options:
  transform_protocol:
    description:
      - The protocol that protects the packets.
      - V(esp) encrypts them and passes NAT. V(ah) does neither. V(ah-esp) is refused by strongSwan and Libreswan as
        soon as a connection uses the policy. O(preflight) warns of both.
      - K5 supports V(esp) only.
      - The server's default is V(esp).
    type: str
    choices: [esp, ah, ah-esp]
  auth_algorithm:
    description:
      - The hash that protects the integrity of the packets. Any text is passed on to the server.
      - Neutron supports V(sha256), V(sha384), V(sha512), V(aes-xcbc) and V(aes-cmac), and before version 29 also
        V(sha1).
      - K5 supports V(sha1) only.
      - Ciphers that authenticate by themselves (C(-gcm-), C(-ccm-)) do without it, but the policy has one all the
        same.
      - A new policy gets V(sha256) on Neutron and V(sha1) on K5 where this is not given. It is always sent, because
        current Neutron cannot store the default of its own API, V(sha1). A policy that exists is never changed by
        this default.
    type: str
  encryption_algorithm:
    description:
      - The cipher. Clouds differ and grow, so any text is passed on to the server.
      - Neutron supports V(aes-128), V(aes-192) and V(aes-256), each also with V(-ccm-8), V(-ccm-12), V(-ccm-16),
        V(-gcm-8), V(-gcm-12) or V(-gcm-16) behind it (V(aes-256-gcm-16)), and with V(-ctr) where the cloud has the
        API extension C(vpn-aes-ctr). Before version 29 it also knew V(3des), and before version 26 it could store
        none but V(3des) and the first three.
      - K5 supports V(aes-128), V(aes-192) and V(aes-256).
      - The server's default is V(aes-128).
    type: str
  encapsulation_mode:
    description:
      - How packets are wrapped. V(tunnel) connects networks. V(transport) connects two hosts and has little use
        between sites.
      - K5 supports V(tunnel) only.
      - The server's default is V(tunnel).
    type: str
    choices: [tunnel, transport]
  pfs:
    description:
      - The Diffie-Hellman group for perfect forward secrecy, the fresh key exchange whenever phase 2 is negotiated
        again. Any text is passed on to the server.
      - Neutron supports V(group2), V(group5), and V(group14) to V(group31). Libreswan gateways refuse some of them,
        V(group2) and V(group22) among them.
      - K5 supports V(group2), V(group5) and V(group14).
      - With IKEv2 a wrong group shows late. The tunnel comes up and breaks at its first re-keying.
      - The server's default is V(group5), which is too weak for today. Give V(group14) at least, better V(group19),
        V(group20) or V(group31).
    type: str
notes:
  - The strongSwan driver of neutron-vpnaas 29 does not act on O(lifetime) of an IPsec policy. Its gateways negotiate
    phase 2 again about every quarter of an hour. The lifetime of an IKE policy works.
seealso:
  - module: sitelink.vpnaas.ipsec_policy_info
  - module: sitelink.vpnaas.ike_policy
  - module: sitelink.vpnaas.vpn_service
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
  - sitelink.vpnaas.vpn_object.lifetime
  - sitelink.vpnaas.vpn_object.availability_zone
"""

EXAMPLES = r"""
- name: A strong proposal
  sitelink.vpnaas.ipsec_policy:
    cloud: mycloud
    name: branch7-ipsec
    description: Phase 2 to branch 7
    encryption_algorithm: aes-256-gcm-16
    auth_algorithm: sha384
    pfs: group20
    lifetime:
      value: 3600

- name: A proposal that any gateway of the last ten years supports
  sitelink.vpnaas.ipsec_policy:
    cloud: mycloud
    name: partner-ipsec
    transform_protocol: esp
    encapsulation_mode: tunnel
    encryption_algorithm: aes-256
    auth_algorithm: sha256
    pfs: group14

- name: Create several policies, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
  block:
    - name: One policy per strength
      sitelink.vpnaas.ipsec_policy:
        name: "lab-ipsec-{{ item }}"
        encryption_algorithm: "{{ item }}"
        pfs: group20
      loop:
        - aes-128-gcm-16
        - aes-256-gcm-16

- name: A policy on FUJITSU K5, which supports only SHA-1
  sitelink.vpnaas.ipsec_policy:
    cloud: k5
    dialect: k5
    availability_zone: jp-east-1a
    name: branch7-ipsec
    encryption_algorithm: aes-256
    pfs: group14
    lifetime:
      value: 28800

- name: Remove a policy that is no longer used
  sitelink.vpnaas.ipsec_policy:
    cloud: mycloud
    name: partner-ipsec
    state: absent
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
ipsec_policy:
  description:
    - The IPsec policy after the task, with all attributes that the server returns.
    - Null with O(state=absent).
    - Check mode predicts the options given and the server's known defaults.
  type: dict
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
action:
  description:
    - What was done, in check mode what would be done. One of V(none), V(create), V(update), V(replace) and V(delete).
  type: str
  returned: success
  sample: update
interrupts:
  description:
    - Which traffic the write interrupts.
    - V(none), but V(possibly router) for the replacement of a policy in use, V(service) on K5.
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
  sample: {before: {pfs: group14}, after: {pfs: group20}}
warnings:
  description: Side effects and risks that you should know.
  type: list
  elements: str
  returned: if there are any
  sample:
    - 'IPsec policy "branch7-ipsec": transform_protocol ah does not encrypt, and does not pass NAT: use esp'
hint:
  description: After a replacement, what the gateway does. After a failure, the remedy.
  type: str
  returned: success of a replacement, and failure, if a remedy is known
  sample: Give the changed policy another name, and use it in the connections.
status:
  description: The HTTP status of the response that made the task fail.
  type: int
  returned: failure, if the server responded
  sample: 409
error_type:
  description: The server's name for the error.
  type: str
  returned: failure, if the server gave one
  sample: IPsecPolicyInUse
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure, if the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
# END
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("ipsec_policy")


if __name__ == "__main__":
    main()
