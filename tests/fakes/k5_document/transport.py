# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two ways to reach the cloud: over HTTP, or in memory from ``requests``."""

from __future__ import annotations

import io
import threading
import typing as t
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from .k5 import K5


class Adapter(BaseAdapter):
    """Answers a ``requests`` session from the cloud in memory."""

    def __init__(self, k5: K5) -> None:
        super().__init__()
        self.k5 = k5

    def send(self, request: requests.PreparedRequest, *_args: t.Any, **_options: t.Any) -> requests.Response:
        """The answer to the request."""
        url = urlsplit(request.url or "")
        content = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        answer = self.k5.answer(
            request.method or "", request.path_url, request.headers, content, f"{url.scheme}://{url.netloc}"
        )
        response = requests.Response()
        response.status_code, response.url, response.request = answer.status, request.url or "", request
        response.headers.update(answer.headers)
        response.encoding, response.raw = "utf-8", io.BytesIO(answer.payload)
        return response

    def close(self) -> None:
        """Nothing to close."""


def adapter(k5: K5) -> Adapter:
    """An adapter to mount on a ``requests`` session."""
    return Adapter(k5)


@contextmanager
def served(k5: K5) -> Iterator[str]:
    """Serve the cloud on a loopback port; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                answer = k5.answer(self.command, self.path, dict(self.headers), content, url)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.payload)))
            self.end_headers()
            self.wfile.write(answer.payload)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer

        def log_message(self, *_args: t.Any) -> None:
            """The cloud keeps its own record."""

    lock = threading.Lock()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()
