# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A keyring that is a file, for ``cache: auth: true`` in clouds.yaml: a login costs a real Keystone 0.2 s."""

from __future__ import annotations

import json
import os

from keyring.backend import KeyringBackend

FILE = os.environ["CONFORMANCE_KEYRING"]


class Drawer(KeyringBackend):
    priority = 1

    def contents(self) -> dict:
        if not os.path.exists(FILE):
            return {}
        with open(FILE, encoding="utf-8") as file:
            return json.load(file)

    def get_password(self, service: str, username: str) -> str | None:
        return self.contents().get(service + username)

    def set_password(self, service: str, username: str, password: str) -> None:
        contents = {**self.contents(), service + username: password}
        with open(FILE, "w", encoding="utf-8") as file:
            json.dump(contents, file)
