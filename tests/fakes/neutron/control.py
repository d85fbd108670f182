# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/embedded/...``: what a test asks of a served cloud. None of it is counted or logged.

====== ==================== ==============================================================================
GET    /embedded/log        {"log": [entries]}
DELETE /embedded/log        forget them
GET    /embedded/contents   every object, psk as SHA-256
PUT    /embedded/faults     {"faults": [rules]} replaces all rules; see faults.py
PUT    /embedded/settings   any of: latency (seconds), agent, page_limit, refuse_writes, slow_delete,
                            token_lifetime, error_shape, at_prefix, vpn_gateway, release, device_driver,
                            refuse_keys, ignores_query; and "revoke_tokens": true
GET    /embedded/settings   their values
====== ==================== ==============================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import faults
from .messages import Request, Response, json_response

if TYPE_CHECKING:
    from .cloud import Cloud

SETTINGS: dict[str, tuple[str, str]] = {  # name -> (part of the cloud, its attribute)
    "latency": ("", "latency"),
    "agent": ("", "agent"),
    "page_limit": ("", "page_limit"),
    "refuse_writes": ("", "refuse_writes"),
    "refuse_keys": ("", "refuse_keys"),
    "ignores_query": ("", "ignores_query"),
    "error_shape": ("", "error_shape"),
    "vpn_gateway": ("", "vpn_gateway"),
    "release": ("", "release"),
    "device_driver": ("", "device_driver"),
    "slow_delete": ("cloud_state", "slow_delete"),
    "token_lifetime": ("identity", "lifetime"),
    "at_prefix": ("network", "at_prefix"),
}


def handle(cloud: Cloud, request: Request) -> Response:
    """Answer one question or change one setting."""
    routes = {
        ("GET", "log"): lambda: {"log": [entry.as_dict() for entry in cloud.log]},
        ("DELETE", "log"): cloud.forget_log,
        ("GET", "contents"): cloud.contents,
        ("PUT", "faults"): lambda: _set_faults(cloud, request.json()["faults"]),
        ("GET", "settings"): lambda: _settings(cloud),
        ("PUT", "settings"): lambda: change_settings(cloud, request.json()),
    }
    route = routes.get((request.method, request.path.removeprefix("/embedded/").strip("/")))
    if route is None:
        return json_response(404, {"message": "no such question; see control.py"})
    try:
        document = route()
    except (KeyError, TypeError, ValueError) as problem:
        return json_response(400, {"message": f"{type(problem).__name__}: {problem}"})
    return json_response(204 if document is None else 200, document)


def change_settings(cloud: Cloud, wanted: dict[str, Any]) -> dict[str, Any]:
    """Change some settings; an unknown one is a KeyError."""
    wanted = dict(wanted)
    if wanted.pop("revoke_tokens", False):
        cloud.revoke_tokens()
    for name, value in wanted.items():
        part, attribute = SETTINGS[name]
        setattr(getattr(cloud, part) if part else cloud, attribute, value)
    return _settings(cloud)


def _settings(cloud: Cloud) -> dict[str, Any]:
    return {
        name: getattr(getattr(cloud, part) if part else cloud, attribute)
        for name, (part, attribute) in SETTINGS.items()
    }


def _set_faults(cloud: Cloud, rules: list[dict[str, Any]]) -> dict[str, Any]:
    cloud.faults = faults.parse(rules)
    return {"faults": len(cloud.faults)}
