# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door for modules: argument spec in, result out; the only place that fails or exits."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.sitelink.vpnaas.plugins.module_utils.catalogue import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import MissingLibrary, VpnError, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils.estate import Estate
from ansible_collections.sitelink.vpnaas.plugins.module_utils.options import (
    connect,
    digestible,
    names_of_clouds,
    secrets_in,
    without_suboptions,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils.secrecy import spellings_of

SECRET = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class Module(AnsibleModule):
    """Whose refusals are one line and quote no secret."""

    #: Ansible is still validating, and its messages quote what it refuses
    refusing = True

    def _load_params(self):
        super()._load_params()
        self.given = dict(self.params)  # validated parameters lack what was refused

    def fail_json(self, msg, **kwargs):
        if self.refusing:
            self.no_log_values.difference_update(names_of_clouds(self.given))
            self.no_log_values.update(spellings_of(secrets_in(self.given)))
        super().fail_json(msg=one_line(msg), **kwargs)


class DigestibleModule(Module):
    """For arguments over which Ansible stumbles."""

    def _load_params(self):
        super()._load_params()
        self.params = digestible(self.params)


def run_module(name):
    """main() of the module of that name."""
    task = TASKS[name]
    try:
        module = Module(argument_spec=dict(task.argument_spec), supports_check_mode=True)
    except (TypeError, OverflowError):
        module = DigestibleModule(argument_spec=without_suboptions(task.argument_spec), supports_check_mode=True)
    _stop_masking_by_value(module)
    try:
        task.check(module.params)
        estate = Estate(connect(module.params, module.check_mode))
        result = task.run(module.params, estate, module.check_mode)
    except MissingLibrary as error:
        module.fail_json(msg=missing_required_lib(error.library), **error.details, **_invocation(module))
    except VpnError as error:
        module.fail_json(msg=error.told, **_warned(module, error.details), **_invocation(module))
    module.exit_json(**_warned(module, result), **_invocation(module))


def _warned(module, result):
    """The result without its warnings, which a module gives in another way."""
    for warning in result.pop("warnings", ()):
        module.warn(warning)
    return result


def _stop_masking_by_value(module):
    """Results are built without secrets, and foreign text is searched for them where it comes in.

    AnsibleModule would hide every occurrence of every no_log value, the harmless ones of ``auth`` too: a user admin
    and a project demo turn the name admin-demo-vpn into asterisks.
    """
    module.refusing = False
    module.no_log_values.clear()


def _invocation(module):
    """The parameters as ansible-core would show them, secrets replaced by key."""
    shown = _without_secrets(module.params, module.argument_spec)
    if isinstance(module.params.get("cloud"), str):
        shown["cloud"] = module.params["cloud"]
    return {"invocation": {"module_args": shown}}


def _without_secrets(params, argument_spec):
    shown = {}
    for name, value in params.items():
        spec = argument_spec.get(name, {})
        if spec.get("no_log") and value is not None:
            value = SECRET
        elif spec.get("options") and isinstance(value, list):
            value = [_without_secrets(item, spec["options"]) for item in value]
        elif spec.get("options") and isinstance(value, dict):
            value = _without_secrets(value, spec["options"])
        shown[name] = value
    return shown
