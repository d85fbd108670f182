# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases as data: cases/*.yml read, and each turned into the steps of a play. README.md tells the keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

CASES = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Step:
    """One task of a play, and what must come of it."""

    label: str
    #: the module, or api for what somebody else does
    do: str
    options: dict
    expect: dict = field(default_factory=dict)
    check: bool = False
    loop: list | None = None
    register: str = ""
    #: who does it, where it is not the file's user
    cloud: str = ""


@dataclass(frozen=True)
class Case:
    """``key`` names it in reports; several cases may stand for one ``id``, each a part or variant of it."""

    id: str
    key: str
    title: str
    source: str
    file: str
    #: life, refused or steps
    form: str
    kind: str
    entry_point: str
    steps: tuple[Step, ...]
    note: str = ""
    #: the first release of Neutron whose database takes what the case makes
    since: int = 0
    #: why it does not apply to the OVN back end
    not_on_ovn: str = ""


@dataclass(frozen=True)
class CaseFile:
    """``given`` is there before the first case, and taken away after the last."""

    name: str
    kind: str
    dialect: str
    given: tuple[Step, ...]
    cases: tuple[Case, ...]


def read(name: str) -> object:
    return yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))


def case_files() -> list[CaseFile]:
    files = [read(path.stem) | {"name": path.stem} for path in sorted(CASES.glob("*.yml"))]
    return [_file(entry) for entry in files if "cases" in entry]


def number(release: str) -> int:
    """29 of both 29 and 29-ovn."""
    return int(release.partition("-")[0])


def cases_on(release: str) -> list[tuple[CaseFile, Case]]:
    """What is played on a release; 29-ovn is release 29 with the OVN back end."""
    ovn, subset = release.endswith("-ovn"), subsets().get(release)
    possible = [
        (file, case)
        for file in case_files()
        for case in file.cases
        if case.since <= number(release) and not (ovn and case.not_on_ovn)
    ]
    if subset is None:
        return possible
    firsts: dict[str, tuple[CaseFile, Case]] = {}
    for file, case in possible:
        if case.form in subset["forms"] and file.dialect == "neutron":
            firsts.setdefault(case.id, (file, case))
    return list(firsts.values())


def all_ids() -> list[str]:
    """The full list, in its order."""
    return [f"{prefix}{number}" for prefix, numbers in read("all_ids")["ids"].items() for number in numbers]


def subsets() -> dict[str, dict]:
    """Release -> the forms of the cases that are played there, what is left out by that, and why."""
    return read("subsets")["subsets"]


def not_run() -> dict[str, dict]:
    """id -> why it is not run, and which part of it, where it is not the whole."""
    return read("not_run")["not_run"]


def _file(entry: dict) -> CaseFile:
    given = tuple(_step(f"given {number}", step, entry["kind"]) for number, step in enumerate(entry.get("given", ())))
    cases = [case for item in entry["cases"] for case in _variants(item, entry)]
    return CaseFile(entry["name"], entry["kind"], entry.get("dialect", "neutron"), given, tuple(cases))


def _variants(item: dict, file: dict) -> list[Case]:
    form = next(key for key in ("life", "refused", "steps") if key in item)
    label = f"{item['id']} {item['part']}" if item.get("part") else item["id"]
    if not item.get("each"):
        return [_case(label, item, item[form], form, file)]
    brief = {"brief": True} if form == "life" and "update" not in str(item["each"]) else {}
    return [
        _case(
            f"{label} ({_reported(variant)})",
            item,
            _merged(item[form], variant | (brief if number else {})),
            form,
            file,
        )
        for number, variant in enumerate(item["each"])
    ]


def _case(key: str, item: dict, entry: object, form: str, file: dict) -> Case:
    kind = item.get("do", file["kind"])
    name = "".join(letter if letter.isalnum() else "-" for letter in key.lower()).strip("-")[:60]
    make = {"life": _life, "refused": _refused, "steps": _given_steps}[form]
    return Case(
        id=item["id"],
        key=key,
        title=item["title"],
        source=item["source"],
        file=file["name"],
        form=form,
        kind=kind,
        entry_point=item.get("entry_point", "action"),
        steps=tuple(make(kind, name, entry)),
        note=item.get("note", ""),
        since=entry.get("since", 0) if isinstance(entry, dict) else 0,
        not_on_ovn=item.get("not_on_ovn", ""),
    )


def _life(kind: str, name: str, entry: dict) -> list[Step]:
    """Made, changed, unmade: each predicted, done, done again, and asked for the difference.

    A brief one is that of a second and later variant, which differ in one value: what is done again is left out.
    """
    given = {"name": name, **entry["options"]}
    steps = [*_desired(kind, given, "create", "POST", entry.get("expect", {}))]
    if entry.get("brief"):
        gone = {"changed": True, "action": "delete", "writes": ["DELETE"], "gone": True}
        return [*steps[:2], steps[3], Step("absent", kind, {"name": given["name"], "state": "absent"}, gone)]
    if "update" in entry:
        given = {**given, **entry["update"]}
        steps += _desired(
            kind, given, "update", f"PUT {','.join(sorted(entry['put']))}", entry.get("expect_update", {})
        )
    gone = {"name": given["name"], "state": "absent"}
    return [
        *steps,
        Step("absence predicted", kind, gone, {"changed": True, "action": "delete", "writes": []}, check=True),
        Step("absent", kind, gone, {"changed": True, "action": "delete", "writes": ["DELETE"], "gone": True}),
        Step("absent again", kind, gone, {"changed": False, "writes": []}),
    ]


def _desired(kind: str, given: dict, action: str, write: str, expect: dict) -> list[Step]:
    predicted = {"changed": True, "action": action, "writes": [], "warns": expect.get("warns", [])}
    same = {"changed": False, "action": "none", "writes": []}
    return [
        Step(
            f"{action} predicted",
            kind,
            given,
            {"changed": True, "action": action, "writes": [], **predicted},
            check=True,
        ),
        Step(
            action,
            kind,
            given,
            {
                "changed": True,
                "action": action,
                "writes": [write],
                "given_stored": True,
                "as_predicted": True,
                "same_id": action == "update",
                **expect,
            },
        ),
        Step(f"{action} again", kind, given, same),
        Step(f"{action} again, predicted", kind, given, {**same, "no_diff": True}, check=True),
    ]


def _refused(kind: str, name: str, entry: dict) -> list[Step]:
    """What we refuse is refused in check mode too; what the server refuses can only be tried.

    Under ``proof`` stands what the server itself says to such a request: that we refuse nothing it would take.
    """
    given = {"name": name, **entry["options"]}
    expect = {key: value for key, value in entry.items() if key not in ("options", "by", "proof", "part", "since")}
    expect = {"failed": True, "changed": False, "writes": [], **expect}
    tried = Step("refused", kind, given, expect)
    if entry["by"] == "server":
        return [tried]
    proof = [_step("refused by the server too", entry["proof"], kind)] if "proof" in entry else []
    return [*proof, Step("refused, predicted", kind, given, expect, check=True), tried]


def _given_steps(kind: str, name: str, entry: list) -> list[Step]:
    return [_step(str(number), step, kind) for number, step in enumerate(entry, start=1)]


def _step(label: str, entry: dict, kind: str) -> Step:
    if "api" in entry:
        method, path = entry["api"].split(maxsplit=1)
        return Step(
            label,
            "api",
            {"method": method, "path": path, "body": entry.get("body")},
            entry.get("expect", {}),
            register=entry.get("register", ""),
            cloud=entry.get("as", ""),
        )
    return Step(
        label=label,
        do=entry.get("do", kind),
        options=entry["options"],
        expect=entry.get("expect", {}),
        check=entry.get("check", False),
        loop=entry.get("loop"),
        register=entry.get("register", ""),
    )


def _merged(entry: dict, variant: dict) -> dict:
    """The variant's values over the case's, in mappings key by key; a null takes a key away."""
    merged = dict(entry)
    for key, value in variant.items():
        merged[key] = (
            _merged(entry[key], value) if isinstance(value, dict) and isinstance(entry.get(key), dict) else value
        )
    return {key: value for key, value in merged.items() if value is not None}


def _reported(variant: dict) -> str:
    """A variant's name: its values."""
    if "part" in variant:
        return variant["part"]
    return ", ".join(f"{option} {value}" for option, value in variant["options"].items())[:60]
