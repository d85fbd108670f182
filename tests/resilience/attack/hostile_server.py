# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An embedded cloud on a loopback port, one answer of which hangs, drips or never ends."""

from __future__ import annotations

import gzip
import io
import json
import socket
import threading
import time
import typing as t
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.messages import Request

#: The request that is attacked: what its line begins with.
STEPS = {
    "discovery": ("GET", "/v3"),
    "login": ("POST", "/v3/auth/tokens"),
    "listing": ("GET", "/v2.0/vpn/ikepolicies"),
    # no request at all: the mode is that of every answer
    "every answer": ("", ""),
}
UUID = "7b347d20-6fa3-4e22-b744-c49ee235ae4f"
#: Seconds before each answer of a slow server: less than the bound of a request, more than half of that of a login.
SLOW = 0.7
#: Bytes that a gzip bomb unpacks to: more than the bound of 256 MiB.
UNPACKED = 300 * 2**20


class HostileServer(ThreadingHTTPServer):
    """Answers as the cloud does, but for one step."""

    daemon_threads = True

    def __init__(self, step: str, mode: str, unpacked: int = UNPACKED) -> None:
        self.cloud, self.step, self.mode, self.unpacked = Cloud("neutron"), STEPS[step], mode, unpacked
        self.stopped, self.pages = threading.Event(), 0
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """The root of the cloud."""
        return "http://{}:{}".format(*self.server_address[:2])

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """A client that went away, as it should."""


@contextmanager
def hostile(step: str, mode: str, **options: int) -> t.Iterator[HostileServer]:
    """The server while it is served."""
    with HostileServer(step, mode, **options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HostileServer

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        if (self.command, self.path.split("?")[0].rstrip("/")) == self.server.step:
            self.close_connection = True
            getattr(self, f"_{self.server.mode.replace(' ', '_')}")()
            return
        if self.server.mode == "slow":
            self.server.stopped.wait(SLOW)
        answer = self.server.cloud.handle(Request(self.command, self.server.url + self.path, dict(self.headers), body))
        self._send(answer.status, answer.body, **{**answer.headers})

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _hang(self) -> None:
        self.server.stopped.wait()

    def _drip_headers(self) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100000)

    def _drip_body(self) -> None:
        self._drip(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"ikepolicies": [' + b" " * 100000, 75)

    def _drip(self, text: bytes, at_once: int = 0) -> None:
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wfile.write(text[:at_once])
        for number in range(at_once, len(text)):
            if self.server.stopped.is_set():
                return
            self.wfile.write(text[number : number + 1])
            time.sleep(0.05)

    def _endless_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b'{"ikepolicies": [')
        while not self.server.stopped.is_set():
            self.wfile.write(b" " * 65536)

    def _endless_headers(self) -> None:
        self.send_response(200)
        while not self.server.stopped.is_set():
            self.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")

    def _gzip_bomb(self) -> None:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb") as file:
            file.write(b'{"ikepolicies": [')
            for _part in range(self.server.unpacked // 2**20):
                file.write(b" " * 2**20)
        self._send(200, packed.getvalue(), **{"Content-Type": "application/json", "Content-Encoding": "gzip"})

    def _endless_pages(self) -> None:
        self.server.pages += 1
        self.close_connection = False
        href = f"{self.server.url}/v2.0/vpn/ikepolicies?marker={self.server.pages}"
        page = {"ikepolicies": [], "ikepolicies_links": [{"rel": "next", "href": href}]}
        self._send(200, json.dumps(page).encode(), **{"Content-Type": "application/json"})

    def _refuse(self) -> None:
        body = json.dumps({"error": {"code": 401, "message": "The request you have made requires authentication."}})
        self._send(401, body.encode(), **{"Content-Type": "application/json"})

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""
