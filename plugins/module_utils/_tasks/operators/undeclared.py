# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies that a declaration uses and does not have: its audit cannot check them."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_names
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.declared_lists import (
    PLURALS,
    is_template,
    only_policies,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value


def undeclared_references(given: object) -> t.Iterator[tuple[str, str, str]]:
    """(kind, name, sentence) of each policy that a declared connection uses and the declaration does not have."""
    lists = only_policies(given)
    present = {kind: [item for item in lists[plural] if _is_present(item)] for kind, plural in PLURALS.items()}
    for kind in POLICIES:
        resource, known = VPN_KINDS[kind], {item["name"] for item in present[kind]}
        users: dict[str, list[str]] = {}
        for item in present[CONNECTION]:
            reference = item.get(kind)
            used = "" if reference is None or is_template(reference) else str(reference)
            if used not in known:
                users.setdefault(used, []).append(str(item["name"]))
        for used, names in users.items():
            if used:
                yield kind, used, f"{resource.label(used)}, used by {first_names(names)}, is not declared"
            else:
                yield kind, "unknown", f"The {resource.title} of {first_names(names)} is not known"


def _is_present(item: t.Mapping[str, Value]) -> bool:
    return item.get("state") != "absent"
