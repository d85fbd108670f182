# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An assertion: one statement about a VPN, with the answer that the clouds gave to it."""

from __future__ import annotations

import typing as t
from enum import Enum


class Outcome(Enum):
    """The answer to an assertion. What could not be read is NOT_CHECKED, which is never a pass."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class AssertionSeverity(Enum):
    """What a failed assertion means: no traffic or a forbidden state, a worse one, or something to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Assertion(t.NamedTuple):
    """One row of a validation or an audit: a tuple, since there are several for each of thousands of objects.

    ``expected`` and ``actual`` never hold the value of a secret field.
    """

    #: stable, in kebab-case: users select by it
    id: str
    severity: AssertionSeverity
    result: Outcome
    #: the kind and the name of the object that it is about
    kind: str
    name: str
    expected: str
    actual: str
    #: the sentence, with names and values
    msg: str
    #: what to do next; empty where it passed
    remedy: str = ""

    def to_result(self) -> dict[str, str]:
        """The row as Ansible returns it. Written out, since ``_asdict`` takes twice as long."""
        identifier, severity, result, kind, name, expected, actual, msg, remedy = self
        return {
            "id": identifier,
            "severity": severity.value,
            "result": result.value,
            "kind": kind,
            "name": name,
            "expected": expected,
            "actual": actual,
            "msg": msg,
            "remedy": remedy,
        }
