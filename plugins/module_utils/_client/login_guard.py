# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No login within a login, on which keystoneauth1 waits for ever; and the responses of a login are checked."""

from __future__ import annotations

import threading
import typing as t
from contextlib import contextmanager

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.identity_answers import check_identity_answer

if t.TYPE_CHECKING:
    from keystoneauth1.exceptions import Unauthorized
    from keystoneauth1.identity import BaseIdentityPlugin
    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
else:
    try:
        from keystoneauth1.exceptions import Unauthorized
        from keystoneauth1.identity import BaseIdentityPlugin
        from keystoneauth1.session import Session
    except ImportError:  # session.py reports it at the login
        Session = object


class LoginGuard(Session):
    """keystoneauth1's session, without a login within a login."""

    _logins = threading.local()
    #: the token of this thread's last request
    _sent = threading.local()
    #: called before a request that needs a token: it replaces one that was refused or expires soon
    renew: t.Callable[[], None] | None = None
    #: called after a new token has replaced one that was refused or expires soon
    keep: t.Callable[[], None] | None = None

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
        before = getattr(self.auth, "auth_ref", None)
        with self.logging_in(auth):
            if self.renew and auth in (None, self.auth):
                self.renew()
            headers: dict[str, str] | None = super().get_auth_headers(auth)
        self._sent.token = (headers or {}).get("X-Auth-Token")
        if self.keep and getattr(self.auth, "auth_ref", None) is not before:
            self.keep()
        return headers

    def invalidate(self, auth: BaseAuthPlugin | None = None) -> bool:
        """Forget a token that was refused; whether the request is worth repeating with another one.

        keystoneauth1 says no where another thread has forgotten the token already and is logging in, and forgets the
        new token where that thread has it by now.
        """
        plugin = auth or self.auth
        if not isinstance(plugin, BaseIdentityPlugin):
            return bool(super().invalidate(auth))
        known = plugin.auth_ref
        if known and known.auth_token == getattr(self._sent, "token", None):
            super().invalidate(auth)
        return True
