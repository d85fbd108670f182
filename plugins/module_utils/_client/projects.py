# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option ``project``: the project whose objects a task manages."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.auth_errors import explain
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import REQUEST_ERRORS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

#: Keystone's ids: 32 hexadecimal digits, or a uuid in projects of other origin.
PROJECT_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def project_id_of(project: str | None, access: Access) -> str | None:
    """The id of a project that is given by name or id; of the token's project (None without one) where none is given.

    The name of another project costs one request, two for a token that may not list projects.
    Raises ``LoginError`` where the token can see no project of that name, or several.
    """
    if not project or project in (access.project_id, access.project_name):
        return access.project_id
    if PROJECT_ID.fullmatch(project):
        return project
    if not access.has_token:
        raise LoginError(
            f'The project "{project}" cannot be looked up: this login (auth_type admin_token, none, http_basic) has no'
            " token that can read projects",
            hint="Give the project's id, as in: openstack project show -f value -c id NAME.",
        )
    # Only an administrator may search all projects; every user may read the projects with a role of its own.
    found = _projects(access, "/projects", project) or _projects(access, "/auth/projects", project)
    ids: list[str] = sorted({item["id"] for item in found})
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise LoginError(f'There are {len(ids)} projects named "{project}": {", ".join(ids)}', hint="Give the id.")
    raise LoginError(f'There is no project "{project}" that this token can see', hint="Give its id, or check the name.")


def _projects(access: Access, path: str, name: str) -> list[ApiObject]:
    """Keystone's projects of that name at that path; none where the response is not a list of projects."""
    try:
        answer = access.session.get(
            path,
            endpoint_filter={
                "service_type": "identity",
                "interface": access.interface,
                "region_name": access.region_name,
                "version": "3",
            },
            params={"name": name},
            raise_exc=False,
            log=False,
        )
        body = answer.json() if answer.status_code == 200 else {}
        found = body.get("projects") if isinstance(body, dict) else None
    except REQUEST_ERRORS as error:
        # The cause may quote the request, and with it secrets.
        raise explain(error, None, access.redact) from None
    listed = found if isinstance(found, list) else ()
    mappings = [item for item in listed if isinstance(item, dict)]
    return [item for item in mappings if item.get("name") == name and isinstance(item.get("id"), str)]
