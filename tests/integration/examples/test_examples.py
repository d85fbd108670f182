# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the documentation does what it says, on an embedded cloud that has what the page presupposes.

A page is played from its beginning to its end on the same clouds, as a reader would. Playbooks and lists of tasks
that follow one another are one run; a command is a run of its own. ``pages.yml`` says what a page presupposes.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import CUSTOMER, document
from ansible_collections.sitelink.vpnaas.tests.support.aws_modules import write_stand_ins
from ansible_collections.sitelink.vpnaas.tests.support.blocks import blocks_of
from ansible_collections.sitelink.vpnaas.tests.support.workspace import CLOUDS, Workspace

ROOT = Path(__file__).resolve().parents[3]
KNOWN = yaml.safe_load(Path(__file__).with_name("pages.yml").read_text(encoding="utf-8"))
SOURCES = ("README.md", "CONTRIBUTING.md", "docs/*.md", "docs/site/*.md", "docs/guides/*.md", "docs/playbooks/*.md")
SOURCES += (
    "docs/examples/**/README.md",
    "docs/examples/*.yml",
    "roles/*/README.md",
    "plugins/modules/*.py",
    "plugins/filter/*.py",
)
FOUND = {path.relative_to(ROOT).as_posix(): blocks_of(path) for source in SOURCES for path in sorted(ROOT.glob(source))}
PAGES = {page: blocks for page, blocks in FOUND.items() if blocks}

#: Modules that write; those with _info do the same in check mode.
WRITING_MODULE = re.compile(r"plugins/modules/(?!.*_info)\w+\.py")


def page_text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def known(page):
    return {**KNOWN["every page"], **KNOWN["pages"].get(page, {})}


def playable(page):
    """(blocks that are run or written, blocks that are not and why)."""
    reasons = known(page).get("not run", {})
    left_out = [(block, why) for block in PAGES[page] for part, why in reasons.items() if part in block.text]
    unused = {part for part in reasons if not any(part in block.text for block in PAGES[page])}
    assert not unused, f"{page}: pages.yml leaves out what is not there: {unused}"
    there = [block for block in PAGES[page] if not any(block is other for other, _why in left_out)]
    return there, left_out


@pytest.mark.parametrize("page", [page for page, blocks in PAGES.items() if any(block.examples for block in blocks)])
def test_the_examples_of(page, tmp_path, record_property):
    facts = known(page)
    blocks, left_out = playable(page)
    with ExitStack() as stack:
        workspace = Workspace(
            tmp_path, {**CLOUDS, **{name: (name, "neutron", "demo") for name in facts.get("clouds", ())}}, stack
        )
        for name, text in facts.get("files", {}).items():
            workspace.write(name, text)
        if facts.get("stand-ins"):
            write_stand_ins(tmp_path / "collections", document(), CUSTOMER)
        run = Run(workspace, page, facts)
        run.tasks([task for part in facts.get("before", ()) for task in KNOWN["estates"][part]])
        for block in blocks:
            run.add(block)
        run.play()
    record_property("examples", sum(block.examples for block in blocks))
    record_property("left out", [(f"{page}: {block.where}", why) for block, why in left_out])


class Run:
    """Blocks that are waiting to be played in one go."""

    def __init__(self, workspace, page, facts):
        self.workspace, self.page, self.facts = workspace, page, facts
        self.waiting, self.count = [], 0
        workspace.write("vars.yml", yaml.safe_dump(facts["vars"]))

    def add(self, block):
        if block.path:
            self.workspace.write(block.path, block.text)
        if block.kind == "tasks":
            self.tasks([made for task in block.content for made in (*self._just_before(task), task)])
        elif block.kind == "command":
            self.play()
            self.succeeds(block.text, block.where)
        elif block.kind == "playbook" and block.path is None:
            self.waiting += block.content

    def _just_before(self, task):
        return self.facts.get("just before", {}).get(task.get("name"), ())

    def tasks(self, tasks):
        if tasks:
            self.waiting.append({"hosts": "localhost", "gather_facts": False, "tasks": tasks})

    def play(self):
        if self.waiting:
            self.count += 1
            name = f"examples{self.count}.yml"
            self.workspace.write(name, yaml.safe_dump(self.waiting, sort_keys=False))
            self.waiting = []
            self.succeeds(f"ansible-playbook {name}", self.page)

    def succeeds(self, command, where):
        variables = "" if "-i " in command else " -e @vars.yml"
        code, output = self.workspace.run(command + variables)
        assert "no hosts matched" not in output, f"{where}: {command}: a play without hosts\n{output}"
        presupposed = "what a page presupposes stands in tests/integration/examples/pages.yml"
        assert code == 0, f"{where}: {command}: exit code {code}; {presupposed}\n{output}"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if WRITING_MODULE.fullmatch(page) and "register:" in page_text(page)]
)
def test_what_examples_say_of_results_holds_in_check_mode(page, tmp_path):
    """On an empty cloud, where readers begin. A module may refuse what builds on objects that check mode did not make;
    no expression may fail."""
    (block,) = playable(page)[0]
    tasks = [{**task, "ignore_errors": "ansible.builtin.debug" not in task} for task in block.content]
    with ExitStack() as stack:
        run = Run(Workspace(tmp_path, CLOUDS, stack), page, known(page))
        run.workspace.write(
            "check.yml", yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}])
        )
        run.succeeds("ansible-playbook check.yml --check", page)


def test_a_playbook_with_a_name_is_run_by_a_command():
    """Otherwise it would be written and never played."""
    unplayed = [
        f"{page}: {block.where}"
        for page, blocks in PAGES.items()
        for block in blocks
        if block.kind == "playbook" and block.path
        if not any(other.kind == "command" and block.path in other.text for other in blocks)
        if any(block is other for other in playable(page)[0])
    ]
    assert unplayed == []


def test_every_page_that_is_described_exists():
    assert set(KNOWN["pages"]) - set(PAGES) == set()
