# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP redirects: followed for reads, to the same scheme, host and port, up to five times. All others are refused.

keystoneauth1's own ``Session`` repeats the request at any address in ``Location``, up to thirty times: a login with its
password, a POST with the pre-shared key, each with the token (keystoneauth1/session.py, ``_send_request``).
"""

from __future__ import annotations

import re
import typing as t
from contextlib import suppress
from urllib.parse import SplitResult, urljoin, urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import ClientFault
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.login_guard import LoginGuard
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.urls import shown_url, split_url, without_user

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: 300 and 304 are not redirects: Keystone's list of versions is a 300.
STATUSES = frozenset({301, 302, 303, 305, 307, 308})
READS = frozenset({"GET", "HEAD"})
#: The maximum number of redirects of one request.
MAX_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_CREDENTIALS = ("X-Auth-Token", "X-Subject-Token", "Authorization")


class RedirectRefused(ClientFault):
    """A redirect that is not followed; ``hint`` has the remedy, ``status`` is the HTTP status.

    The text names both addresses, without user, password and query. It may quote the body of the request, so callers
    mask it.
    """

    def __init__(self, message: str, hint: str, status: int) -> None:
        super().__init__(message)
        self.hint, self.status = hint, status


class CarefulSession(LoginGuard):
    """keystoneauth1's session, without its redirects of credentials and bodies to other addresses."""

    def request(
        self, url: str, method: str, *args: Value, redirect: int | bool | None = None, **kwargs: Value
    ) -> Response:
        """As keystoneauth1's ``request``. Raises ``RedirectRefused``.

        ``redirect=False`` is passed on: a plugin that gives it (federation) reads the redirect itself.
        """
        kwargs["redirect"] = False
        if redirect is False:
            return super().request(url, method, *args, **kwargs)
        location = _LocationHook()
        kwargs["hooks"] = {"response": [location, self.check_answer]}
        answer = super().request(url, method, *args, **kwargs)
        history: list[Response] = []
        # A redirect without an address is returned: the caller handles it like any other response without success.
        while answer.status_code in STATUSES and location.text:
            history.append(answer)
            # The address is complete, so it replaces the endpoint, and its query replaces ours.
            kwargs.pop("params", None)
            answer = super().request(_next(answer, location.text, len(history)), method, *args, **kwargs)
        answer.history = history + list(answer.history)
        return answer


class _LocationHook:
    """A hook of requests that takes ``Location`` out of a response and keeps it in ``text``.

    requests reads the header even if it does not follow it, and quotes an invalid one in its exception.
    """

    text = ""

    def __call__(self, answer: Response, **_options: Value) -> Response:
        location = (answer.headers.pop("Location", None) if answer.status_code in STATUSES else None) or ""
        # HTTP libraries decode a header as Latin-1, servers send UTF-8.
        with suppress(UnicodeEncodeError):
            location = location.encode("latin-1").decode("utf-8", "replace")
        self.text = location.strip()
        return answer


def _next(answer: Response, location: str, number: int) -> str:
    """The address for the repetition of a read, after its ``number``-th redirect. Raises ``RedirectRefused``."""
    method = str(answer.request.method)
    here = urlsplit(str(answer.request.url))
    base = here._replace(netloc=without_user(here)).geturl()
    there = split_url(_joined(base, location))
    same = there is not None and _origin(there) == _origin(here) and there.username is None
    if there is not None and same and method in READS and number <= MAX_REDIRECTS:
        # Built from the address of the first request: the host is the same, however others read Location.
        return here._replace(path=there.path or "/", query=there.query, fragment="").geturl()
    if there is None:
        target = "to an address that is not valid"
    elif not same:
        target = f"to another scheme, host or port: {there.scheme}://{without_user(there)}"
    elif method not in READS:
        target = f"of a {method}: {shown_url(there.geturl())}"
    else:
        target = f"after {MAX_REDIRECTS} others: {shown_url(there.geturl())}"
    message = (
        f"{method} {shown_url(here.geturl())} was answered with a redirect (HTTP {answer.status_code}) {target}."
        " It was not followed"
    )
    raise RedirectRefused(_without_credentials(message, answer.request.headers), _hint(here, there), answer.status_code)


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


def _joined(base: str, location: str) -> str:
    """The address in ``Location``, relative to the request's (RFC 9110, 10.2.2); empty where it is not valid."""
    try:
        return urljoin(base, location)
    except ValueError:
        return ""


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """RFC 6454, 4: scheme, host and port."""
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _without_credentials(message: str, headers: t.Mapping[str, str | bytes]) -> str:
    """The message without the request's token, which the server may repeat in any case of letters."""
    for name in _CREDENTIALS:
        value = headers.get(name)
        if value:
            text = value.decode("latin-1") if isinstance(value, bytes) else value
            message = re.sub(re.escape(text.split()[-1]), "***", message, flags=re.IGNORECASE)
    return message
