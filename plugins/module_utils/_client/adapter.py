# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""requests' adapter with a deadline for each request and a bound for each response.

requests and urllib3 have a timeout for each read of the socket only: a server that sends a byte now and then is never
late, and a response has no largest size.
"""

from __future__ import annotations

import io
import threading
import time
import typing as t
from contextlib import contextmanager
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.bounds import Bounds
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import (
    AnswerTooLarge,
    RequestTimedOut,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.urls import shown_url

if t.TYPE_CHECKING:
    import socket

    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
else:
    try:
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3.connection import HTTPConnection, HTTPSConnection
        from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    except ImportError:  # session.py reports it at the login
        HTTPAdapter = HTTPConnection = HTTPSConnection = HTTPConnectionPool = HTTPSConnectionPool = object

#: Compressed bytes that are unpacked at once: gzip unpacks to a thousand times as much at most.
CHUNK = 16 * 1024
_request = threading.local()


class BoundedAdapter(HTTPAdapter):
    """requests' adapter, with a deadline for each request and a bound for each answer."""

    def __init__(self, bounds: Bounds | None = None, **options: Value) -> None:
        super().__init__(**options)
        self.bounds = bounds or Bounds()
        #: of the login that is under way, on the clock of ``time.monotonic``
        self.login_ends: float | None = None

    def init_poolmanager(self, *args: Value, **options: Value) -> None:
        """As requests', with connections that know the deadline."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args: Value, **options: Value) -> Value:
        """As requests', with connections that know the deadline."""
        manager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(
        self, request: Value, stream: bool = False, timeout: Value = None, *args: Value, **options: Value
    ) -> Value:
        """The answer with its body read. Raises ``RequestTimedOut``, ``AnswerTooLarge`` and what requests raises."""
        ends = time.monotonic() + self.bounds.seconds
        by_login = self.login_ends is not None and self.login_ends < ends
        _request.ends = min(ends, self.login_ends) if self.login_ends is not None else ends
        try:
            left = max(0.001, _request.ends - time.monotonic())
            answer = super().send(request, True, left, *args, **options)
            _read(answer, self.bounds)
        except (_Late, requests.exceptions.Timeout) as error:
            if isinstance(error, requests.exceptions.Timeout) and time.monotonic() < _request.ends - 0.1:
                raise
            what = "the login" if by_login or self.login_ends is not None else "a request"
            raise RequestTimedOut(
                f"{request.method} {shown_url(request.url)} was not answered completely within"
                f" {self.bounds.seconds:g} s, the bound for {what} (api_timeout)"
            ) from None
        finally:
            _request.ends = None
        return answer


@contextmanager
def bounded_login(session: Value, seconds: float) -> t.Iterator[None]:
    """All requests within it share one deadline. Other adapters of the ``requests.Session`` than ours have none."""
    adapters = [adapter for adapter in session.adapters.values() if isinstance(adapter, BoundedAdapter)]
    for adapter in adapters:
        adapter.bounds = replace(adapter.bounds, seconds=seconds)
        adapter.login_ends = time.monotonic() + seconds
    try:
        yield
    finally:
        for adapter in adapters:
            adapter.login_ends = None


def _read(answer: Value, bounds: Bounds) -> None:
    """Read the body as far as the bound, unpacked."""
    parts, size = [], 0
    # requests reads a body in this way itself, and takes what it finds in ``_content`` for the body.
    for part in answer.iter_content(CHUNK):
        size += len(part)
        if size > bounds.size:
            answer.close()
            raise AnswerTooLarge(
                f"{answer.request.method} {shown_url(answer.url)}: the answer has more than {bounds.size_text}"
            )
        parts.append(part)
        if time.monotonic() > _request.ends:
            answer.close()
            raise _Late
    answer._content, answer._content_consumed = b"".join(parts), True  # noqa: SLF001 (as above)


class _Late(Exception):
    """The deadline has come while a socket was read. No ``OSError``: urllib3 would try to make something of it."""


class _Stream(io.RawIOBase):
    """The bytes of a socket, each read of which waits no longer than the deadline."""

    def __init__(self, sock: Value) -> None:
        self._sock, self._file = sock, sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Value) -> int | None:
        ends = getattr(_request, "ends", None)
        count: int | None
        if ends is None:
            count = self._file.readinto(buffer)
            return count
        left = ends - time.monotonic()
        if left <= 0:
            raise _Late
        self._sock.settimeout(left)
        try:
            count = self._file.readinto(buffer)
        except TimeoutError:
            raise _Late from None
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Socket:
    """A socket whose reader is a ``_Stream``; all else is the socket's own."""

    def __init__(self, sock: Value) -> None:
        self._sock = sock

    def __getattr__(self, name: str) -> Value:
        return getattr(self._sock, name)

    def makefile(self, _mode: str = "rb", *_args: Value, **_options: Value) -> Value:
        """What http.client reads an answer from."""
        return io.BufferedReader(_Stream(self._sock))


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock = t.cast("socket.socket", _Socket(self.sock))  # it passes on all else that is asked of a socket


class _SecureConnection(_Connection, HTTPSConnection):
    """The same with TLS: urllib3's HTTPSConnection is a HTTPConnection, and stands behind ``super()`` here."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}
