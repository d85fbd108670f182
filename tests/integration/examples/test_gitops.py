# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The repository in docs/examples/gitops: its steps as the pipelines run them, from install to drift, on an embedded
cloud with an application credential; and pipelines that run nothing but these steps."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import (
    APPLICATION_CREDENTIAL_ID,
    APPLICATION_CREDENTIAL_SECRET,
)
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.support.workspace import served

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "gitops"
VAULT_PASSWORD = "the-password-of-the-example"
SECRETS = ("gitops-key-of-branch-7", "gitops-key-of-branch-8", VAULT_PASSWORD, APPLICATION_CREDENTIAL_SECRET)
NOTHING = "**Plan: nothing to change, 5 unchanged**"


def shell(*arguments: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run by sh to the end; what it says on either stream is its ``stdout``."""
    return subprocess.run(
        ["sh", *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )


class Repository:
    """A copy of the example, with a cloud behind its variables."""

    def __init__(self, folder: Path, cloud: Cloud, url: str) -> None:
        self.folder, self.cloud = folder / "repository", cloud
        shutil.copytree(EXAMPLE, self.folder)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "ANSIBLE_"))}
        self.environment = kept | {
            "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            # The pipelines' runners have python3 and pip for this; here they are the tests' own.
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "OS_AUTH_TYPE": "v3applicationcredential",
            "OS_AUTH_URL": f"{url}/v3",
            "OS_REGION_NAME": REGION["neutron"],
            "OS_APPLICATION_CREDENTIAL_ID": APPLICATION_CREDENTIAL_ID,
            "OS_APPLICATION_CREDENTIAL_SECRET": APPLICATION_CREDENTIAL_SECRET,
            "VAULT_PASSWORD": VAULT_PASSWORD,
        }
        self.environment.pop("PYTHONPATH", None)

    def step(self, name: str, **environment: str) -> tuple[int, str, list[str]]:
        """(exit code, the report, the writing calls) of a step; no secret in what it says."""
        self.cloud.forget_log()
        done = shell(f"steps/{name}.sh", cwd=self.folder, env=self.environment | environment)
        assert [secret for secret in SECRETS if secret in done.stdout] == []
        self.output = done.stdout
        file = self.folder / "report.md"
        report = file.read_text(encoding="utf-8") if file.exists() else ""
        assert report in done.stdout
        return done.returncode, report, [entry.method for entry in self.cloud.log.writes]

    def numbers(self) -> dict[str, int]:
        """What GitLab's widget shows."""
        return json.loads((self.folder / "report.json").read_text(encoding="utf-8"))

    def by_hand(self, module: str, options: str) -> None:
        """Somebody changes the cloud, and not the repository."""
        command = ("adhoc", "localhost", "-m", f"sitelink.vpnaas.{module}", "-a", options)
        subprocess.run(
            [sys.executable, "-m", "ansible", *command],
            cwd=self.folder,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )

    def edit(self, before: str, after: str) -> None:
        """Change the declaration."""
        file = self.folder / "topology.yml"
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def repository(tmp_path):
    cloud = Cloud(agent="ACTIVE:0")
    with served(cloud) as url:
        yield Repository(tmp_path, cloud, url)


def tarball(folder: Path) -> str:
    command = ("galaxy", "collection", "build", "--output-path", str(folder))
    subprocess.run([sys.executable, "-m", "ansible", *command], cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.tar.gz")
    return str(found)


def test_the_steps_from_install_to_drift(repository, tmp_path):
    code, _report, _writes = repository.step("install", VPNAAS_COLLECTION=tarball(tmp_path))
    assert code == 0, repository.output

    code, report, writes = repository.step("plan")
    first = report.splitlines()[0]
    assert (code, writes, first) == (0, [], "**Plan: 5 to create, 0 unchanged**"), repository.output
    assert report.count("\n* ") == 5, report
    assert repository.numbers() == {"create": 5, "update": 0, "delete": 0}

    code, report, writes = repository.step("apply")
    first = report.splitlines()[0]
    assert (code, writes, first) == (0, ["POST"] * 5, "**Done: 5 created, 0 unchanged**"), repository.output

    code, report, writes = repository.step("drift")
    assert (code, writes, report.splitlines()) == (0, [], [NOTHING]), repository.output

    # A merge request: a branch gets a network more, another one is closed.
    repository.edit("peer_cidrs: [10.2.0.0/24]", "peer_cidrs: [10.2.0.0/24, 10.5.0.0/24]")
    text = (repository.folder / "topology.yml").read_text(encoding="utf-8")
    (repository.folder / "topology.yml").write_text(text[: text.index("    - name: branch8")], encoding="utf-8")
    summary = tmp_path / "summary.md"
    code, report, writes = repository.step("plan", GITHUB_STEP_SUMMARY=str(summary))
    assert (code, writes) == (0, []), repository.output
    lines = report.splitlines()
    interrupts = "may interrupt all connections on router edge"
    assert lines[0] == "**Plan: 1 to update, 1 to delete, 3 unchanged**"
    assert f"* IPsec site connection branch7: {interrupts}" in lines
    assert "  * peer\\_cidrs: 10.2.0.0/24 → 10.2.0.0/24, 10.5.0.0/24" in lines
    networks = "peer 198.51.100.8, networks 10.3.0.0/24, 10.4.0.0/24, VPN service office"
    assert f"* IPsec site connection branch8: {networks}; {interrupts}" in lines
    assert repository.numbers() == {"create": 0, "update": 1, "delete": 1}
    assert summary.read_text(encoding="utf-8") == report

    code, report, writes = repository.step("apply")
    assert (code, sorted(writes)) == (0, ["DELETE", "PUT"]), repository.output

    # Somebody changes the cloud by hand: the drift job fails and says what.
    repository.by_hand("ipsec_site_connection", "name=branch7 peer_cidrs=10.2.0.0/24")
    code, report, writes = repository.step("drift")
    assert (code, writes) == (1, []), repository.output
    assert "  * peer\\_cidrs: 10.2.0.0/24 → 10.2.0.0/24, 10.5.0.0/24" in report.splitlines()
    assert "The cloud is not as declared" in repository.output


def test_drift_that_the_api_cannot_change_is_drift(repository, tmp_path):
    repository.step("install", VPNAAS_COLLECTION=tarball(tmp_path))
    assert repository.step("apply")[0] == 0, repository.output
    repository.by_hand("ike_policy", "name=other-ike ike_version=v2")
    moved = "name=branch7 ike_policy=other-ike replace=true psk=gitops-key-of-branch-7"
    repository.by_hand("ipsec_site_connection", moved)

    code, report, writes = repository.step("drift")
    assert (code, writes) == (1, []), repository.output
    lines = report.splitlines()
    assert lines[0] == "**Plan: nothing to change, 4 unchanged, 1 cannot be changed**"
    assert lines[lines.index("Cannot be changed:") + 2] == "* IPsec site connection branch7"
    (reason,) = [line for line in lines if "ike\\_policy" in line]
    assert reason.startswith("  * error: ")
    assert "The cloud is not as declared" in repository.output

    code, report, writes = repository.step("apply")
    assert (code != 0, reason in report, writes) == (True, True, []), repository.output


def test_an_apply_that_fails_halfway_leaves_its_report(repository, tmp_path):
    repository.step("install", VPNAAS_COLLECTION=tarball(tmp_path))
    repository.cloud.fail(
        method="POST", path="/v2.0/vpn/ipsec-site-connections", number=2, times=0, do="answer", status=409
    )
    code, report, writes = repository.step("apply")
    assert (code != 0, len(writes) >= 5) == (True, True), repository.output
    lines = report.splitlines()
    objects = [line for line in lines if line.startswith("* IPsec site connection branch")]
    failed = [line for line in lines if line.startswith("  * error: ") and "HTTP 409" in line]
    assert (lines[0], len(objects), len(failed)) == ("**Done: 4 created, 0 unchanged, 1 failed**", 2, 1), (
        repository.output
    )


def test_a_declaration_that_is_wrong_fails_the_plan(repository, tmp_path):
    repository.step("install", VPNAAS_COLLECTION=tarball(tmp_path))
    repository.edit("ike_version: v2", "ike_version: v1")
    code, report, writes = repository.step("plan")
    assert (code != 0, report, writes) == (True, "", []), repository.output
    assert "use ike_version v2" in repository.output

    code, report, writes = repository.step("drift", OS_APPLICATION_CREDENTIAL_SECRET="wrong")
    assert (code, report, writes) == (2, "", []), repository.output


def test_commands_of_the_readme_work(repository, tmp_path):
    """Its console block as it stands, but for `make demo`, which makes the .venv that this test runs in."""
    block = (EXAMPLE / "README.md").read_text(encoding="utf-8").split("```console\n")[1].split("```")[0]
    lines = [line.removeprefix("$ ").removeprefix("make demo && ") for line in block.splitlines()]
    served_at = next(number for number, line in enumerate(lines) if line.endswith("&"))
    lines.insert(served_at + 1, "while [ ! -s ~/vpn/clouds.yaml ]; do sleep 0.1; done")
    kept = {name: text for name, text in repository.environment.items() if not name.startswith("OS_")}
    script = "\n".join(["set -e", "trap 'kill $!' EXIT", *lines])
    done = shell("-c", script, cwd=ROOT, env=kept | {"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stdout
    assert done.stdout.rstrip().endswith(NOTHING), done.stdout


def test_the_pipelines_run_the_steps_and_nothing_else():
    github = yaml.safe_load((EXAMPLE / ".github/workflows/vpn.yml").read_text(encoding="utf-8"))
    jobs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in github["jobs"].items()}
    names = ("plan", "apply", "drift")
    assert jobs == {name: ["sh steps/install.sh", f"sh steps/{name}.sh"] for name in names}

    gitlab = yaml.safe_load((EXAMPLE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert gitlab["default"]["before_script"] == ["sh steps/install.sh"]
    assert {name: gitlab[name]["script"] for name in names} == {name: [f"sh steps/{name}.sh"] for name in names}


def test_d8_only_the_step_that_needs_secrets_gets_them() -> None:
    """D8 of the faults of 1.0.0: every step of every job had the production credentials; actions were named by tag."""
    text = (EXAMPLE / ".github/workflows/vpn.yml").read_text(encoding="utf-8")
    github = yaml.safe_load(text)
    assert "secrets." not in str(github["env"])
    for name, job in github["jobs"].items():
        assert "secrets." not in str(job.get("env"))
        assert job["environment"] == {"apply": "production"}.get(name, name)
        having = [step["run"] for step in job["steps"] if "secrets." in str(step)]
        assert having == [f"sh steps/{name}.sh"]
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in uses)
    gitlab = yaml.safe_load((EXAMPLE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert [gitlab[name]["environment"] for name in ("plan", "apply", "drift")] == ["plan", "production", "drift"]
    assert "Who gets the keys" in (EXAMPLE / "README.md").read_text(encoding="utf-8")
