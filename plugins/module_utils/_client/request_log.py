# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option sdk_log_path: one line per request, without bodies, since they hold the pre-shared key."""

from __future__ import annotations

from datetime import datetime, timezone

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError


class RequestLog:
    """Appends lines to a file: at INFO writes and error responses, at DEBUG all requests.

    Raises ``VpnError`` where the file cannot be written.
    """

    def __init__(self, path: str, level: str = "INFO") -> None:
        self.path = path
        self.everything = level == "DEBUG"
        self("sitelink.vpnaas logs its requests", always=True)

    def __call__(self, line: str, always: bool = False) -> None:
        if not (always or self.everything or not line.startswith("GET ") or " 200 " not in line):
            return
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        try:
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(f"{now} {line}\n")
        except OSError as error:
            raise VpnError(f"sdk_log_path: {self.path} cannot be written: {error.strerror}") from error
