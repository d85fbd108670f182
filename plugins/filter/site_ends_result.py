# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the logic is in plugin_utils/_site_to_site/."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import peer_config
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site import result as ends_result

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.arguments import Data

DOCUMENTATION = r"""
name: site_ends_result
short_description: Part of the role site_to_site, the result of a run with both ends
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Builds the variable C(site_to_site_result) of the role P(sitelink.vpnaas.site_to_site#role) from the results of its
    tasks. It sends no request.
positional: given, seen, services, done
options:
  _input:
    description: The result of P(sitelink.vpnaas.site_ends#filter).
    type: dict
    required: true
  given:
    description: The VPN, as that filter takes it.
    type: dict
    required: true
  seen:
    description: The result of the lookup P(sitelink.vpnaas.site_end#lookup) for each end.
    type: list
    elements: dict
    required: true
  services:
    description: The results of the loop that created the VPN services.
    type: list
    elements: dict
    required: true
  done:
    description: The results of the loop that applied the changes.
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
- name: Show what was done at both ends
  ansible.builtin.debug:
    msg: "{{ (plan | sitelink.vpnaas.site_ends_result(vpn, seen, services.results, done.results)).summary }}"
"""

RETURN = r"""
_value:
  description:
    - The result of both ends, and in C(ends) that of each. Contains no key.
    - The C(configuration) of an end with C(managed) false is that of P(sitelink.vpnaas.peer_config#filter) for
      strongSwan, if possible, with a placeholder for the key. For an end at AWS it is that for V(aws).
  type: dict
"""


def site_ends_result(
    plan: Params,
    given: Params,
    seen: t.Sequence[Params],
    services: t.Iterable[Params] | None,
    done: t.Iterable[Params] | None,
    warnings: t.Sequence[str] = (),
) -> Result:
    """The result of both ends, with the configuration of one that is not managed, for strongSwan or for AWS."""
    result = ends_result.site_ends_result(plan, given, seen, services, done, warnings)
    for number, end in enumerate(plan["ends"]):
        if end is None:
            target = "strongswan" if given["ends"][number].get("aws") is None else "aws"
            result["ends"][number]["configuration"] = configuration(result["ends"][1 - number], target)
    return result


def configuration(managed: Params, target: str = "strongswan") -> str | Data | None:
    """The configuration of the peer gateway, without the key; None if the target does not support it, or if the managed
    end has no connection yet."""
    try:
        return peer_config(managed, target)
    except InvalidInput:
        return None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., Result]]:
        """The filter by its name."""
        return {"site_ends_result": site_ends_result}
