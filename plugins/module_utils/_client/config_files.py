# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How clouds.yaml, secure.yaml and vendor files are found and read; and the parts that openstack.config loads late."""

from __future__ import annotations

import os
import typing as t
from contextlib import suppress
from importlib import import_module

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import CONFIGURATION_ERRORS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

#: The library that cannot be imported, None where all can: session.py reports it at the login.
MISSING: ImportError | None = None
try:
    import requests
    import yaml
    from openstack.config import loader
except ImportError as error:
    MISSING = error
else:
    LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Configuration(loader.OpenStackConfig):
        """OpenStackConfig with the files of the working directory, which libyaml parses where PyYAML has it.

        Every task reads the files, and PyYAML's parser in Python takes ten times as long.
        """

        def __init__(self, **options: Value) -> None:
            super().__init__(**options, **_search_path())

        def _load_yaml_json_file(self, filelist: list[str]) -> tuple[str, Value] | tuple[None, None]:
            path = next(filter(os.path.exists, filelist), "")
            # The library reads JSON, and reports what cannot be read.
            with suppress(OSError, ValueError, yaml.YAMLError):
                if not path.endswith("json"):
                    with open(path, encoding="utf-8") as file:
                        return path, yaml.load(file, LOADER)
            found: tuple[str, Value] | tuple[None, None] = super()._load_yaml_json_file(filelist)
            return found


class SearchPath(t.TypedDict):
    """The arguments of OpenStackConfig that name files, in the order of search."""

    config_files: list[str]
    secure_files: list[str]
    vendor_files: list[str]


def _search_path() -> SearchPath:
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
    with suppress(*CONFIGURATION_ERRORS):  # the login reports what is broken
        cloud = Configuration().cloud_config["clouds"][name]
        return dict(cloud)
    return {}


def unreadable_files() -> str | None:
    """What is wrong with the clouds.yaml or secure.yaml in use, which the library skips with a log line; else None."""
    return _unreadable("OS_CLIENT_CONFIG_FILE", _search_path()["config_files"]) or _unreadable(
        "OS_CLIENT_SECURE_FILE", _search_path()["secure_files"]
    )


def _unreadable(variable: str, usual: list[str]) -> str | None:
    """What is wrong with the first of the files that exists, the one in the environment variable first."""
    override = os.environ.get(variable)
    for path in [override, *usual] if override else usual:
        if not os.path.exists(path):
            continue
        try:
            with open(path, encoding="utf-8") as file:
                content = yaml.safe_load(file)
        except OSError as error:
            return f"{path} cannot be read: {error.strerror}"
        except (yaml.YAMLError, ValueError) as error:
            where = getattr(error, "problem_mark", None)
            place = f", line {where.line + 1}" if where else ""
            return f"{path} is not valid YAML{place}: {getattr(error, 'problem', None) or 'it cannot be decoded'}"
        clouds = (content or {}).get("clouds", {}) if isinstance(content or {}, dict) else None
        if not isinstance(clouds, dict) or not all(isinstance(cloud or {}, dict) for cloud in clouds.values()):
            return f"{path} has no mapping of clouds"
        return None
    return None


def known_clouds() -> list[str]:
    """The names of the clouds that the configuration has; none where it cannot be read."""
    with suppress(*CONFIGURATION_ERRORS):
        # Where there is no cloud, the library returns one named defaults.
        return sorted(set(Configuration().get_cloud_names()) - {"defaults"})
    return []


def _here(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(os.getcwd(), name) if folder == loader.CONFIG_SEARCH_PATH[0] else path


def load_late_parts() -> None:
    """Load what the libraries load at the first login and request of a process: auth plugins, a reader of netrc, what
    Python works out about the types of a request.

    It reads no configuration and sends no request. The login reports what is broken.
    """
    # NameError: the library is not installed.
    with suppress(NameError, ImportError, *CONFIGURATION_ERRORS):
        import_module("netrc")
        session = requests.Session()
        session.trust_env = False  # the file is not read
        session.prepare_request(requests.Request("GET", "http://localhost", params=[("name", "nobody")]))
        config = Configuration(load_yaml_config=False, load_envvars=False)
        config.get_one(auth={"auth_url": "http://localhost", "username": "nobody", "password": ""})
