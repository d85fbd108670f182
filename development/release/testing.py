# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the collection is tested: the versions of ansible-core, the workflows, the linters and their settings."""

from __future__ import annotations

import re

import tomllib
import yaml

from release.points import ROOT, Finding, read

#: Versions of ansible-core that Red Hat supports in Automation Platform: requires_ansible begins with one of them.
#: https://access.redhat.com/support/policy/updates/ansible-automation-platform
AUTOMATION_PLATFORM = ("2.16", "2.18", "2.20")
#: Rules that a certified collection must not skip, and folders with content that it must not leave out.
LINTED = ("plugins", "roles", "playbooks", "extensions")


def cores() -> Finding:
    """Every ansible-core that meta/runtime.yml admits is tried, by ansible-test sanity too, for each pull request."""
    lowest = yaml.safe_load(read("meta/runtime.yml"))["requires_ansible"].removeprefix(">=")
    environments = tomllib.loads(read("tests/matrix/environments.toml"))["environment"]
    tried = {
        ".".join(one["ansible-core"].split(".")[:2]): one["name"]
        for one in environments
        if "sanity" in one.get("suites", ["sanity"])
    }
    usual = re.findall(r"^ansible-core==2\.(\d+)", read("development/requirements-run.txt"), re.MULTILINE)
    wanted = [f"2.{minor}" for minor in range(int(lowest.split(".")[1]), max(map(int, usual)) + 1)]
    faults = [f"tests/matrix/environments.toml tries no ansible-core {core}" for core in wanted if core not in tried]
    workflow = yaml.safe_load(read(".github/workflows/pull-request.yml"))["jobs"].get("versions", {})
    listed = workflow.get("strategy", {}).get("matrix", {}).get("environment", ())
    faults += [
        f".github/workflows/pull-request.yml does not run {tried[core]}"
        for core in wanted
        if core in tried and tried[core] not in listed
    ]
    return Finding(f"pull-request.yml: make versions ONLY=..., ansible-core {', '.join(wanted)}", tuple(faults))


def nightly() -> Finding:
    """All tests run every night, with ansible-core's devel branch too."""
    workflow = yaml.safe_load(read(".github/workflows/nightly.yml"))
    # YAML 1.1 reads the key "on" as true.
    planned = workflow.get(True, workflow.get("on", {})).get("schedule")
    faults = [] if planned else [".github/workflows/nightly.yml has no schedule"]
    if ".ci/run" not in read(".github/workflows/nightly.yml"):
        faults.append(".github/workflows/nightly.yml does not run .ci/run")
    return Finding(f".github/workflows/nightly.yml: schedule {planned}, .ci/run, make matrix", tuple(faults))


def sanity_ignores() -> Finding:
    """Nothing that ansible-test finds is ignored."""
    found = sorted((ROOT / "tests" / "sanity").glob("ignore*.txt"))
    return Finding("no tests/sanity/ignore*.txt", tuple(f"{path.relative_to(ROOT)}" for path in found))


def lint_settings() -> Finding:
    """ansible-lint's production profile, no rule skipped, no content left out."""
    settings = yaml.safe_load(read(".ansible-lint"))
    faults = [".ansible-lint: profile is not production"] if settings.get("profile") != "production" else []
    faults += [f".ansible-lint: skip_list has {rule}" for rule in settings.get("skip_list", ())]
    faults += [f".ansible-lint leaves out {path}" for path in settings["exclude_paths"] if path.startswith(LINTED)]
    if (ROOT / ".ansible-lint-ignore").exists():
        faults.append(".ansible-lint-ignore exists")
    return Finding(".ansible-lint: profile production, no skip_list", tuple(faults))


def supported_core() -> Finding:
    """requires_ansible begins with a version that Automation Platform supports."""
    found = yaml.safe_load(read("meta/runtime.yml"))["requires_ansible"]
    match = re.fullmatch(r">=(\d+\.\d+)\.\d+", found)
    good = match and match[1] in AUTOMATION_PLATFORM
    return Finding(f"meta/runtime.yml: {found}", () if good else (f"meta/runtime.yml: requires_ansible is {found}",))


CHECKS = {
    "cores": cores,
    "nightly": nightly,
    "sanity_ignores": sanity_ignores,
    "lint_settings": lint_settings,
    "supported_core": supported_core,
}
