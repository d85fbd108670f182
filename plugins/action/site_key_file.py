# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the work on the file is in plugin_utils/_key_file.py. An action plugin, because it runs
on the controller whatever the host's connection and become are, and knows check mode; a lookup does not know it."""

from __future__ import annotations

import os
import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import retyped_fault
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils import _key_file as key_file

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value


class ActionModule(ActionBase):
    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The task's result (see plugins/modules/site_key_file.py), in which the key is not."""
        result: Result = ActionBase.run(self, tmp, task_vars)
        _validation, options = ActionBase.validate_argument_spec(
            self,
            argument_spec={
                "path": {"type": "str", "required": True},
                "resolve": {"type": "bool", "default": True},
                "create": {"type": "bool", "default": False},
            },
        )
        try:
            refuse_retyped_path(self._task.args.get("path"))
            result.update(self._handled(str(options["path"]), options["resolve"], options["create"]))
        except VpnError as error:
            result.update(failed=True, msg=error.message_with_hint)
        return result

    def _handled(self, path: str, resolve: bool, create: bool) -> Result:
        if resolve:
            path = key_file.resolve(path, self._loader.get_basedir(), os.environ)
        there, changed = key_file.exists(path), False
        if create and not there:
            changed = there = True
            if self._task.check_mode:
                key_file.refuse_unwritable(path)
                there = False
            else:
                changed = key_file.write_new_key(path)
        result: Result = {"changed": changed, "path": path, "exists": there}
        if changed:
            result["diff"] = {"before": "", "after": "(a generated key, not shown)\n", "after_header": path}
        if there:
            found = key_file.read_key(path)
            result["version"] = found.version
            if found.open_to_others:
                result["warnings"] = [
                    f"{path}: the file with the pre-shared key is accessible to its group or others: chmod 600 it"
                ]
        return result


def refuse_retyped_path(path: Value) -> None:
    """Raise ``InvalidInput`` for a path that YAML read as a number: Ansible makes another path of it."""
    fault = retyped_fault(path)
    if fault:
        raise InvalidInput([f"path: {fault}"])
