#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: playbook_text
short_description: Part of the playbooks, the text that they print
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Works out what the playbooks C(sitelink.vpnaas.status), C(sitelink.vpnaas.audit), C(sitelink.vpnaas.diagnose),
    C(sitelink.vpnaas.rotate_psk) and C(sitelink.vpnaas.peer_config) print. M(sitelink.vpnaas.show_text) prints it.
  - Nothing is ever changed. A cloud that does not answer is a text of one line, not a failure.
  - V(diagnose) and V(rotate_psk) read the pre-shared keys of both ends to compare them. The result has none.
options:
  playbook:
    description: The playbook that prints the text.
    type: str
    required: true
    choices: [status, audit, diagnose, peer_config, rotate_psk]
  name:
    description:
      - Name or id of the IPsec site connection. V(status) shows all without it, V(audit) does not use it; the other
        playbooks need it.
    type: str
  status:
    description: For V(status), show only the connections that have one of these statuses.
    type: list
    elements: str
    choices: [ACTIVE, DOWN, BUILD, ERROR, PENDING_CREATE, PENDING_UPDATE, PENDING_DELETE]
  peer_cloud:
    description:
      - The cloud of the other end, as O(cloud), for V(diagnose) and V(rotate_psk). Its connection is found by the
        addresses of both gateways.
    type: raw
  target:
    description: What the peer gateway is, for the commands to run there.
    type: str
    default: strongswan
    choices: [aws, fortios, ios-xe, junos, libreswan, openstack, opnsense, strongswan, vyos]
  settings:
    description: For V(peer_config), what the target needs beyond the connection.
    type: dict
    default: {}
  own_address:
    description: For V(peer_config), the peer gateway's own address, if a NAT stands in front of it.
    type: str
  config_state:
    description: For V(peer_config), V(absent) is how to remove the configuration from the peer gateway again.
    type: str
    default: present
    choices: [present, absent]
  psk:
    description:
      - For V(peer_config), the pre-shared key that will be written. It is checked, since a target cannot take every
        key, and is not in the result.
    type: str
  key_source:
    description: For V(rotate_psk), where the new key comes from. It is printed, and is not the key.
    type: str
  peer_ready:
    description: For V(rotate_psk), whether the peer has the new key already.
    type: bool
    default: false
  baseline:
    description:
      - For V(audit), the rules. The name of a baseline of the collection, several names with commas between them, a
        mapping with a baseline of your own, or a list of names and mappings.
      - Default is V(ietf).
    type: raw
  declaration:
    description:
      - For V(audit), the declaration to audit in place of what exists, as a mapping with the lists of
        M(sitelink.vpnaas.vpn_topology), or the path of a file that has it. No cloud is asked.
    type: raw
  today:
    description: For V(audit), the date of today (UTC) in ISO format, with which C(until) of a baseline is compared.
    type: str
seealso:
  - module: sitelink.vpnaas.show_text
  - module: sitelink.vpnaas.ipsec_site_connection_info
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
  - sitelink.vpnaas.attributes.info
"""

EXAMPLES = r"""
- name: Work out the table of all connections
  sitelink.vpnaas.playbook_text:
    cloud: mycloud
    playbook: status
  register: status

- name: Print it
  sitelink.vpnaas.show_text:
    text: "{{ status.text }}"
"""

RETURN = r"""
text:
  description: The lines to print, for V(peer_config) the configuration with a placeholder for the key.
  type: list
  elements: str
  returned: success
  sample:
    - "1 IPsec site connection: 1 ACTIVE"
success:
  description:
    - Whether the question was answered. V(false) if the cloud does not answer or has no such connection.
    - For V(audit), also V(false) if a finding is an error.
  type: bool
  returned: success
  sample: true
dialect:
  description: The dialect of the cloud.
  type: str
  returned: if a cloud was asked and answers
  sample: neutron
ends:
  description: The connections to write, in this order.
  type: list
  elements: dict
  returned: for V(rotate_psk)
  contains:
    end:
      description: V(own) is O(cloud), V(peer) is O(peer_cloud).
      type: str
      returned: always
      sample: own
    id:
      description: ID of the connection.
      type: str
      returned: always
      sample: c3c1f1c1-0b3a-4f7b-9d7e-5b1f2f2f9a90
    label:
      description: The connection and its cloud, for messages.
      type: str
      returned: always
      sample: IPsec site connection "branch7", cloud "mycloud"
ready:
  description: Whether they may be written now. V(false) if the peer must have the new key first.
  type: bool
  returned: for V(rotate_psk)
  sample: true
objects:
  description:
    - The connection with all that it refers to, as P(sitelink.vpnaas.peer_config#filter) takes it. It has no key.
  type: dict
  returned: for V(peer_config)
  sample: {}
assertions:
  description: What the baselines say on each option of each policy.
  type: list
  elements: dict
  returned: for V(audit)
  contains:
    id:
      description: C(baseline-), the name of the baseline, and the option with hyphens. It is stable.
      type: str
      returned: always
      sample: baseline-neutron-29-ready-auth-algorithm
    severity:
      description: V(error), V(warning) or V(info), what it means if it fails.
      type: str
      returned: always
      sample: error
    result:
      description: V(passed), V(failed) or V(not_checked).
      type: str
      returned: always
      sample: failed
    kind:
      description: V(ike_policy) or V(ipsec_policy).
      type: str
      returned: always
      sample: ike_policy
    name:
      description: Name of the policy, with its ID if several have the name.
      type: str
      returned: always
      sample: branches-ike
    expected:
      description: What the baseline wants.
      type: str
      returned: always
      sample: any but sha1
    actual:
      description: The value of the policy.
      type: str
      returned: always
      sample: sha1
    msg:
      description: A sentence.
      type: str
      returned: always
      sample: 'IKE policy "branches-ike": auth_algorithm sha1 is forbidden by neutron-29-ready (used by branch7)'
    remedy:
      description: What to do. Empty if it passed.
      type: str
      returned: always
      sample: Set auth_algorithm to any but sha1, here and at the peer.
summary:
  description: The numbers of assertions by result.
  type: dict
  returned: for V(audit)
  sample: {passed: 14, failed: 1, not_checked: 0}
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
    run_module("playbook_text")


if __name__ == "__main__":
    main()
