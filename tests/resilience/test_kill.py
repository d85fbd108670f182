# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real ``ansible-playbook`` is killed (kill -9) right after each of its requests. The same playbook, run again, ends
what it began, and a third run changes nothing.

``SITELINK_FAULTS=all`` tries every request (make faults); otherwise a few of them, spread evenly.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DOMAIN_NAME
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer
from ansible_collections.sitelink.vpnaas.tests.resilience.test_matrix import before, held, run, topology

PHASES = ("present", "replace", "absent")
SHARE = 1 if os.environ.get("SITELINK_FAULTS") == "all" else 16


def points():
    """(dialect, phase, number of the request) of every request of an undisturbed run."""
    for dialect in ("neutron", "k5"):
        for phase in PHASES:
            runner = before(dialect, phase)
            run(runner, phase)
            for call in range(1, len(runner.cloud.log.network) + 1):
                yield dialect, phase, call


@contextmanager
def served(runner):
    """The runner's cloud on a loopback port; time is real there."""
    cloud = runner.cloud
    server = CloudServer(cloud)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Playbook:
    def __init__(self, folder, server, dialect, phase):
        auth = {
            "auth_url": f"{server.url}/v3",
            "username": "demo",
            "password": "demo-password-3f9c",
            "project_name": "demo",
            "project_domain_name": DOMAIN_NAME[dialect],
            "user_domain_name": DOMAIN_NAME[dialect],
        }
        clouds = {"clouds": {"embedded": {"region_name": REGION[dialect], "auth": auth}}}
        (folder / "clouds.yaml").write_text(yaml.safe_dump(clouds))
        task = {"sitelink.vpnaas.vpn_topology": {"cloud": "embedded", "concurrency": 1, **topology(dialect, phase)}}
        play = {"hosts": "localhost", "gather_facts": False, "tasks": [task]}
        (folder / "play.yml").write_text(yaml.safe_dump([play]))
        self.folder = folder

    def start(self):
        return subprocess.Popen(
            [sys.executable, "-m", "ansible", "playbook", "play.yml"],
            cwd=self.folder,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self):
        """What it printed; it must succeed."""
        process = self.start()
        output, _nothing = process.communicate(timeout=120)
        assert process.returncode == 0, output
        return output


@pytest.mark.parametrize(("dialect", "phase", "call"), list(points())[::SHARE])
def test_a_playbook_killed_after_a_request_is_finished_by_the_next_run(dialect, phase, call, tmp_path, record_property):
    undisturbed = before(dialect, phase)
    run(undisturbed, phase)
    runner = before(dialect, phase)
    # The request is carried out, and nobody hears of it: its answer comes when the process is dead.
    runner.cloud.fail(call=call, do="delay", seconds=3)
    with served(runner) as server:
        playbook = Playbook(tmp_path, server, dialect, phase)
        process = playbook.start()
        deadline = time.monotonic() + 60
        while len(runner.cloud.log.network) < call and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert process.poll() is None, process.communicate()[0]
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        runner.cloud.faults.clear()
        playbook.run()
        assert held(runner) == held(undisturbed)
        runner.cloud.forget_log()
        assert "changed=0" in playbook.run()
        assert runner.cloud.log.writes == []
    record_property("kills", 1)
