# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task was asked to do beside the objects it describes, parsed once from its parameters."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, fields

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params


def too_small(params: Params, **least: int) -> t.Iterator[str]:
    """A fault for each number among the parameters that is below its least value."""
    for option, bound in least.items():
        if params.get(option) is not None and params[option] < bound:
            yield f"{option}: {params[option]} must be at least {bound}"


@dataclass(frozen=True)
class TaskOptions:
    """``timeout`` is in seconds; ``preflight`` is warn, fail or off; the rest are options of the same name."""

    check_mode: bool = False
    wait: bool = True
    timeout: float = 180
    preflight: str = "warn"
    concurrency: int = 1
    owner: str | None = None
    adopt: bool = False
    purge: bool = False
    purge_max: int = 10
    owner_conflict: str = "fail"
    state: str = "present"

    @classmethod
    def of(cls, params: Params, check_mode: bool) -> TaskOptions:
        """The options among a task's parameters; what a module does not have keeps its default."""
        names = (field.name for field in fields(cls) if field.name != "check_mode")
        given = {name: params[name] for name in names if params.get(name) is not None}
        return cls(check_mode=check_mode, **given)
