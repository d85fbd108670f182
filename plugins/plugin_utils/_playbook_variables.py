# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a playbook of this collection, checked before anything else: every fault in one line."""

from __future__ import annotations

import os
import typing as t
from difflib import get_close_matches
from types import MappingProxyType

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.retyped import refuse_retyped
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import mask
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import as_clause
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._variable_forms import cloud_faults, file_faults

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

PREFIX = "vpn_"
#: What only these specs have, beside the keys of an argument spec.
OWN_KEYS = ("description", "version_added", "form")


def check_variables(
    spec: t.Mapping[str, Params],
    given: Params,
    extra: t.Iterable[str],
    one_of: t.Sequence[str] = (),
    required_by: t.Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Value]:
    """The playbook's variables with their types and defaults, without those that ``no_log`` marks as secret.

    ``spec`` is an argument spec in the form of a role's, with a ``description`` for each variable, and with ``form``
    where a variable holds a cloud, several, or a file to write. ``given`` are the values of those that are set,
    ``extra`` the names of all extra variables: a misspelt one is refused. One variable of ``one_of`` must be given;
    ``required_by`` names the variable that another one needs. Paths become absolute, relative to the current folder.
    Raises ``InvalidInput`` with every fault.
    """
    given = {name: value for name, value in given.items() if value not in (None, "")}
    faults = [*_misspelt(spec, given, extra), *_missing(spec, given)]
    if one_of and not any(name in given for name in one_of):
        faults.append(f"give one of the variables {', '.join(one_of)}")
    faults += [
        f"{name} needs {needed} beside it"
        for name, needed in required_by.items()
        if name in given and needed not in given
    ]
    faults += cloud_faults(spec, given)
    types: dict[str, t.Any] = {name: _without_texts(option) for name, option in spec.items()}  # as Ansible takes them
    hidden = [str(given[name]) for name, option in types.items() if option.get("no_log") and name in given]
    optional = {name: {key: value for key, value in one.items() if key != "required"} for name, one in types.items()}
    try:
        refuse_retyped(types, given)
    except VpnError as error:
        raise InvalidInput([*faults, str(error)]) from None
    validation = validate(optional, {name: _listed(types.get(name, {}), value) for name, value in given.items()})
    faults += [mask(message.replace("argument ", "variable "), hidden) for message in validation.error_messages]
    checked = {
        # Relative to the folder that the user is in: that of the playbook is the collection's.
        name: os.path.abspath(value) if types[name].get("type") == "path" and isinstance(value, str) else value
        for name, value in validation.validated_parameters.items()
        if not types[name].get("no_log")
    }
    faults += file_faults(spec, checked)
    if faults:
        raise InvalidInput(faults)
    return checked


def _without_texts(option: Params) -> dict[str, Value]:
    return {key: value for key, value in option.items() if key not in OWN_KEYS}


def _listed(option: Params, value: Value) -> Value:
    """Texts with commas between them as a list, also where blanks stand beside the commas, which Ansible keeps."""
    if option.get("type") != "list" or not isinstance(value, str):
        return value
    return [text.strip() for text in value.split(",") if text.strip()]


def _misspelt(spec: t.Mapping[str, Params], given: Params, extra: t.Iterable[str]) -> t.Iterator[str]:
    """Extra variables that look like one of this playbook's and are none. Others may be anybody's."""
    unknown = []
    for name in sorted(set(extra) - set(spec)):
        whole = name if name.startswith(PREFIX) else f"{PREFIX}{name}"
        close = [whole] if whole in spec else get_close_matches(whole, spec, n=1, cutoff=0.8)
        if close and close[0] not in given:
            yield f'this playbook has no variable "{name}": did you mean {close[0]}?'
        elif name.startswith(PREFIX):
            unknown.append(name)
    if unknown:
        yield f"this playbook has no variable {', '.join(unknown)}; it has {', '.join(spec)}"


def _missing(spec: t.Mapping[str, Params], given: Params) -> t.Iterator[str]:
    for name, option in spec.items():
        if option.get("required") and name not in given:
            texts = option.get("description") or [""]
            first = texts if isinstance(texts, str) else texts[0]
            yield f"give the variable {name}, {as_clause(first)}: -e {name}=..."
