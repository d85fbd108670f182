# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases of cases.yml, performed, and as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from cloud import OpenStack
from failure import Failure

from kernel.machine import Machine

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
CASES = yaml.safe_load((HERE / "cases.yml").read_text(encoding="utf-8"))
HEADINGS = (
    "gateway",
    "the peer",
    "what fails",
    "to the peer and back: before",
    "then",
    "endpoint back",
    "pings lost before",
    "then",
    "endpoint back",
    "longest silence then, s",
    "statuses",
)
WAYS = {"silence": "packets dropped", "kill": "kill -9 of its daemon", "delete": "DELETE, then gone"}


class FailOver:
    """The cases of these services, begun in one boot; other scenarios may go on meanwhile."""

    def __init__(self, services: Mapping[str, dict], cloud: OpenStack, folder: Path) -> None:
        python = ROOT / ".cache" / "openstack" / cloud.release / "venv" / "bin" / "python"
        self.cases = [case for case in CASES if case["service"] in services]
        self.machine = Machine(folder, python)
        self.machine.begin({"services": services, "cases": self.cases})

    def rows(self) -> list[tuple[str, ...]]:
        """Wait for the end. Failure if a case could not be performed, or if pings pass otherwise than before."""
        seen = self.machine.result()
        problems = [f"{one['name']}: {one['failure']}" for one in seen if one["failure"]]
        for case, one in zip(self.cases, seen, strict=True):
            passed = [phase["passes"] for phase in one["phases"]]
            if not one["failure"] and passed != case["passes"]:
                problems.append(f"{case['name']}: pings pass {passed}, not {case['passes']}: {one['phases']}")
        if problems:
            raise Failure("\n".join(problems))
        return [row(case, one["phases"]) for case, one in zip(self.cases, seen, strict=True)]


def row(case: Mapping[str, str], phases: Sequence[dict]) -> tuple[str, ...]:
    """Under HEADINGS: three parts of a case."""
    carried = [f"{phase['from'] or '-'} / {phase['to'] or '-'}" for phase in phases]
    lost = [f"{phase['out']['lost']} of {phase['out']['sent']}" for phase in phases]
    statuses = "; ".join(" ".join(phase["statuses"]) for phase in phases)
    return (case["gateway"], case["peer"], WAYS[case["fault"]], *carried, *lost, str(phases[1]["out"]["gap"]), statuses)
