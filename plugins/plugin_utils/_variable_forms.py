# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a playbook's variable holds beyond its type, its ``form``: a cloud, several, or a file that will be written."""

from __future__ import annotations

import os
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import is_cloud_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import retyped_fault

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

#: The values of ``form``: what a variable of the type ``raw`` holds, or the ``path`` of a file that will be written.
CLOUD, CLOUDS, FILE = "cloud", "clouds", "file"
A_CLOUD = "the name of a cloud in clouds.yaml, or a mapping like an entry of that file"


def cloud_faults(spec: t.Mapping[str, Params], given: Params) -> t.Iterator[str]:
    """Sentences on what is no cloud. No value is shown: it may be a configuration with a password."""
    for name, option in spec.items():
        if option.get("form") in (CLOUD, CLOUDS) and name in given:
            yield from (f"{name}{fault}" for fault in _not_clouds(given[name], option["form"] == CLOUDS))


def file_faults(spec: t.Mapping[str, Params], paths: Params) -> t.Iterator[str]:
    """Sentences on files that cannot be written; ``paths`` are absolute, null and empty ones are not given."""
    for name, path in paths.items():
        fault = _not_a_file(path) if path and spec[name].get("form") == FILE else ""
        if fault:
            yield f"{name}: {fault}"


def _not_clouds(value: Value, several: bool) -> t.Iterator[str]:
    if isinstance(value, (list, tuple)) and not several:
        yield f" takes one cloud, not a list: {A_CLOUD}"
    elif several and isinstance(value, (list, tuple, str)):
        entries = [entry.strip() for entry in value.split(",")] if isinstance(value, str) else value
        for number, entry in enumerate(entries, start=1):
            yield from (f", cloud {number}{fault}" for fault in _no_cloud(entry))
    else:
        yield from _no_cloud(value)


def _no_cloud(value: Value) -> t.Iterator[str]:
    if value in (None, ""):
        yield f" is empty: give {A_CLOUD}"
    elif not isinstance(value, (str, dict)):
        yield f" must be {A_CLOUD}: {retyped_fault(value) or 'this is no text'}"
    elif isinstance(value, str) and not is_cloud_name(value):
        yield f" must be {A_CLOUD}: this is no name of a cloud"


def _not_a_file(path: str) -> str:
    """What prevents that a file is written at the absolute path, as far as it can be seen; empty for nothing."""
    folder = os.path.dirname(path)
    if not path.isprintable():
        return f"{path!r} holds a line break or another control character: give another name"
    if os.path.isdir(path):
        return f'"{path}" is a folder: name a file in it'
    if not os.path.isdir(folder):
        return f'there is no folder "{folder}": create it, or name another file'
    if not os.access(folder, os.W_OK | os.X_OK):
        return f'you cannot write into the folder "{folder}": name another file'
    return ""
