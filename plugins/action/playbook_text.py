# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""As the other action plugins (see plugin_utils/_action.py). The configuration of a peer is generated here, on the
controller, wherever the module ran: the filter's data are no part of a module."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils import _action
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import to_builtin_types
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import peer_text

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value


class ActionModule(_action.ActionModule):
    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The module's result; for ``peer_config`` with the configuration as text, in which a placeholder stands for
        the key."""
        result: Result = super().run(tmp, task_vars)
        if "objects" in result and result.get("success"):
            given = to_builtin_types(self._task.args)
            target, settings = given.get("target") or "strongswan", given.get("settings")
            try:
                if given.get("psk") is not None:  # a key that the target cannot take is a finding, too
                    peer_text(result["objects"], target, dialect=result["dialect"], settings=settings, psk=given["psk"])
                text = peer_text(result["objects"], target, dialect=result["dialect"], settings=settings)
                result["text"] = text.splitlines()
            except InvalidInput as error:
                result.update(success=False, text=[str(error)])
        return result
