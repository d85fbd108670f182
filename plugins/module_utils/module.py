# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The door for modules: argument spec in, result out; the only place that fails or exits."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import MissingLibrary, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils.options import connect, ensure_spec, inform_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils.resources import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils.tasks import ensure, inform

SECRET = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def run_ensure(kind):
    """main() of the module that makes objects of this kind."""
    resource = VPN_KINDS[kind]
    _run(ensure_spec(resource), lambda params, cloud, check_mode: ensure(resource, params, cloud, check_mode))


def run_inform(kind):
    """main() of the module that lists objects of this kind."""
    resource = VPN_KINDS[kind]
    _run(inform_spec(), lambda params, cloud, _check_mode: inform(resource, params, cloud))


def _run(argument_spec, task):
    module = AnsibleModule(argument_spec=argument_spec, supports_check_mode=True)
    _stop_masking_by_value(module)
    try:
        cloud = connect(module.params, module.check_mode)
        result = task(module.params, cloud, module.check_mode)
    except MissingLibrary as error:
        module.fail_json(msg=missing_required_lib(error.library), **error.details, **_invocation(module))
    except VpnError as error:
        module.fail_json(msg=str(error), **error.details, **_invocation(module))
    module.exit_json(**result, **_invocation(module))


def _stop_masking_by_value(module):
    """Results are built without secrets, and foreign text is searched for them where it comes in.

    AnsibleModule would hide every occurrence of every no_log value, the harmless ones of ``auth`` too: a user admin
    and a project demo turn the name admin-demo-vpn into asterisks.
    """
    module.no_log_values.clear()


def _invocation(module):
    """The parameters as ansible-core would show them, secrets replaced by key."""
    shown = {
        name: SECRET if module.argument_spec.get(name, {}).get("no_log") and value is not None else value
        for name, value in module.params.items()
    }
    if isinstance(module.params.get("cloud"), str):
        shown["cloud"] = module.params["cloud"]
    return {"invocation": {"module_args": shown}}
