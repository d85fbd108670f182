# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clouds of a benchmark, each with a folder and a clouds.yaml of its own, and filled to a number of connections."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import objects
import requests
import yaml
from baseline import Baseline

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "bench"
BOOT = [
    sys.executable,
    str(ROOT / "tests" / "support" / "openstack" / "boot.py"),
    "--release",
    "29",
    "--instance",
    "bench",
]


class BenchCloud:
    """``latency`` in seconds; only the embedded cloud has one."""

    embedded = False

    def __init__(self, name, latency=0.0):
        self.name, self.latency = name, latency
        self.folder = CACHE / "clouds" / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ids = {}
        self.entry = self.start()
        (self.folder / "ansible.cfg").write_text("[defaults]\n")
        (self.folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"bench": self.entry}}))

    @property
    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "ANSIBLE_"))}
        return {**kept, "OS_CLIENT_CONFIG_FILE": str(self.folder / "clouds.yaml"), "OS_CLOUD": "bench"}

    def fill(self, count):
        """Add what is missing to ``count`` connections, or delete them all."""
        baseline = Baseline(self.entry)
        self.ids = objects.make_base(baseline)
        there = {item["name"] for item in baseline.get("/vpn/ipsec-site-connections")}
        if len(there) > count:
            baseline.delete_connections()
            there = set()
        baseline.create([body for body in objects.bodies(count, self.ids) if body["name"] not in there])

    def forget_calls(self):
        """Only the embedded cloud keeps a log."""

    def log(self):
        """What was asked since the calls were forgotten: calls, logins and bytes of keys that were read."""
        return {}


class RealNeutron(BenchCloud):
    title = "Neutron 29 and Keystone 30 on SQLite, one serving thread each, on the same machine"

    def start(self):
        subprocess.run([*BOOT, "--background"], check=True)
        facts = json.loads(subprocess.run([*BOOT, "--status"], check=True, capture_output=True).stdout)
        return entry(f"{facts['keystone_url']}/v3")

    def stop(self):
        subprocess.run([*BOOT, "--stop"], check=True, stdout=subprocess.DEVNULL)


class EmbeddedCloud(BenchCloud):
    title = "the embedded cloud of tests/fakes/neutron, in a process of its own"
    embedded = True

    def start(self):
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        module = "ansible_collections.sitelink.vpnaas.tests.fakes.neutron"
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, "--agent", "DOWN:0", "--ready-file", str(ready)],
            env={**os.environ, "PYTHONPATH": str(ROOT / ".cache" / "collections")},
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the embedded cloud did not start")
            time.sleep(0.05)
        self.url = json.loads(ready.read_text())["url"]
        return entry(f"{self.url}/v3")

    def fill(self, count):
        self.set_latency(0)
        super().fill(count)
        self.set_latency(self.latency)

    def set_latency(self, seconds):
        requests.put(f"{self.url}/embedded/settings", json={"latency": seconds}, timeout=30).raise_for_status()

    def forget_calls(self):
        requests.delete(f"{self.url}/embedded/log", timeout=30).raise_for_status()

    def log(self):
        log = requests.get(f"{self.url}/embedded/log", timeout=30).json()["log"]
        calls = [f"{call['service']} {call['method']} {call['path']}" for call in log]
        return {
            "calls": calls,
            "logins": calls.count("identity POST /v3/auth/tokens"),
            "key_bytes": sum(call["key_bytes"] for call in log),
        }

    def stop(self):
        self.process.terminate()
        self.process.wait()


def entry(auth_url):
    auth = {
        "auth_url": auth_url,
        "username": "demo",
        "password": "demo-password-3f9c",
        "project_name": "demo",
        "user_domain_name": "Default",
        "project_domain_name": "Default",
    }
    return {"region_name": "RegionOne", "identity_api_version": 3, "auth": auth}
