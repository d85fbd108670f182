# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clouds, the runs, and the sum at the end."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.case_list import (
    Case,
    CaseFile,
    case_files,
    cases_on,
)
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.cloud_under_test import CloudUnderTest
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.play import Run, run_file
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.report import write_results
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer
from ansible_collections.sitelink.vpnaas.tests.support.openstack import booted

RELEASE = os.environ.get("SITELINK_RELEASE", "29")
facts = booted.facts
PLAYED: Counter[str] = Counter()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        result = cases_on(RELEASE)
        metafunc.parametrize(("file", "case"), result, ids=[case.key for _file, case in result], scope="session")
    elif "file" in metafunc.fixturenames:
        files = case_files()
        metafunc.parametrize("file", files, ids=[file.name for file in files], scope="session")


@pytest.fixture(scope="session")
def neutron(facts: dict, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudUnderTest]:
    """A real one."""
    folder = tmp_path_factory.mktemp("neutron")
    cloud = CloudUnderTest(f"{facts['keystone_url']}/v3", facts["network_url"], "Default", "RegionOne", folder)
    yield cloud
    cloud.close()


@pytest.fixture(scope="session")
def k5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudUnderTest]:
    """The embedded one, since there is no K5 to be had."""
    with CloudServer(Cloud("k5", agent="DOWN:0"), 0, "127.0.0.1") as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        cloud = CloudUnderTest(f"{server.url}/v3", server.url, "ABCD1234", "uk-1", tmp_path_factory.mktemp("k5"))
        yield cloud
        cloud.close()
        server.shutdown()


@pytest.fixture(scope="session")
def cloud_of(request: pytest.FixtureRequest) -> Callable[[CaseFile], CloudUnderTest]:
    return lambda file: request.getfixturevalue(file.dialect)


@pytest.fixture(scope="session")
def run_of(request: pytest.FixtureRequest, cloud_of, tmp_path_factory: pytest.TempPathFactory) -> Callable:
    """The run of a file's cases, those that pytest selected; played when the first of them is asked for."""
    runs: dict[str, Run] = {}
    chosen = [
        item.callspec.params["case"] for item in request.session.items if "case" in getattr(item, "fixturenames", ())
    ]

    def run(file: CaseFile) -> Run:
        if file.name not in runs:
            cases: list[Case] = [case for case in file.cases if case in chosen]
            runs[file.name] = run_file(file, cases, cloud_of(file), tmp_path_factory.mktemp(file.name))
            PLAYED["cases"] += len(cases)
            PLAYED["steps"] += sum(len(case.steps) for case in cases)
        return runs[file.name]

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-report", action="store_true", help="write docs/conformance.md from this run")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if PLAYED["cases"]:
        result = f"conformance: {PLAYED['cases']} cases in {PLAYED['steps']} steps, Neutron {RELEASE}"
        terminalreporter.write_line(result)
    keys = [case.key for _file, case in cases_on(RELEASE)]
    passed = {report.nodeid.partition("[")[2][:-1] for report in terminalreporter.stats.get("passed", ())}
    if config.getoption("--write-report") and set(keys) <= passed:
        write_results(RELEASE, keys)
