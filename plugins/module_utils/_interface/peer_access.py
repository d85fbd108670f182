# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of access to a peer's cloud, which stand in a mapping of their own."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params


def peer_access(cloud: Params) -> Params:
    """The options of access, complete and of their types: nothing that leads to the task's own cloud is among them.

    Raises ``InvalidInput``, which names options and no values: they may be secrets.
    """
    aliases = {alias for option in CLOUD_OPTIONS.values() for alias in option.get("aliases", ())}
    unknown = sorted(str(name) for name in cloud if name not in CLOUD_OPTIONS and name not in aliases)
    if unknown:
        raise InvalidInput([f"peers: cloud: {', '.join(unknown)} is no option of access, such as cloud or auth"])
    given = {name: value for name, value in cloud.items() if value is not None}
    faults: list[str] = []
    for name, value in given.items():
        spec = {option: row for option, row in CLOUD_OPTIONS.items() if name in (option, *row.get("aliases", ()))}
        try:
            wrong = bool(ArgumentSpecValidator(spec).validate({name: value}).error_messages)
        except (TypeError, OverflowError):
            wrong = True
        if wrong:
            (row,) = spec.values()
            choices = f", one of {', '.join(row['choices'])}" if "choices" in row else ""
            faults.append(f"peers: cloud: {name} must be of the type {row['type']}{choices}")
    if faults:
        raise InvalidInput(faults)
    parameters: Params = ArgumentSpecValidator(dict(CLOUD_OPTIONS)).validate(given).validated_parameters
    return parameters
