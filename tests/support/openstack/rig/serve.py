# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One server process: Keystone or Neutron behind waitress, with one thread. Runs in the release's own environment.

python -m rig.serve keystone|neutron STATE_FOLDER --socket DESCRIPTOR --configuration FILE [--parent PID]
"""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import signal
import socket
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict, Callable], Iterable[bytes]]


def keystone(configuration: str) -> Application:
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = configuration
    # Both services read the process's command line themselves.
    sys.argv = ["keystone"]
    from keystone.server.wsgi import initialize_public_application

    return initialize_public_application()


def neutron(configuration: str) -> Application:
    sys.argv = ["neutron", "--config-file", configuration]
    # The OVN mechanism driver asks its web server how many workers there are, and knows two: uWSGI and mod_wsgi.
    sys.modules["uwsgi"] = uwsgi = types.ModuleType("uwsgi")
    uwsgi.numproc, uwsgi.opt, uwsgi.worker_id, uwsgi.mule_id = 1, {}, lambda: 1, lambda: 0
    from neutron import server

    # What neutron.wsgi.api does; but that module of release 25 first has eventlet replace Python's threads and sockets,
    # and then the serving thread would no longer be the only one that runs.
    try:
        from neutron.server.api import api_server
    except ImportError:
        from neutron.server.api_eventlet import eventlet_api_server as api_server

    application = server.boot_server(api_server)
    from rig.driver import AGENTS

    def reporting(environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Report statuses in the serving thread, between requests: at no time are there two writers."""
        for agent in AGENTS:
            agent.report()
        return application(environ, start_response)

    return reporting


def die_with(parent: int) -> None:
    """Have the kernel end this process when `parent` ends, however it ends (prctl(2), PR_SET_PDEATHSIG = 1)."""
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the process that started this one is gone")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="rig.serve")
    parser.add_argument("service", choices=("keystone", "neutron"))
    parser.add_argument("state", help="only a mark: by it the process is found again")
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--configuration", required=True)
    parser.add_argument("--parent", type=int)
    options = parser.parse_args(arguments)
    if options.parent:
        die_with(options.parent)
    applications: dict[str, Callable[[str], Any]] = {"keystone": keystone, "neutron": neutron}
    application = applications[options.service](options.configuration)
    import waitress

    # Neutron with OVN has a handler that leaves threads running: it would live on until it is killed, 15 s later.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # It warns whenever its one thread has something to do.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # Bound by the parent but not listening yet: whoever connects before this line is refused, not kept waiting.
    waitress.serve(
        application, sockets=[socket.socket(fileno=options.socket)], threads=1, channel_timeout=600, _quiet=True
    )


if __name__ == "__main__":
    main(sys.argv[1:])
