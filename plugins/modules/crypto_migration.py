#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: crypto_migration
short_description: Part of the playbook migrate_crypto, its plan and one wave
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Works out which IPsec site connections use policies with another proposal than the wanted one, and moves some of
    them to policies that have it. The playbook C(sitelink.vpnaas.migrate_crypto) uses it.
  - Policies in use cannot be changed. So new policies are created beside the old ones, named after them, and each
    connection is replaced by one that uses the new policies and otherwise has the same options, its key too.
  - A tunnel whose two ends are in O(cloud) and O(peer_cloud) is moved at both ends.
options:
  step:
    description:
      - V(plan) reads, and returns the waves.
      - V(move) moves the tunnels of O(connections) as one wave. If one of them does not reach its former status within
        O(timeout), all of them get their old policies again and the task fails.
      - V(clean) deletes the old policies that nothing uses any more since a new one took their place.
    type: str
    required: true
    choices: [plan, move, clean]
  connections:
    description: Names or ids of the connections. V(plan) looks at all of the project without it, V(move) needs it.
    type: list
    elements: str
    default: []
  peer_cloud:
    description:
      - The cloud of the other ends, as O(cloud). The connection of the other end is found by the addresses of both
        gateways.
    type: raw
  preset:
    description: The preset with the wanted proposal.
    type: str
  presets:
    description: All presets of the role P(sitelink.vpnaas.site_to_site#role), by name.
    type: dict
    default: {}
  ike_policy:
    description: Options of M(sitelink.vpnaas.ike_policy), in addition to those of the preset or instead of them.
    type: dict
    default: {}
  ipsec_policy:
    description: Options of M(sitelink.vpnaas.ipsec_policy), in addition to those of the preset or instead of them.
    type: dict
    default: {}
  baseline:
    description:
      - The name of a baseline, a mapping, or a list of these. Then only policies that are not within it are replaced,
        and the new proposal must be within it.
    type: raw
  peers_ready:
    description: For V(plan), names or ids of the connections whose peers have the new proposal already.
    type: list
    elements: str
    default: []
  wave:
    description: For V(plan), the number of tunnels that move together.
    type: int
    default: 1
  restart:
    description:
      - For V(move), switches the VPN services of a tunnel off and on, at both ends, if its status does not return by
        itself. A strongSwan gateway keeps the former tunnel until it renegotiates, and reports V(DOWN) meanwhile.
        This interrupts all tunnels of these services.
      - With V(false), V(DOWN) is accepted where the status was V(ACTIVE). The new proposal is then in use, and proved,
        at the next negotiation only.
    type: bool
    default: true
  target:
    description:
      - For V(plan), what the gateways of the peers are for which RV(peers) has an entry, a target of
        P(sitelink.vpnaas.peer_config#filter). Their configurations are then tried, and the task fails if one lacks
        something.
    type: str
  settings:
    description: The settings that O(target) needs beyond the connection.
    type: dict
    default: {}
attributes:
  check_mode:
    support: full
    details:
      - Makes no writing request.
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - A connection that was moved is not moved again.
seealso:
  - module: sitelink.vpnaas.show_text
  - module: sitelink.vpnaas.ipsec_site_connection
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
"""

EXAMPLES = r"""
- name: See which tunnels would have to move to another group
  sitelink.vpnaas.crypto_migration:
    cloud: mycloud
    step: plan
    ike_policy: {pfs: group20}
    ipsec_policy: {pfs: group20}
  register: plan

- name: Print it
  sitelink.vpnaas.show_text:
    text: "{{ plan.text }}"
"""

RETURN = r"""
text:
  description: The lines to print.
  type: list
  elements: str
  returned: success
  sample:
    - "  2 tunnels: 2 already as wanted"
dialect:
  description: The dialect of the cloud.
  type: str
  returned: success
  sample: neutron
waves:
  description: The waves, in this order.
  type: list
  elements: dict
  returned: for V(plan)
  contains:
    name:
      description: The number of the wave and its tunnels.
      type: str
      returned: always
      sample: "1 of 2: branch7"
    connections:
      description: The ids of their connections in O(cloud).
      type: list
      elements: str
      returned: always
      sample: [c3c1f1c1-0b3a-4f7b-9d7e-5b1f2f2f9a90]
    interrupts:
      description: What moving them interrupts.
      type: str
      returned: always
      sample: possibly router
peers:
  description: The tunnels that wait, since only their user can change the peer.
  type: list
  elements: dict
  returned: for V(plan)
  contains:
    name:
      description: The name of the connection.
      type: str
      returned: always
      sample: branch7
    file:
      description: A name for the file with the peer's configuration.
      type: str
      returned: always
      sample: branch7
    objects:
      description:
        - The connection with all that it refers to and the new proposal, as P(sitelink.vpnaas.peer_config#filter)
          takes it. It has no key.
      type: dict
      returned: always
      sample: {}
leave:
  description: The number of old policies that V(clean) would delete.
  type: int
  returned: for V(plan)
  sample: 0
not_possible:
  description: The names of the tunnels that cannot be moved. RV(text) names the reasons.
  type: list
  elements: str
  returned: for V(plan)
  sample: []
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
    run_module("crypto_migration")


if __name__ == "__main__":
    main()
