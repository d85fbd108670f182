# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One cloud: its folders laid, its two servers started and filled, and what can be said of it while it runs."""

from __future__ import annotations

import fcntl
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from rig.configuration import clouds_text, write_configuration
from rig.debian import with_ovn_tools
from rig.layout import Layout, write_json, write_private
from rig.ovn import DRIVER, create_back_end, migrate, start_back_end
from rig.processes import Server, bind, end_all, running, start, wait_until_ready
from rig.seed import log_in, make_application_credential, seed_keystone, seed_neutron
from rig.template import (
    copy_template,
    create_databases,
    create_keystone,
    keep_template,
    remember_journal,
    template_is_good,
)
from rig.vpn_agent import bump, raise_agent


def start_cloud(layout: Layout, agent: str, parent: int | None, driver: str = "", former: Layout | None = None) -> dict:
    """Lay the state folder anew, start both servers, and on the very first boot fill them.

    `former`: the cloud of an older release that has ended; its databases are upgraded by the releases' own migrations.
    `driver`: a folder, a colon, and the class in it that Neutron loads as service driver; empty means the rig's own.
    """
    folder, _colon, service_driver = driver.partition(":")
    end_all(layout)  # what a boot that was killed may have left
    shutil.rmtree(layout.state, ignore_errors=True)
    layout.state.mkdir(parents=True, mode=0o700)
    keystone, neutron = bind("keystone"), bind("neutron")
    write_configuration(layout, keystone.url, service_driver)
    first = not former and not template_is_good(layout)
    if first:
        print("making the databases (once)", flush=True)
        begun = time.monotonic()
        pids = create_all(layout, keystone.url, parent)
        print(f"made the databases in {time.monotonic() - begun:.1f} s; starting the servers", flush=True)
    else:
        credential = copy_template(layout, keystone.url, neutron.url, former)
        pids = start_back_end(layout, parent) if layout.mariadb else {}
    if former and layout.mariadb:
        migrate(layout)
    elif layout.ovn and not first:
        raise_agent(layout)
    for server in (keystone, neutron):
        start(server, layout, parent, folder, SITELINK_AGENT=agent, **(with_ovn_tools(layout) if layout.ovn else {}))
    wait_until_ready([keystone, neutron], layout)
    if first:
        credential = fill(layout, keystone, neutron)
        print(f"made users and networks, {time.monotonic() - begun:.1f} s in all", flush=True)
        if layout.mariadb:
            # MariaDB's and OVN's files are whole only when these have ended.
            end_all(layout)
            keep_template(layout, credential)
            return start_cloud(layout, agent, parent, driver)
        keep_template(layout, credential)
    elif layout.ovn:
        bump(layout)
    write_private(layout.clouds, clouds_text(layout, keystone.url, credential))
    facts = {
        "release": layout.release,
        "instance": layout.instance,
        "keystone_url": keystone.url,
        "network_url": neutron.url,
        "clouds_yaml": str(layout.clouds),
        "state": str(layout.state),
        "pids": pids | {server.service: server.process.pid for server in (keystone, neutron)},
        "agent": agent,
        "driver": driver,
    }
    write_json(layout.ready, facts)
    return facts


def create_all(layout: Layout, keystone_url: str, parent: int | None) -> dict[str, int]:
    """Empty databases; those of Keystone and of Neutron's back end at the same time. Process ids of the back end."""
    if not layout.mariadb:
        create_databases(layout, keystone_url)
        return {}
    with ThreadPoolExecutor(max_workers=1) as beside:
        identity = beside.submit(create_keystone, layout, keystone_url)
        create_back_end(layout)
        pids = start_back_end(layout, parent)
        migrate(layout)
        identity.result()
    remember_journal(layout)
    return pids


def fill(layout: Layout, keystone: Server, neutron: Server) -> str:
    projects = seed_keystone(keystone.url, neutron.url)
    credential = make_application_credential(keystone.url)
    admin = log_in(keystone.url, "admin", "admin")
    admin.url = neutron.url
    seed_neutron(admin, projects, DRIVER if layout.ovn else "rig.driver.ReportingDriver")
    return credential


def ready_facts(layout: Layout) -> dict:
    """What the ready file says, if the processes it names are alive."""
    if not layout.ready.is_file():
        return {}
    facts = json.loads(layout.ready.read_text(encoding="utf-8"))
    alive = running(layout)
    return facts if all(process in alive for process in facts["pids"].values()) else {}


@contextmanager
def only_one(layout: Layout) -> Iterator[None]:
    """One boot or stop of a release at a time; the other waits its turn."""
    layout.root.mkdir(parents=True, exist_ok=True)
    with layout.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another boot.py is busy with {layout.title}; waiting", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
