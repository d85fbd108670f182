# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible: the one plugin whose result is a key."""

from __future__ import annotations

DOCUMENTATION = r"""
name: site_key
short_description: Part of the role site_to_site, the pre-shared key that both ends have in common
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The role P(sitelink.vpnaas.site_to_site#role) uses it to pass the key of one end to the other inside the arguments
    of one task, so that no variable, fact, result or log contains it.
  - It is the key in the file, if there is one, or that of the connections that exist. They must agree.
  - It only reads, and it runs on the controller. M(sitelink.vpnaas.site_key_file) generates keys.
options:
  _terms:
    description: The ends, items of the role's variable C(site_to_site_ends).
    type: list
    elements: dict
  connections:
    description: For each end the names of its connections that exist.
    type: list
    elements: list
    default: []
  file:
    description:
      - Absolute path of a file with the key, which M(sitelink.vpnaas.site_key_file) returns as
        RV(sitelink.vpnaas.site_key_file#module:path). It is used unchanged.
    type: str
  version:
    description:
      - What M(sitelink.vpnaas.site_key_file) returned as RV(sitelink.vpnaas.site_key_file#module:version) of the
        O(file). A file that has changed since is an error.
    type: str
  will_generate:
    description:
      - For check mode. If no key is known yet, the result is a fixed text in place of the key. The modules accept
        it in check mode for a connection that does not exist, show it as a key that will be generated, and
        refuse it otherwise.
    type: bool
    default: false
notes:
  - The result is secret. Use it in an argument that is a key, such as
    O(sitelink.vpnaas.ipsec_site_connection#module:psk). Do not set it as a fact, loop over it or print it.
seealso:
  - plugin: sitelink.vpnaas.site_ends
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Give the second end the key of the first
  sitelink.vpnaas.ipsec_site_connection:
    cloud: rome
    name: paris-rome
    psk: "{{ lookup('sitelink.vpnaas.site_key', {'cloud': {'cloud': 'paris'}}, connections=[['paris-rome']]) }}"
"""

RETURN = r"""
_raw:
  description: The key, alone in the list. Secret.
  type: list
  elements: str
"""

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import WILL_BE_GENERATED
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import plain, working_directory
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._key_file import exists, read_key
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.connect import snapshot_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.discovery import stored_keys


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        with working_directory(self._loader.get_basedir()):
            found = self._stored(plain(list(terms)))
            found |= self._in_file(plain(self.get_option("file")), self.get_option("version"))
        told = {key: place for place, keys in found.items() for key in keys}
        if len(told) > 1:
            places = " and ".join(place for place, keys in found.items() if keys)
            raise AnsibleLookupError(
                f"There are different pre-shared keys in {places}: say with site_to_site_psk which of them both ends"
                " shall have"
            )
        if told:
            return list(told)
        if self.get_option("will_generate"):
            return [WILL_BE_GENERATED]
        file = self.get_option("file")
        nowhere = f"{file} does not exist and the cloud does not return it" if file else "the cloud does not return it"
        raise AnsibleLookupError(f"The pre-shared key is not known, since {nowhere}: give site_to_site_psk")

    def _stored(self, ends):
        found = {}
        for number, (end, names) in enumerate(zip(ends, self.get_option("connections"), strict=False), start=1):
            if names:
                try:
                    found[f"end {number} ({', '.join(names)})"] = stored_keys(set(names), snapshot_of(end["cloud"]))
                except VpnError as error:
                    raise AnsibleLookupError(f"end {number}: {error.message_with_hint}") from None
        return found

    @staticmethod
    def _in_file(path: str | None, version: str | None) -> dict[str, set[str]]:
        """The place and its key; nothing where there is no file."""
        try:
            found = read_key(path) if path and exists(path) else None
        except VpnError as error:
            raise AnsibleLookupError(error.message_with_hint) from None
        if found and version and found.version != version:
            # One end may have its key by now: the other one must not get another.
            raise AnsibleLookupError(f"{path}: the file has changed during this run: run the playbook again")
        return {path: {found.key}} if found else {}
