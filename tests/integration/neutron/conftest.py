# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The booted cloud, for every test below this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.neutron import ovn_site
from ansible_collections.sitelink.vpnaas.tests.support.openstack import booted
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded

facts = booted.facts
vpn_agent = ovn_site.vpn_agent
ovn_operator = ovn_site.ovn_operator


@pytest.fixture(scope="session")
def log_in(facts: dict) -> Callable[[str], ApiUser]:
    """A new session of that user, in its own project."""
    return lambda name: ApiUser(facts, name, "other" if name == "other" else "demo")


@pytest.fixture(scope="session")
def demo(log_in: Callable[[str], ApiUser]) -> ApiUser:
    return log_in("demo")


@pytest.fixture(scope="session")
def admin(log_in: Callable[[str], ApiUser]) -> ApiUser:
    return log_in("admin")


@pytest.fixture(scope="session")
def reader(log_in: Callable[[str], ApiUser]) -> ApiUser:
    return log_in("reader")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many generated topologies there were, and what became of them."""
    for name, figures in recorded(terminalreporter):
        if name == "topologies":
            terminalreporter.write_line(str(figures))
