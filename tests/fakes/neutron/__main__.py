# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serve an embedded cloud: ``python -m ansible_collections.sitelink.vpnaas.tests.fakes.neutron --dialect k5``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading

from .catalog import REGION
from .cloud import Cloud
from .dialect import DIALECTS
from .server import CloudServer

ABOUT = """Keystone and Neutron VPNaaS in memory, for tests and for trying things out. Prints a clouds.yaml and serves
until Ctrl-C or kill; nothing is kept."""
THERE = """There are routers "edge" with the subnet "office" (10.1.0.0/24) and "edge2" with "lab" (10.9.0.0/24), and no
VPN. The rest is in tests/fakes/neutron/README.md."""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="tests.fakes.neutron", description=ABOUT, epilog=THERE)
    parser.add_argument(
        "--name", default="embedded", help="what the cloud is called in the clouds.yaml that is printed"
    )
    parser.add_argument("--dialect", choices=sorted(DIALECTS), default="neutron")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--latency", type=float, default=0.0, metavar="MS", help="milliseconds before each answer")
    parser.add_argument("--agent", default="ACTIVE:0", help="what connections become, e.g. ACTIVE:1, DOWN:0, never")
    parser.add_argument("--page-limit", type=int, metavar="N", help="at most so many objects per answer")
    parser.add_argument("--slow-delete", type=float, default=0.0, metavar="S", help="show PENDING_DELETE so long")
    parser.add_argument("--token-lifetime", type=float, metavar="S")
    parser.add_argument("--allow-weak", action="store_true", help="store sha1 and 3des, as older Neutrons do")
    parser.add_argument("--with-extension", action="append", default=[], metavar="ALIAS")
    parser.add_argument("--without", action="append", default=[], metavar="ALIAS", help="unload an extension")
    parser.add_argument("--no-network-in-catalog", action="store_true")
    parser.add_argument("--ready-file", metavar="F", help="write {url, pid, ...} here when listening")
    parser.add_argument("--tls-cert", metavar="F")
    parser.add_argument("--tls-key", metavar="F")
    return parser.parse_args()


def description(cloud: Cloud, url: str) -> dict:
    """What a client needs to know."""
    user, project = cloud.accounts.users["demo"], cloud.accounts.projects["demo"]
    return {
        "url": url,
        "auth_url": f"{url}/v3",
        "pid": os.getpid(),
        "dialect": cloud.dialect.name,
        "region_name": REGION[cloud.dialect.name],
        "username": user.name,
        "password": user.password,
        "project_name": "demo",
        "project_id": project,
        "domain_name": cloud.accounts.domain_name,
    }


def clouds_yaml(name: str, facts: dict, certificate: str | None) -> str:
    """An entry that works as it stands."""
    lines = [
        "clouds:",
        f"  {name}:",
        f"    region_name: {facts['region_name']}",
        "    identity_api_version: 3",
        *([f"    cacert: {os.path.abspath(certificate)}"] if certificate else []),
        "    auth:",
        f"      auth_url: {facts['auth_url']}",
        f"      username: {facts['username']}",
        f"      password: {facts['password']}",
        f"      project_name: {facts['project_name']}",
        f"      project_domain_name: {facts['domain_name']}",
        f"      user_domain_name: {facts['domain_name']}",
    ]
    if facts["dialect"] == "k5":
        # The catalog holds two entries of type network, the wrong one first; clients that cannot choose by the
        # endpoint's name need this.
        lines.append(f"    network_endpoint_override: {facts['url']}/v2.0")
    return "\n".join(lines)


def main() -> int:
    """Serve until SIGTERM or SIGINT."""
    options = arguments()
    cloud = Cloud(
        options.dialect,
        agent=options.agent,
        latency=options.latency / 1000,
        page_limit=options.page_limit,
        slow_delete=options.slow_delete,
        token_lifetime=options.token_lifetime,
        allow_weak=options.allow_weak,
        with_extensions=options.with_extension,
        without=options.without,
        network_in_catalog=not options.no_network_in_catalog,
    )
    server = CloudServer(cloud, options.port, options.host, options.tls_cert, options.tls_key)
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread runs, so another one must call it.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    facts = description(cloud, server.url)
    print(clouds_yaml(options.name, facts, options.tls_cert), flush=True)
    if options.ready_file:
        with open(options.ready_file + ".part", "w", encoding="utf-8") as ready:
            json.dump(facts, ready)
        os.replace(options.ready_file + ".part", options.ready_file)
    with server:
        server.serve_forever(poll_interval=0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
