# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the repository itself shows: folders, licences, versions, changelog, workflows, README."""

from __future__ import annotations

import re

import tomllib
import yaml

from release.commands import run
from release.points import ROOT, Finding, read
from release.versions import fragments, galaxy_version, next_version, released, version, written

#: collection_requirements.rst: those of ansible-core, and two more.
PLUGIN_FOLDERS = frozenset(
    "action become cache callback cliconf connection doc_fragments filter httpapi inventory lookup module_utils modules"
    " netconf plugin_utils shell strategy sub_plugins terminal test vars".split()
)
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
#: Versions of ansible-core that Red Hat supports in Automation Platform: requires_ansible begins with one of them.
#: https://access.redhat.com/support/policy/updates/ansible-automation-platform
AUTOMATION_PLATFORM = ("2.16", "2.18", "2.20")
#: Rules that a certified collection must not skip, and folders with content that it must not leave out.
LINTED = ("plugins", "roles", "playbooks", "extensions")


def plugin_folders() -> Finding:
    """plugins/ has folders that ansible-core knows."""
    there = sorted(path.name for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__")
    return Finding(f"plugins/: {', '.join(there)}", tuple(f"plugins/{name}" for name in there if name not in PLUGIN_FOLDERS))


def private_utils() -> Finding:
    """Names in module_utils and plugin_utils begin with an underscore, and CONTRIBUTING.md calls them private."""
    entries = [path for folder in ("module_utils", "plugin_utils") for path in (ROOT / "plugins" / folder).iterdir()]
    faults = [f"{path.relative_to(ROOT)} is public" for path in entries if not path.name.startswith("_")]
    if "are private" not in read("CONTRIBUTING.md"):
        faults.append("CONTRIBUTING.md does not call module_utils and plugin_utils private")
    return Finding("plugins/module_utils/_*, plugins/plugin_utils/_*; CONTRIBUTING.md", tuple(faults))


def licences() -> Finding:
    """Every Python file of plugins/ is under the licence of ansible-core's plugins."""
    paths = sorted((ROOT / "plugins").rglob("*.py"))
    faults = [f"{path.relative_to(ROOT)} lacks {LICENCE}" for path in paths if LICENCE not in path.read_text("utf-8")]
    return Finding(f"{len(paths)} Python files of plugins/ have {LICENCE}", tuple(faults))


def no_dependencies() -> Finding:
    """No other collection is needed."""
    found = yaml.safe_load(read("galaxy.yml"))["dependencies"]
    return Finding("galaxy.yml: dependencies: {}", (f"galaxy.yml: dependencies: {found}",) if found else ())


def requirements() -> Finding:
    """Python requirements without upper bounds, pins and ansible-core."""
    lines = re.findall(r"^[^#\s].*", read("meta/ee-requirements.txt"), re.MULTILINE)
    faults = [f"meta/ee-requirements.txt: {line}" for line in lines if re.search(r"[<=~!]=|<|^ansible", line.replace(">=", ""))]
    return Finding(f"meta/ee-requirements.txt: {', '.join(lines)}", tuple(faults))


def semantic_version() -> Finding:
    """galaxy.yml has the version of the changelog, and `make release` takes the one that the fragments ask for."""
    own, last, pending = version(galaxy_version()), released(), fragments()
    if own != last:
        return Finding("", (f"galaxy.yml has {written(own)}, the changelog ends with {written(last)}",))
    if not pending:
        return Finding(f"galaxy.yml and changelogs/changelog.yaml: {written(own)}")
    sections = sorted(set().union(*pending.values()))
    return Finding(
        f"{len(pending)} fragments ({', '.join(sections)}) after {written(last)}: make release makes {written(next_version())}"
    )


def changelog() -> Finding:
    """Fragments and changelog are those that antsibull-changelog reads."""
    run("antsibull-changelog", "lint")
    run("antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml")
    return Finding("antsibull-changelog lint; antsibull-changelog lint-changelog-yaml --strict changelogs/changelog.yaml")


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


def full_links() -> Finding:
    """README's links are whole addresses, since it is shown outside the repository, and all of ours lead somewhere."""
    text = re.sub(r"```.*?```", "", read("README.md"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)", text) + re.findall(r"(?:href|src)=\"([^\"]+)", text)
    faults = [f"README.md: relative link {link}" for link in links if not link.startswith("https://")]
    own = r"https://(?:github|raw\.githubusercontent)\.com/sitelink/vpnaas/(?:(?:blob|tree|raw)/)?main/([\w./-]+)"
    faults += [f"README.md: {path} does not exist" for path in re.findall(own, text) if not (ROOT / path).exists()]
    return Finding(f"README.md: {len(links)} links, all with https://", tuple(faults))


def guides() -> Finding:
    """The documentation that docs.ansible.com shows lists every guide."""
    sections = yaml.safe_load(read("docs/docsite/extra-docs.yml") or "{}").get("sections", ())
    pages = [page for section in sections for page in section["toctree"]]
    text = "".join(read(f"docs/docsite/rst/{page}.rst") for page in pages)
    faults = [f"docs/docsite/rst/{page}.rst does not exist" for page in pages if not read(f"docs/docsite/rst/{page}.rst")]
    faults += [
        f"docs/docsite/rst does not list {path.relative_to(ROOT)}"
        for path in sorted((ROOT / "docs" / "guides").glob("*.md"))
        if path.relative_to(ROOT).as_posix() not in text
    ]
    return Finding(f"docs/docsite/extra-docs.yml: {', '.join(pages)}", tuple(faults) if pages else ("no extra-docs.yml",))


def linted_docs() -> Finding:
    """antsibull-docs reads links.yml, extra-docs.yml and its pages."""
    run("antsibull-docs", "lint-collection-docs", ".")
    return Finding("antsibull-docs lint-collection-docs .")


CHECKS = {
    "plugin_folders": plugin_folders,
    "private_utils": private_utils,
    "licences": licences,
    "no_dependencies": no_dependencies,
    "requirements": requirements,
    "semantic_version": semantic_version,
    "changelog": changelog,
    "cores": cores,
    "nightly": nightly,
    "sanity_ignores": sanity_ignores,
    "lint_settings": lint_settings,
    "supported_core": supported_core,
    "full_links": full_links,
    "guides": guides,
    "linted_docs": linted_docs,
}
