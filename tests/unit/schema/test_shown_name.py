# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How messages and tables call an object, and list many."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import (
    first_names,
    first_of,
    shown_name,
)


@pytest.mark.parametrize("name", ["", None])
def test_an_object_without_a_name_is_called_by_its_id(name):
    assert shown_name({"id": "7b347d20", "name": name}) == shown_name({"id": "7b347d20"}) == "7b347d20"
    assert shown_name({"id": "7b347d20", "name": "branch7"}) == "branch7"


@pytest.mark.parametrize(
    ("texts", "listed"),
    [([], ""), (["a"], "a"), (["a", "b"], "a, b"), (["a", "b", "c"], "a, b and 1 more"), ("abcde", "a, b and 3 more")],
)
def test_what_is_left_out_of_a_list_is_counted(texts, listed):
    assert first_of(list(texts), 2) == listed


def test_names_in_a_list_are_in_quotes():
    assert first_names("abcdefg") == '"a", "b", "c", "d", "e" and 2 more'
