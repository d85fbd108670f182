# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One measurement each: a task inside Ansible, a command, or bare requests. All return samples: dicts with ``seconds``,
or with ``failure``, what the competitor said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import objects
import peers
import yaml
from baseline import ONE
from clouds import CACHE, ROOT

HERE = Path(__file__).parent


def run_task(task, cloud, count, times=1, former=False, **environment):
    """The task in a playbook of its own; the samples' ``seconds`` are its task time, of several tasks their sum.
    What the cloud logged is that of the whole playbook.

    ``former``: in version 1.0.0 of this collection."""
    several = task if isinstance(task, list) else [task]
    variables = {**objects.topology(count), "ids": cloud.ids, "peer_python": str(peers.python("resource"))}
    # A file of its own: what the controller holds of the playbook is then what a user's controller would hold.
    (cloud.folder / "objects.json").write_text(json.dumps(variables))
    play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["objects.json"]}
    tasks = [{"name": "measured", **one} for one in several] * times
    (cloud.folder / "play.yml").write_text(yaml.safe_dump([{**play, "tasks": tasks}]))
    cloud.forget_calls()
    run = subprocess.run(
        [sys.executable, "-m", "ansible", "playbook", "play.yml"],
        cwd=cloud.folder,
        env={**cloud.environment, **ansible_environment(former), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    samples = [line for line in lines if "seconds" in line]
    memory = lines[-1] if lines else {}
    failed = [line["failed_item"] for line in lines if "failed_item" in line]
    if len(samples) < len(tasks) and not any(sample["failure"] for sample in samples):
        raise RuntimeError(f"the playbook ended early:\n{run.stdout}\n{run.stderr}")
    if len(samples) == len(tasks) and len(several) > 1 and not any(sample["failure"] for sample in samples):
        samples = [_sum(samples[start : start + len(several)]) for start in range(0, len(samples), len(several))]
    log = cloud.log()
    for sample in samples:
        if sample["failure"]:
            sample["failure"] = failed[0] if failed else sample["failure"]
            del sample["seconds"]
        sample.update(worker_mib=memory.get("worker_mib"), controller_mib=memory.get("controller_mib"), **log)
    return samples


def _sum(samples):
    return {**samples[-1], "seconds": sum(sample["seconds"] for sample in samples)}


def ansible_environment(former=False):
    """Nobody's configuration, collections or plugins but these."""
    own = peers.FORMER if former else ROOT / ".cache" / "collections"
    path = [str(HERE), os.environ.get("PYTHONPATH", "")]
    return {
        "ANSIBLE_HOME": str(CACHE / "ansible"),
        "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join(map(str, (own, peers.COLLECTIONS))),
        "ANSIBLE_ACTION_PLUGINS": str(HERE / "plugins" / "action"),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "plugins" / "callback"),
        "ANSIBLE_STDOUT_CALLBACK": "stopwatch",
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        "ANSIBLE_DEPRECATION_WARNINGS": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
    }


def run_command(words, cloud, count, calls):
    """So many calls of the openstack command, each for another connection; seconds of as many as are needed."""
    began = time.perf_counter()
    for number in range(calls):
        command = [word.format(name=f"branch{number}") for word in words]
        openstack = peers.python("cli").with_name("openstack")
        run = subprocess.run([openstack, *command], env=cloud.environment, capture_output=True, text=True, check=False)
        if run.returncode:
            return [{"failure": run.stderr.strip().splitlines()[-1]}]
    needed = count if "{name}" in words else calls
    return [{"seconds": (time.perf_counter() - began) * needed / calls}]


def run_floor(work, cloud, count, times=1, threads=8):
    bodies = objects.bodies(count, cloud.ids) if work == "create" else []
    order = {"entry": cloud.entry, "threads": threads, "times": times, "connections": bodies}
    order["one"] = work if work in ONE else None
    path = cloud.folder / "order.json"
    path.write_text(json.dumps(order))
    cloud.forget_calls()
    run = subprocess.run([sys.executable, HERE / "baseline.py", path], check=True, capture_output=True, text=True)
    samples = [json.loads(line) for line in run.stdout.splitlines()]
    samples[0].update(cloud.log())
    return samples
