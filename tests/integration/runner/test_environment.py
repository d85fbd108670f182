# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Execution environments: ansible-builder finds what the collection needs and makes a build context of the guide's
definition; ansible-navigator takes the settings. No image is built, which would need a registry."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.tests.support.blocks import blocks_of

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent


def run(program: str, *arguments: str, folder: Path, **environment: str) -> str:
    """What a program of this venv printed."""
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def collection(folder: Path) -> Path:
    """The collection as Galaxy would install it."""
    run("ansible-galaxy", "collection", "build", "--output-path", str(folder), folder=ROOT)
    (tarball,) = folder.glob("*.tar.gz")
    run(
        "ansible-galaxy",
        "collection",
        "install",
        str(tarball),
        "--force",
        "-p",
        str(folder / "installed"),
        folder=folder,
    )
    return folder / "installed"


def test_installed_collection_names_its_requirements(tmp_path):
    folder = collection(tmp_path)
    output = yaml.safe_load(run("ansible-builder", "introspect", str(folder), folder=tmp_path))
    result = dict(line.split("  # ") for line in output["python"])
    assert result == dict.fromkeys(("keystoneauth1>=5.0.0", "openstacksdk>=1.0.2"), "from collection sitelink.vpnaas")
    assert not output.get("system")


def test_what_it_needs_is_what_modules_ask_for():
    """The ranges begin where the modules' requirements begin."""
    asked = dict(re.findall(r"- (\w+) >= ([\d.]+)", (ROOT / "plugins/doc_fragments/cloud.py").read_text()))
    ranges = dict(re.findall(r"^(\w+)>=([\d.]+)$", (ROOT / "meta/ee-requirements.txt").read_text(), re.MULTILINE))
    assert ranges == {name: version for name, version in asked.items() if name != "python"}


def test_the_guides_environment_becomes_a_build_context(tmp_path):
    (definition,) = [
        block for block in blocks_of(ROOT / "docs/guides/controller.md") if block.path == "execution-environment.yml"
    ]
    (tmp_path / definition.path).write_text(definition.text, encoding="utf-8")
    run("ansible-builder", "create", "--context", "context", "--output-filename", "Containerfile", folder=tmp_path)
    container = (tmp_path / "context" / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-galaxy collection install" in container
    requirements = yaml.safe_load((tmp_path / "context" / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert requirements["collections"] in (["sitelink.vpnaas"], [{"name": "sitelink.vpnaas"}])


def test_navigator_takes_the_settings(tmp_path):
    settings = ROOT / "docs/examples/controller/ansible-navigator.yml"
    (tmp_path / "clouds.yaml").write_text("{}", encoding="utf-8")  # the settings mount it
    shown = run(
        "ansible-navigator",
        "settings",
        "--effective",
        "--mode",
        "stdout",
        "--ee",
        "false",
        folder=tmp_path,
        ANSIBLE_NAVIGATOR_CONFIG=str(settings),
        HOME=str(tmp_path),
    )
    assert "vpnaas-ee:latest" in shown
