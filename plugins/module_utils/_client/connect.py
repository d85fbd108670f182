# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log in with a task's options."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.projects import project_id_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.request_log import RequestLog
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import log_in
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import is_cloud_name

if t.TYPE_CHECKING:
    from requests import Session as Transport

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value


def connect(
    params: Params,
    check_mode: bool = False,
    transport: Transport | None = None,
    clock: Clock | None = None,
    logins: Logins | None = None,
) -> Cloud:
    """The ``Cloud`` for a task's options, after login; in check mode it cannot write.

    ``transport`` is the requests.Session to send through, ``logins`` are those of the run. Raises ``VpnError``.
    """
    cloud = params.get("cloud")
    if not (cloud is None or cloud == "" or isinstance(cloud, dict) or is_cloud_name(cloud)):
        raise InvalidInput(
            ["cloud must be the name of a cloud in clouds.yaml, or a mapping like an entry of that file"]
        )
    faults = [*_keys_that_are_no_text("auth", params.get("auth")), *_keys_that_are_no_text("cloud", cloud)]
    if faults:
        raise InvalidInput(faults)
    access = log_in(params, transport, params.get("concurrency") or 1, logins)
    record = (
        RequestLog(params["sdk_log_path"], params.get("sdk_log_level") or "INFO")
        if params.get("sdk_log_path")
        else None
    )
    project = project_id_of(params.get("project"), access)
    return Cloud(access, project, clock=clock, read_only=check_mode, record=record)


def _keys_that_are_no_text(place: str, value: Value) -> t.Iterator[str]:
    """A fault for each mapping that openstack.config cannot read, without the key: it may be a misplaced secret."""
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            yield f"{place}: YAML read a key of this mapping as a number, a date or the like: put it in quotes"
        for key, item in value.items():
            yield from _keys_that_are_no_text(f"{place}.{key}" if isinstance(key, str) else place, item)
