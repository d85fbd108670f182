# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door for action plugins: the same engine in the controller's own process, where that cannot differ from the
module. No module is packed, no Python started, and one login and one listing serve all items of a loop.

Wherever the two could differ the task is handed over to the module; the variable ``sitelink_vpnaas_in_process: false``
or the environment variable ``SITELINK_VPNAAS_IN_PROCESS=0`` hands over always.
"""

from __future__ import annotations

import json
import os
import sys
import typing as t

from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_files import load_late_parts
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import MISSING
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argument_guards import (
    printable_names,
    secrets_in,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.retyped import refuse_retyped
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import encoded_forms
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import (
    no_garbage_collection,
    plain,
    working_directory,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Progress, Result, Value

ENABLE_VAR = "sitelink_vpnaas_in_process"
COLLECTION = "sitelink.vpnaas"
#: What a login depends on -> the estate as far as it was read. A worker process lives for one task of one host, so
#: this holds what the items of one loop share, and nothing else.
_SNAPSHOTS = {}
# The controller imports this file before it forks its workers: done once here, it is not done in each of them.
load_late_parts()
#: Seconds for which a listing is believed; then somebody else may have made the object that we would create.
CACHE_SECONDS = 5


class ActionModule(NormalAction):
    """One class for every module of the collection; which one it is, the task's action says."""

    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None):
        task_vars = task_vars or {}
        name = (self._task.resolved_action or self._task.action).rsplit(".", 1)[-1]
        # On its way to the module a date becomes text.
        retyped = _refuse_retyped(name, plain(self._task.args))
        if self._needs_module(task_vars) and not retyped:
            return super().run(tmp, task_vars)
        self._supports_check_mode = True
        result = ActionBase.run(self, tmp, task_vars)
        if retyped:
            return {**result, **retyped}
        # A module runs in the playbook's folder (ActionBase._low_level_execute_command), and clouds.yaml may lie there.
        with working_directory(self._loader.get_basedir()), no_garbage_collection():
            result.update(self._run_here(name))
        if not self._task.loop:
            _SNAPSHOTS.clear()  # there is no other item, and the result's way to the controller needs memory
        return result

    def _run_here(self, name: str):
        return run_task(name, self._task.args, bool(self._task.check_mode), self._snapshot, self._progress)

    def _snapshot(self, params: Params, check_mode: bool):
        """The estate that this login shares with the earlier items of the loop; a task that looks again and again until
        something is so (``until``) looks afresh."""
        asked = {name: params.get(name) for name in CLOUD_OPTIONS if name not in ("wait", "timeout", "preflight")}
        key = json.dumps([asked, check_mode], sort_keys=True, default=str)
        if key not in _SNAPSHOTS:
            _SNAPSHOTS[key] = Snapshot(connect(params, check_mode))
        snapshot = _SNAPSHOTS[key]
        snapshot.clear_older_than(0 if self._task.until else CACHE_SECONDS)
        return snapshot

    def _needs_module(self, task_vars: dict[str, Value] | None):
        """Whether the module might see or do something else than this process."""
        return (
            MISSING is not None
            or not self._switched_on(task_vars)
            or self._connection.transport != "local"
            or bool(self._connection.become)
            or bool(self._task.async_val)
            or any(self._task.environment or ())
            or self._other_interpreter(task_vars)
        )

    def _switched_on(self, task_vars: dict[str, Value] | None):
        chosen = task_vars.get(ENABLE_VAR, os.environ.get(ENABLE_VAR.upper(), True))
        return boolean(self._templar.template(chosen), strict=False)

    def _other_interpreter(self, task_vars: dict[str, Value] | None):
        """An interpreter that somebody chose, and that is not this one."""
        if self._task.delegate_to:
            task_vars = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        chosen = self._templar.template(task_vars.get("ansible_python_interpreter") or "auto")
        if str(chosen).startswith("auto"):
            return False
        # A venv's python is a link to another: equal only if the link leads there *and* lies in the same folder.
        return os.path.dirname(os.path.abspath(chosen)) != os.path.dirname(
            os.path.abspath(sys.executable)
        ) or os.path.realpath(chosen) != os.path.realpath(sys.executable)

    def _progress(self, line: str) -> None:
        Display().v(f"{COLLECTION}: {line}")


def run_task(name: str, given: Params, check_mode: bool, open_snapshot, progress: Progress | None = None):
    """The result of the module of that name for these arguments; a failure is a result too.

    ``open_snapshot(params, check_mode)`` gives the ``Snapshot`` to work on.
    """
    task, given = TASKS[name], plain(given)
    retyped = _refuse_retyped(name, given)
    if retyped:
        return retyped
    validation = validate(dict(task.argument_spec), given)
    if validation.error_messages:
        return {"failed": True, "msg": _refusal(name, validation, given)}
    params = validation.validated_parameters
    try:
        task.check(params)
        result = task.run(params, open_snapshot(params, check_mode), check_mode, progress)
    except VpnError as error:
        return {"failed": True, "msg": error.message_with_hint, **error.details}
    return {**result, **_alias_warnings(validation, result)}


def _refuse_retyped(name: str, given: Params) -> Result:
    """The failure for arguments that are no text where text belongs; empty where all are."""
    try:
        refuse_retyped(TASKS[name].argument_spec, given)
    except VpnError as error:
        return {"failed": True, "msg": str(error), **error.details}
    return {}


def _refusal(name: str, validation, given: Params):
    """The message as module.py gives it."""
    message = validation.errors.msg
    if isinstance(validation.errors[0], UnsupportedError):
        message = f"Unsupported parameters for ({COLLECTION}.{name}) module: {message}"
    hidden = (validation._no_log_values - printable_names(given)) | encoded_forms(secrets_in(given))
    return one_line(remove_values(message, hidden))


def _alias_warnings(validation, result):
    both = [
        f"Both option {warning['option']} and its alias {warning['alias']} are set." for warning in validation._warnings
    ]
    return {"warnings": [*both, *result.get("warnings", ())]} if both else {}
