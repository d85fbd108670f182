# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""clouds.yaml, secure.yaml and their JSON forms have the values for a task that the openstack command reads there."""

from __future__ import annotations

import pytest
from openstack.config import OpenStackConfig

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_files import Configuration

TEXTS = [
    "plain-3f9c",
    "0123",
    "1e3",
    "yes",
    "~",
    "2026-11-27",
    "a#b",
    "a:b",
    "a,b",
    "a[b]{c}",
    "p@ss%w!rd&*",
    r"back\slash",
    "zwölf €",
    "\U0001f511",
    "'it''s: quoted #1'",
    r'"\x41\u20ac\t\"\\"',
    "!!str 0123",
    "|\n        first\n        second",
    ">-\n        first\n        second",
    "&anchor text",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_value_of_clouds_yaml_is_the_one_that_the_openstack_command_reads(text, tmp_path, monkeypatch):
    path = tmp_path / "clouds.yaml"
    path.write_text(f"clouds:\n  paris:\n    auth:\n      password: {text}\n    verify: false\n", encoding="utf-8")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    ours = Configuration().cloud_config["clouds"]
    # A list of its own: openstacksdk 1.0 adds the variable's path to the module's list, and later tests would read it.
    of_the_command = OpenStackConfig(config_files=[str(path)]).cloud_config["clouds"]
    assert repr(ours) == repr(of_the_command)
    assert ours["paris"]["verify"] is False


@pytest.mark.parametrize("name", ["clouds.yaml", "clouds.yml", "clouds.json"])
def test_a_file_of_any_form_is_found_in_the_working_directory(name, tmp_path, monkeypatch):
    (tmp_path / name).write_text('{"clouds": {"paris": {"region_name": "A"}}}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OS_CLIENT_CONFIG_FILE", raising=False)
    assert Configuration().cloud_config["clouds"]["paris"] == {"region_name": "A"}
