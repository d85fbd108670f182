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
    if event == "import" and arguments[0].startswith(os.environ["TEST_PREFIX"]):
        with open(os.environ["TEST_IMPORTS"], "a") as file:
            file.write(f"{os.getpid()} {arguments[0]}\\n")

sys.addaudithook(record)
"""
PLUGINS = "ansible_collections.sitelink.vpnaas.plugins"
ENGINE = f"{PLUGINS}.module_utils._interface.registry"
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


def imports_of(site, tasks, prefix, **keywords):
    """(process, module) of each import of a module of that prefix, by a play on two hosts."""
    (site.folder / "sitecustomize.py").write_text(RECORDER)
    play = {"hosts": "all", "gather_facts": False, "connection": "local", "tasks": tasks, **keywords}
    (site.folder / "play.yml").write_text(yaml.safe_dump([play]))
    output, code = site.play(
        site.folder / "play.yml",
        *("--inventory", "one,two"),
        *("--extra-vars", "ansible_python_interpreter=auto_silent"),
        TEST_IMPORTS=str(site.folder / "imports"),
        TEST_PREFIX=prefix,
        PYTHONPATH=os.pathsep.join(filter(None, [str(site.folder), os.environ.get("PYTHONPATH")])),
    )
    assert code == 0, output
    return [line.split() for line in (site.folder / "imports").read_text().splitlines()]


@pytest.mark.parametrize(("case", "strategy"), RUNS)
def test_the_controller_imports_the_engine_once_per_run(site, case, strategy):
    (site.folder / "included.yml").write_text(yaml.safe_dump(TASKS["several modules"]))
    imports = imports_of(site, TASKS[case], f"{PLUGINS}.module_utils._", strategy=strategy)
    engine = [process for process, name in imports if name == ENGINE]
    assert len(engine) == 1, imports
    # No process imports another part later: what a worker needs is there before the fork.
    assert {process for process, _name in imports} == set(engine)


@pytest.mark.parametrize("part", ["_site_to_site", "_peer_config", "_aws"])
def test_the_controller_imports_once_what_the_filters_of_the_role_need(site, part):
    """Ansible imports the filters of a collection in each worker whose task uses one."""
    variables = {
        "site_to_site_name": OWN,
        "site_to_site_cloud": {"cloud": "embedded"},
        "site_to_site_vpn_service": {"router": "{{ {'one': 'edge', 'two': 'edge2'}[inventory_hostname] }}"},
    }
    role = {"ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"}, "vars": variables}
    imports = imports_of(site, [role], f"{PLUGINS}.plugin_utils.{part}")
    assert imports
    assert len({process for process, _name in imports}) == 1, imports
