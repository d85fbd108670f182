# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which project an object belongs to. Where that is not known, nothing is concluded."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject


class ProjectScope:
    """Tells the project's objects from those of other projects; each check raises where there is no certain answer."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def is_in_project(self, item: ApiObject) -> bool:
        """Whether the object belongs to the task's project. Objects without a project (flavors) belong to every one.

        Where the task's project is not known, no object of a project belongs to it.
        """
        project = _project_of(item)
        return not project or project == self.cloud.project_id

    def require_project(self, question: str) -> None:
        """Raise ``LoginError`` where the task's project is not known, naming the question that needs it."""
        if self.cloud.project_id:
            return
        self._refuse_scope("system")
        raise LoginError(
            f"The login names no project, so it is not known {question}: the listings may include other projects'"
            " objects",
            hint="Give project, the name or id of the project, or project_name in auth.",
        )

    def require_known_projects(self, title: str, items: t.Iterable[ApiObject]) -> None:
        """Raise ``LoginError`` where a listing may include other projects' objects and one has no project id.

        With a token of the task's own project the server returns only that project's objects, except to an admin.
        """
        own_only = self.cloud.in_own_project and "admin" not in (self.cloud.access.roles or ())
        unknown = [] if own_only else [item["id"] for item in items if not _project_of(item)]
        if unknown:
            raise LoginError(
                f"The server does not report the project of {title} {unknown[0]}, so nothing can be concluded"
                f" about the objects of project {self.cloud.project_id}",
                hint="Log in to that project without the role admin, and leave out the option project.",
            )

    def check_read_permission(self) -> None:
        """Raise ``LoginError`` where an empty listing proves nothing.

        Without the needed role Neutron answers a listing with 200 and an empty list instead of 403, and so it does for
        a token without a project (neutron_vpnaas/policies/*.py since 2025.2).
        """
        self._refuse_scope("system", "domain", "no")
        roles, reader_roles = self.cloud.access.roles, self.cloud.dialect.reader_roles
        if reader_roles and roles is not None and not roles & reader_roles:
            raise LoginError(
                f"The token's roles ({', '.join(sorted(roles))}) may not list VPN objects: Neutron returns an empty"
                " list instead of an error, so nothing can be concluded from it",
                hint="Use a token that has the role member of the project, also for check mode.",
            )

    def _refuse_scope(self, *scopes: str) -> None:
        scope = self.cloud.access.scope
        if scope in scopes:
            token = "An unscoped token" if scope == "no" else f"A {scope}-scoped token"
            raise LoginError(
                f"{token} sees no VPN objects, so nothing can be concluded from an empty listing",
                hint="Give project_name and project_domain_name in auth, and no other scope.",
            )


def _project_of(item: ApiObject) -> str | None:
    """The id of the object's project: ``tenant_id`` is its former name, and the only one on K5."""
    project: str | None = item.get("project_id") or item.get("tenant_id")
    return project
