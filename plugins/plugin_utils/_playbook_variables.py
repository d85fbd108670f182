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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import is_cloud_name, mask
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.written_text import retyped_fault
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

PREFIX = "vpn_"
#: What only these specs have, beside the keys of an argument spec.
OWN_KEYS = ("description", "version_added", "form")
#: The values of ``form``: what a variable of the type ``raw`` holds, or the ``path`` of a file that will be written.
CLOUD, CLOUDS, FILE = "cloud", "clouds", "file"
A_CLOUD = "the name of a cloud in clouds.yaml, or a mapping like an entry of that file"


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
    faults += [
        f"{name}{fault}"
        for name, option in spec.items()
        if option.get("form") in (CLOUD, CLOUDS) and name in given
        for fault in _not_clouds(given[name], option["form"] == CLOUDS)
    ]
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
    files = {name: value for name, value in checked.items() if value and spec[name].get("form") == FILE}
    faults += [f"{name}: {fault}" for name, path in files.items() if (fault := _not_a_file(path))]
    if faults:
        raise InvalidInput(faults)
    return checked


def _not_a_file(path: str) -> str:
    """What prevents that a file is written at the absolute path, as far as it can be seen; empty for nothing."""
    folder = os.path.dirname(path)
    if not path.isprintable():
        return f"{path!r} holds a line break or another control character: give another name"
    if os.path.isdir(path):
        return f'"{path}" is a folder: name a file in it'
    if not os.path.isdir(folder):
        return f'there is no folder "{folder}": create it, or name another file'
    if not os.access(folder, os.W_OK | os.X_OK):
        return f'you cannot write into the folder "{folder}": name another file'
    return ""


def _without_texts(option: Params) -> dict[str, Value]:
    return {key: value for key, value in option.items() if key not in OWN_KEYS}


def _listed(option: Params, value: Value) -> Value:
    """Texts with commas between them as a list, also where blanks stand beside the commas, which Ansible keeps."""
    if option.get("type") != "list" or not isinstance(value, str):
        return value
    return [text.strip() for text in value.split(",") if text.strip()]


def _not_clouds(value: Value, several: bool) -> t.Iterator[str]:
    """What is no cloud in the value of a variable. No value is shown: it may be a configuration with a password."""
    if isinstance(value, (list, tuple)) and not several:
        yield f" takes one cloud, not a list: {A_CLOUD}"
    elif several and isinstance(value, (list, tuple, str)):
        entries = [entry.strip() for entry in value.split(",")] if isinstance(value, str) else value
        for number, entry in enumerate(entries, start=1):
            yield from (f", cloud {number}{fault}" for fault in _no_cloud(entry))
    else:
        yield from _no_cloud(value)


def _no_cloud(value: Value) -> t.Iterator[str]:
    if value in (None, ""):
        yield f" is empty: give {A_CLOUD}"
    elif not isinstance(value, (str, dict)):
        yield f" must be {A_CLOUD}: {retyped_fault(value) or 'this is no text'}"
    elif isinstance(value, str) and not is_cloud_name(value):
        yield f" must be {A_CLOUD}: this is no name of a cloud"


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
            yield f"give the variable {name}, {first[:1].lower()}{first[1:].rstrip('.')}: -e {name}=..."
