# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The status of a connection in lists and reports."""

from __future__ import annotations

import typing as t

#: What lists and reports show in place of a status that says nothing: no gateway works on it.
OFF, SERVICE_OFF = "switched off", "service switched off"


def shown_status(connection: t.Mapping[str, object], service: t.Mapping[str, object] | None = None) -> str:
    """The status of a connection for people: ``OFF`` and ``SERVICE_OFF`` come first, and no status is "unknown"."""
    if connection.get("admin_state_up") is False:
        return OFF
    if service and service.get("admin_state_up") is False:
        return SERVICE_OFF
    return str(connection.get("status") or "unknown")
