# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cloud on a loopback port: HTTP/1.1 with keep-alive, one thread per connection."""

from __future__ import annotations

import socket
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .cloud import Cloud
from .messages import Request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "EmbeddedCloud"
    wbufsize = -1  # Headers and body leave in one segment.
    disable_nagle_algorithm = True
    timeout = 300

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        origin = f"{self.server.scheme}://{self.headers.get('Host') or self.server.address}"
        answer = self.server.cloud.handle(Request(self.command, origin + self.path, dict(self.headers), body))
        if answer.delay:
            self.server.cloud.sleep(answer.delay)
        if answer.reset:
            self._reset()
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def _reset(self) -> None:
        """Close with RST, as a crashing proxy does: linger of zero discards what was not sent."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()
        self.wfile = _Nowhere()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _answer

    def log_message(self, format: str, *args: object) -> None:
        """The cloud has a log of its own, without secrets."""


class _Nowhere:
    """Stands for the stream of a connection that was reset."""

    closed = True

    def close(self) -> None:
        """Nothing to close."""

    def flush(self) -> None:
        """Nothing to flush."""


class CloudServer(ThreadingHTTPServer):
    """Serve one cloud until shut down."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        cloud: Cloud,
        port: int = 0,
        host: str = "127.0.0.1",
        certificate: str | None = None,
        key: str | None = None,
    ) -> None:
        self.cloud = cloud
        super().__init__((host, port), _Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"

    @property
    def address(self) -> str:
        """host:port."""
        return "{}:{}".format(*self.server_address[:2])

    @property
    def url(self) -> str:
        """The root of the cloud."""
        return f"{self.scheme}://{self.address}"

    def handle_error(self, request, client_address) -> None:
        """A client that went away is none of our business."""
