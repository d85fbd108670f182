# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The items of a topology, as they were declared."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState


@dataclass
class Declaration:
    """``items`` in the order of creation; ``faults``: what is wrong with the values, in sentences; ``faulty``: the
    items with wrong values, which are not among ``items``."""

    items: list[DesiredState]
    faults: list[str] = field(default_factory=list)
    faulty: list[DesiredState] = field(default_factory=list)
