# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rig's files: configuration, clouds.yaml, template, and that its seed data are the embedded cloud's."""

from __future__ import annotations

import configparser
import sqlite3
import stat
from collections import defaultdict
from contextlib import closing

import boot
import pytest
import yaml
from rig import seed
from rig.commands import BootError, clean_environment, run_logged
from rig.configuration import KEYSTONE, NEUTRON, OPENVSWITCH, clouds_text
from rig.layout import RELEASES, Layout, write_private
from rig.template import point_catalog

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import accounts, seed_data


def test_clouds_yaml_has_an_entry_for_each_user():
    clouds = yaml.safe_load(clouds_text(Layout("29"), "http://127.0.0.1:1", "credential-id"))["clouds"]
    assert sorted(clouds) == ["admin", "demo", "manager", "other", "reader", "robot"]
    assert clouds["other"]["auth"]["project_name"] == "other"
    assert clouds["robot"]["auth"]["application_credential_id"] == "credential-id"


@pytest.mark.parametrize("text", [KEYSTONE, NEUTRON])
def test_configuration_names_no_setting_twice(text):
    written = text.format_map(defaultdict(str, OPENVSWITCH))
    configparser.ConfigParser(interpolation=None).read_string(written)


def test_private_files_are_private(tmp_path):
    write_private(tmp_path / "made" / "secret", "text")
    assert stat.S_IMODE((tmp_path / "made" / "secret").stat().st_mode) == 0o600


def test_every_release_has_its_packages_pinned():
    for release in RELEASES:
        files = Layout(release).requirements
        lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        packages = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert all(line.count("==") == 1 for line in packages)
        assert f"neutron=={release.partition('-')[0]}." in "\n".join(packages)


def test_catalog_follows_the_ports(tmp_path):
    database = tmp_path / "keystone.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(
            """CREATE TABLE service (id, type); CREATE TABLE endpoint (service_id, url);
            INSERT INTO service VALUES (1, 'identity'), (2, 'network');
            INSERT INTO endpoint VALUES (1, 'old'), (1, 'old'), (2, 'old');"""
        )
    point_catalog(database, "http://127.0.0.1:5", "http://127.0.0.1:6")
    with closing(sqlite3.connect(database)) as connection:
        urls = [row[0] for row in connection.execute("SELECT url FROM endpoint ORDER BY service_id")]
    assert urls == ["http://127.0.0.1:5/v3", "http://127.0.0.1:5/v3", "http://127.0.0.1:6"]


def test_a_failing_program_shows_the_end_of_its_log(tmp_path):
    with pytest.raises(BootError, match="line 49"):
        run_logged(["sh", "-c", "for n in $(seq 49); do echo line $n; done; exit 7"], tmp_path / "log")


def test_nobodys_cloud_leaks_into_the_servers(monkeypatch):
    for name in ("OS_CLOUD", "OS_KEYSTONE_CONFIG_FILES", "http_proxy", "PYTHONPATH"):
        monkeypatch.setenv(name, "somebody's")
    assert "somebody's" not in clean_environment().values()


def test_the_seed_data_are_the_embedded_clouds():
    project = {accounts.DEMO_PROJECT: "demo", accounts.OTHER_PROJECT: "other"}
    subnets = {(project[owner], key, cidr) for key, _network, cidr, owner in seed_data._SUBNETS if owner in project}
    assert set(seed.NETWORKS) == subnets
    routers = [
        (project[owner], key.partition("-")[0], f"{number:x}" if number else None, attached)
        for key, number, attached, owner in seed_data._ROUTERS
    ]
    assert list(seed.ROUTERS) == routers
    assert {(key, address) for key, _router, address in seed_data._FLOATING_IPS} == set(seed.FLOATING_IPS)
    assert {name for name, *_rest in seed.FLAVORS} == set(seed_data.FLAVOR)


def test_the_users_are_the_embedded_clouds():
    project = {accounts.DEMO_PROJECT: "demo", accounts.OTHER_PROJECT: "other"}
    users = accounts.seeded("neutron").users.values()
    roles = {(user.name, project[owner], role) for user in users for owner, role in user.roles.items()}
    assert set(seed.ROLES) == roles
    assert {user.password for user in users} == {seed.password_of(user) for user, *_rest in seed.ROLES}
    robot = accounts.seeded("neutron").application_credentials[0]
    assert {"name": robot.name, "secret": robot.secret} == seed.ROBOT


def test_boot_needs_no_option(monkeypatch):
    monkeypatch.setattr("sys.argv", ["boot.py"])
    options = boot.parse()
    assert (options.release, options.instance or "", options.agent) == ("29", "", None)
