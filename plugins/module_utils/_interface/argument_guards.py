# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's arguments before they are validated: secrets in them, and values that Ansible cannot validate."""

from __future__ import annotations

import re
import typing as t
from datetime import date

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import option_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import auth_secrets, is_cloud_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import ArgumentSpec
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

INFINITE = re.compile(r"\s*[+-]?inf(inity)?\s*", re.IGNORECASE)
#: Options whose values are secret, whichever kind they belong to.
SECRET_OPTIONS = {row.option for resource in VPN_KINDS.values() for row in resource.fields if row.secret}


def secrets_in(given: Value) -> set[str]:
    """Every secret in a task's arguments before they are validated, at any depth.

    Ansible quotes the values it refuses, and hides only those of no_log options that it recognized.
    """
    if isinstance(given, (list, tuple)):
        return {secret for item in given for secret in secrets_in(item)}
    if not isinstance(given, dict):
        return set()
    found: set[str] = set(auth_secrets(given.get("auth")))
    for option, value in given.items():
        if option in SECRET_OPTIONS:
            found |= _texts_in(value)
        else:
            found |= secrets_in(value)
    return found


def _texts_in(value: Value) -> set[str]:
    """Each value in it as text, at any depth: a secret option of the wrong type is secret too."""
    if isinstance(value, (dict, list, tuple)):
        items = value.values() if isinstance(value, dict) else value
        return {text for item in items for text in _texts_in(item)}
    return set() if value in (None, "") else {str(value)}


def printable_names(given: Params) -> set[str]:
    """The cloud's name, which a message may quote although ``cloud`` is no_log; empty for a configuration."""
    return {given["cloud"]} if is_cloud_name(given.get("cloud")) else set()


def replace_unusable(given: Value) -> Value:
    """The arguments with a text in place of what Ansible raises an exception for, so that it refuses them.

    It raises OverflowError for an infinite number (``timeout: .inf``; ansible/module_utils/common/validation.py,
    check_type_int), and TypeError where a list of mappings belongs for a date, for bytes, and for a mapping whose keys
    are no texts (parameters.py, ``_validate_sub_spec``; arg_spec.py, which joins the keys).
    """
    if isinstance(given, dict):
        return {str(key): replace_unusable(value) for key, value in given.items()}
    if isinstance(given, list):
        return [replace_unusable(item) for item in given]
    if isinstance(given, (date, bytes)):
        return str(given)
    return "infinity, as it was given," if INFINITE.fullmatch(str(given)) else given


def message_with_option(messages: t.Sequence[str]) -> str:
    """The first of Ansible's messages that names an option.

    Of a text in place of a mapping the first one says only "dictionary requested" (check_type_dict). A peer's cloud is
    a mapping, unlike the option ``cloud``, so the message says how to write a name there.
    """
    named = next((message for message in messages if not message.startswith("dictionary requested")), messages[0])
    is_peers_cloud = "'cloud'" in named and "found in 'peers'" in named
    return f"{named}. For the name of an entry of clouds.yaml write cloud: {{cloud: NAME}}" if is_peers_cloud else named


def without_nulls(given: Params, spec: t.Mapping[str, Value]) -> dict[str, Value]:
    """The arguments without options whose value is null, at every depth: null is not given.

    Ansible compares a null with the choices of an option. Arguments that the spec does not know stay, to be refused,
    and so do nulls in a list, which are values.
    """
    found = {}
    for name, value in given.items():
        option = option_of(spec, name)
        if option is None:
            found[name] = value
        elif value is not None:
            found[name] = _without_nested_nulls(value, spec[option].get("options"))
    return found


def _without_nested_nulls(value: Value, options: t.Mapping[str, Value] | None) -> Value:
    if options and isinstance(value, dict):
        return without_nulls(value, options)
    if options and isinstance(value, list):
        return [without_nulls(item, options) if _may_hold_nulls(item) else item for item in value]
    return value


def _may_hold_nulls(item: Value) -> bool:
    """Whether there is anything to look for: most of a topology's items are flat and without nulls."""
    return isinstance(item, dict) and any(value is None or isinstance(value, dict) for value in item.values())


def without_suboptions(spec: t.Mapping[str, Value]) -> ArgumentSpec:
    """The argument spec without the options of mappings, those within a topology's items included.

    Ansible raises TypeError when it looks for suboptions in a number (``lifetime: 3600``). Without suboptions it
    reports that the value is not a mapping (ansible/module_utils/common/parameters.py, set_fallbacks).
    """
    flat: ArgumentSpec = {}
    for name, option in spec.items():
        flat[name] = {key: value for key, value in option.items() if key != "options" or option["type"] == "list"}
        if "options" in flat[name]:
            flat[name]["options"] = without_suboptions(option["options"])
    return flat
