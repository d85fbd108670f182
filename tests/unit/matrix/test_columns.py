# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said to be supported is what `make matrix` tries."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def columns():
    """As run.py imports it: from its own folder, with nothing installed."""
    sys.path.insert(0, str(ROOT / "tests" / "matrix"))
    try:
        import columns

        yield columns
    finally:
        sys.path.pop(0)
        sys.modules.pop("columns", None)


def number(version):
    return tuple(map(int, version.split(".")))


def pinned(columns, name):
    return sorted(number(column.pins[name]) for column in columns.columns())


@pytest.mark.parametrize("name", ["openstacksdk", "keystoneauth1"])
def test_the_ranges_for_execution_environments_are_tried(columns, name):
    text = (ROOT / "meta" / "ee-requirements.txt").read_text()
    lowest, above = re.search(rf"^{name}>=([\d.]+),<(\d+)$", text, re.MULTILINE).groups()
    tried = pinned(columns, name)
    assert tried[0] == number(lowest)
    assert tried[-1][0] == int(above) - 1


def test_the_oldest_ansible_core_is_tried(columns):
    oldest = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["requires_ansible"].removeprefix(">=")
    assert pinned(columns, "ansible-core")[0] == number(oldest)


def test_what_the_tests_usually_run_on_is_tried(columns):
    lines = (ROOT / "development" / "requirements-run.txt").read_text().splitlines()
    usual = dict(line.partition(";")[0].strip().split("==") for line in lines if line[:1].isalpha())
    assert number(usual["openstacksdk"]) == pinned(columns, "openstacksdk")[-1]
    assert number(usual["ansible-core"]) == pinned(columns, "ansible-core")[-1]


def test_no_python_is_said_not_passed(columns):
    with pytest.raises(columns.NoPython, match=r"no Python 2\.0"):
        columns.find_python(["2.0"])
