# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; plugin_utils/_playbook_variables.py checks. An action plugin, because only the
controller knows the names of all extra variables."""

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import to_builtin_types
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._playbook_variables import check_variables

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value


class ActionModule(ActionBase):
    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The task's result (see plugins/modules/playbook_variables.py), in which no secret is."""
        result: Result = ActionBase.run(self, tmp, task_vars)
        _validation, options = ActionBase.validate_argument_spec(
            self,
            argument_spec={
                "spec": {"type": "dict", "required": True},
                "one_of": {"type": "list", "elements": "str", "default": []},
                "required_by": {"type": "dict", "default": {}},
            },
        )
        spec, values = to_builtin_types(options["spec"]), task_vars or {}
        given = {name: to_builtin_types(self._templar.template(values[name])) for name in spec if name in values}
        try:
            variables = check_variables(
                spec, given, load_extra_vars(self._loader), options["one_of"], options["required_by"]
            )
        except VpnError as error:
            return {**result, "failed": True, "msg": error.message_with_hint}
        return {**result, "changed": False, "variables": variables}
