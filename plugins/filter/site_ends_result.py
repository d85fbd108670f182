# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door for Ansible; what it does is in plugin_utils/_site_to_site/."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.generate import peer_config
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site import result as ends_result

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

DOCUMENTATION = r"""
name: site_ends_result
short_description: Part of the role site_to_site, what a run with both ends came to
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Makes the variable C(site_to_site_result) of the role P(sitelink.vpnaas.site_to_site#role) out of what its tasks
    returned. It makes no call.
positional: given, seen, services, done
options:
  _input:
    description: What P(sitelink.vpnaas.site_ends#filter) gave.
    type: dict
    required: true
  given:
    description: The VPN, as that filter takes it.
    type: dict
    required: true
  seen:
    description: What the lookup P(sitelink.vpnaas.site_end#lookup) told of each end.
    type: list
    elements: dict
    required: true
  services:
    description: The results of the loop in which the VPN services were made.
    type: list
    elements: dict
    required: true
  done:
    description: The results of the loop in which everything was made.
    type: list
    elements: dict
    required: true
  warnings:
    description: The warnings of both loops, which ansible-core takes out of their items.
    type: list
    elements: str
    default: []
seealso:
  - plugin: sitelink.vpnaas.site_to_site
    plugin_type: role
"""

EXAMPLES = r"""
- name: Tell what was done at both ends
  ansible.builtin.debug:
    msg: "{{ (plan | sitelink.vpnaas.site_ends_result(vpn, seen, services.results, done.results)).summary }}"
"""

RETURN = r"""
_value:
  description:
    - The result of both ends, and in C(ends) that of each. No key is in it.
    - The entry of a foreign end has as C(configuration) what P(sitelink.vpnaas.peer_config#filter) makes for
      strongSwan, if it can, with a placeholder for the key.
  type: dict
"""


def site_ends_result(plan: Params, given: Params, seen, services, done, warnings: list[str] = ()):
    told = ends_result.site_ends_result(plan, given, seen, services, done, warnings)
    for number, end in enumerate(plan["ends"]):
        if end is None:
            told["ends"][number]["configuration"] = configuration(told["ends"][1 - number])
    return told


def configuration(managed):
    """What a strongSwan gateway opposite needs, without the key; None where there is nothing yet, or nothing that it
    can express."""
    try:
        return peer_config(managed, "strongswan")
    except InvalidInput:
        return None


class FilterModule:
    def filters(self):
        return {"site_ends_result": site_ends_result}
