# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the logic is in plugin_utils/_site_to_site/."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result

DOCUMENTATION = r"""
name: site_topology
short_description: Part of the role site_to_site, from the description of a site to a topology
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The core of the role P(sitelink.vpnaas.site_to_site#role). It converts the role's short description of one end of a
    VPN to the lists that M(sitelink.vpnaas.vpn_topology) takes. It sends no request.
  - It names policies after site and crypto preset, fills in references between the objects, and on K5 creates one
    connection for each network of the peer.
positional: existing, crypto
options:
  _input:
    description:
      - The site, under the names of the role's variables without C(site_to_site_). These are C(name),
        C(from_name), C(state), C(crypto), C(replace), C(ike_policy), C(ipsec_policy), C(vpn_service),
        C(endpoint_groups), C(connections) and C(split_pairs).
    type: dict
    required: true
  existing:
    description:
      - What M(sitelink.vpnaas.vpn_topology_info) returned for the cloud.
    type: dict
    required: true
  crypto:
    description:
      - The crypto presets as C(presets), the preset of each dialect as C(defaults), and reasons why there is no preset
        of some name as C(refused). The role's C(vars/main/presets.yml) holds them.
    type: dict
    required: true
notes:
  - The result holds the pre-shared keys of the connections. Use it in arguments of tasks, and do not print it.
seealso:
  - plugin: sitelink.vpnaas.site_to_site
    plugin_type: role
  - module: sitelink.vpnaas.vpn_topology
"""

EXAMPLES = r"""
- name: Bring one end of a VPN to the desired state, as the role does
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    ike_policies: "{{ plan.topology.ike_policies }}"
    ipsec_policies: "{{ plan.topology.ipsec_policies }}"
    vpn_services: "{{ plan.topology.vpn_services }}"
    endpoint_groups: "{{ plan.topology.endpoint_groups }}"
    ipsec_site_connections: "{{ plan.topology.ipsec_site_connections }}"
  vars:
    plan: "{{ site | sitelink.vpnaas.site_topology(existing, crypto) }}"
"""

RETURN = r"""
_value:
  description: What to do, and warnings.
  type: dict
  contains:
    topology:
      description: The five lists that M(sitelink.vpnaas.vpn_topology) takes.
      type: dict
    crypto:
      description: The crypto preset that was chosen.
      type: str
    problems:
      description: Why it cannot be done. Nothing should then be written.
      type: list
      elements: str
    warnings:
      description: Warnings about the crypto preset.
      type: list
      elements: str
    kept:
      description: What C(state=absent) leaves, because connections of others use it.
      type: list
      elements: str
"""


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., Result]]:
        """The filter by its name."""
        return {"site_topology": site_topology}
