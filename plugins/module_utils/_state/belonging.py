# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose an object is: this project's or another's. Where that cannot be told, nothing is concluded."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for, whose

Item = t.Mapping[str, t.Any]


class ProjectScope:
    """Tells this project's objects from others', and refuses the question where it has no answer."""

    def __init__(self, cloud: t.Any) -> None:
        self.cloud = cloud

    def is_in_project(self, item: Item) -> bool:
        """Whether it is this project's. Objects without a project (flavors) are everybody's.

        Where the project is not known, no object of a project counts as own.
        """
        project = _project_of(item)
        return not project or project == self.cloud.project_id

    def refuse_without_project(self, what: str) -> None:
        """Raise ``LoginError`` where it is not known whose objects the task is about."""
        if self.cloud.project_id:
            return
        self._refuse_scope("system")
        raise LoginError(
            f"The login names no project, so it cannot be told {what}: the listings may hold other projects' objects",
            hint="Give project, the name or id of the project, or project_name in auth.",
        )

    def refuse_unknown_project(self, title: str, items: t.Iterable[Item]) -> None:
        """Raise ``LoginError`` where the listing may hold everybody's objects and one does not say whose it is.

        Under the token's own project the server has chosen already.
        """
        silent = [] if self.cloud.in_own_project else [item["id"] for item in items if not _project_of(item)]
        if silent:
            raise LoginError(
                f"The server does not say to which project {title} {silent[0]} belongs, so nothing can be concluded"
                f" about the objects of project {self.cloud.project_id}",
                hint="Log in to that project, and leave out the option project.",
            )

    def check_read_permission(self) -> None:
        """Raise ``LoginError`` where an empty listing proves nothing.

        Neutron answers a reader's listing with 200 and nothing, instead of 403; a token without a project likewise.
        """
        self._refuse_scope("system", "domain", "no")
        roles, seeing = self.cloud.access.roles, self.cloud.dialect.reader_roles
        if seeing and roles is not None and not roles & seeing:
            raise LoginError(
                f"The token's roles ({', '.join(sorted(roles))}) may not see VPN objects: Neutron shows them an empty"
                " estate instead of refusing, so nothing can be concluded from it",
                hint="Use a token that has the role member of the project, also for check mode.",
            )

    def _refuse_scope(self, *blind: str) -> None:
        scope = self.cloud.access.scope
        if scope in blind:
            told = "An unscoped token" if scope == "no" else f"A {scope}-scoped token"
            raise LoginError(
                f"{told} sees no VPN objects, so nothing can be concluded from an empty listing",
                hint="Give project_name and project_domain_name in auth, and no other scope.",
            )


def ambiguous(kind: str, text: str, named: t.Collection[Item], owner: str | None = None) -> UnknownReference:
    """The error for a name that several objects have; it says whose they are where one carries a mark."""
    marked = any(marked_for(item) for item in named)
    ids = ", ".join(sorted(f"{item['id']}{f' ({whose(item)})' * marked}" for item in named))
    way_out = "Give the id of the one that is meant; the name alone could hit the wrong one."
    if any(marked_for(item) not in (None, owner) for item in named):
        way_out += " What carries another owner's mark never gives way: its owner renames or deletes it."
    elif kind in VPN_KINDS:
        way_out += " If one replaces the others (an interrupted replacement), replace: true finishes that."
    return UnknownReference(f'There are {len(named)} {KINDS[kind].titles} named "{text}": {ids}', hint=way_out)


def _project_of(item: Item) -> str | None:
    return item.get("project_id") or item.get("tenant_id")
