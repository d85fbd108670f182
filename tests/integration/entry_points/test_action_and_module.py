# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two doors, one engine: what the in-process action plugin returns, the module returns too, key for key but
``invocation``; and wherever the two could differ the plugin hands over to the module."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
CONTRACT = yaml.safe_load((HERE / "contract.yml").read_text())[0]["tasks"]
REGISTERED = [task["register"] for task in CONTRACT if "register" in task]
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What only says through which door it came, or when.
ENTRY_POINT_KEYS = {"invocation", "ansible_facts", "start", "end", "delta"}


def returned(open_site, folder, in_process):
    """Everything that the contract's tasks return through one door, ids numbered in order of appearance."""
    with open_site(folder) as site:
        extra = {"kept": str(folder / "kept.json"), "registered": REGISTERED, "sitelink_vpnaas_in_process": in_process}
        (folder / "contract.yml").write_text((HERE / "contract.yml").read_text())
        output, code = site.play(folder / "contract.yml", "--extra-vars", json.dumps(extra))
        assert code == 0, output
        calls = len(site.cloud.log.identity)
    text = (folder / "kept.json").read_text()
    numbers = {}
    text = UUID.sub(lambda found: f"id-{numbers.setdefault(found[0], len(numbers))}", text)
    return json.loads(text), calls


def without_entry_point_keys(value):
    if isinstance(value, dict):
        return {key: without_entry_point_keys(item) for key, item in value.items() if key not in ENTRY_POINT_KEYS}
    return [without_entry_point_keys(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def both(open_site, tmp_path_factory):
    return {
        entry_point: returned(open_site, tmp_path_factory.mktemp("door"), entry_point) for entry_point in (True, False)
    }


@pytest.mark.parametrize("name", REGISTERED)
def test_action_and_module_return_the_same(both, name):
    here, module = (without_entry_point_keys(both[entry_point][0][name]) for entry_point in (True, False))
    assert here == module


def test_the_plugin_was_really_at_work(both):
    """One login for the three items of the loop, against one each through modules."""
    assert both[True][1] < both[False][1]


POLICY = {"name": "strong", "cloud": "embedded"}
MODULE = "sitelink.vpnaas.ike_policy"
HANDED_OVER = {
    "environment": {MODULE: POLICY, "environment": {"SOME": "thing"}},
    "async": {MODULE: POLICY, "async": 30, "poll": 1},
    "interpreter": {MODULE: POLICY, "vars": {"ansible_python_interpreter": "{{ playbook_dir }}/python"}},
    "switched off": {MODULE: POLICY, "vars": {"sitelink_vpnaas_in_process": False}},
    "become": {MODULE: POLICY, "become": True, "become_method": "ansible.builtin.su", "become_user": "root"},
}


@pytest.mark.parametrize("reason", HANDED_OVER)
def test_what_could_differ_is_handed_over(site, reason):
    output, code = site.task(HANDED_OVER[reason], "-vvv")
    assert (code, "AnsiballZ" in output or "ansiballz" in output) == (0, True), output
    assert [item["name"] for item in site.cloud.contents()["ikepolicies"]] == ["strong"]


def test_nothing_is_handed_over_without_reason(site):
    output, code = site.task({MODULE: POLICY}, "-vvv")
    assert (code, "nsiball" in output) == (0, False), output


def test_the_environment_switches_it_off_too(site):
    output, code = site.task({MODULE: POLICY}, "-vvv", SITELINK_VPNAAS_IN_PROCESS="0")
    assert (code, "AnsiballZ" in output) == (0, True), output


def test_a_loop_costs_one_login_and_one_listing(site):
    task = {MODULE: {"name": "policy{{ item }}", "cloud": "embedded"}, "loop": list(range(10))}
    site.task(task)
    site.cloud.forget_log()
    output, code = site.task(task)
    assert code == 0, output
    assert [(entry.method, entry.path) for entry in site.cloud.log] == [
        ("GET", "/v3"),
        ("POST", "/v3/auth/tokens"),
        ("GET", "/v2.0/vpn/ikepolicies"),
    ]


def test_a_loop_sees_what_its_own_items_wrote(site):
    task = {
        MODULE: {"name": "twice", "cloud": "embedded", "description": "{{ item }}"},
        "loop": ["one", "two", "two"],
    }
    output, code = site.task(task)
    assert code == 0, output
    assert [entry.method for entry in site.cloud.log.writes] == ["POST", "PUT"]


def test_until_looks_afresh_each_time(site):
    """What somebody makes meanwhile is seen by the next try, also within a loop."""
    task = {
        "sitelink.vpnaas.ike_policy_info": {"cloud": "embedded", "name": "{{ item }}"},
        "loop": ["nowhere"],
        "register": "seen",
        "until": "seen.ike_policies | length > 0",
        "retries": 2,
        "delay": 0,
        "ignore_errors": True,
    }
    output, code = site.task(task)
    assert code == 0, output
    assert len([entry for entry in site.cloud.log.network if entry.path.endswith("ikepolicies")]) == 3
