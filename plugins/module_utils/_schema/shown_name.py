# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a message or a table calls an object."""

from __future__ import annotations

import typing as t


def shown_name(item: t.Mapping[str, object]) -> str:
    """The name, and the id where the name is empty: the API takes objects without a name."""
    return str(item.get("name") or item.get("id"))
