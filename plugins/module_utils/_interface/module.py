# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point of every module: the only place that fails or exits."""

from __future__ import annotations

import json
import re
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import MissingLibrary, VpnError, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import option_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argument_guards import (
    message_with_option,
    printable_names,
    replace_unusable,
    secrets_in,
    without_nulls,
    without_suboptions,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.retyped import refuse_retyped
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import encoded_forms, is_cloud_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import ArgumentSpec
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result, Value

SECRET = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
#: Start of the text into which Ansible converts a mapping or a list where it expects text, secrets included.
CONTAINER = re.compile(r"\s*(\{|\[\s*['\"{\[])")


class Module(AnsibleModule):
    """An AnsibleModule with validation errors of one line and without secrets."""

    #: Ansible is still validating, and its messages quote values
    validating = True

    def __init__(self, argument_spec: ArgumentSpec) -> None:
        AnsibleModule.__init__(self, argument_spec=argument_spec, supports_check_mode=True)

    def _load_params(self) -> None:
        super()._load_params()  # type: ignore[no-untyped-call]  # ansible-core has no py.typed
        self.given: Params = dict(self.params)  # the validated parameters lack those that were refused
        self.params = without_nulls(self.params, self.argument_spec)

    def log(self, msg: str, log_args: dict[str, str] | None = None) -> None:
        """As AnsibleModule's, to syslog or journald; nothing while Ansible is still validating.

        By then it has logged the parameters itself, and hidden in them only what equals a secret in Python's notation
        letter by letter: not a key with a backslash, with both quotes or in a list of suboptions
        (ansible/module_utils/basic.py, ``_log_invocation``). ``log_call`` logs them instead.
        """
        if not self.validating:
            AnsibleModule.log(self, msg, log_args)

    def log_call(self) -> None:
        """Log the call with its options as JSON, which has no line breaks, with secrets hidden by option."""
        known = {name: value for name, value in self.params.items() if name in self.argument_spec}
        shown = {
            name: json.dumps(value, default=str) for name, value in _without_secrets(known, self.argument_spec).items()
        }
        self.log(f"Invoked with {' '.join(f'{name}={value}' for name, value in shown.items())}", shown)

    def fail_json(self, msg: str, **kwargs: Value) -> t.NoReturn:
        """As AnsibleModule's, with a message of one line that holds no secret."""
        if self.validating:
            # AnsibleModule would add the parameters as they were given, with options that it does not know.
            kwargs = {**_invocation(self), **kwargs}
            refusals = self.validation_result.error_messages if hasattr(self, "validation_result") else ()
            if refusals and msg == refusals[0]:
                msg = message_with_option(refusals)
            self.no_log_values.difference_update(printable_names(self.given))
            self.no_log_values.update(encoded_forms(secrets_in(self.given)))
        super().fail_json(msg=one_line(msg), **kwargs)


class SanitizedModule(Module):
    """For arguments that Ansible cannot validate."""

    def _load_params(self) -> None:
        super()._load_params()
        self.params = replace_unusable(self.params)


def run_module(name: str) -> None:
    """main() of the module of that name."""
    task = TASKS[name]
    try:
        module = Module(dict(task.argument_spec))
    except (TypeError, OverflowError):
        module = SanitizedModule(without_suboptions(task.argument_spec))
    _disable_value_masking(module)
    module.log_call()
    try:
        refuse_retyped(task.argument_spec, module.given)
        result = task.execute(
            module.params, module.check_mode, lambda params, check_mode: Snapshot(connect(params, check_mode))
        )
    except MissingLibrary as error:
        module.fail_json(msg=missing_required_lib(error.library), **error.details, **_invocation(module))
    except VpnError as error:
        module.fail_json(msg=error.message_with_hint, **_pop_warnings(module, error.details), **_invocation(module))
    module.exit_json(**_pop_warnings(module, result), **_invocation(module))


def _pop_warnings(module: Module, result: Result) -> Result:
    """The result without its warnings, which are handed to Ansible."""
    for warning in result.pop("warnings", ()):
        module.warn(warning)
    return result


def _disable_value_masking(module: Module) -> None:
    """Results are built without secrets, and text from servers and libraries is redacted where it comes in.

    AnsibleModule would hide every occurrence of every no_log value, the harmless ones of ``auth`` too: a user admin
    and a project demo turn the name admin-demo-vpn into asterisks.
    """
    module.validating = False
    module.no_log_values.clear()


def _invocation(module: Module) -> Result:
    """The parameters as ansible-core would show them, secrets replaced by key."""
    shown = _without_secrets(module.params, module.argument_spec)
    if is_cloud_name(module.params.get("cloud")):
        shown["cloud"] = module.params["cloud"]
    return {"invocation": {"module_args": shown}}


def _without_secrets(params: Params, argument_spec: t.Mapping[str, Value]) -> Result:
    """The parameters with a constant in place of each secret option, and of each that ``argument_spec`` does not know.

    Ansible leaves aliases beside the options they stand for, and can be set to accept unknown options.
    """
    found = {}
    for name, value in params.items():
        option = option_of(argument_spec, name)
        found[name] = _shown(value, argument_spec[option] if option else {"no_log": True})
    return found


def _shown(value: Value, spec: t.Mapping[str, Value]) -> Value:
    """A value without secrets; a constant for a mapping or a list where the spec has none."""
    if value is None:
        return None
    if spec.get("no_log"):
        return SECRET
    options = spec.get("options")
    if isinstance(value, dict):
        return _without_secrets(value, options) if options else SECRET
    if isinstance(value, list):
        one = {"options": options} if options else {}
        return [SECRET if isinstance(item, list) else _shown(item, one) for item in value]
    if options or (isinstance(value, str) and CONTAINER.match(value)):
        return SECRET
    return value
