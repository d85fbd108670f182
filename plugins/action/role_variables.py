# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible: variables of a role that must be text. An action plugin, because only the controller
has them as YAML read them; options of a module are converted.

It is the first task of the role site_to_site for another reason too. Ansible imports an action plugin in the controller
before it forks a worker, and a lookup in the worker only. So the memory of the run's logins is made here, and the
lookups of the role share the logins of its tasks. And what the role's filters stand on is imported here, once per run:
Ansible imports a filter in each worker that needs one, with all other filters of the collection.
"""

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import retyped_fault
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils import _token_store
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws import connections
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import to_builtin_types
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import data
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site import one_end, two_ends
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site import result as ends_result

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value

#: Shared with the workers; see above.
LOGINS = _token_store.STORE
#: Imported for the workers; see above.
FILTERS = (connections, data, ends_result, one_end, two_ends)


class ActionModule(ActionBase):
    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The task's result (see plugins/modules/role_variables.py), in which no value is."""
        result: Result = ActionBase.run(self, tmp, task_vars)
        _validation, options = ActionBase.validate_argument_spec(
            self,
            argument_spec={
                "text": {"type": "list", "elements": "str", "default": []},
                "text_in": {"type": "dict", "default": {}},
            },
        )
        values = task_vars or {}
        faults = [
            f"{place}: {fault}"
            for place, value in self._texts(options["text"], options["text_in"], values)
            if (fault := retyped_fault(value))
        ]
        if faults:
            return {**result, "failed": True, "msg": "; ".join(faults)}
        return {**result, "changed": False}

    def _texts(
        self, names: t.Sequence[str], lists: t.Mapping[str, t.Sequence[str]], values: dict[str, Value]
    ) -> t.Iterator[tuple[str, Value]]:
        """What must be text, each with its place."""
        for name in names:
            if name in values:
                yield name, self._rendered(values[name])
        for name, keys in lists.items():
            items = self._rendered(values.get(name))
            for number, item in enumerate(items if isinstance(items, list) else ()):
                for key in keys:
                    if isinstance(item, dict) and item.get(key) is not None:
                        yield f"{name}[{number}].{key}", item[key]

    def _rendered(self, value: Value) -> Value:
        return to_builtin_types(self._templar.template(value))
