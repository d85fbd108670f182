# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real cloud of the tests below this folder, and how many requests they compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.differential.comparing import OVERLOOKED
from ansible_collections.sitelink.vpnaas.tests.contract.differential.machine import Conversation
from ansible_collections.sitelink.vpnaas.tests.contract.differential.ovn_machine import OvnReal
from ansible_collections.sitelink.vpnaas.tests.contract.differential.sides import Real
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import facts

__all__ = ["facts", "k5_asked", "pytest_terminal_summary", "real"]

K5_ASKED: Counter[str] = Counter()


@pytest.fixture(scope="session")
def k5_asked() -> Counter[str]:
    """How often what was asked of the k5 dialect."""
    return K5_ASKED


@pytest.fixture(scope="session")
def real(facts: dict) -> Iterator[Real]:
    """The booted cloud, without VPN objects in the two projects, before and after."""
    real = OvnReal(facts) if facts["release"].endswith("-ovn") else Real(facts)
    real.clean()
    Conversation.real, Conversation.agent = real, facts["agent"]
    yield real
    real.clean()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if K5_ASKED:
        terminalreporter.write_line(f"differential: {sum(K5_ASKED.values())} requests compared with K5's documents")
    result = Counter()
    for report in terminalreporter.getreports("passed"):
        if report.when == "call":
            result.update({name: times for name, times in report.user_properties if name.startswith("options ")})
    if result:
        verdicts = ", ".join(f"{name.removeprefix('options ')} {times}" for name, times in sorted(result.items()))
        terminalreporter.write_line(f"differential: {sum(result.values())} sets of options judged by both: {verdicts}")
    total = sum(Conversation.asked.values())
    if total:
        back_end = " (OVN)" if isinstance(Conversation.real, OvnReal) else ""
        rules = ", ".join(f"{name} {times}" for name, times in sorted(OVERLOOKED.items()))
        terminalreporter.write_line(
            f"differential: {total} requests compared with a real Neutron{back_end}; overlooked: {rules}"
        )
