#!/usr/bin/env python3
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Boot a real Keystone and a real Neutron with VPNaaS from packages; needs only Python's standard library. See README.md."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rig.commands import BootError
from rig.configuration import clouds_text, write_configuration
from rig.environment import ensure_environment
from rig.layout import RELEASES, Layout, write_json, write_private
from rig.processes import Server, bind, end_all, running, start, wait_until_ready
from rig.seed import log_in, make_application_credential, seed_keystone, seed_neutron
from rig.template import copy_template, create_databases, keep_template, template_is_good


def main() -> int:
    options = parse()
    layout = Layout(options.release)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Started by a script in the background, SIGINT would be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if options.status:
            return show_status(layout)
        if options.stop:
            return stop(layout)
        return boot(layout, options)
    except BootError as error:
        print(f"boot.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--release", choices=RELEASES, default="29", help="; ".join(f"{k}: {v}" for k, v in RELEASES.items())
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--foreground", action="store_true", help="run until Ctrl-C (default)")
    mode.add_argument("--background", action="store_true", help="return when ready; end it with --stop")
    mode.add_argument("--stop", action="store_true", help="end the servers of this release")
    mode.add_argument("--status", action="store_true", help="print what is running as JSON; exit code 3 if nothing is")
    parser.add_argument(
        "--fresh", action="store_true", help="end what runs, forget the template, make everything but the packages anew"
    )
    parser.add_argument(
        "--agent",
        default="DOWN:0",
        help="what is reported about a connection without a marker: STATUS[:SECONDS], or never (default %(default)s)",
    )
    return parser.parse_args()


def boot(layout: Layout, options: argparse.Namespace) -> int:
    begun = time.monotonic()
    with only_one(layout):
        if options.fresh:
            end_all(layout)
            shutil.rmtree(layout.template, ignore_errors=True)
        already = ready_facts(layout)
        if already:
            print(f"release {layout.release} is already running and is reused: clouds.yaml is {already['clouds_yaml']}")
            return 0
        installed = ensure_environment(layout)
        try:
            facts = start_cloud(layout, options)
        except BaseException:
            end_all(layout)
            raise
    seconds = time.monotonic() - begun
    print(layout.clouds.read_text(encoding="utf-8"))
    print(
        f"ready in {seconds:.1f} s{' with installation' if installed else ''}: Neutron {facts['network_url']}, Keystone {facts['keystone_url']}/v3"
    )
    print(f"try: OS_CLIENT_CONFIG_FILE={layout.clouds} openstack --os-cloud demo vpn service list", flush=True)
    return 0 if options.background else stay(layout)


def start_cloud(layout: Layout, options: argparse.Namespace) -> dict:
    """Lay the state folder anew, start both servers, and on the very first boot fill them."""
    end_all(layout)  # what a boot that was killed may have left
    shutil.rmtree(layout.state, ignore_errors=True)
    layout.state.mkdir(parents=True, mode=0o700)
    keystone, neutron = bind("keystone"), bind("neutron")
    write_configuration(layout, keystone.url)
    first = not template_is_good(layout)
    if first:
        print("making the databases (once)", flush=True)
        create_databases(layout, keystone.url)
    else:
        credential = copy_template(layout, keystone.url, neutron.url)
    parent = None if options.background else os.getpid()
    for server in (keystone, neutron):
        start(server, layout, parent, SITELINK_AGENT=options.agent)
    wait_until_ready([keystone, neutron], layout)
    if first:
        credential = fill(layout, keystone, neutron)
    write_private(layout.clouds, clouds_text(layout, keystone.url, credential))
    facts = {
        "release": layout.release,
        "keystone_url": keystone.url,
        "network_url": neutron.url,
        "clouds_yaml": str(layout.clouds),
        "state": str(layout.state),
        "pids": {server.service: server.process.pid for server in (keystone, neutron)},
        "agent": options.agent,
    }
    write_json(layout.ready, facts)
    return facts


def fill(layout: Layout, keystone: Server, neutron: Server) -> str:
    projects = seed_keystone(keystone.url, neutron.url)
    credential = make_application_credential(keystone.url)
    admin = log_in(keystone.url, "admin", "admin")
    admin.url = neutron.url
    seed_neutron(admin, projects)
    keep_template(layout, credential)
    return credential


def stay(layout: Layout) -> int:
    """Wait for Ctrl-C, or for the servers to end some other way."""
    print("Ctrl-C ends it", flush=True)
    try:
        while len(running(layout)) == 2:
            time.sleep(0.5)
        if not layout.ready.exists():
            print("stopped by --stop")
            return 0
        raise BootError(f"a server has ended; its log is in {layout.state}")
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        stop(layout)


def stop(layout: Layout) -> int:
    with only_one(layout):
        # First, so that a boot.py in the foreground knows why its servers end.
        layout.ready.unlink(missing_ok=True)
        ended = end_all(layout)
    print(f"release {layout.release}: {f'ended {len(ended)} processes' if ended else 'nothing was running'}")
    return 0


def show_status(layout: Layout) -> int:
    facts = ready_facts(layout)
    print(json.dumps(facts or {"release": layout.release, "running": False}, indent=2, sort_keys=True))
    return 0 if facts else 3


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
            print(f"another boot.py is busy with release {layout.release}; waiting", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
