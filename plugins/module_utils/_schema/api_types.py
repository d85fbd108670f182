# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names for the types of options, request and response bodies, and results; and the progress that nobody sees."""

from __future__ import annotations

import typing as t

#: The value of an option or attribute.
Value: t.TypeAlias = t.Any  # the field of the option says which type it has, and checks it when the task runs
#: An object as the API sends or takes it: attribute name -> value.
ApiObject: t.TypeAlias = "dict[str, Value]"
#: Options by name, as a task got them.
Params: t.TypeAlias = "t.Mapping[str, Value]"
#: What a task returns to Ansible.
Result: t.TypeAlias = "dict[str, Value]"
#: Is called with a line on the progress of a long task.
Progress: t.TypeAlias = "t.Callable[[str], None]"


def no_progress(_line: str) -> None:
    """A ``Progress`` for nobody."""
