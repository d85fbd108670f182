# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""As the other action plugins (see plugin_utils/_action.py). The configuration of a peer is generated here, on the
controller, wherever the module ran: the filter's data are no part of a module. A declaration is read here, since only
the controller decrypts files, and only its policies go on: no key of it reaches a module."""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleError

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.declared_lists import only_policies
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils import _action
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import (
    folder_of_user,
    to_builtin_types,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import peer_text
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_variables import (
    how_to_give_settings,
    in_variables,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value


class ActionModule(_action.ActionModule):
    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The module's result; for ``peer_config`` with the configuration as text, in which a placeholder stands for
        the key; for ``audit`` of what a file declares."""
        if self._task.args.get("declaration"):
            try:
                self._task.args = {**self._task.args, "declaration": self._declared(self._task.args["declaration"])}
            except InvalidInput as error:
                return {"changed": False, "success": False, "text": [f"The declaration: {error}"]}
        result: Result = super().run(tmp, task_vars)
        if "objects" in result and result.get("success"):
            given = to_builtin_types(self._task.args)
            target, settings = given.get("target") or "strongswan", given.get("settings")
            arguments = {
                "dialect": result["dialect"],
                "settings": settings,
                "own_address": given.get("own_address"),
                "state": given.get("config_state") or "present",
            }
            try:
                if given.get("psk") is not None:  # a key that the target cannot take is a finding, too
                    peer_text(result["objects"], target, **arguments, psk=given["psk"])
                text = peer_text(result["objects"], target, **arguments)
                result["text"] = text.splitlines()
            except InvalidInput as error:
                result.update(success=False, text=[*map(in_variables, error.faults), *how_to_give_settings(error)])
        return result

    def _declared(self, given: Value) -> Result:
        """The policies of a declaration, or of the file that it is in; raises ``InvalidInput``."""
        if not isinstance(given, str):
            return only_policies(given)
        folder = folder_of_user(self._loader.get_basedir())
        path = os.path.join(folder, os.path.expanduser(given))
        try:
            return only_policies(self._loader.load_from_file(path))
        except (AnsibleError, OSError, ValueError) as error:
            # A parser quotes what it read, which may be a key.
            raise InvalidInput([f"{path} is no file of YAML that can be read ({type(error).__name__})"]) from None
