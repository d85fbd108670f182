# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two documents for one gateway must not use one name: the second would overwrite the tunnel of the first."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import identifier, lettered


def check_other_names(selected: list[Item], every: list[Item]) -> None:
    """Raise ``InvalidInput`` if another connection of the input leads to the same gateway by the same name.

    Only names that the filter makes are compared; where the user gives one, it is the user's.
    """
    chosen = {text_of(item, "id", "name") for item in selected}
    for other in every:
        if text_of(other, "id", "name") in chosen:
            continue
        for item in selected:
            if _peer(item) == _peer(other) and _name(item) == _name(other):
                names = " and ".join(f'"{text_of(one, "name", "id")}"' for one in (item, other))
                where = f"{_peer(item)}, and both would be called {_name(item)} there"
                raise InvalidInput([f"connections {names} lead to {where}: give name"])


def _peer(item: Item) -> str:
    return str(canonical_address(text_of(item, "peer_address")))


def _name(item: Item) -> str:
    """The name there, or in the cloud where that has letters that no target takes, and no id."""
    try:
        return lettered(identifier(text_of(item, "name", "id"), text_of(item, "id")))
    except InvalidInput:
        return text_of(item, "name", "id")
