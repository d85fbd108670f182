# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all unit tests share: the engine in front of the embedded cloud, and no cloud of whoever runs the tests."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

STATUS_FIGURES = ("cells", "green in ERROR", "warnings without ERROR")


def pytest_collection_finish() -> None:
    """What imports made lives as long as the run: searching it for garbage took a tenth of the time."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures of the sweeps: redirects (tried, and what the hosts got to which they led), statuses, contents,
    tokens."""
    result: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                result.update({name: value for name, value in report.user_properties if isinstance(value, int)})
    if result["redirects tried"]:
        terminalreporter.write_line(
            "redirect statuses x (login, read, write) x targets:"
            f" {result['redirects tried']} tried,"
            f" requests seen by the other host: {result['requests seen by the other host']}"
        )
    if result["statuses: cells"]:
        terminalreporter.write_line(
            "statuses x kinds x entry points: "
            + ", ".join(f"{name} {result[f'statuses: {name}']}" for name in STATUS_FIGURES)
        )
    if result["contents"]:
        terminalreporter.write_line(
            f"generated contents exported and applied: {result['contents']}, differences:"
            f" {result['contents: differences']}"
        )
    if result["token scopes x modules"]:
        terminalreporter.write_line(f"token scopes x modules: {result['token scopes x modules']}")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No clouds.yaml and no variable of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(Path(__file__).with_name("no_clouds.yaml")))


@pytest.fixture(params=["neutron", "k5"])
def runner(request):
    """Once on each dialect."""
    return TaskRunner(request.param)


@pytest.fixture
def neutron():
    return TaskRunner("neutron")


@pytest.fixture
def k5():
    return TaskRunner("k5")


@pytest.fixture
def make_runner():
    return TaskRunner
