# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option ``project``: whose objects a task is about."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.auth_errors import explain
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import AccessError, VpnError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access

#: Keystone's ids: 32 hexadecimal digits, or a uuid in projects of other origin.
PROJECT_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def project_id_of(project, access: Access):
    """The id for a name or an id; the token's own project where none is given.

    A name other than the token's project's costs one call, two for a token that may not list projects.
    Raises ``AccessError`` where no such project, or several, can be seen.
    """
    if not project or project in (access.project_id, access.project_name):
        return access.project_id
    if PROJECT_ID.fullmatch(project):
        return project
    if not access.has_token:
        raise AccessError(
            f'The project "{project}" cannot be looked up: this login (auth_type admin_token, none, http_basic) has no'
            " token with which to ask for a project's name",
            hint="Give the project's id, as in: openstack project show -f value -c id NAME.",
        )
    # Only an administrator may search all projects; everybody may see those to which the token's user belongs.
    found = _projects(access, "/projects", project) or _projects(access, "/auth/projects", project)
    ids = sorted({item["id"] for item in found})
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise AccessError(f'There are {len(ids)} projects named "{project}": {", ".join(ids)}', hint="Give the id.")
    raise AccessError(
        f'There is no project "{project}" that this token can see', hint="Give its id, or check the name."
    )


def _projects(access: Access, path: str, name: str):
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
        told = answer.json() if answer.status_code == 200 else {}
        found = told.get("projects") if isinstance(told, dict) else None
    except VpnError:
        raise
    except Exception as error:  # noqa: BLE001 - keystoneauth1's and requests' own hierarchies, told in one place
        raise explain(error, None, access.redact) from None
    listed = found if isinstance(found, list) else ()
    mappings = [item for item in listed if isinstance(item, dict)]
    return [item for item in mappings if item.get("name") == name and isinstance(item.get("id"), str)]
