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

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import WILL_BE_GENERATED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import retyped_fault
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import (
    plugin_process,
    to_builtin_types,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._key_file import exists, read_key
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.connect import snapshot_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.discovery import stored_keys
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._token_store import logins_of_run

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value


class LookupModule(LookupBase):
    def run(self, terms: t.Sequence[Value], variables: Params | None = None, **kwargs: Value) -> list[str]:
        """The key, alone in the list. Secret. Raises ``AnsibleLookupError`` if there is none, or more than one."""
        LookupBase.set_options(self, var_options=variables, direct=kwargs)
        file = to_builtin_types(self._option("file"))
        _refuse_wrong_types(kwargs, terms)
        with plugin_process(self._loader.get_basedir() if self._loader else "."):
            found = self._stored(to_builtin_types(list(terms)), logins_of_run(variables))
            found |= self._in_file(file, self._option("version"))
        different = list({key: place for place, keys in found.items() for key in keys})
        if len(different) > 1:
            places = " and ".join(place for place, keys in found.items() if keys)
            raise AnsibleLookupError(
                f"There are different pre-shared keys in {places}: set site_to_site_psk to the one for both ends"
            )
        if different:
            return different
        if self._option("will_generate"):
            return [WILL_BE_GENERATED]
        nowhere = f"{file} does not exist and the cloud does not return it" if file else "the cloud does not return it"
        raise AnsibleLookupError(f"The pre-shared key is not known, since {nowhere}: give site_to_site_psk")

    def _option(self, name: str) -> Value:
        return LookupBase.get_option(self, name)

    def _stored(self, ends: t.Sequence[Params], logins: Logins | None) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for number, (end, names) in enumerate(zip(ends, self._option("connections"), strict=False), start=1):
            if names:
                try:
                    snapshot = snapshot_of(end["cloud"], logins)
                    found[f"end {number} ({', '.join(names)})"] = stored_keys(set(names), snapshot)
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
        if path is None or found is None:
            return {}
        if version and found.version != version:
            # One end may have its key by now: the peer end must not get another.
            raise AnsibleLookupError(f"{path}: the file has changed during this run: run the playbook again")
        return {path: {found.key}}


def _refuse_wrong_types(given: Params, ends: t.Sequence[Value]) -> None:
    """Ansible turns a number into text for an option of type str: another file or another connection would be meant."""
    names = [name for several in given.get("connections") or () for name in several or ()]
    for option, values in (("file", [given.get("file")]), ("connections", names)):
        fault = next(filter(None, map(retyped_fault, values)), None)
        if fault:
            raise AnsibleLookupError(f"site_key: {option}: {fault}")
    if not all(isinstance(end, dict) for end in ends):
        raise AnsibleLookupError("site_key: each end must be a mapping")
