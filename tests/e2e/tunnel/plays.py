# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real runs of ansible-playbook."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from pathlib import Path

from failure import Failure
from programs import run

PLAYBOOKS = Path(__file__).parent / "playbooks"


class Ansible:
    """Runs playbooks on a cloud. ``keys`` are this run's pre-shared keys, by the names that scenarios give them."""

    def __init__(self, folder: Path, clouds: str) -> None:
        self.folder = folder
        self.clouds = clouds
        self.keys = {name: secrets.token_urlsafe(24) for name in ("first", "second")}
        self.runs = 0

    def play(self, name: str, variables: dict) -> tuple[bool, str]:
        """Whether it succeeded, and what it printed: no key, or it is a failure of another kind."""
        self.runs += 1
        data = self.folder / "variables.json"
        data.touch(mode=0o600)
        data.write_text(json.dumps(variables), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", "-c", "local", "-v"]
        code, output = run(
            [*command, "-e", f"@{data}", str(PLAYBOOKS / f"{name}.yml")],
            self.folder / f"play-{self.runs:03}-{name}.log",
            {
                **{key: value for key, value in os.environ.items() if not key.startswith("OS_")},
                "OS_CLIENT_CONFIG_FILE": self.clouds,
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_LOCALHOST_WARNING": "false",
            },
        )
        data.unlink()
        for key in self.keys.values():
            if key in output:
                raise Failure(f"{name}.yml printed a pre-shared key")
        return code == 0, output


def ending(output: str) -> str:
    """The part of an output that tells why a play failed."""
    found = re.search(r"(fatal: |\[ERROR\]).*", output, re.DOTALL)
    return (found[0] if found else output)[:3000]
