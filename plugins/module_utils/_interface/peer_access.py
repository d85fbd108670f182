# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of access to a peer's cloud, which stand in a mapping of their own."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import canonical_number

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

#: The texts that Ansible takes for a boolean.
_FLAGS = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


def peer_access(cloud: Params) -> Params:
    """The options of access, complete and of their types: nothing that leads to the task's own cloud is among them.

    Raises ``InvalidInput``, which names options and no values: they may be secrets.
    """
    names = {alias: option for option, row in CLOUD_OPTIONS.items() for alias in (option, *row.get("aliases", ()))}
    unknown = sorted(str(name) for name in cloud if name not in names)
    if unknown:
        raise InvalidInput([f"peers: cloud: {', '.join(unknown)} is no option of access, such as cloud or auth"])
    parameters = {name: row.get("default") for name, row in CLOUD_OPTIONS.items()}
    faults: list[str] = []
    for name, value in cloud.items():
        row = CLOUD_OPTIONS[names[name]]
        converted = _converted(value, row["type"])
        if value is not None and (converted is None or converted not in row.get("choices", [converted])):
            choices = f", one of {', '.join(row['choices'])}" if "choices" in row else ""
            faults.append(f"peers: cloud: {name} must be of the type {row['type']}{choices}")
        elif value is not None:
            parameters[names[name]] = converted
    if faults:
        raise InvalidInput(faults)
    return parameters


def _converted(value: Value, kind: str) -> Value:
    """The value of that type of an argument spec, or None where it is none."""
    if kind == "bool":
        return value if isinstance(value, bool) else _FLAGS.get(str(value).lower())
    if kind == "int":
        number = canonical_number(value)
        return number if isinstance(number, int) and not isinstance(value, (bool, float)) else None
    if kind == "str":
        return value if isinstance(value, str) else None
    return value if kind == "raw" or isinstance(value, dict) else None
