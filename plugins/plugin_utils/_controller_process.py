# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The effects that plugins have on the controller's process as a whole: each is here, and undone after the task.

``prepare_forks`` is the exception: what it imports stays, and stays out of garbage collections.
"""

from __future__ import annotations

import gc
import logging
import os
import typing as t
from contextlib import contextmanager

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client import config_files

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: A variable, and in capital letters an environment variable: false switches off all that is done in this process
#: instead of a module's.
ENABLE_VAR = "sitelink_vpnaas_in_process"


def prepare_forks() -> None:
    """Import what the libraries import only at a process's first login, before the controller forks its workers: they
    inherit it.

    What is there then is left out of later garbage collections (gc.freeze, which Python's documentation recommends
    before a fork): a collection visits every object, and in a worker each memory page that it visits is copied.
    """
    config_files.load_late_parts()
    gc.freeze()


@contextmanager
def plugin_process(folder: str) -> t.Iterator[None]:
    """The process as a lookup needs it: in the playbook's folder, and without log records for Ansible's own log."""
    with working_directory(folder), unlogged_libraries():
        yield


def folder_of_user(folder: str) -> str:
    """The folder in which a task looks for clouds.yaml: the playbook's, as modules do, but for the playbooks of this
    collection the folder that the user is in."""
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "playbooks")
    return os.getcwd() if os.path.realpath(folder) == os.path.realpath(own) else folder


@contextmanager
def working_directory(path: str) -> t.Iterator[None]:
    """The process in another folder. contextlib.chdir does the same from Python 3.11 on."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def unlogged_libraries() -> t.Iterator[None]:
    """keystoneauth1 kept out of Ansible's own log, which takes every record that reaches the root logger.

    Its warnings hold the auth_url as it was given, including a password in it. auth_errors.py reports them redacted.
    """
    logger = logging.getLogger("keystoneauth")
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.propagate = before


@contextmanager
def no_garbage_collection() -> t.Iterator[None]:
    """No garbage collection while a task runs, whose data are trees and need none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def to_builtin_types(value: Value) -> Value:
    """The value as a module would get it: before core 2.19 the strings of a playbook have types of their own, and
    messages name them."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {to_builtin_types(key): to_builtin_types(item) for key, item in value.items()}
    return [to_builtin_types(item) for item in value] if isinstance(value, (list, tuple)) else value
