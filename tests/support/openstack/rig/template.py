# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases and keys as they are after the first boot, kept so that every later boot is a copy."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from rig.commands import rig_environment, run_logged
from rig.layout import OPENSTACK, Layout
from rig.ovn import files
from rig.seed import password_of

#: Kept by SQLite; elsewhere Neutron's are MariaDB's and OVN's.
DATABASES = ("keystone", "neutron")
KEYS = ("fernet-keys", "credential-keys")
CREDENTIAL = "application-credential"


def fingerprint(layout: Layout) -> str:
    """Changes with anything that the template is made of: another package, another line of the rig."""
    parts = [*layout.requirements, *sorted((OPENSTACK / "rig").glob("*.py"))]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def template_is_good(layout: Layout) -> bool:
    stamp = layout.template / "fingerprint"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint(layout)


def create_databases(layout: Layout, keystone_url: str) -> None:
    """The steps of an installation by hand, into the state folder."""
    create_keystone(layout, keystone_url)
    command = [str(layout.python), "-m", "rig.tables", str(layout.database("neutron"))]
    run_logged(command, layout.log("first-boot"), rig_environment())
    remember_journal(layout)


def create_keystone(layout: Layout, keystone_url: str) -> None:
    """Its tables, keys and first user."""
    log = layout.log("first-boot-keystone")
    manage = [str(layout.venv / "bin" / "keystone-manage"), "--config-file", str(layout.configuration("keystone"))]
    run_logged([*manage, "db_sync"], log)
    for folder in KEYS:
        make_keys(layout.state / folder)
    identity = [
        "--bootstrap-username",
        "admin",
        "--bootstrap-password",
        password_of("admin"),
        "--bootstrap-project-name",
        "admin",
    ]
    for interface in ("public", "internal", "admin"):
        identity += [f"--bootstrap-{interface}-url", f"{keystone_url}/v3"]
    run_logged([*manage, "bootstrap", *identity, "--bootstrap-region-id", "RegionOne"], log)


def remember_journal(layout: Layout) -> None:
    for database in databases(layout):
        with closing(sqlite3.connect(layout.database(database))) as connection:
            # Readers do not block the writer then, and a commit is an append. The file remembers the setting.
            connection.execute("PRAGMA journal_mode = WAL")


def databases(layout: Layout) -> tuple[str, ...]:
    return DATABASES[:1] if layout.mariadb else DATABASES


def make_keys(folder: Path) -> None:
    """What `keystone-manage fernet_setup` does, which wants a user to give the files to: 0 is next, 1 is in use."""
    folder.mkdir(mode=0o700)
    for name in ("0", "1"):
        (folder / name).write_bytes(base64.urlsafe_b64encode(os.urandom(32)))


def keep_template(layout: Layout, credential_id: str) -> None:
    """Copy the cloud's databases and keys; the fingerprint comes last, so a torn copy is never used.

    With SQLite the cloud may be running, with MariaDB it must have ended.
    """
    shutil.rmtree(layout.template, ignore_errors=True)
    layout.template.mkdir(parents=True, mode=0o700)
    for database in databases(layout):
        target = layout.template / layout.database(database).name
        # SQLite's own copy: consistent although the servers have the file open.
        with closing(sqlite3.connect(layout.database(database))) as running, closing(sqlite3.connect(target)) as kept:
            running.backup(kept)
    for key in KEYS:
        shutil.copytree(layout.state / key, layout.template / key)
    copy_back_end(layout, layout.state, layout.template)
    (layout.template / CREDENTIAL).write_text(credential_id, encoding="utf-8")
    (layout.template / "fingerprint").write_text(fingerprint(layout), encoding="utf-8")


def copy_back_end(layout: Layout, source: Path, target: Path) -> None:
    for name in files(layout):
        path = source / name
        if path.is_dir():
            shutil.copytree(path, target / name, ignore=shutil.ignore_patterns("*.sock"))
        else:
            shutil.copy(path, target / name)


def copy_template(layout: Layout, keystone_url: str, network_url: str, former: Layout | None = None) -> str:
    """Fill the state folder from the template, or with what a cloud of a former release had when it ended; return the
    application credential's id."""
    source = former.state if former else layout.template
    for database in databases(layout):
        shutil.copy(source / layout.database(database).name, layout.database(database))
        for rest in source.glob(f"{layout.database(database).name}-*"):
            shutil.copy(rest, layout.state / rest.name)
    for key in KEYS:
        shutil.copytree(source / key, layout.state / key)
    copy_back_end(layout, source, layout.state)
    if former:
        upgrade_keystone(layout)
    point_catalog(layout.database("keystone"), keystone_url, network_url)
    return ((former or layout).template / CREDENTIAL).read_text(encoding="utf-8")


def upgrade_keystone(layout: Layout) -> None:
    manage = [str(layout.venv / "bin" / "keystone-manage"), "--config-file", str(layout.configuration("keystone"))]
    run_logged([*manage, "db_sync"], layout.log("first-boot"))


def point_catalog(database: Path, keystone_url: str, network_url: str) -> None:
    """Every boot has other ports; the catalog's endpoints follow."""
    with closing(sqlite3.connect(database)) as connection:
        for kind, url in (("identity", f"{keystone_url}/v3"), ("network", network_url)):
            connection.execute(
                "UPDATE endpoint SET url = ? WHERE service_id IN (SELECT id FROM service WHERE type = ?)", (url, kind)
            )
        connection.commit()
