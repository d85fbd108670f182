# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point of every action plugin: the module's engine in the controller's own process.

No module is packed, no Python started, and one login and one listing serve all items of a loop. Where the two could
differ the module runs instead; with the variable ``sitelink_vpnaas_in_process: false`` or the environment variable
``SITELINK_VPNAAS_IN_PROCESS=0`` it always does.
"""

from __future__ import annotations

import os
import sys
import typing as t

from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase
from ansible.plugins.action.normal import ActionModule as NormalAction

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_files import MISSING
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argument_guards import (
    message_with_option,
    printable_names,
    secrets_in,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.retyped import refuse_retyped
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import encoded_forms
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import (
    folder_of_user,
    is_enabled,
    no_garbage_collection,
    prepare_forks,
    to_builtin_types,
    unlogged_libraries,
    working_directory,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._sent_arguments import arguments_to_send
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._terminal import ProgressDisplay
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._token_store import logins_of_run

if t.TYPE_CHECKING:
    from ansible.module_utils.common.arg_spec import ValidationResult

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        Params,
        Progress,
        Result,
        Value,
    )

    #: ``open_snapshot(params, check_mode)``.
    OpenSnapshot: t.TypeAlias = t.Callable[[Params, bool], Snapshot]

COLLECTION = "sitelink.vpnaas"
#: What a login depends on -> the snapshot as far as it was read. A worker process lives for one task of one host, so
#: only the items of one loop share this.
_SNAPSHOTS: dict[str, Snapshot] = {}
#: Seconds for which a listing is used; later another client may have created the object that this task would create.
CACHE_SECONDS = 5

prepare_forks()


class ActionModule(NormalAction):
    """One class for every module of the collection; the task's action names the module."""

    def run(self, tmp: str | None = None, task_vars: dict[str, Value] | None = None) -> Result:
        """The module's result, worked out here or by the module."""
        task_vars = task_vars or {}
        result: Result
        name = (self._task.resolved_action or self._task.action).rsplit(".", 1)[-1]
        # On its way to the module a date becomes text.
        given = to_builtin_types(self._task.args)
        retyped = _refuse_retyped(name, given)
        if self._needs_module(task_vars) and not retyped:
            result = NormalAction.run(self, tmp, task_vars)
            return result
        self._supports_check_mode = True
        result = ActionBase.run(self, tmp, task_vars)
        if retyped:
            return {**result, **retyped}
        # A module runs in the playbook's folder (ActionBase._low_level_execute_command), and clouds.yaml may lie there.
        with working_directory(folder_of_user(self._loader.get_basedir())), no_garbage_collection():
            result.update(self._run_here(name, given))
            self._task.args = arguments_to_send(self._task.args)
        if not self._task.loop:
            _SNAPSHOTS.clear()  # there is no other item, and the result's way to the controller needs memory
        return result

    def _run_here(self, name: str, given: Params) -> Result:
        self._progress = ProgressDisplay(prefix=f"{COLLECTION}: ")
        return _run_task(name, given, bool(self._task.check_mode), self._snapshot, self._progress)

    def _snapshot(self, params: Params, check_mode: bool) -> Snapshot:
        """The snapshot that this login shares with the earlier items of the loop; a retry (``until``) reads again."""
        asked = {name: params.get(name) for name in CLOUD_OPTIONS if name not in ("wait", "timeout", "preflight")}
        key = repr([asked, check_mode])  # JSON has no order for keys that YAML read as numbers and texts
        if key not in _SNAPSHOTS:
            logins = logins_of_run(repeats_failures=bool(self._task.until))
            _SNAPSHOTS[key] = Snapshot(connect(params, check_mode, logins=logins))
        snapshot = _SNAPSHOTS[key]
        snapshot.cloud.show_progress(self._progress)
        if self._task.loop:
            snapshot.whole = frozenset(VPN_KINDS)  # one listing for all items
        snapshot.clear_older_than(0 if self._task.until else CACHE_SECONDS)
        return snapshot

    def _needs_module(self, task_vars: Params) -> bool:
        """Whether the module could have another result than this process."""
        return (
            MISSING is not None
            or not is_enabled(task_vars, self._templar.template)
            or self._connection.transport != "local"
            or bool(self._connection.become)
            or bool(self._task.async_val)
            or any(self._task.environment or ())
            or self._other_interpreter(task_vars)
        )

    def _other_interpreter(self, task_vars: Params) -> bool:
        """Whether the task has an interpreter of its own, other than this one."""
        if self._task.delegate_to:
            task_vars = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        chosen = self._templar.template(task_vars.get("ansible_python_interpreter") or "auto")
        chosen, own = str(chosen), sys.executable
        if chosen == own or chosen.startswith("auto"):
            return False
        # A venv's python is a link to another: equal only if the link leads there *and* lies in the same folder.
        same_folder = os.path.dirname(os.path.abspath(chosen)) == os.path.dirname(os.path.abspath(own))
        return not same_folder or os.path.realpath(chosen) != os.path.realpath(own)


def run_task(
    name: str, given: Params, check_mode: bool, open_snapshot: OpenSnapshot, progress: Progress | None = None
) -> Result:
    """The result of the module of that name for these arguments, as ``failed`` and ``msg`` after a ``VpnError``."""
    given = to_builtin_types(given)
    return _refuse_retyped(name, given) or _run_task(name, given, check_mode, open_snapshot, progress)


def _run_task(
    name: str, given: Params, check_mode: bool, open_snapshot: OpenSnapshot, progress: Progress | None = None
) -> Result:
    """As ``run_task``, for arguments of built-in types, none of them retyped by YAML."""
    task = TASKS[name]
    validation = validate(dict(task.argument_spec), given)
    if validation.error_messages:
        return {"failed": True, "msg": _refusal(name, validation, given)}
    params = validation.validated_parameters
    try:
        with unlogged_libraries():
            result = task.execute(params, check_mode, open_snapshot, progress)
    except VpnError as error:
        return {"failed": True, "msg": error.message_with_hint, **error.details}
    warnings = [*_alias_warnings(validation), *result.get("warnings", ())]
    return {**result, "warnings": warnings} if warnings else result


def _refuse_retyped(name: str, given: Params) -> Result:
    """The failure for arguments that are no text where text belongs; empty where all are."""
    try:
        refuse_retyped(TASKS[name].argument_spec, given)
    except VpnError as error:
        return {"failed": True, "msg": str(error), **error.details}
    return {}


def _refusal(name: str, validation: ValidationResult, given: Params) -> str:
    """The message as module.py gives it."""
    message = message_with_option(validation.error_messages)
    if isinstance(validation.errors[0], UnsupportedError):
        message = f"Unsupported parameters for ({COLLECTION}.{name}) module: {message}"
    # ArgumentSpecValidator has no public attribute for them.
    no_log_values = validation._no_log_values  # noqa: SLF001
    hidden = (no_log_values - printable_names(given)) | encoded_forms(secrets_in(given))
    shown: str = one_line(remove_values(message, hidden))
    return shown


def _alias_warnings(validation: ValidationResult) -> list[str]:
    found = validation._warnings  # noqa: SLF001 (as above)
    return [f"Both option {warning['option']} and its alias {warning['alias']} are set." for warning in found]
