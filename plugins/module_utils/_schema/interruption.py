# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Severity of an interruption: which traffic a write stops, for sure or possibly."""

from __future__ import annotations

from enum import Enum, unique
from functools import total_ordering


@total_ordering
@unique
class Interruption(Enum):
    """Which tunnels a write interrupts, in order of severity: ``max`` gives the most severe one.

    ``value`` is the public text that results and messages show.
    "Possibly" is less severe than the same scope for sure: it depends on the VPN driver, which the API does not report.
    """

    NONE = "none"
    POSSIBLY_CONNECTION = "possibly connection"
    CONNECTION = "connection"
    POSSIBLY_SERVICE = "possibly service"
    SERVICE = "service"
    POSSIBLY_ROUTER = "possibly router"
    ROUTER = "router"

    def __lt__(self, other: object) -> bool:
        """Compare by severity, which is the order of definition."""
        if not isinstance(other, Interruption):
            return NotImplemented
        order = list(Interruption)
        return order.index(self) < order.index(other)

    @property
    def is_possible(self) -> bool:
        """Whether it depends on the VPN driver, so that it may not happen."""
        return self.value.startswith("possibly ")

    def __str__(self) -> str:
        return self.value
