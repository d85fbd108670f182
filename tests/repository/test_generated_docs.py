# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The generator of RETURN, on a copy of its sources: what is stale or missing fails --check, which writes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESULTS = "development/results.yml"
MODULE = "plugins/modules/ike_policy.py"
CASES = {
    "a text was changed": (RESULTS, "The cipher.", "The cipher used.", f"not as generated: {MODULE}, "),
    "a block was edited": (MODULE, "The version of IKE.", "IKE's version.", f"not as generated: {MODULE}. Run "),
    "a row has no text": (
        RESULTS,
        "      type: {",
        "      kind: {",
        "rows of endpoint_group has kind, which no row is",
    ),
    "an attribute has no sample": (RESULTS, "      name: branch7\n", "", "samples of ipsec_site_connection lacks name"),
    "a kind has no texts": (RESULTS, "  endpoint_group:", "  endpoint_groop:", "kinds lacks endpoint_group"),
    "a block has no end": (MODULE, "# END", "", f"{MODULE}: each '# BEGIN NAME, generated from ...' needs its '# END'"),
    "a module has no block": (MODULE, "# BEGIN", "#", f"{MODULE}: put '# BEGIN results, generated from {RESULTS}'"),
}


@pytest.mark.parametrize("case", CASES)
def test_check_names_what_is_stale_or_missing_and_writes_nothing(case: str, tmp_path: Path) -> None:
    name, former, latter, complaint = CASES[case]
    for folder in ("development", "plugins"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("bench", "__pycache__"))
    edited = tmp_path / name
    edited.write_text(edited.read_text(encoding="utf-8").replace(former, latter), encoding="utf-8")
    before = {file: file.read_bytes() for file in (tmp_path / "plugins").rglob("*.py")}

    command = [sys.executable, "-B", "development/generate_topology_docs.py", "--check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1, "one line, and no traceback"
    assert {file: file.read_bytes() for file in before} == before


PLAYBOOK, PAGE = "playbooks/status.yml", "docs/playbooks/status.md"
PLAYBOOK_CASES = {
    "a description was changed": (PLAYBOOK, "Name or id of the project.", "The project.", f"not as generated: {PAGE}."),
    "a table was edited": (PAGE, "Name or id of the project.", "The project.", f"not as generated: {PAGE}."),
    "a page has no block": (
        PAGE,
        "<!-- BEGIN",
        "<!--",
        f"{PAGE}: put '<!-- BEGIN variables, generated from {PLAYBOOK}",
    ),
    "variables are not checked": (
        PLAYBOOK,
        "        spec:",
        "        specs:",
        f"{PLAYBOOK}: its first task must check",
    ),
}


@pytest.mark.parametrize("case", PLAYBOOK_CASES)
def test_check_of_the_playbooks_pages_names_what_is_stale(case: str, tmp_path: Path) -> None:
    name, former, latter, complaint = PLAYBOOK_CASES[case]
    for folder in ("development", "playbooks", "docs/playbooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    edited = tmp_path / name
    edited.write_text(edited.read_text(encoding="utf-8").replace(former, latter), encoding="utf-8")
    command = [sys.executable, "-B", "development/generate_playbook_docs.py", "--check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr and len(done.stderr.splitlines()) == 1


def test_the_playbooks_pages_are_as_generated() -> None:
    command = [sys.executable, "-B", "development/generate_playbook_docs.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_list_of_guides_is_as_generated_and_a_new_guide_makes_it_stale(tmp_path: Path) -> None:
    command = [sys.executable, "-B", "development/generate_guide_list.py"]
    check = [*command, "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for folder in ("development", "docs/guides", "docs/playbooks", "docs/docsite"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "docs/support.md", tmp_path / "docs")
    (tmp_path / "docs/guides/new.md").write_text("# A `new` guide\n", encoding="utf-8")
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "docs/docsite/rst/guides.rst. Run development/generate_guide_list.py" in done.stderr
    subprocess.run(command, cwd=tmp_path, check=True)
    assert "* `A new guide <" in (tmp_path / "docs/docsite/rst/guides.rst").read_text(encoding="utf-8")
    subprocess.run(check, cwd=tmp_path, check=True)
