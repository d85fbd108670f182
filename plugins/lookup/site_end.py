# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the logic is in plugin_utils/_site_to_site/discovery.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: site_end
short_description: Part of the role site_to_site, reads the current state of the ends of a VPN
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The first step of the role P(sitelink.vpnaas.site_to_site#role) for both ends of a VPN. It returns for each end the
    VPN objects of its cloud, the router and subnets, and the address that the other end will connect to.
  - It only reads. It runs on the controller, which needs access to the clouds.
options:
  _terms:
    description: The ends, items of the role's variable C(site_to_site_ends).
    type: list
    elements: dict
    required: true
  name:
    description: The site's name, which an end without a name of its own has.
    type: str
    required: true
  from_name:
    description: The site's former name, where it is renamed.
    type: str
    version_added: 2.0.0
  state:
    description: With V(absent) it reads only the VPN objects.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - plugin: sitelink.vpnaas.site_ends
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show the addresses of a tunnel between two clouds
  ansible.builtin.debug:
    msg: "{{ query('sitelink.vpnaas.site_end', *ends, name='paris-rome') | map(attribute='addresses') }}"
  vars:
    ends:
      - {cloud: {cloud: paris}, vpn_service: {router: edge}, networks: [office]}
      - {cloud: {cloud: rome}, vpn_service: {router: edge}, networks: [lab]}
"""

RETURN = r"""
_raw:
  description:
    - For each end C(dialect), C(topology), C(router), C(networks), C(addresses), C(families) and C(problems). Objects
      that were not found are listed in C(problems). An end with C(managed) false or C(aws) has no data. It has no key.
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import (
    plugin_process,
    to_builtin_types,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.connect import snapshot_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.discovery import read_end
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.input_types import end_faults
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.renaming import former_name
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._token_store import logins_of_run

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result, Value


class LookupModule(LookupBase):
    def run(self, terms: t.Sequence[Value], variables: Params | None = None, **kwargs: Value) -> list[Result]:
        """What each end's cloud holds. Raises ``AnsibleLookupError``; faults of one end are in its ``problems``."""
        LookupBase.set_options(self, var_options=variables, direct=kwargs)
        name, former, state = (LookupBase.get_option(self, option) for option in ("name", "from_name", "state"))
        ends = to_builtin_types(list(terms))
        if not all(isinstance(end, dict) for end in ends):
            raise AnsibleLookupError("site_end: each end must be a mapping")
        with plugin_process(self._loader.get_basedir() if self._loader else "."):
            logins = logins_of_run(variables)
            return [self._read(end, name, state == "present", former or None, logins) for end in ends]

    @staticmethod
    def _read(end: Params, name: str, present: bool, former: str | None, logins: Logins | None) -> Result:
        if end.get("managed") is False or end.get("aws") is not None or not end.get("cloud"):
            return {"problems": []}
        faults = end_faults(end)
        if faults:
            return {"problems": faults}
        try:
            own = end.get("name") or name
            return read_end(end, own, snapshot_of(end["cloud"], logins), present, former_name(own, name, former))
        except VpnError as error:
            return {"problems": [error.message_with_hint]}
