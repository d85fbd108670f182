# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's arguments before they are validated: secrets in them, and values over which Ansible stumbles."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import _texts_in
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import auth_secrets
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

INFINITE = re.compile(r"\s*[+-]?inf(inity)?\s*", re.IGNORECASE)
#: Options whose values are secret, whichever kind they belong to.
SECRET_OPTIONS = {row.option for resource in VPN_KINDS.values() for row in resource.fields if row.secret}


def secrets_in(given: Params):
    """Every secret in a task's arguments before they are validated, wherever it stands.

    Ansible quotes what it refuses, and hides only what it found in its proper place.
    """
    if isinstance(given, (list, tuple)):
        return set().union(*map(secrets_in, given))
    if not isinstance(given, dict):
        return set()
    found = auth_secrets(given.get("auth"))
    for option, value in given.items():
        if option in SECRET_OPTIONS:
            found |= _texts_in(value)
        else:
            found |= secrets_in(value)
    return found


def printable_names(given: Params):
    """What a message may say though ``cloud`` is no_log: a name, where it is not a whole configuration."""
    return {given["cloud"]} if isinstance(given.get("cloud"), str) else set()


def replace_infinities(given: Params):
    """Arguments over which Ansible stumbled, with a text in place of each infinite number, which it then refuses.

    It lets an OverflowError through (``timeout: .inf``; ansible/module_utils/common/validation.py, check_type_int).
    """
    if isinstance(given, dict):
        return {key: replace_infinities(value) for key, value in given.items()}
    if isinstance(given, list):
        return [replace_infinities(item) for item in given]
    return "infinity, as it was given," if INFINITE.fullmatch(str(given)) else given


def without_suboptions(spec: dict[str, Value]):
    """The argument spec without the options of mappings, those within a topology's items included.

    Ansible lets a TypeError through where it looks for suboptions in a number (``lifetime: 3600``); asked for no more
    than a mapping, it says that this is none (ansible/module_utils/common/parameters.py, set_fallbacks).
    """
    flat = {}
    for name, option in spec.items():
        flat[name] = {key: value for key, value in option.items() if key != "options" or option["type"] == "list"}
        if "options" in flat[name]:
            flat[name]["options"] = without_suboptions(option["options"])
    return flat
