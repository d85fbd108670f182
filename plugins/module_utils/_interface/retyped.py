# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refuses values that YAML turned into something else than the text that was written.

For YAML ``psk: 01234567`` is the number 342391 and ``name: 12:30:45`` the number 45045. Ansible would turn the number
into text, and something else than what was written would be stored. What was written is lost.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import option_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HARMLESS_AUTH_KEYS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import NOT_TEXT, retyped_fault

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

Spec: t.TypeAlias = "t.Mapping[str, t.Mapping[str, Value]]"

#: Options that say how to reach the cloud and how to work: what they name was never numeric text.
EXEMPT = frozenset({"cloud", "api_timeout", "timeout"})

#: Keys of ``auth`` whose value is a secret; it has no spec, since each type of login has keys of its own.
_SECRET = re.compile(r"password|passcode|token|secret")
#: ``system_scope: true`` is written too.
_AUTH_TEXTS = HARMLESS_AUTH_KEYS - {"system_scope"}


def refuse_retyped(spec: Spec, given: Params) -> None:
    """Raise ``InvalidInput`` that names each text option whose value is no text. No value is shown: it may be a key."""
    faults = [f"{place}: {retyped_fault(value)}" for place, value in _found(spec, given)]
    if faults:
        raise InvalidInput(faults)


def _found(spec: Spec, given: Params, path: str = "") -> t.Iterator[tuple[str, Value]]:
    for name, value in given.items():
        if value is None or isinstance(value, str) or name in EXEMPT:
            continue
        option = option_of(spec, name)
        if option is not None:
            yield from _in_option(spec[option], value, f"{path}{name}")


def _in_option(option: t.Mapping[str, Value], value: Value, place: str) -> t.Iterator[tuple[str, Value]]:
    kind, options = option.get("type", "str"), option.get("options")
    if kind in ("str", "path") and "choices" not in option:
        if isinstance(value, NOT_TEXT):
            yield place, value
    elif kind == "dict" and options and isinstance(value, dict):
        yield from _found(options, value, f"{place}.")
    elif place == "auth" and isinstance(value, dict):
        known = {name: one for name, one in value.items() if name in _AUTH_TEXTS or _SECRET.search(str(name))}
        yield from ((f"auth.{name}", one) for name, one in known.items() if isinstance(one, NOT_TEXT))
    elif kind == "list" and isinstance(value, (list, tuple)):
        one = {"type": option.get("elements", "raw"), "options": options}
        for number, item in enumerate(value):
            if item is not None and not isinstance(item, str):
                yield from _in_option(one, item, f"{place}[{number}]")
