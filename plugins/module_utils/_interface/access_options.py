# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of access to a cloud where they stand in a mapping of their own: a peer's cloud, an end of a site."""

from __future__ import annotations

import typing as t

from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS, option_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import canonical_number

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value


def access_options(given: Params, place: str) -> Params:
    """The options of access in the mapping at ``place``, complete and of their types: nothing that leads to the task's
    own cloud is among them.

    Raises ``InvalidInput``, which names options and no values: they may be secrets.
    """
    names = {name: option_of(CLOUD_OPTIONS, str(name)) for name in given}
    unknown = sorted(str(name) for name, option in names.items() if option is None)
    if unknown:
        raise InvalidInput([f"{place}: {', '.join(unknown)} is no option of access, such as cloud or auth"])
    parameters = {name: row.get("default") for name, row in CLOUD_OPTIONS.items()}
    faults: list[str] = []
    for name, value in given.items():
        option = str(names[name])
        row = CLOUD_OPTIONS[option]
        converted = _converted(value, row["type"])
        if value is not None and (converted is None or converted not in row.get("choices", [converted])):
            choices = f", one of {', '.join(row['choices'])}" if "choices" in row else ""
            faults.append(f"{place}: {name} must be of the type {row['type']}{choices}")
        elif value is not None:
            parameters[option] = converted
    if faults:
        raise InvalidInput(faults)
    return parameters


def _converted(value: Value, kind: str) -> Value:
    """The value of that type of an argument spec, or None where it is none."""
    if kind == "bool":
        try:
            return boolean(value)
        except TypeError:
            return None
    if kind == "int":
        number = canonical_number(value)
        return number if isinstance(number, int) and not isinstance(value, (bool, float)) else None
    if kind == "str":
        return value if isinstance(value, str) else None
    return value if kind == "raw" or isinstance(value, dict) else None
