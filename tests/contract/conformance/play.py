# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From cases to a playbook, and from its run to records. One run of ansible-playbook serves a whole file of cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.case_list import Case, CaseFile, Step
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.cloud_under_test import CloudUnderTest

HERE = Path(__file__).parent


@dataclass
class Run:
    """``records`` maps a task's name to what the recorder wrote; each knows the estate before it too."""

    records: dict[str, dict]
    output: str
    log: str


def task_name(key: str, step: Step) -> str:
    return f"{key} | {step.label}"


def run_file(file: CaseFile, cases: list[Case], cloud: CloudUnderTest, folder: Path) -> Run:
    """Play these cases of a file, with its given objects around them."""
    made = [step for step in file.given if step.do in VPN_KINDS]
    undone = [Step(f"taken away {step.label}", step.do, _absence(step)) for step in reversed(made)]
    tasks = tasks_of("file", file.given, "action", cloud)
    for case in cases:
        tasks += tasks_of(case.key, case.steps, case.entry_point, cloud)
    return run_tasks([*tasks, *tasks_of("file", undone, "action", cloud)], cloud, folder)


def tasks_of(key: str, steps: Sequence[Step], entry_point: str, cloud: CloudUnderTest) -> list[dict]:
    """The steps as tasks of a play; ``door`` is action (in process) or module."""
    return [_task(key, step, entry_point, cloud) for step in steps]


def run_tasks(tasks: list[dict], cloud: CloudUnderTest, folder: Path) -> Run:
    playbook, record, log, orders = (folder / name for name in ("play.yml", "record", "requests.log", "orders.json"))
    defaults = {"cloud": cloud.user, "sdk_log_path": str(log), "sdk_log_level": "DEBUG"}
    play = {
        "name": "Conformance",
        "hosts": "localhost",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "module_defaults": {"group/sitelink.vpnaas.vpnaas": defaults},
        "tasks": tasks,
    }
    playbook.write_text(yaml.safe_dump([play], sort_keys=False, width=1000), encoding="utf-8")
    orders.write_text(json.dumps({**cloud.recorder_orders(), "record": str(record)}), encoding="utf-8")
    (folder / "secrets.yml").write_text(yaml.safe_dump({"psk": cloud.psk, "token": cloud.tokens}), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-vvv", "-i", "localhost,", "-c", "local"]
    done = subprocess.run(
        [*command, "-e", f"@{folder / 'secrets.yml'}", str(playbook)],
        env={
            **os.environ,
            **cloud.environment(),
            "CONFORMANCE_RECORDER": str(orders),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "plugins" / "callback"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
            "ANSIBLE_ACTION_PLUGINS": str(HERE / "plugins" / "action"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_NOCOLOR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    (folder / "output").write_text(output, encoding="utf-8")
    if done.returncode:
        raise AssertionError(f"ansible-playbook ended with {done.returncode}; {folder}/output:\n{output[-3000:]}")
    return Run(_records(record), output, log.read_text(encoding="utf-8") if log.exists() else "")


def _records(path: Path) -> dict[str, dict]:
    records, before = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        record["before"], before = before, record["estate"]
        records[record["task"]] = record
    return records


def _task(key: str, step: Step, entry_point: str, cloud: CloudUnderTest) -> dict:
    task = {"name": task_name(key, step)}
    if step.do == "api":
        token = "{{ token.%s }}" % (step.cloud or cloud.user)
        task["api"] = {**cloud.resolve(step.options), "url": cloud.network_url, "token": token}
    else:
        task[f"sitelink.vpnaas.{step.do}"] = cloud.resolve(step.options)
        task["diff"] = True
    if step.check:
        task["check_mode"] = True
    if step.loop:
        task["loop"] = step.loop
    if step.register:
        task["register"] = step.register
    if entry_point == "module":
        task["vars"] = {"sitelink_vpnaas_in_process": False}
    return {**task, "ignore_errors": True}


def _absence(step: Step) -> dict:
    result = {key: step.options[key] for key in ("name", "cloud", "project") if key in step.options}
    return {**result, "state": "absent"}
