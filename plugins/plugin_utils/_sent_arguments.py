# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's arguments as they go back to the controller: Ansible sends them beside the result."""

from __future__ import annotations

import typing as t

from ansible.parsing import vault

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: Core's note on a text that was encrypted: its ciphertext. Core has notes since 2.19, and then one on each text of a
#: playbook: where it was written.
ENCRYPTED = getattr(vault, "VaultedValue", None)


def arguments_to_send(value: Value) -> Value:
    """The arguments without where each text was written, which takes ten times as long to send as the text itself.

    What was encrypted (``!vault``) stays as it is: its ciphertext goes with it.
    """
    if isinstance(value, str):
        return value if ENCRYPTED is None or ENCRYPTED.is_tagged_on(value) else str(value)
    if isinstance(value, dict):
        return {key: arguments_to_send(item) for key, item in value.items()}
    return [arguments_to_send(item) for item in value] if isinstance(value, (list, tuple)) else value
