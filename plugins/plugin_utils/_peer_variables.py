# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What peer_config refuses, in the words of a playbook's user: variables in place of the filter's options."""

from __future__ import annotations

import json
import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

#: A fault of ``_peer_config/settings.py`` that names a setting without a default.
NEEDS_SETTING = re.compile(r"settings: .+? needs (\w+),")
#: option of the filter -> the variable of the playbook; what only the filter takes has none
VARIABLES = {
    "settings": "vpn_settings",
    "own_address": "vpn_own_address",
    "psk": "vpn_psk",
    "endpoint_address": "endpoint_address (which only the filter peer_config takes)",
    "endpoint_id": "endpoint_id (which only the filter peer_config takes)",
}
#: An option in a message: a word of its own, no part of a quoted value.
OPTION = re.compile(r"(?<![\w\"'/.-])(?:" + "|".join(VARIABLES) + r")(?![\w\"'/.-])")


def in_variables(fault: str) -> str:
    """The filter's message with the playbook's variables in place of the filter's options."""
    return OPTION.sub(lambda found: f"{VARIABLES[found[0]]}", fault)


def how_to_give_settings(error: InvalidInput) -> list[str]:
    """The argument of ansible-playbook for the settings that a target needs, as a line; none if it needs none."""
    needed = [found[1] for found in map(NEEDS_SETTING.match, error.faults) if found]
    example = json.dumps({"vpn_settings": dict.fromkeys(needed, "...")})
    return [f"Give the settings as a mapping: -e '{example}'"] if needed else []
