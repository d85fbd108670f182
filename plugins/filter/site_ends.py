# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the logic is in plugin_utils/_site_to_site/."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.two_ends import site_ends

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result

DOCUMENTATION = r"""
name: site_ends
short_description: Part of the role site_to_site, from the description of both ends to a topology for each
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The role P(sitelink.vpnaas.site_to_site#role) uses it for C(site_to_site_ends). It configures each end to match the
    other, and validates the input. It sends no request.
positional: seen, crypto, made
options:
  _input:
    description:
      - The VPN, under the names of the role's variables without C(site_to_site_). These are C(name),
        C(from_name), C(state), C(crypto), C(replace), C(split_pairs), C(ike_policy), C(ipsec_policy), C(psk_file) and
        C(ends), and C(has_psk), whether a key is given.
    type: dict
    required: true
  seen:
    description: The result of the lookup P(sitelink.vpnaas.site_end#lookup) for each end.
    type: list
    elements: dict
    required: true
  crypto:
    description: As the filter P(sitelink.vpnaas.site_topology#filter) takes it.
    type: dict
    required: true
  made:
    description:
      - The results of M(sitelink.vpnaas.vpn_topology) in a loop over the indexes of the ends, which created the VPN
        services. The filter then uses the addresses of these services.
    type: list
    elements: dict
    default: []
seealso:
  - plugin: sitelink.vpnaas.site_to_site
    plugin_type: role
  - plugin: sitelink.vpnaas.site_end
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Validate both ends
  ansible.builtin.assert:
    that: (vpn | sitelink.vpnaas.site_ends(seen, crypto)).problems == []
  vars:
    seen: "{{ query('sitelink.vpnaas.site_end', *vpn.ends, name=vpn.name) }}"
"""

RETURN = r"""
_value:
  description: What to do at each end, and warnings. Contains no key.
  type: dict
  contains:
    ends:
      description:
        - For each end what P(sitelink.vpnaas.site_topology#filter) gives, with C(services), what is to be made first,
          and null for one with C(managed) false or with C(aws).
      type: list
      elements: raw
    order:
      description: Numbers of the managed ends; the one that brings the tunnel up is last.
      type: list
      elements: int
    seen:
      description: What was given as O(seen).
      type: list
      elements: dict
    existing:
      description: For each end the names of its connections that exist.
      type: list
      elements: list
    needs_key:
      description: Whether a connection is to be created, so that a key is needed.
      type: bool
    has_key:
      description: Whether there is a connection that has one.
      type: bool
    problems:
      description: Why it cannot be done. Nothing should then be written.
      type: list
      elements: str
    warnings:
      description: Warnings, and what is not known yet.
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
        return {"site_ends": site_ends}
