# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an action plugin changes in the controller's process, each undone; and texts as a module would get them."""

from __future__ import annotations

import gc
import os
import typing as t
from contextlib import contextmanager

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value


@contextmanager
def working_directory(path: str):
    """As contextlib.chdir, which came with Python 3.11."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def no_garbage_collection():
    """A task's data are trees, which need none; a collection would go through all that Ansible itself holds, and each
    page that it touches is then copied, since a worker shares its memory with the controller."""
    if not gc.get_freeze_count():
        gc.freeze()  # so that a collection after the task does not do it either
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def plain(value: Value):
    """What a module would get: before core 2.19 a playbook's texts are of kinds of their own, which messages name."""
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value
