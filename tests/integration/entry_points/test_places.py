# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A search for keys, password and token in every place to which a run writes, and in the process list meanwhile.

``test_leaks.py`` is about what single tasks say. Here Ansible is told to keep and write all it can.
"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.entry_points.test_leaks import (
    ACCESS,
    PREREQUISITES,
    PlayRunner,
    by_module,
)

PASSWORD = "demo-password-3f9c"
#: What Ansible itself leaves in module mode with ANSIBLE_KEEP_REMOTE_FILES: the module, with its arguments in it.
KEPT_MODULE = "AnsiballZ_*.py"
ROLE = {"ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"}}


class Processes(threading.Thread):
    """Everybody's arguments, read again and again until told to stop."""

    def __init__(self):
        super().__init__(daemon=True)
        self.seen, self.over = set(), threading.Event()

    def run(self):
        while not self.over.wait(0.02):
            for arguments in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(arguments.read_bytes().decode(errors="replace"))
                except OSError:
                    continue  # it has ended meanwhile


class Search:
    """Plays tasks with every recorder of Ansible's on, and searches what there is afterwards."""

    def __init__(self, site, entry_point):
        self.runner, self.site, self.entry_point = PlayRunner(site, entry_point), site, entry_point
        self.folders = {name: site.folder / name for name in ("facts", "junit", "tree", "local", "remote")}
        self.switches = {
            "ANSIBLE_KEEP_REMOTE_FILES": "1",
            "ANSIBLE_LOCAL_TEMP": str(self.folders["local"]),
            "ANSIBLE_REMOTE_TEMP": str(self.folders["remote"]),
            "ANSIBLE_CACHE_PLUGIN": "jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(self.folders["facts"]),
            "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.junit,ansible.builtin.tree",
            "JUNIT_OUTPUT_DIR": str(self.folders["junit"]),
            "ANSIBLE_CALLBACK_TREE_DIR": str(self.folders["tree"]),
        }
        self.places = {}

    def play(self, tasks, *arguments):
        processes = Processes()
        processes.start()
        try:
            output = self.runner.play(*arguments, tasks=tasks, environment=self.switches)
        finally:
            processes.over.set()
            processes.join()
        self.places |= {"stdout, stderr and log": output, "process arguments": "\n".join(processes.seen)}
        self.places["requests"] = "\n".join(
            f"{entry.method} {entry.path} {entry.query}" for entry in self.site.cloud.log
        )
        for name, folder in self.folders.items():
            for path in folder.rglob("*"):
                if path.is_file():
                    self.places[f"{name}: {path.relative_to(folder)}"] = path.read_text(errors="replace")
        return output

    def leaks(self):
        """Place -> its lines that hold a secret, cut short; without what Ansible itself quotes of the play's text."""
        secrets = (self.runner.in_file, PASSWORD, *self.site.cloud.identity.tokens)
        found = {}
        for name, text in self.places.items():
            lines = [line for line in text.splitlines() if any(secret in line for secret in secrets)]
            # The junit callback makes a task's arguments, as they stand in the play, part of its name.
            lines += self.runner.leaks(text) if not name.startswith("junit: ") else ()
            if lines:
                found[name] = [line[:200] for line in lines]
        return found


def tasks_of(runner):
    """A life: by every way, changed, failing, exported, replaced."""
    given = list(runner.connections("c"))
    tasks = [task for task in runner.tasks("c") if "ansible.builtin.include_role" not in task]
    tasks += [by_module(name, **options, update_psk="always") for name, options in given]
    refused = by_module(given[0][0], **{**given[0][1], "description": "agent=ERROR"})
    again = {"sitelink.vpnaas.ike_policy": {**ACCESS, "name": "ike", "ike_version": "v2", "replace": True}}
    export = {"sitelink.vpnaas.vpn_topology_info": ACCESS}
    tasks += [{**again, "register": "told"}, {**export, "register": "estate"}]
    tasks += [{"ansible.builtin.set_fact": {"told": "{{ told }}", "estate": "{{ estate }}", "cacheable": True}}]
    tasks += [{"block": [refused], "rescue": [{"ansible.builtin.debug": {"var": "ansible_failed_result"}}]}]
    role = {"site_to_site_name": "r", "site_to_site_cloud": ACCESS, "site_to_site_vpn_service": {"name": "office"}}
    connections = [{**options, "name": name} for name, options in runner.connections("r")]
    return [*PREREQUISITES, *tasks, {**ROLE, "vars": {**role, "site_to_site_connections": connections}}]


@pytest.mark.parametrize(
    "entry_point", [pytest.param("1", id="in process"), pytest.param("0", id="module", marks=pytest.mark.long)]
)
def test_no_secret_in_any_place(site, entry_point, record_property):
    search = Search(site, entry_point)
    site.cloud.latency = 0.05  # so that the process list is read while tasks are at work
    tasks = tasks_of(search.runner)
    search.play(tasks if entry_point == "1" else tasks[:-1])
    found = search.leaks()
    kept = {name for name in found if name.startswith("remote: ") and Path(name).match(KEPT_MODULE)}
    leaks = {name: lines for name, lines in found.items() if name not in kept}
    record_property("places searched", len(search.places))
    record_property("leaks found", len(leaks))
    assert leaks == {}
    assert bool(kept) == (entry_point == "0"), "what the documentation says of kept module files"
    assert {path.stat().st_mode & 0o077 for path in search.folders["remote"].glob("*")} <= {0}
    for recorder in ("junit", "tree", "facts"):
        assert any(name.startswith(recorder) for name in search.places), recorder
    assert "ansible\0playbook" in search.places["process arguments"]
    if entry_point == "1":
        assert [name for name in search.places if name.startswith(("remote: ", "local: "))] == []
    assert not any(name.startswith("local: ") for name in search.places)
