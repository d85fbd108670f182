# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""As the other action plugins (see plugin_utils/_action.py). The configurations of the peers are tried here, on the
controller, wherever the module ran: the filter's data are no part of a module."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils import _action
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import to_builtin_types
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import peer_text
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_variables import (
    how_to_give_settings,
    in_variables,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value


class ActionModule(_action.ActionModule):
    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The module's result; a failure if the configuration of a peer lacks something, before anything is moved."""
        result: Result = super().run(tmp, task_vars)
        given = to_builtin_types(self._task.args)
        if not given.get("target") or result.get("failed"):
            return result
        faults: list[str] = []
        for peer in result.get("peers", ()):
            try:
                peer_text(peer["objects"], given["target"], dialect=result["dialect"], settings=given.get("settings"))
            except InvalidInput as error:
                faults += [*map(in_variables, error.faults), *how_to_give_settings(error)]
        if not faults:
            return result
        text = "; ".join(dict.fromkeys(faults))
        return {**result, "failed": True, "msg": f"Nothing is written, since peers would lack a configuration: {text}"}
