# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reaches the terminal: clean text, and progress of long work only."""

from __future__ import annotations

import pytest
from ansible.utils.display import Display

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._terminal import (
    SECONDS_BEFORE_FIRST_LINE,
    SECONDS_BETWEEN_LINES,
    ProgressDisplay,
    show,
)


class Clock:
    def __init__(self):
        self.passed = 0.0

    def __call__(self):
        return self.passed


@pytest.fixture
def quiet():
    """Ansible's Display without -v."""
    display = Display()
    before, display.verbosity = display.verbosity, 0
    yield display
    display.verbosity = before


def test_a_terminal_obeys_no_server(capsys, quiet):
    show("a\x1b[2Jb\x07\x9bc\n\td\u202e")
    assert capsys.readouterr().out == "a?[2Jb??c\n\td?\n"


@pytest.mark.parametrize(
    "mark", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", *"\u200e\u200f\u061c"], ids=ascii
)
def test_no_mark_changes_the_direction_of_a_line(mark, capsys, quiet):
    """Fault: the marks that act on their neighbours, as the right-to-left mark, were kept."""
    show(f"name {mark}198.51.100.7 DOWN")
    assert capsys.readouterr().out == "name ?198.51.100.7 DOWN\n"


def test_short_work_is_silent(capsys, quiet):
    clock = Clock()
    progress = ProgressDisplay(clock)
    for _second in range(SECONDS_BEFORE_FIRST_LINE):
        progress("50 of 60 objects written")
        clock.passed += 1
    assert capsys.readouterr() == ("", "")


def test_the_first_line_comes_before_a_user_worries(capsys, quiet):
    """It came after the distance of two lines, and not at all for work that ended before."""
    clock = Clock()
    progress = ProgressDisplay(clock)
    clock.passed = float(SECONDS_BEFORE_FIRST_LINE)
    progress("1 of 60 objects written")
    progress("2 of 60 objects written")
    assert capsys.readouterr().err == "1 of 60 objects written\n"


def test_long_work_shows_a_line_now_and_then_on_standard_error(capsys, quiet):
    clock = Clock()
    progress = ProgressDisplay(clock)
    for number in range(int(4 * SECONDS_BETWEEN_LINES) + 1):
        clock.passed = float(number)
        progress(f"line {number}\x1b")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 4 and "\x1b" not in shown.err


def test_with_v_every_line_is_shown(capsys, quiet):
    quiet.verbosity = 1
    progress = ProgressDisplay(Clock())
    progress("the first line")
    assert "the first line" in capsys.readouterr().out
