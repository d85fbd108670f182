# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A pre-shared key that is found nowhere else is shown by nothing at -vvvv, whatever becomes of the task.

The one exception is ansible-core's own: where a task fails, 2.19 and later print the lines of the play around it.
``SITELINK_ENTRY_POINTS=all`` (make entry-points) tries both keys in each way through the modules, too.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.support.served import WHOLE

ACCESS = {"cloud": "embedded"}
WIRED = {"vpn_service": "office", "ike_policy": "ike", "ipsec_policy": "ipsec"}
PREREQUISITES = [
    {"sitelink.vpnaas.ike_policy": {**ACCESS, "name": "ike"}},
    {"sitelink.vpnaas.ipsec_policy": {**ACCESS, "name": "ipsec"}},
    {"sitelink.vpnaas.vpn_service": {**ACCESS, "name": "office", "router": "edge", "subnet": "office"}},
]


def by_module(name, **connection):
    return {"sitelink.vpnaas.ipsec_site_connection": {**ACCESS, **WIRED, "name": f"{name}-module", **connection}}


def by_topology(name, **connection):
    items = [{**WIRED, "name": f"{name}-topology", **connection}]
    return {"sitelink.vpnaas.vpn_topology": {**ACCESS, "ipsec_site_connections": items}}


def by_role(name, **connection):
    return {
        "ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"},
        "vars": site_of(name, **connection),
    }


def site_of(name, **connection):
    return {
        "site_to_site_name": f"{name}-role",
        "site_to_site_cloud": ACCESS,
        "site_to_site_vpn_service": {"name": "office"},
        "site_to_site_connections": [connection],
    }


WAYS = (by_module, by_topology, by_role)
#: what is wrong with the connection, and words of the message
TROUBLES = {
    "input": ({"peer_cidrs": ["10.2.0.0/33"]}, "is not a network"),
    "choice": ({"initiator": "nobody"}, "got: nobody"),
    "cloud": ({"description": "agent=ERROR"}, "has the status ERROR"),
    "option": ({"pskk": "x"}, "pskk"),
}


class PlayRunner:
    """Plays tasks with one key from a file and one as a literal, and looks for them in all that came out."""

    def __init__(self, site, entry_point):
        self.folder, self.run, self.entry_point = site.folder, site.play, entry_point
        # Through the module the role is nothing but the topology; it would only take its time.
        self.ways = WAYS if entry_point == "1" else WAYS[:2]
        self.playbook = site.folder / "play.yml"
        self.new_keys()

    def new_keys(self):
        self.in_file, self.literal = (f"Kq7{secrets.token_hex(12)}" for _number in range(2))
        (self.folder / "keys.yml").write_text(yaml.safe_dump({"key": self.in_file}))

    def connections(self, name, **more):
        """(name, options) of one connection with each key."""
        for where, psk in (("file", "{{ key }}"), ("literal", self.literal)):
            yield f"{name}-{where}", {"peer_address": "172.24.4.233", "peer_cidrs": ["10.2.0.0/24"], "psk": psk, **more}

    def tasks(self, name, turned=False, **more):
        """A task for each way and key. Through modules, which take a second each, every way and every key once."""
        given = list(self.connections(name, **more))
        if self.entry_point == "1" or WHOLE:
            return [way(name, **options) for way in self.ways for name, options in given]
        pairs = zip(self.ways, reversed(given) if turned else given, strict=True)
        return [way(name, **options) for way, (name, options) in pairs]

    def play(self, *arguments, environment=None, **content):
        play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["keys.yml"], **content}
        self.playbook.write_text(yaml.safe_dump([play], width=1000, sort_keys=False))
        log = self.folder / "ansible.log"
        log.unlink(missing_ok=True)
        switches = {"SITELINK_VPNAAS_IN_PROCESS": self.entry_point, "ANSIBLE_LOG_PATH": str(log), **(environment or {})}
        output, code = self.run(self.playbook, "-vvvv", "--diff", *arguments, **switches)
        assert code == 0, output
        return output + log.read_text()

    def leaks(self, output):
        """Lines that show a key, without excerpts of the play, which may hold the literal."""
        source = {line.strip() for line in self.playbook.read_text().splitlines()}
        return [
            line
            for line in output.splitlines()
            if self.in_file in line or (self.literal in line and not is_excerpt(line, source))
        ]


def is_excerpt(line, source):
    """``12   psk: ...``: a line of the play, word for word, behind its number."""
    numbered = re.fullmatch(r"\s*\d+ (.*)", line)
    return bool(numbered) and numbered[1].strip() in source


@pytest.fixture(params=["1", "0"], ids=["in process", "module"])
def runner(site, request):
    return PlayRunner(site, request.param)


@pytest.mark.long
def test_a_key_is_not_shown_by_a_life_without_trouble(runner):
    for arguments in [[], ["--check"], []] if runner.entry_point == "1" else [[], []]:
        tasks = [{**task, "register": "told"} for task in runner.tasks("c")]
        output = runner.play(*arguments, tasks=[*PREREQUISITES, *tasks, {"ansible.builtin.debug": {"var": "told"}}])
        assert runner.leaks(output) == []
        assert runner.literal not in output, "a task without trouble shows no excerpt"
        runner.new_keys()
    assert output.count('"psk": "(not shown, new value)"') >= len(tasks)


@pytest.mark.first_case_only
def test_a_key_is_not_shown_by_a_task_that_fails(runner):
    tasks = [
        {"block": [task], "rescue": [{"ansible.builtin.debug": {"var": "ansible_failed_result"}}]}
        for number, (trouble, (wrong, _words)) in enumerate(TROUBLES.items())
        for task in runner.tasks(trouble, number % 2 == 1, **wrong)
    ]
    output = runner.play(tasks=[*PREREQUISITES, *tasks])
    for _wrong, words in TROUBLES.values():
        assert output.count(words) >= len(tasks) / len(TROUBLES), words
    assert re.search(rf"rescued={len(tasks)} ", output)
    assert runner.leaks(output) == []


#: what Ansible itself stumbles over, or quotes whole: a task, and words of the message
SHAPES = (
    ({"sitelink.vpnaas.ike_policy": {**ACCESS, "name": "x", "lifetime": 3600}}, "unable to convert to dict"),
    ({"sitelink.vpnaas.ike_policy": {**ACCESS, "name": "x", "timeout": "inf"}}, "unable to convert to int"),
    (
        {"sitelink.vpnaas.vpn_topology": {**ACCESS, "ipsec_site_connections": [[{"name": "x", "psk": "{{ key }}"}]]}},
        "must be a list",
    ),
    # an option that the module does not have
    ({"sitelink.vpnaas.ike_policy": {**ACCESS, "name": "x", "pre_shared_key": "{{ key }}"}}, "pre_shared_key"),
)


@pytest.mark.first_case_only
def test_arguments_of_a_wrong_shape_are_refused_without_the_key(runner):
    """The last is D6 of the faults of 1.0.0: the value of a misspelled option was in ``invocation``."""
    rescue = [{"ansible.builtin.debug": {"var": "ansible_failed_result.msg"}}]
    output = runner.play(tasks=[{"block": [task], "rescue": rescue} for task, _words in SHAPES])
    assert all(words in output for _task, words in SHAPES), output
    assert "Traceback" not in output
    assert runner.leaks(output) == []


def test_a_key_among_the_parameters_of_a_role_is_not_shown(site):
    runner = PlayRunner(site, "1")
    runner.play(tasks=PREREQUISITES)
    roles = [
        {"role": "sitelink.vpnaas.site_to_site", **site_of(name, **options)}
        for name, options in runner.connections("c")
    ]
    assert runner.leaks(runner.play(roles=roles)) == []


#: What the documentation names among the channels of Ansible's own -> the entry point, and the keys that it shows.
CHANNELS = {"ANSIBLE_DEBUG": ("0", {"file", "literal"}), "ANSIBLE_DISPLAY_ARGS_TO_STDOUT": ("1", {"literal"})}


@pytest.mark.first_case_only
@pytest.mark.parametrize("channel", CHANNELS)
def test_d7_what_the_documentation_says_of_ansibles_own_channels(site, channel):
    """D7 of the faults of 1.0.0: a key in them, and not a word."""
    page = (Path(__file__).parents[3] / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert f"| `{channel}=1` |" in page
    entry_point, expected = CHANNELS[channel]
    runner = PlayRunner(site, entry_point)
    tasks = [by_module(name, **options, state="absent") for name, options in runner.connections("c")]
    output = runner.play(tasks=tasks, environment={channel: "1"})
    shown = {name for name, key in (("file", runner.in_file), ("literal", runner.literal)) if key in output}
    assert shown == expected


def test_d7_the_guide_to_ad_hoc_commands_gives_no_key_on_the_command_line():
    page = (Path(__file__).parents[3] / "docs" / "guides" / "ad_hoc.md").read_text(encoding="utf-8")
    assert "-e @" in page
    assert not re.search(r"psk=[\"']?(?!\{\{)\w", page)
