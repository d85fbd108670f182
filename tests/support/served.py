# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder with a clouds.yaml that leads to an embedded cloud, and a way to run real playbooks in it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import yaml

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer

#: Whether the sweeps of tests/integration/entry_points try everything (make entry-points), or a part of it.
WHOLE = os.environ.get("SITELINK_ENTRY_POINTS") == "all"


def poll_calmly(folder, seconds=0.01):
    """Let runs in this folder look so often whether a task has ended. Ansible looks every millisecond, which costs a
    tenth of the CPU time of a run."""
    (folder / "ansible.cfg").write_text(f"[defaults]\ninternal_poll_interval = {seconds}\n")


@contextmanager
def serve(folder):
    """A fresh embedded cloud on a loopback port, and a folder from which it is reached."""
    server = CloudServer(Cloud(agent="DOWN:0"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(folder, server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Site:
    def __init__(self, folder, server):
        self.folder, self.cloud = folder, server.cloud
        self.prefix = []  # words in front of every command, as unshare's
        folder.mkdir(exist_ok=True)
        auth = {
            "auth_url": f"{server.url}/v3",
            "username": "demo",
            "password": "demo-password-3f9c",
            "project_name": "demo",
            "project_domain_name": "Default",
            "user_domain_name": "Default",
        }
        #: the cloud's configuration, as clouds.yaml has it
        self.access = {"region_name": "RegionOne", "auth": auth}
        clouds = {"clouds": {"embedded": self.access}}
        (folder / "clouds.yaml").write_text(yaml.safe_dump(clouds))
        poll_calmly(folder)
        # The same Python under another path: for all that Ansible can see, another interpreter.
        (folder / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        (folder / "python").chmod(0o755)

    def play(self, playbook, *arguments, **environment):
        """(what it printed, exit code)"""
        run = subprocess.run(
            [*self.prefix, sys.executable, "-m", "ansible", "playbook", str(playbook), *arguments],
            cwd=self.folder,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "0", **environment},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return run.stdout + run.stderr, run.returncode

    def task(self, task, *arguments, **environment):
        """Play one task; what it printed."""
        return self.tasks([task], *arguments, **environment)

    def tasks(self, tasks, *arguments, **environment):
        """Play several tasks in one run; what it printed."""
        play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
        (self.folder / "tasks.yml").write_text(yaml.safe_dump([play]))
        return self.play(self.folder / "tasks.yml", *arguments, **environment)
