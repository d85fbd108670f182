# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Availability zones of objects that belong together; only K5's VPN objects have one."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject


def different_zones(holders: t.Mapping[str, ApiObject | None]) -> str:
    """Each object with its zone, where they are not all in one; else empty. ``holders``: what an object is called, and
    the object. One whose zone is not known does not count."""
    zones = {
        f'{title} "{shown_name(item)}"': str(item["availability_zone"])
        for title, item in holders.items()
        if item and item.get("availability_zone")
    }
    if len(set(zones.values())) < 2:
        return ""
    return ", ".join(f"the {holder} in {zone}" for holder, zone in zones.items())
