# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logins: none within another, on which keystoneauth1 waits for ever; none over http where auth_url is https."""

from __future__ import annotations

import threading
import typing as t
from contextlib import contextmanager

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import ClientFault
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.identity_answers import check_identity_answer

if t.TYPE_CHECKING:
    from keystoneauth1.exceptions import Unauthorized
    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
else:
    try:
        from keystoneauth1.exceptions import Unauthorized
        from keystoneauth1.session import Session
    except ImportError:  # session.py reports it at the login
        Session = object


class UnencryptedLogin(ClientFault):
    """The version document at an https auth_url sends the login to http, where everybody can read the password."""

    hint = (
        "Ask the cloud's operator to mend the links of the identity service's version document, or set auth_type:"
        " v3password, which uses auth_url as it is."
    )


class LoginGuard(Session):
    """keystoneauth1's session, with logins that end, are encrypted where auth_url is, and whose responses are
    checked."""

    _logins = threading.local()

    def request(self, url: str, method: str, *args: Value, **kwargs: Value) -> Response:
        """As keystoneauth1's. Raises ``UnencryptedLogin``."""
        auth_url = str(getattr(self.auth, "auth_url", None) or "")
        if self._active() and url.lower().startswith("http:") and auth_url.lower().startswith("https:"):
            shown = url.partition("?")[0].rpartition("@")[2].removeprefix("http://")
            raise UnencryptedLogin(f"The identity service at an https address wants the login at http://{shown}")
        return super().request(url, method, *args, **kwargs)

    def check_answer(self, answer: Response, **_options: Value) -> Response:
        """A hook of requests: a response of the login has the form that keystoneauth1 expects of it."""
        if self._active():
            check_identity_answer(answer)
        return answer

    def _active(self) -> set[int]:
        """The plugins with which this thread logs in."""
        active: set[int] = self._logins.__dict__.setdefault("active", set())
        return active

    @contextmanager
    def logging_in(self, auth: BaseAuthPlugin | None = None) -> t.Iterator[None]:
        """While it lasts, this thread's requests have no token. Raises keystoneauth1's ``Unauthorized`` within itself.

        A plugin holds a lock while it logs in. Where ``auth_url`` answers 401, keystoneauth1 repeats the request with a
        token, asks the plugin for one, and waits for that lock for ever (keystoneauth1/discover.py, get_version_data).
        """
        active = self._active()
        plugin = id(auth or self.auth)
        if plugin in active:
            raise Unauthorized("auth_url requires a token before the login, so it is not Keystone's")
        active.add(plugin)
        try:
            yield
        finally:
            active.discard(plugin)

    def get_auth_headers(self, auth: BaseAuthPlugin | None = None) -> dict[str, str] | None:
        """As keystoneauth1's; the login that it may need cannot begin another one."""
        with self.logging_in(auth):
            return super().get_auth_headers(auth)
