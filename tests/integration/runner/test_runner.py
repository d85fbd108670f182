# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of ansible-runner, which AWX and automation controller use: nothing they keep holds a secret, and hosts that
stand for clouds are worked on side by side."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.runner.private_data import KEY, VAULT_PASSWORD, events

PASSWORD = "demo-password-3f9c"


def encrypted(text: str, folder: Path) -> str:
    """A file as ansible-vault writes it."""
    (folder / "password").write_text(VAULT_PASSWORD, encoding="utf-8")
    command = ("ansible", "vault", "encrypt", "--vault-password-file", str(folder / "password"), "--output", "-")
    done = subprocess.run([sys.executable, "-m", *command], input=text, capture_output=True, text=True, check=True)
    return done.stdout


def with_key(work, tmp_path, **options):
    work.write("project/keys.yml", encrypted(f"branch_psk: {KEY}\n", tmp_path))
    work.write("env/cmdline", "--ask-vault-pass")
    work.write("env/passwords", {"^Vault password.*": VAULT_PASSWORD})
    cached = {"fact_cache_type": "jsonfile"}
    return work.run(**cached, **options)


@pytest.mark.parametrize("verbosity", [None, 3])
def test_nothing_that_a_job_leaves_behind_holds_a_secret(work, tmp_path, verbosity):
    opened = work(["paris"])
    job = with_key(opened, tmp_path, verbosity=verbosity)
    left = opened.artifacts(job)
    assert (job.status, job.rc) == ("successful", 0), left["stdout"]
    assert job.stats["changed"] == {"paris": 1}
    # All that is looked into is really there.
    assert {"stdout", "command", "status", "rc"} <= set(left)
    assert any(name.startswith("fact_cache/") for name in left)
    assert "203.0.113.10" in "".join(text for name, text in left.items() if name.startswith("fact_cache/"))
    assert len(events(left)) > 5
    assert opened.clouds["paris"].log.writes
    for secret in (KEY, VAULT_PASSWORD, PASSWORD):
        assert [name for name, text in left.items() if secret in text] == []


def test_a_job_that_fails_keeps_the_key_to_itself_too(work, tmp_path):
    opened = work(["paris"])
    opened.clouds["paris"].fail(method="POST", path="*/ipsec-site-connections", do="answer", status=400, times=0)
    job = with_key(opened, tmp_path, verbosity=3)
    left = opened.artifacts(job)
    assert job.status == "failed", left["stdout"]
    for secret in (KEY, VAULT_PASSWORD, PASSWORD):
        assert [name for name, text in left.items() if secret in text] == []


def test_a_second_job_changes_nothing_and_a_check_writes_nothing(work, tmp_path):
    opened = work(["paris"])
    opened.write("project/keys.yml", f"branch_psk: {KEY}\n")
    look = opened.run(cmdline="--check")
    assert (look.rc, look.stats["changed"], opened.clouds["paris"].log.writes) == (0, {"paris": 1}, [])
    (opened.folder / "env" / "cmdline").unlink()  # Runner keeps it for the next job
    assert opened.run().stats["changed"] == {"paris": 1}
    opened.clouds["paris"].forget_log()
    assert (opened.run().stats["changed"], opened.clouds["paris"].log.writes) == ({}, [])


def test_ten_clouds_are_worked_on_side_by_side(work):
    names = [f"cloud{number}" for number in range(10)]
    opened = work(names, latency=0.3)
    opened.write("project/keys.yml", f"branch_psk: {KEY}\n")
    job = opened.run(forks=10)
    left = opened.artifacts(job)
    assert job.rc == 0, left["stdout"]
    assert job.stats["changed"] == dict.fromkeys(names, 1)
    for name, cloud in opened.clouds.items():
        (connection,) = cloud.contents()["ipsec_site_connections"]
        assert connection["name"] == name
    # What the hosts' tasks took together is far more than what passed on the clock.
    ended = [event["event_data"] for event in events(left) if event["event"] == "runner_on_ok"]
    worked = sum(data["duration"] for data in ended)
    passed = max(data["end"] for data in ended), min(data["start"] for data in ended)
    seconds = _seconds(passed[0]) - _seconds(passed[1])
    print(f"ten clouds: {worked:.1f} s of work in {seconds:.1f} s")
    assert worked > 3 * seconds


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
