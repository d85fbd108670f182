# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one way of this collection to a terminal: through Ansible's Display, without control characters."""

from __future__ import annotations

import time
import typing as t

from ansible.utils.display import Display

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import printable

#: Shorter work is silent.
SECONDS_BEFORE_FIRST_LINE = 5
#: Agents report once a minute, so more lines would say the same.
SECONDS_BETWEEN_LINES = 15


def show(text: str) -> None:
    """Print text as it is on the controller's standard output, and into Ansible's log file if there is one.

    Tabs and line breaks are kept; a question mark stands in place of every other control character, since names come
    from servers, and a terminal would obey them.
    """
    Display().display(printable(text))


class ProgressDisplay:
    """Shows how far a task is: short work in silence, long work by a line now and then.

    The lines go to standard error, so that they do not get between those of a callback that prints JSON. With ``-v``
    every line is shown, from the first second on. ``now`` returns seconds; each line begins with ``prefix``.
    """

    def __init__(self, now: t.Callable[[], float] = time.monotonic, prefix: str = "") -> None:
        self._now, self._prefix = now, prefix
        self._next_at = now() + SECONDS_BEFORE_FIRST_LINE

    def __call__(self, line: str) -> None:
        """Take a line; it is shown where enough time has passed since the last one, or since the beginning."""
        display = Display()
        if display.verbosity:
            display.v(printable(self._prefix + line))
        elif self._now() >= self._next_at:
            self._next_at = self._now() + SECONDS_BETWEEN_LINES
            display.display(printable(self._prefix + line), stderr=True)
