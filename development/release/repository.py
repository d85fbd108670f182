# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the repository itself shows: folders, licences, versions, changelog, README."""

from __future__ import annotations

import re

import yaml

from release.commands import run
from release.points import ROOT, Finding, read
from release.versions import breaking, fragments, galaxy_version, next_version, released, version, written

#: collection_requirements.rst: those of ansible-core, and two more.
PLUGIN_FOLDERS = {
    "action",
    "become",
    "cache",
    "callback",
    "cliconf",
    "connection",
    "doc_fragments",
    "filter",
    "httpapi",
    "inventory",
    "lookup",
    "module_utils",
    "modules",
    "netconf",
    "plugin_utils",
    "shell",
    "strategy",
    "sub_plugins",
    "terminal",
    "test",
    "vars",
}
# In two parts: reuse would read it as a licence of this file.
LICENCE = ": ".join(("SPDX-License-Identifier", "GPL-3.0-or-later"))


def plugin_folders() -> Finding:
    """plugins/ has folders that ansible-core knows."""
    there = sorted(path.name for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__")
    return Finding(
        f"plugins/: {', '.join(there)}", tuple(f"plugins/{name}" for name in there if name not in PLUGIN_FOLDERS)
    )


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
    faults = [
        f"meta/ee-requirements.txt: {line}"
        for line in lines
        if re.search(r"[<=~!]=|<|^ansible", line.replace(">=", ""))
    ]
    return Finding(f"meta/ee-requirements.txt: {', '.join(lines)}", tuple(faults))


def semantic_version() -> Finding:
    """galaxy.yml has the version of the changelog, and `make release` takes the one that the fragments ask for."""
    own, last, pending = version(galaxy_version()), released(), fragments()
    if own != last:
        return Finding("", (f"galaxy.yml has {written(own)}, the changelog ends with {written(last)}",))
    if not pending:
        return Finding(f"galaxy.yml and changelogs/changelog.yaml: {written(own)}")
    sections = sorted(set().union(*pending.values()))
    counted = f"{len(pending)} fragments ({', '.join(sections)}) after {written(last)}"
    return Finding(f"{counted}: make release makes {written(next_version())}")


def porting() -> Finding:
    """The porting guide has a row for each breaking change."""
    page = "docs/guides/porting.md"
    found = re.search(r"^## What you have to change\n(.*?)^## ", read(page), re.MULTILINE | re.DOTALL)
    rows = len(re.findall(r"^\| (?!if you use)", found[1], re.MULTILINE)) if found else 0
    changes = breaking()
    fault = f"{page} has {rows} rows under What you have to change; the changelog has {len(changes)} breaking changes"
    return Finding(f"{page}: {rows} rows for {len(changes)} breaking changes", (fault,) if rows < len(changes) else ())


def changelog() -> Finding:
    """Fragments and changelog are those that antsibull-changelog reads."""
    run("antsibull-changelog", "lint")
    run("antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml")
    return Finding(
        "antsibull-changelog lint; antsibull-changelog lint-changelog-yaml --strict changelogs/changelog.yaml"
    )


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
    sections = yaml.safe_load(read("docs/docsite/extra-docs.yml"))["sections"]
    pages = [f"docs/docsite/rst/{page}.rst" for section in sections for page in section["toctree"]]
    run("python", "development/generate_guide_list.py", "--check")
    faults = tuple(f"{page} does not exist" for page in pages if not read(page))
    return Finding(f"docs/docsite/extra-docs.yml: {', '.join(pages)}", faults)


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
    "porting": porting,
    "changelog": changelog,
    "full_links": full_links,
    "guides": guides,
    "linted_docs": linted_docs,
}
