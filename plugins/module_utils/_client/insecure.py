# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Warns of a way to the cloud on which others can read passwords and keys."""

from __future__ import annotations

import typing as t
from ipaddress import ip_address
from urllib.parse import urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.urls import without_user

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value


def insecure_access(verify: Value, auth: Value, endpoint: str) -> tuple[str, ...]:
    """One warning, or none. What stays on this machine (a loopback address) is secure."""
    auth_url = str(auth.get("auth_url") or "") if isinstance(auth, dict) else ""
    plain = [f"{name} ({_shown(url)}) is not encrypted" for name, url in _urls(auth_url, endpoint) if _is_readable(url)]
    if verify is False and any(url.startswith("https:") for _name, url in _urls(auth_url, endpoint)):
        plain.append("validate_certs: false does not check who answers")
    if not plain:
        return ()
    return (
        f"{' and '.join(plain)}: others on the network can read passwords, tokens and pre-shared keys. Use https, with"
        " ca_cert where the cloud has its own certificate authority.",
    )


def _urls(auth_url: str, endpoint: str) -> tuple[tuple[str, str], ...]:
    return (("auth_url", auth_url), ("the network endpoint", endpoint))


def _is_readable(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or "localhost"
    except ValueError:
        return False
    if not url.startswith("http:") or host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{without_user(parts)}"
