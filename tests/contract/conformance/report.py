# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/conformance.md out of the cases and out of what the runs wrote down, one file of results per release."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.case_list import (
    all_ids,
    case_files,
    not_run,
    number,
    subsets,
)
from ansible_collections.sitelink.vpnaas.tests.support.report_tables import notice_of, page, pinned, section, table

HERE = Path(__file__).parent
RESULTS = HERE / "results"
MATRIX = HERE.parents[1] / "matrix" / "summary.md"
DOCUMENT = HERE.parents[2] / "docs" / "conformance.md"
SERVERS = ("neutron", "neutron-vpnaas", "keystone")
NOTICE = (HERE / "case_list.py").read_text(encoding="utf-8").partition("\n\n")[0]
INTRODUCTION = """# Conformance

The API and its other clients have tests of their own. This page lists the cases of these tests. `make conformance` runs
each case with the modules of this collection, in real `ansible-playbook` runs against a real Neutron, and writes this
page.

A case previews an object in check mode, creates it, runs again, and runs again with `--check --diff`. It then changes
the object in the same four steps, and deletes it in three: preview, deletion, second deletion. After every task an
independent HTTP client reads the cloud's objects, and the test checks the requests:

* check mode writes nothing and predicts the result;
* a second run writes nothing;
* an update sends only the changes;
* a refusal leaves nothing behind.

If the modules refuse a connection before the request, the test sends the request itself: the cloud must refuse it too.
No pre-shared key is in any output, diff or log, at `-vvv`. The `openstack` command reads back an object of each kind.

In the table of cases, a number counts the passed cases with this id; `-` means that none was run.
"""


def write_results(release: str, passed: list[str]) -> None:
    """Note down which cases passed on a release; the page is then written anew."""
    RESULTS.mkdir(exist_ok=True)
    versions = [f"  {name}: {json.dumps(result)}" for name, result in _versions(release).items()]
    lines = [NOTICE, "", "versions:", *versions, "passed:", *(f"  - {json.dumps(key)}" for key in passed), ""]
    (RESULTS / f"{release}.yml").write_text("\n".join(lines), encoding="utf-8")
    write_page()


def write_page() -> None:
    """The page out of what the last runs of make conformance and make matrix wrote down."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document(), encoding="utf-8")


def read_results() -> dict[str, dict]:
    """Release -> versions and the keys of the cases that passed, the newest first."""
    paths = sorted(RESULTS.glob("*.yml"), key=lambda path: (-number(path.stem), path.stem))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}


def document() -> str:
    results = read_results()
    matrix = [MATRIX.read_text(encoding="utf-8")] if MATRIX.exists() else []
    parts = (_versions_table(results), _cases_table(results), *matrix, _not_run())
    return page(notice_of(HERE / "case_list.py"), INTRODUCTION, *parts)


def column(release: str) -> str:
    """29 with OVN of 29-ovn."""
    return release.replace("-ovn", " with OVN")


def _versions(release: str) -> dict[str, str]:
    clients = {name: version(name) for name in ("ansible-core", "openstacksdk")}
    return {**pinned(release, SERVERS), **clients, "python": ".".join(platform.python_version_tuple()[:2])}


def _versions_table(results: dict) -> str:
    names = list(next(iter(results.values()))["versions"]) if results else []
    rows = [
        [f"Neutron {column(release)}", *(result["versions"].get(name, "") for name in names)]
        for release, result in results.items()
    ]
    return section("Versions", table(["column", *names], rows))


def _cases_table(results: dict) -> str:
    order = all_ids()
    cases = sorted((case for file in case_files() for case in file.cases), key=lambda case: order.index(case.id))
    head = ["id", "case", "source", *(f"Neutron {column(release)}" for release in results)]
    rows = []
    for (identifier, dialect), group in groupby(cases, key=lambda case: (case.id, case.file == "k5")):
        group = list(group)
        counts = [sum(case.key in result["passed"] for case in group) or "-" for result in results.values()]
        title, source = ("; ".join(dict.fromkeys(words)) for words in _words(group))
        where = " (embedded K5)" if dialect else ""
        rows.append([f"{identifier}{where}", title, source, *counts])
    sums = [f"**{len(result['passed'])}**" for result in results.values()]
    return section("Cases", table(head, [*rows, ["", "", "", *sums]]))


def _words(cases: list) -> tuple[list[str], list[str]]:
    titles = [f"{case.title} ({case.note})" if case.note else case.title for case in cases]
    return titles, [case.source for case in cases]


def _not_run() -> str:
    rows = [(identifier, result.get("part", "all"), result["why"]) for identifier, result in not_run().items()]
    cases = [case for file in case_files() for case in file.cases if case.not_on_ovn]
    rows += [(case.key, "with OVN", case.not_on_ovn) for case in cases]
    played = {release: subset for release, subset in subsets().items() if release in read_results()}
    rows += [(subset["left_out"], f"with Neutron {release}", subset["why"]) for release, subset in played.items()]
    return section("Not run", table(("id", "which part", "why"), rows))
