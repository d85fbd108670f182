# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where clouds.yaml, secure.yaml and vendor files are searched; and the parts that openstack.config loads late."""

from __future__ import annotations

import os
import typing as t
from contextlib import suppress

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

with suppress(ImportError):  # session.py reports it at the login
    from openstack.config import loader


class SearchPath(t.TypedDict):
    """The arguments of OpenStackConfig that name files, in the order of search."""

    config_files: list[str]
    secure_files: list[str]
    vendor_files: list[str]


def search_path() -> SearchPath:
    """The files that openstack.config reads, the working directory's first.

    openstack.config determines the working directory at its *import*. A controller imports it once and then runs the
    tasks of playbooks in other folders, each of which Ansible makes the working directory.
    """
    return {
        "config_files": [_here(path) for path in loader.CONFIG_FILES],
        "secure_files": [_here(path) for path in loader.SECURE_FILES],
        "vendor_files": [_here(path) for path in loader.VENDOR_FILES],
    }


def cloud_named(name: str) -> Params:
    """What clouds.yaml and secure.yaml say about a cloud; nothing where they cannot be read, or have no such cloud."""
    with suppress(Exception):  # openstack.config raises any class; the login reports what is broken
        cloud = loader.OpenStackConfig(**search_path()).cloud_config["clouds"][name]
        return dict(cloud)
    return {}


def _here(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(os.getcwd(), name) if folder == loader.CONFIG_SEARCH_PATH[0] else path


def load_late_parts() -> None:
    """Load what the libraries load at the first login of a process: auth plugins, versions for the user agent.

    It reads no configuration and sends no request. The login reports what is broken.
    """
    with suppress(Exception):
        config = loader.OpenStackConfig(load_yaml_config=False, load_envvars=False)
        config.get_one(auth={"auth_url": "http://localhost", "username": "nobody", "password": ""}).get_session()
