# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the logic is in plugin_utils/_aws/."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.connections import with_keys

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params

DOCUMENTATION = r"""
name: site_keys
short_description: Part of the role site_to_site, adds the keys of an end at AWS to its connections
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The role P(sitelink.vpnaas.site_to_site#role) uses it for C(site_to_site_ends). Each tunnel of AWS has a key of its
    own, which AWS's document holds. The filter adds it to the connection of that tunnel.
  - If no end is at AWS, the connections stay as they are. It sends no request.
positional: ends, name
options:
  _input:
    description: The connections of one end, as P(sitelink.vpnaas.site_ends#filter) gives them.
    type: list
    elements: dict
    required: true
  ends:
    description: The role's variable C(site_to_site_ends).
    type: list
    elements: dict
    required: true
  name:
    description: The name of the site.
    type: str
    required: true
notes:
  - The result holds pre-shared keys. Use it in arguments of tasks, and do not print it.
seealso:
  - plugin: sitelink.vpnaas.site_to_site
    plugin_type: role
  - plugin: sitelink.vpnaas.site_ends
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Bring the end of a VPN to AWS to the desired state, as the role does
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    ipsec_site_connections: >-
      {{ plan.ends[0].topology.ipsec_site_connections | sitelink.vpnaas.site_keys(ends, 'office-aws') }}
"""

RETURN = r"""
_value:
  description: The connections, those to AWS with C(psk). Secret.
  type: list
  elements: dict
"""


def site_keys(connections: t.Iterable[ApiObject], ends: t.Sequence[Params], name: str) -> list[ApiObject]:
    """The connections with the keys of AWS's document. Raises ``AnsibleFilterError``, which quotes no key."""
    try:
        return with_keys(connections, ends, name)
    except InvalidInput as error:
        raise AnsibleFilterError(f"site_keys: aws: {error}") from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., list[ApiObject]]]:
        """The filter by its name."""
        return {"site_keys": site_keys}
