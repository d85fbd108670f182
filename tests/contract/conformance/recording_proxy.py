# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A proxy between the collection and Neutron: forwards requests and records the writing ones."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

WRITING = ("POST", "PUT", "PATCH", "DELETE")
#: Below this path every listing is asked for in pages of two, so that the server answers with links to the next page.
PAGED = "/pages-of-two"
PASSED_ON = ("X-Auth-Token", "Content-Type", "Accept")
PASSED_BACK = ("Content-Type", "X-Openstack-Request-Id", "X-Openstack-Request-ID")


class RecordingProxy(ThreadingHTTPServer):
    """Serves on a free loopback port; ``POST /proxy`` answers with the calls since the last one, and forgets them."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.target = target
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.calls: list[dict] = []
        self.sessions = threading.local()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def take(self) -> list[dict]:
        taken, self.calls = self.calls, []
        return taken

    def session(self) -> requests.Session:
        if not hasattr(self.sessions, "one"):
            self.sessions.one = requests.Session()
            self.sessions.one.trust_env = False
        return self.sessions.one


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # Headers and body leave in one segment.
    disable_nagle_algorithm = True
    server: RecordingProxy

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        if self.path == "/calls":
            self.send(200, {"Content-Type": "application/json"}, json.dumps(self.server.take()).encode())
            return
        paged, path = self.path.startswith(PAGED), self.path.removeprefix(PAGED)
        limit = {"limit": "2"} if paged and "limit=" not in path else {}
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        result = self.server.session().request(
            self.command, self.server.target + path, params=limit, data=body, headers=headers, timeout=60
        )
        if self.command in WRITING or paged:
            call = {"method": self.command, "path": path, "status": result.status_code}
            self.server.calls.append({**call, "body": json.loads(body) if body else None})
        self.send(
            result.status_code,
            {name: result.headers[name] for name in PASSED_BACK if name in result.headers},
            result.content,
        )

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_arguments: object) -> None:
        """No line per request on the terminal."""
