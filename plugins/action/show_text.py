# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; plugin_utils/_terminal.py prints. An action plugin, because a module's output never
reaches the terminal, and ``debug`` prints JSON."""

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._terminal import show

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value


class ActionModule(ActionBase):
    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The task's result (see plugins/modules/show_text.py), in which the text is not."""
        result: Result = ActionBase.run(self, tmp, task_vars)
        _validation, options = ActionBase.validate_argument_spec(
            self,
            argument_spec={
                "text": {"type": "raw", "required": True},
                "failed": {"type": "bool", "default": False},
            },
        )
        text = options["text"]
        lines = text if isinstance(text, (list, tuple)) else [text]
        if not self._task.no_log:
            show("\n".join(str(line) for line in lines))
        if options["failed"]:
            result.update(failed=True, msg="The text above says why.")
        return {**result, "changed": False}
