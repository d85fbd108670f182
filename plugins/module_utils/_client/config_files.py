# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where clouds.yaml and its companions are looked for; and what else openstack.config brings with it."""

from __future__ import annotations

import os
from contextlib import suppress

try:
    from openstack.config import loader
except ImportError:  # session.py says so when a log-in is tried
    loader = None


def search_path():
    """The arguments of OpenStackConfig that name files, the working directory's first.

    openstack.config takes the working directory when it is *imported*; a controller imports it once and then runs tasks
    of playbooks that lie elsewhere, where Ansible makes the playbook's folder the working directory.
    """
    return {
        argument: [_here(path) for path in files]
        for argument, files in (
            ("config_files", loader.CONFIG_FILES),
            ("secure_files", loader.SECURE_FILES),
            ("vendor_files", loader.VENDOR_FILES),
        )
    }


def _here(path: str):
    folder, name = os.path.split(path)
    return os.path.join(os.getcwd(), name) if folder == loader.CONFIG_SEARCH_PATH[0] else path


def load_late_parts() -> None:
    """Load what the libraries load with a process's first login: auth plugins, versions for the user agent.

    Nothing is read and nobody is called. What is broken is told when a log-in is tried.
    """
    with suppress(Exception):
        config = loader.OpenStackConfig(load_yaml_config=False, load_envvars=False)
        config.get_one(auth={"auth_url": "http://localhost", "username": "nobody", "password": ""}).get_session()
