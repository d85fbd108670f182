# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each effect on the controller's process lasts as long as the task, also when the task raises an exception."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
from functools import partial

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import (
    no_garbage_collection,
    plugin_process,
    to_builtin_types,
    unlogged_libraries,
    working_directory,
)

PLUGINS = "ansible_collections.sitelink.vpnaas.plugins"


def state():
    """The parts of the process that plugins change."""
    return {
        "collects": gc.isenabled(),
        "folder": os.getcwd(),
        "propagates": logging.getLogger("keystoneauth").propagate,
    }


#: name -> (the effect for a folder, the state in it that differs from the state before)
EFFECTS = {
    "garbage collection": (lambda folder: no_garbage_collection(), {"collects": False}),
    "working directory": (working_directory, {"folder": "FOLDER"}),
    "log propagation": (lambda folder: unlogged_libraries(), {"propagates": False}),
    "lookup": (plugin_process, {"folder": "FOLDER", "propagates": False}),
}


class TaskFailed(Exception):
    pass


@pytest.fixture(params=EFFECTS)
def effect(request, tmp_path):
    enter, changed = EFFECTS[request.param]
    folder = os.path.realpath(tmp_path)
    return partial(enter, folder), {key: folder if value == "FOLDER" else value for key, value in changed.items()}


def test_an_effect_is_undone_after_the_task(effect):
    enter, changed = effect
    before = state()
    with enter():
        assert state() == {**before, **changed} != before
    assert state() == before


def test_an_effect_is_undone_when_the_task_raises(effect):
    enter, _changed = effect
    before = state()
    with pytest.raises(TaskFailed), enter():
        raise TaskFailed
    assert state() == before


def test_nested_effects_are_undone_once(effect):
    """A task within a task leaves the outer one's effects as they are."""
    enter, changed = effect
    before = state()
    with enter():
        with enter():
            pass
        assert state() == {**before, **changed}
    assert state() == before


def test_a_workers_garbage_collection_visits_nothing_that_the_controller_imported():
    """It copied all memory of the controller, and took a third of the time of a large topology."""
    program = f"import gc, {PLUGINS}.plugin_utils._action; print(len(gc.get_objects()))"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert int(run.stdout) < 1000


def test_garbage_collection_that_was_off_stays_off():
    gc.disable()
    try:
        with no_garbage_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_folder_that_does_not_exist_changes_nothing(tmp_path):
    before = state()
    with pytest.raises(FileNotFoundError), plugin_process(str(tmp_path / "missing")):
        raise AssertionError("the task must not run in another folder")
    assert state() == before


def test_strings_become_builtin_at_any_depth():
    class Text(str):
        __slots__ = ()

    result = to_builtin_types({Text("a"): [Text("b"), {"c": (Text("d"), 1)}], "e": None})
    assert result == {"a": ["b", {"c": ["d", 1]}], "e": None}
    assert [type(text) for text in (next(iter(result)), result["a"][0], result["a"][1]["c"][0])] == [str] * 3
