# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What connections use and the cloud does not list for this login: objects of another project, for example."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_names, shown_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject


def unlisted(kind: str, listed: t.Iterable[ApiObject], connections: t.Iterable[ApiObject]) -> dict[str, str]:
    """Id -> sentence, of the objects of a kind that the connections use and that are not among the listed ones."""
    resource = VPN_KINDS[kind]
    key = resource.key_in("ipsec_site_connection")
    known = {item["id"] for item in listed}
    users: dict[str, list[str]] = {}
    for item in connections:
        if item.get(key) not in known:
            users.setdefault(str(item.get(key) or "unknown"), []).append(shown_name(item))
    return {
        used: f"{resource.title} {used}, used by {first_names(names)}, is not listed for this login"
        for used, names in users.items()
    }
