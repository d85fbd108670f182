# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes down what each task returned, what went over the line for it, and what the cloud held afterwards.

It runs in ansible-playbook's own process between two tasks, and asks the cloud with a bare HTTP client.
"""

from __future__ import annotations

import json
import os

import requests
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: recorder
type: notification
short_description: Records tasks and the cloud's contents
description: For this folder's tests; where to write and whom to ask is in the file CONFORMANCE_RECORDER names.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "recorder"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        with open(os.environ["CONFORMANCE_RECORDER"], encoding="utf-8") as file:
            self.orders = json.load(file)
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["X-Auth-Token"] = self.orders["token"]

    def v2_playbook_on_play_start(self, play):
        self.write({"task": "", "failed": False, "result": {}})

    def v2_runner_on_ok(self, result):
        self.record(result, failed=False)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.record(result, failed=True)

    def record(self, result, failed):
        self.write({"task": result._task.get_name(), "failed": failed, "result": result._result})

    def write(self, record):
        record["calls"] = self.session.post(f"{self.orders['proxy_url']}/calls", timeout=60).json()
        record["contents"] = {kind: self.listing(*where) for kind, where in self.orders["listings"].items()}
        with open(self.orders["record"], "a", encoding="utf-8") as file:
            file.write(json.dumps(record, default=str) + "\n")

    def listing(self, path, key):
        answer = self.session.get(f"{self.orders['network_url']}/v2.0/{path}", timeout=60)
        if answer.status_code == 404:
            return []
        answer.raise_for_status()
        return answer.json()[key]
