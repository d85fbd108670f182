# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Boot a real Keystone and a real Neutron with VPNaaS from packages. Needs only the standard library; see README.md."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path

from rig.agent import SCRIPT
from rig.cloud import only_one, ready_facts, start_cloud
from rig.commands import BootError
from rig.debian import ensure_packages
from rig.environment import ensure_environment
from rig.layout import RELEASES, Layout
from rig.processes import end_all, running

DEFAULT_AGENT = "DOWN:0"


def main() -> int:
    options = parse()
    layout = Layout(options.release, options.instance or "")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Started by a script in the background, SIGINT would be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if options.status:
            return show_status(layout)
        if options.stop:
            return stop(layout)
        if options.stop_all:
            return max((stop(layout) for layout in Layout.all()), default=0)
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
    parser.add_argument(
        "--instance", type=instance_name, metavar="NAME", help="another cloud of the release, beside the first"
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--foreground", action="store_true", help="run until Ctrl-C (default)")
    mode.add_argument("--background", action="store_true", help="return when ready; end it with --stop")
    mode.add_argument("--stop", action="store_true", help="end the servers of this release")
    mode.add_argument("--stop-all", action="store_true", help="end the servers of every release and instance")
    mode.add_argument("--status", action="store_true", help="print what is running as JSON; exit code 3 if nothing is")
    parser.add_argument(
        "--fresh", action="store_true", help="end what runs, forget the template, make everything but the packages anew"
    )
    parser.add_argument(
        "--agent",
        type=agent_script,
        metavar="STATUS[:SECONDS]",
        help=f"what is reported about a connection without a marker, or never (default {DEFAULT_AGENT})",
    )
    parser.add_argument(
        "--driver",
        type=service_driver,
        metavar="FOLDER:MODULE.CLASS",
        help="the service driver that Neutron loads instead of rig.driver.ReportingDriver, and where its package lies",
    )
    parser.add_argument(
        "--upgrade",
        choices=[name for name in RELEASES if name.endswith("-mariadb")],
        metavar="RELEASE",
        help="go on with the databases of that release's cloud, which was stopped: its own migrations change them",
    )
    return parser.parse_args()


def former(options: argparse.Namespace) -> Layout | None:
    """The cloud whose databases are taken over."""
    if not options.upgrade:
        return None
    layout = Layout(options.upgrade, options.instance or "")
    if running(layout) or not (layout.state / "mariadb").is_dir():
        raise BootError(f"{layout.title} must have been booted, and stopped: its databases are taken over")
    return layout


def service_driver(text: str) -> str:
    folder, colon, name = text.partition(":")
    if not colon or "." not in name or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"not an existing folder, a colon and a class with its module: {text!r}")
    return f"{Path(folder).resolve()}:{name}"


def agent_script(text: str) -> str:
    if not re.fullmatch(SCRIPT, text):
        raise argparse.ArgumentTypeError(f"not an agent's behaviour: {text!r}; try ACTIVE, DOWN:2, ERROR or never")
    return text


def instance_name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]*", text):
        raise argparse.ArgumentTypeError("small letters and digits only")
    return text


def boot(layout: Layout, options: argparse.Namespace) -> int:
    begun = time.monotonic()
    with only_one(layout):
        if options.fresh:
            end_all(layout)
            shutil.rmtree(layout.template, ignore_errors=True)
        already = ready_facts(layout)
        if already:
            return reuse(layout, already, options)
        installed = ensure_environment(layout)
        if layout.mariadb:
            installed |= ensure_packages(layout)
        try:
            parent = None if options.background else os.getpid()
            facts = start_cloud(layout, options.agent or DEFAULT_AGENT, parent, options.driver or "", former(options))
        except BaseException:
            end_all(layout)
            raise
    seconds = time.monotonic() - begun
    if not options.background:
        print(layout.clouds.read_text(encoding="utf-8"))
    print(f"ready in {seconds:.1f} s{' with installation' if installed else ''}")
    print(f"Neutron {facts['network_url']}, Keystone {facts['keystone_url']}/v3")
    print(f"export OS_CLIENT_CONFIG_FILE={layout.clouds} OS_CLOUD=demo", flush=True)
    return 0 if options.background else stay(layout)


def reuse(layout: Layout, facts: dict, options: argparse.Namespace) -> int:
    for name in ("agent", "driver"):
        if getattr(options, name) not in (None, facts[name]):
            raise BootError(f"{layout.title} is running with --{name} {facts[name] or '(none)'}; --stop it first")
    print(f"{layout.title} is already running and is reused: clouds.yaml is {facts['clouds_yaml']}")
    return 0


def stay(layout: Layout) -> int:
    """Wait for Ctrl-C, or for the servers to end some other way."""
    print("Ctrl-C ends it", flush=True)
    everyone = set(running(layout))
    try:
        while everyone <= set(running(layout)):
            time.sleep(1)
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
    print(f"{layout.title}: {f'ended {len(ended)} processes' if ended else 'nothing was running'}")
    return 0


def show_status(layout: Layout) -> int:
    facts = ready_facts(layout)
    print(json.dumps(facts or {"release": layout.release, "running": False}, indent=2, sort_keys=True))
    return 0 if facts else 3


if __name__ == "__main__":
    sys.exit(main())
