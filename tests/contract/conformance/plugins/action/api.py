# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody else does to the cloud, in plain HTTP: ``api: {method, path, body, token, url}``."""

from __future__ import annotations

import requests
from ansible.plugins.action import ActionBase


def without_key(value):
    """An answer as it may be printed: Neutron shows everybody the pre-shared key."""
    if isinstance(value, dict):
        return {key: without_key(item) for key, item in value.items() if key != "psk"}
    return [without_key(item) for item in value] if isinstance(value, list) else value


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        asked = self._task.args
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                asked["method"],
                f"{asked['url']}/v2.0/{asked['path']}",
                json=asked.get("body"),
                headers={"X-Auth-Token": asked["token"]},
                timeout=60,
            )
        result = without_key(answer.json()) if answer.content else {}
        error_type = result.get("NeutronError", {}).get("type") if answer.status_code >= 400 else None
        return {
            "failed": answer.status_code >= 400,
            "msg": answer.reason,
            "status": answer.status_code,
            "error_type": error_type,
            "answer": result,
        }
