# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder with clouds.yaml, inventory and secrets, in which a reader would try the examples of a page."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer

#: The names by which pages call their clouds -> the embedded cloud behind it, and who logs in.
CLOUDS = {
    "mycloud": ("mycloud", "neutron", "demo"),
    "embedded": ("mycloud", "neutron", "demo"),
    "mycloud-admin": ("mycloud", "neutron", "admin"),
    "k5": ("k5", "k5", "demo"),
}


@contextmanager
def served(cloud: Cloud):
    """The address of a cloud while it is served."""
    with CloudServer(cloud) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def access(cloud: Cloud, url: str, user: str = "demo") -> dict:
    """An entry of clouds.yaml."""
    who = cloud.accounts.users[user]
    domain = cloud.accounts.domain_name
    return {
        "region_name": REGION[cloud.dialect.name],
        "auth": {
            "auth_url": f"{url}/v3",
            "username": who.name,
            "password": who.password,
            "project_name": "demo",
            "user_domain_name": domain,
            "project_domain_name": domain,
        },
    }


class Workspace:
    """Runs Ansible in a folder of its own; nothing of the user's configuration is seen."""

    def __init__(self, folder: Path, names: dict[str, tuple[str, str, str]], stack: ExitStack) -> None:
        self.folder, self.clouds = folder, {}
        entries = {}
        for name, (cloud, dialect, user) in names.items():
            if cloud not in self.clouds:
                made = Cloud(dialect, agent="ACTIVE:0")
                self.clouds[cloud] = (made, stack.enter_context(served(made)))
            entries[name] = access(*self.clouds[cloud], user)
        (folder / "access.json").write_text(json.dumps({"clouds": entries}), encoding="utf-8")
        (folder / "hosts.yml").write_text(
            json.dumps(
                {
                    "all": {
                        "hosts": {"localhost": None},
                        "vars": {"ansible_connection": "local", "ansible_python_interpreter": sys.executable},
                    }
                }
            ),
            encoding="utf-8",
        )

    def run(self, command: str) -> tuple[int, str]:
        """(exit code, everything it said) of a command that begins with ansible or ansible-playbook."""
        program, *arguments = shlex.split(command)
        if "-i" not in arguments:
            arguments = ["-i", str(self.folder / "hosts.yml"), *arguments]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "playbook" if program.endswith("playbook") else "adhoc", *arguments],
            cwd=self.folder,
            env=kept
            | {
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join(
                    filter(None, (str(self.folder / "collections"), os.environ.get("ANSIBLE_COLLECTIONS_PATH")))
                ),
                "OS_CLIENT_CONFIG_FILE": str(self.folder / "access.json"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,  # an example that waits for what never comes
        )
        return done.returncode, done.stdout

    def write(self, path: str, text: str) -> None:
        """A file of the reader's."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
