#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ike_policy
short_description: Manage an IKE policy, the proposal for phase 1 of an IPsec VPN
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Creates, changes and deletes an IKE policy. It defines how two VPN gateways agree on keys and authenticate each
    other (phase 1, the IKE SA). Configure both gateways with the same values.
  - A policy does nothing by itself. It takes effect in each M(sitelink.vpnaas.ipsec_site_connection) that uses it.
  - While a connection uses a policy, the server refuses every change of it, that of its description included, and its
    deletion. The module reports this before it writes, in check mode too, and names the connections.
  - To change the algorithms of a tunnel, allow O(replace), which moves its connections to a new policy. Or create a
    policy with a new name and a new connection with it. Descriptive names (C(branch7-ike-aes256-group20)) suit the
    latter.
  - On K5 only O(description), O(encryption_algorithm), O(pfs) and O(lifetime) of a policy can be changed.
  - Writing a policy interrupts nothing.
options:
  auth_algorithm:
    description:
      - The hash that protects the integrity of the IKE exchange. Any text is passed on to the server.
      - Neutron supports V(sha256), V(sha384), V(sha512), V(aes-xcbc) and V(aes-cmac), and before version 29 also
        V(sha1).
      - K5 supports V(sha1) only.
      - Needed with ciphers that authenticate by themselves (C(-gcm-), C(-ccm-)) too. IKE then takes it as
        pseudo-random function.
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
  phase1_negotiation_mode:
    description:
      - How phase 1 of IKEv1 is negotiated. IKEv2 has no modes and ignores it.
      - V(aggressive) with a pre-shared key lets anyone who listens guess the key offline, and strongSwan gateways
        refuse it, so O(preflight) warns. K5 supports V(main) only.
      - The server's default is V(main).
    type: str
    choices: [main, aggressive]
  ike_version:
    description:
      - The version of the IKE protocol.
      - V(v1) supports only one pair of local and peer network in a connection. Use V(v2) if the peer supports it.
      - K5 supports V(v1) only.
      - The server's default is V(v1).
    type: str
    choices: [v1, v2]
  pfs:
    description:
      - The Diffie-Hellman group of the key exchange. Any text is passed on to the server.
      - Neutron supports V(group2), V(group5), and V(group14) to V(group31). Libreswan gateways refuse some of them,
        V(group2) and V(group22) among them.
      - K5 supports V(group2), V(group5) and V(group14).
      - The server's default is V(group5), which is too weak for today. Give V(group14) at least, better V(group19),
        V(group20) or V(group31).
    type: str
seealso:
  - module: sitelink.vpnaas.ike_policy_info
  - module: sitelink.vpnaas.ipsec_policy
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
- name: A strong proposal for gateways that support IKEv2
  sitelink.vpnaas.ike_policy:
    cloud: mycloud
    name: branch7-ike
    description: Phase 1 to branch 7
    ike_version: v2
    encryption_algorithm: aes-256
    auth_algorithm: sha384
    pfs: group20
    lifetime:
      value: 86400

- name: Create both policies of a tunnel, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
      preflight: fail
  block:
    - name: Phase 1
      sitelink.vpnaas.ike_policy:
        name: lab-ike
        ike_version: v2
        encryption_algorithm: aes-128-gcm-16
        auth_algorithm: sha256
        pfs: group31

    - name: Phase 2
      sitelink.vpnaas.ipsec_policy:
        name: lab-ipsec
        encryption_algorithm: aes-128-gcm-16
        auth_algorithm: sha256
        pfs: group31

- name: A policy on FUJITSU K5, which supports only IKEv1 with SHA-1
  sitelink.vpnaas.ike_policy:
    cloud: k5
    dialect: k5
    availability_zone: jp-east-1a
    name: branch7-ike
    encryption_algorithm: aes-256
    pfs: group14
    lifetime:
      value: 86400

- name: Use another lifetime, as long as no connection uses the policy
  sitelink.vpnaas.ike_policy:
    cloud: mycloud
    name: branch7-ike
    lifetime:
      value: 28800

- name: Remove the policy; it is no error if there is none
  sitelink.vpnaas.ike_policy:
    cloud: mycloud
    name: branch7-ike
    state: absent

# The same on a command line, to see what would happen:
# ansible localhost -m sitelink.vpnaas.ike_policy -a 'cloud=mycloud name=branch7-ike state=absent' --check --diff
"""

RETURN = r"""
# BEGIN results, generated from development/results.yml
ike_policy:
  description:
    - The IKE policy after the task, with all attributes that the server returns.
    - Null with O(state=absent).
    - Check mode predicts the options given and the server's known defaults.
  type: dict
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
  sample: {before: {encryption_algorithm: aes-128}, after: {encryption_algorithm: aes-256}}
warnings:
  description: Side effects and risks that you should know.
  type: list
  elements: str
  returned: if there are any
  sample:
    - 'IKE policy "branch7-ike": ike_version v1 cannot negotiate aes-256-gcm-16 in phase 1: use ike_version v2, or
      AES-CBC with SHA-2'
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
  sample: IKEPolicyInUse
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure, if the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
# END
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("ike_policy")


if __name__ == "__main__":
    main()
