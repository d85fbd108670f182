# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names that an object can have: the options ``name`` and ``from_name``."""

from __future__ import annotations

import typing as t
import unicodedata

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID, ValueType
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.value_faults import value_faults

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params


def check_name(text: str) -> None:
    """Raise ``ValueError`` unless Neutron accepts the name: printable characters of Unicode's first plane, and no space
    at either end (neutron_lib.api.validators.validate_name_string)."""
    if text != text.strip():
        raise ValueError(f'"{text}" must not begin or end with a space')
    if text.isascii() and text.isprintable():
        return
    odd = {character for character in text if ord(character) > 0xFFFE or unicodedata.category(character)[0] == "C"}
    if odd:
        raise ValueError(
            f"the API accepts no {', '.join(f'U+{ord(character):04X}' for character in sorted(odd))} in a name"
        )


NAME = Field("name", ValueType(check=check_name), required=True)


def rename_faults(params: Params) -> t.Iterator[str]:
    """What is wrong with ``from_name``, each a sentence."""
    if params.get("from_name") is not None:
        yield from (f"from_{fault}" for fault in value_faults(NAME, params["from_name"]))
        if UUID.fullmatch(params["name"]):
            yield f"from_name: name is the id {params['name']}: give the new name as name"
