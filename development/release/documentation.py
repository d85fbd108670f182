# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documentation of plugins, modules and roles must have, as ansible-doc reads it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from release.commands import run
from release.points import Finding
from release.versions import ADDED, documents, fragments, next_version, released, versions_added, written

COLLECTION = "sitelink.vpnaas"
COMMAND = f"ansible-doc --metadata-dump --no-fail-on-errors {COLLECTION}"
#: Types whose plugins return data, of which RETURN tells.
RETURNING = ("module", "filter", "lookup")
STATES = frozenset({"present", "absent"})
MACRO = re.compile(r"\b[BCEILMOPRUV]{1,2}\(")
#: Keys under which tasks are.
NESTED = frozenset({"tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always"})
#: JSON of ansible-doc.
Docs = dict[str, Any]


@cache
def every() -> Docs:
    """All that ansible-doc knows of the collection, by type."""
    found: Docs = json.loads(run(*COMMAND.split()))["all"]
    return found


def plugins() -> dict[tuple[str, str], Docs]:
    """Every module and plugin of the collection: (type, name) -> its documentation."""
    return {(kind, name): docs for kind in RETURNING for name, docs in every()[kind].items()}


def roles() -> Docs:
    """Every role with its entry points."""
    found: Docs = every()["role"]
    return found


def finding(faults: list[str]) -> Finding:
    counted = f"{COMMAND}: {len(plugins())} modules and plugins, {len(roles())} roles"
    return Finding(counted, tuple(faults))


def documentation() -> Finding:
    """DOCUMENTATION of all; argument specifications of roles."""
    faults = [f"{kind} {name} has no description" for (kind, name), one in plugins().items() if not described(one)]
    faults += [
        f"role {name}, entry point {entry}: no description"
        for name, role in roles().items()
        for entry, spec in role["entry_points"].items()
        if not spec.get("short_description")
    ]
    return finding(faults)


def described(docs: Docs) -> bool:
    texts = docs["doc"]
    return bool(texts.get("description") and texts.get("short_description"))


def examples() -> Finding:
    """EXAMPLES of all."""
    return finding(
        [
            f"{kind} {name} has no EXAMPLES"
            for (kind, name), one in plugins().items()
            if not (one["examples"] or "").strip()
        ]
    )


def returns() -> Finding:
    """RETURN of all that return data; an action that prints text returns none of its own."""
    silent = {("module", f"{COLLECTION}.show_text")}
    lacking = [key for key, one in plugins().items() if not one["return"] and key not in silent]
    return finding([f"{kind} {name} has no RETURN" for kind, name in lacking])


def macros() -> Finding:
    """Every module and plugin uses the macros for links and formats."""
    lacking = [key for key, one in plugins().items() if not MACRO.search(json.dumps(one["doc"]))]
    return finding([f"{kind} {name} uses no macro such as O(option) or M(module)" for kind, name in lacking])


def full_names() -> Finding:
    """Tasks of examples name modules by their full names."""
    short = {name.rpartition(".")[2] for _kind, name in plugins()}
    core = {"assert", "copy", "debug", "fail", "import_role", "include_role", "set_fact", "template", "uri"}
    faults = [
        f"{kind} {name}: EXAMPLES has {key} without the collection's name"
        for (kind, name), one in plugins().items()
        for key in task_keys(yaml.safe_load(one["examples"]))
        if key in (short | core)
    ]
    faults += [
        f"{kind} {name}: extends_documentation_fragment has {fragment}"
        for (kind, name), one in plugins().items()
        for fragment in one["doc"].get("extends_documentation_fragment", ())
        if "." not in fragment
    ]
    return finding(faults)


def task_keys(tasks: Any) -> set[str]:
    """The keys of tasks, those in blocks and plays included."""
    found = set()
    for task in tasks if isinstance(tasks, list) else ():
        if isinstance(task, dict):
            found |= set(task)
            for several in NESTED & set(task):
                found |= task_keys(task[several])
    return found


def info_modules() -> Finding:
    """Modules that only read are called *_info, support check mode and return no facts."""
    faults = []
    for (kind, name), one in plugins().items():
        returned = one["return"] or {}
        if kind == "module" and "ansible_facts" in returned:
            faults.append(f"{name} returns ansible_facts and is not called *_facts")
        if name.endswith("_info") and support(one, "check_mode") != "full":
            faults.append(f"{name} does not support check mode")
        if name.endswith("_info") and "state" in one["doc"].get("options", {}):
            faults.append(f"{name} has the option state")
    return finding(faults)


def support(docs: Docs, attribute: str) -> str:
    return str(docs["doc"].get("attributes", {}).get(attribute, {}).get("support", ""))


def states() -> Finding:
    """No state asks a question."""
    faults = []
    for (kind, name), one in plugins().items():
        if kind == "module":
            more = set(one["doc"].get("options", {}).get("state", {}).get("choices", ())) - STATES
            faults += [f"{name} has state={state}" for state in sorted(more)]
    return finding(faults)


def added() -> Finding:
    """``version_added`` names a released version, or the one that comes next; nothing unknown is named twice."""
    ahead = {number for number in versions_added() if tuple(map(int, number.split("."))) > released()}
    pending, upcoming = bool(fragments()), written(next_version())
    faults = [
        f"{path}: version_added {number} is not released" for number in ahead for path in versions_added()[number]
    ]
    if not pending:
        return Finding("version_added in plugins, roles, playbooks", tuple(faults))
    known = ", ".join(sorted(ahead - {upcoming}))
    note = f"; make release writes {upcoming} for {known}" if known else ""
    return Finding(f"{sum(map(mentions, documents()))} version_added in plugins, roles, playbooks{note}")


def mentions(path: Path) -> int:
    return len(ADDED.findall(path.read_text(encoding="utf-8")))


CHECKS = {
    "documentation": documentation,
    "examples": examples,
    "returns": returns,
    "macros": macros,
    "full_names": full_names,
    "info_modules": info_modules,
    "states": states,
    "added": added,
}
