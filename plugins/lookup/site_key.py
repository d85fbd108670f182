# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door for Ansible: the one plugin whose result is a key."""

from __future__ import annotations

DOCUMENTATION = r"""
name: site_key
short_description: Part of the role site_to_site, the pre-shared key that both ends have in common
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - With it the role P(sitelink.vpnaas.site_to_site#role) hands the key of one end to the other inside the arguments of
    one task, so that no variable, fact, result or log ever holds it.
  - It is the key in the file, if there is one, or that of the connections that exist. They must agree.
  - It only reads, and it runs on the controller. Without terms it makes a new key.
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
    description: Path of a file with the key, relative to the playbook.
    type: str
  foresee:
    description: Whether it is only for check mode. A key that is to be written to the file is then any key.
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
- name: Give a second end the key that the first one has
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

import os
import secrets
import string

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils.cloud_of_end import estate_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils.in_process import plain, working_directory
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils.site_reading import stored_keys

ALPHABET = string.ascii_letters + string.digits
LENGTH = 48


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        if not terms:
            return [new_key()]
        with working_directory(self._loader.get_basedir()):
            found = self._stored(plain(list(terms)))
            found |= self._in_file(self.get_option("file"))
        told = {key: place for place, keys in found.items() for key in keys}
        if len(told) > 1:
            places = " and ".join(place for place, keys in found.items() if keys)
            raise AnsibleLookupError(
                f"There are different pre-shared keys in {places}: say with site_to_site_psk which of them both ends"
                " shall have"
            )
        if told:
            return list(told)
        if self.get_option("foresee"):
            return [new_key()]
        raise AnsibleLookupError(
            "The pre-shared key cannot be handed over, since the cloud does not tell it: give site_to_site_psk"
        )

    def _stored(self, ends):
        found = {}
        for number, (end, names) in enumerate(zip(ends, self.get_option("connections"), strict=False), start=1):
            if names:
                try:
                    found[f"end {number} ({', '.join(names)})"] = stored_keys(set(names), estate_of(end["cloud"]))
                except VpnError as error:
                    raise AnsibleLookupError(f"end {number}: {error.told}") from None
        return found

    @staticmethod
    def _in_file(path):
        path = os.path.expanduser(path or "")
        if not path:
            return {}
        if not os.path.isdir(os.path.dirname(path) or "."):
            raise AnsibleLookupError(f"{path}: there is no folder for the key's file: make it")
        if not os.path.lexists(path):
            return {}
        try:
            with open(path, encoding="utf-8") as file:
                key = file.read().strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise AnsibleLookupError(f"{path}: the key cannot be read: {type(error).__name__}") from None
        if not key.strip():
            raise AnsibleLookupError(f"{path}: the file is empty: remove it, or write a key into it")
        return {path: {key}}


def new_key():
    """48 letters and digits, 285 bits: any gateway takes them, in quotes or without."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
