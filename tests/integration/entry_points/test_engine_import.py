# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine is imported once per run of ansible-playbook: by the controller, before it forks a worker."""

from __future__ import annotations

import os

import pytest
import yaml

#: Python imports it at start-up. It records which process imports a module of the engine, whoever finds the module:
#: ansible-core has an importer of its own for collections.
RECORDER = """
import os, sys

def record(event, arguments):
    if event == "import" and arguments[0].startswith("ansible_collections.sitelink.vpnaas.plugins.module_utils._"):
        with open(os.environ["TEST_IMPORTS"], "a") as file:
            file.write(f"{os.getpid()} {arguments[0]}\\n")

sys.addaudithook(record)
"""
ENGINE = "ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry"
POLICY = "sitelink.vpnaas.ike_policy"
#: The hosts' tasks run at once, and two that create an object of one name may leave a duplicate.
OWN = "{{ inventory_hostname }}"
TASKS = {
    "one task": [{POLICY: {"name": OWN, "cloud": "embedded"}}],
    "a loop": [{POLICY: {"name": OWN + "-{{ item }}", "cloud": "embedded"}, "loop": [1, 2, 3]}],
    "several modules": [
        {POLICY: {"name": OWN, "cloud": "embedded"}},
        {"sitelink.vpnaas.ipsec_policy": {"name": OWN, "cloud": "embedded"}},
        {"sitelink.vpnaas.ike_policy_info": {"cloud": "embedded"}},
        {"sitelink.vpnaas.vpn_topology_info": {"cloud": "embedded"}},
    ],
    "an included file": [
        {"ansible.builtin.include_tasks": "included.yml"},
        {"ansible.builtin.include_tasks": "included.yml"},
    ],
}
RUNS = [*((case, "linear") for case in TASKS), ("several modules", "free")]


@pytest.mark.parametrize(("case", "strategy"), RUNS)
def test_the_controller_imports_the_engine_once_per_run(site, case, strategy):
    (site.folder / "sitecustomize.py").write_text(RECORDER)
    (site.folder / "included.yml").write_text(yaml.safe_dump(TASKS["several modules"]))
    play = {"hosts": "all", "gather_facts": False, "connection": "local", "strategy": strategy, "tasks": TASKS[case]}
    (site.folder / "play.yml").write_text(yaml.safe_dump([play]))
    output, code = site.play(
        site.folder / "play.yml",
        *("--inventory", "one,two"),
        *("--extra-vars", "ansible_python_interpreter=auto_silent"),
        TEST_IMPORTS=str(site.folder / "imports"),
        PYTHONPATH=os.pathsep.join(filter(None, [str(site.folder), os.environ.get("PYTHONPATH")])),
    )
    assert code == 0, output
    imports = [line.split() for line in (site.folder / "imports").read_text().splitlines()]
    engine = [process for process, name in imports if name == ENGINE]
    assert len(engine) == 1, imports
    # No process imports another part later: what a worker needs is there before the fork.
    assert {process for process, _name in imports} == set(engine)
