# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The markdown of the pages that runs write."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.report_tables import (
    comment,
    page,
    pinned,
    replaced,
    section,
    table,
)


def test_a_table_has_a_row_for_each_list_of_cells() -> None:
    assert table(["a", ""], [[1, 2.5], ("x", "")]) == "| a |  |\n| --- | --- |\n| 1 | 2.5 |\n| x |  |"


def test_a_cell_with_a_bar_or_a_line_break_stays_one_cell() -> None:
    assert table(["a"], [["x | y\nz"]]).splitlines()[2] == "| x \\| y z |"


@pytest.mark.parametrize("cells", [[], ["x"], ["x", "y", "z"]])
def test_a_row_of_another_length_than_the_head_is_refused(cells: list[str]) -> None:
    with pytest.raises(ValueError, match=f"{len(cells)} cells under 2 headings"):
        table(["a", "b"], [cells])


def test_page_parts_are_separated_by_empty_lines() -> None:
    text = page("licence", "# Title\n", section("One", "text"), section("Two", "text", level=3))
    assert text == f"{comment('licence')}\n# Title\n\n## One\n\ntext\n\n### Two\n\ntext\n"


def test_a_part_between_markers_is_replaced_and_nothing_else() -> None:
    assert replaced("before [old] after", "[", "]", "new") == "before [new] after"


@pytest.mark.parametrize(("text", "missing"), [("no marker", "<"), ("before < after", ">")])
def test_a_page_without_a_marker_is_refused_and_the_marker_named(text: str, missing: str) -> None:
    with pytest.raises(ValueError, match=f"lacks the marker {missing}"):
        replaced(text, "<", ">", "new")


def test_only_pinned_packages_are_read_from_requirements() -> None:
    found = pinned("29", ["neutron", "neutron-vpnaas", "neutron-vp"])
    assert set(found) == {"neutron", "neutron-vpnaas"}
    assert found["neutron"].startswith("29.")
