# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which HTTP redirects are followed: a read, to the same scheme, host and port, a few times. All others are refused.

keystoneauth1's own ``Session`` repeats the request at whatever address ``Location`` names, thirty times: a login with
its password, a POST with the pre-shared key, each with the token (keystoneauth1/session.py, ``_send_request``).
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import SplitResult, urljoin, urlsplit

try:
    from keystoneauth1.session import Session
except ImportError:  # session.py says so when a log-in is tried
    Session = object

#: 300 and 304 are no redirects: Keystone's list of versions is a 300.
STATUSES = frozenset({301, 302, 303, 305, 307, 308})
READS = frozenset({"GET", "HEAD"})
#: Redirects of one request.
MOST = 5
_PORTS = {"http": 80, "https": 443}
_CREDENTIALS = ("X-Auth-Token", "X-Subject-Token", "Authorization")


class RedirectRefused(Exception):
    """A redirect that is not followed; ``hint`` says what to do, ``status`` is the HTTP status.

    The text names both addresses, without user, password and query. It may hold what the server knows from the body
    of the request: callers mask it.
    """

    def __init__(self, message: str, hint: str, status: int) -> None:
        super().__init__(message)
        self.hint, self.status = hint, status


class CarefulSession(Session):
    """keystoneauth1's session, which sends credentials and bodies to no address that a server names."""

    def request(self, url: str, method: str, *args: t.Any, redirect: t.Any = None, **kwargs: t.Any) -> t.Any:
        """As keystoneauth1's ``request``. Raises ``RedirectRefused``.

        ``redirect=False`` stays what it is: a plugin that asks for it (federation) reads the redirect itself.
        """
        if redirect is False:
            return super().request(url, method, *args, redirect=False, **kwargs)
        kwargs["hooks"] = {"response": _set_location_aside}
        answer = super().request(url, method, *args, redirect=False, **kwargs)
        history = []
        # One that names no address leads nowhere: the caller tells of it as of any other answer that is no success.
        while answer.status_code in STATUSES and _location(answer):
            history.append(answer)
            # The address is given in full, so it replaces the endpoint; the query is the one that the server named.
            kwargs.pop("params", None)
            answer = super().request(_next(answer, len(history)), method, *args, redirect=False, **kwargs)
        answer.history = history + list(answer.history)
        return answer


def _next(answer: t.Any, number: int) -> str:
    """Where to send the read that got this answer, its ``number``-th redirect. Raises ``RedirectRefused``."""
    sent, location = answer.request, _location(answer)
    here = urlsplit(sent.url)
    base = here._replace(netloc=_without_user(here)).geturl()
    there = _split(_joined(base, location))
    same = there is not None and _origin(there) == _origin(here) and there.username is None
    if same and sent.method in READS and number <= MOST:
        # Made of the address that was asked already: however others read Location, the request goes to this host.
        return here._replace(path=there.path or "/", query=there.query, fragment="").geturl()
    if there is None:
        target = "to an address that is not valid"
    elif not same:
        target = f"to another scheme, host or port: {there.scheme}://{_without_user(there)}"
    elif sent.method not in READS:
        target = f"of a {sent.method}: {_shown(there)}"
    else:
        target = f"after {MOST} others: {_shown(there)}"
    message = (
        f"{sent.method} {_shown(here)} was answered with a redirect (HTTP {answer.status_code}) {target}."
        " It was not followed"
    )
    raise RedirectRefused(_without_credentials(message, sent.headers), _hint(here, there), answer.status_code)


def _hint(here: SplitResult, there: SplitResult | None) -> str:
    if there and here.scheme == "http" and there.scheme == "https" and here.hostname == there.hostname:
        return (
            "Use the https address: as auth_url where the login was redirected, otherwise in the service catalog or as"
            " network_endpoint_override in clouds.yaml."
        )
    return (
        "Check auth_url, or the endpoint in the service catalog or network_endpoint_override, and whether a proxy"
        " answered. If the other address is the right one, use it there."
    )


def _set_location_aside(answer: t.Any, **_options: t.Any) -> t.Any:
    """Keep the header from requests, which reads it though nobody follows it, and quotes it where it cannot."""
    if answer.status_code in STATUSES:
        answer.location = answer.headers.pop("Location", None)
    return answer


def _location(answer: t.Any) -> str:
    """The header as text: HTTP libraries decode it as Latin-1, servers send UTF-8."""
    location = answer.location or ""
    try:
        return location.encode("latin-1").decode("utf-8", "replace").strip()
    except UnicodeEncodeError:
        return location.strip()


def _joined(base: str, location: str) -> str:
    """RFC 9110, 10.2.2: relative to the address that was asked. Empty for what cannot be one."""
    try:
        return urljoin(base, location)
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    """The parts of an address, or None for one that is not valid, or that programs read in different ways."""
    if "\\" in url or " " in url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        _origin(parts)
    except ValueError:  # a port that is no number, half an IPv6 address
        return None
    return parts if parts.hostname else None


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """RFC 6454, 4: scheme, host and port."""
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _without_user(parts: SplitResult) -> str:
    """Host and port."""
    return parts.netloc.rpartition("@")[2]


def _shown(parts: SplitResult) -> str:
    """An address as a message may quote it: without user, password, query and fragment."""
    return f"{parts.scheme}://{_without_user(parts)}{parts.path}"


def _without_credentials(message: str, headers: t.Mapping[str, t.Any]) -> str:
    """The message without the token that the request carried, should the server repeat it, in whatever case."""
    for name in _CREDENTIALS:
        value = headers.get(name)
        if value:
            value = value.decode("latin-1") if isinstance(value, bytes) else value
            message = re.sub(re.escape(value.split()[-1]), "***", message, flags=re.IGNORECASE)
    return message
