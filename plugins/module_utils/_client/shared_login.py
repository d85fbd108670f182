# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One login for several processes: each takes its turn, and the first one logs in for all.

Where the token is kept meanwhile is the ``LoginStore``'s business; a module on its own has none.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
import typing as t
from contextlib import suppress
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.token_lifetime import (
    own_seconds,
    seconds_left,
    shared_seconds,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, LoginError, VpnError

if t.TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from keystoneauth1.access import AccessInfo
    from keystoneauth1.identity import BaseIdentityPlugin
    from openstack.config.cloud_region import CloudRegion

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.login_guard import LoginGuard
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

#: The failures of a login that other processes need not repeat, by name.
FAILURES = {failure.__name__: failure for failure in (LoginError, CloudUnreachable)}
#: The largest file whose content a login can depend on.
FILE_BYTES = 2**20
#: Keys of the configuration that name a file, in the current folder too.
FILES = frozenset({"cacert", "cert", "key"})
#: Keys whose value is a secret. It is never looked for as a file: a base64 password has slashes, and a file system may
#: record what was not found, or ask another host for it.
SECRET = re.compile(r"(password|passcode|secret|token)$", re.IGNORECASE)


class Slot(t.Protocol):
    """What the processes know of one login: keystoneauth1's state, or a failure."""

    def keeps(self) -> bool:
        """Whether there is room for what is written."""

    def read(self) -> Params:
        """What was written last; empty where nothing was."""

    def write(self, value: Params) -> None:
        """Keep the value for the other processes, where it fits."""


class LoginStore(t.Protocol):
    """Memory that several processes share."""

    def digest(self, parts: t.Iterable[bytes]) -> bytes:
        """A name for a login that depends on these parts, and from which nobody can work them out."""

    def turn(self, digest: bytes, seconds: float) -> AbstractContextManager[Slot]:
        """The slot of that login, for this process alone. Raises ``RequestTimedOut`` after so many seconds."""


@dataclass(frozen=True)
class Logins:
    """The logins of one run. ``repeats_failures``: a task that tries until it succeeds tries each time."""

    store: LoginStore
    repeats_failures: bool = False


class SharedLogin:
    """The login of one session, shared with the other processes that log in with the same values."""

    def __init__(
        self,
        logins: Logins,
        session: LoginGuard,
        auth: BaseIdentityPlugin,
        region: CloudRegion,
        seconds: float,
        explained: t.Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._logins, self._session, self._auth = logins, session, auth
        self._seconds, self._explained = seconds, explained
        self._digest = logins.store.digest(_depends_on(region))
        # The store keeps processes apart, and not threads.
        self._thread = threading.Lock()
        #: the token that this session had last; a server that refuses it makes keystoneauth1 forget it
        self._last = auth.auth_ref.auth_token if auth.auth_ref else None
        #: until when it is used, on the clock of ``time.monotonic``; at first it is the one of clouds.yaml's cache
        self._until = time.monotonic() + seconds_left(auth.auth_ref) if auth.auth_ref else 0.0
        # When a token expires is decided here: see token_lifetime.py.
        auth.reauthenticate = False

    def log_in(self) -> None:
        """Give the plugin a token: the one that it has, another process's, or a new one. Raises ``VpnError``."""
        began = time.monotonic()
        with self._thread:
            if self._is_valid():
                return
            with self._logins.store.turn(self._digest, self._seconds) as slot:
                kept = slot.read()
                self._raise_failure(kept, began)
                done = self._take(kept)
                if not done and slot.keeps():
                    self._new_token(slot)
                    done = True
            if not done:
                # Nobody else can use it, so nobody waits for it.
                self._log_in_anew()
            known = self._auth.auth_ref  # read once: another thread whose token was refused forgets it meanwhile
            self._last = known.auth_token if known else None

    def _new_token(self, slot: Slot) -> None:
        began = time.monotonic()
        try:
            access = self._log_in_anew()
        except VpnError as failure:
            now = time.monotonic()
            slot.write(
                {
                    "failure": [type(failure).__name__, str(failure), failure.details],
                    "at": now,
                    # It counts for as long as it took: one that failed at once is soon tried again.
                    "until": now + (now - began),
                }
            )
            raise
        slot.write({"state": self._auth.get_auth_state(), "until": time.monotonic() + shared_seconds(access)})

    def _log_in_anew(self) -> AccessInfo:
        with self._explained():
            self._auth.invalidate()
            access = self._auth.get_access(self._session)
            self._until = time.monotonic() + own_seconds(access)
        return access

    def _take(self, kept: Params) -> bool:
        """Use another process's token, unless it is the one that was refused, or soon expires."""
        state = kept.get("state")
        if not state or json.loads(state)["auth_token"] == self._last or time.monotonic() >= kept["until"]:
            return False
        self._auth.set_auth_state(state)
        self._until = kept["until"]
        return True

    def _raise_failure(self, kept: Params, began: float) -> None:
        """Raise what another process failed with while this one waited, or a short while ago."""
        if "failure" not in kept or self._logins.repeats_failures:
            return
        now = time.monotonic()
        if kept["at"] >= began or now < kept["until"]:
            name, message, details = kept["failure"]
            if kept["at"] < began:
                hint = f"This is an earlier task's failure: a new login is tried after {kept['until'] - now:.1f} s."
                details = {**details, "hint": f"{details.get('hint') or ''} {hint}".strip()}
            raise FAILURES.get(name, LoginError)(message, **details)

    def _is_valid(self) -> bool:
        return self._auth.auth_ref is not None and time.monotonic() < self._until


def _depends_on(region: CloudRegion) -> t.Iterator[bytes]:
    """All that a login depends on: the merged configuration, the environment, and the content of files that are named.

    openstack.config has merged options, clouds.yaml, secure.yaml and ``OS_*`` in ``region.config``.
    """
    # repr, since a mapping of YAML may have keys that JSON does not sort, or has not.
    yield repr([region.name, region.config]).encode()
    yield json.dumps(sorted(os.environ.items())).encode()
    for path in sorted(_paths(region.config)):
        # A pipe could be read only once, and perhaps never ends.
        with suppress(OSError, ValueError):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    yield os.fsencode(path)
                    yield file.read(FILE_BYTES)


def _paths(value: Value, key: str = "") -> set[str]:
    """The values of a configuration that may name a file."""
    if isinstance(value, dict):
        return set().union(*(_paths(item, str(name)) for name, item in value.items()))
    if isinstance(value, (list, tuple)):
        return set().union(*(_paths(item, key) for item in value))
    if not isinstance(value, str) or SECRET.search(key) or "://" in value:
        return set()
    return {os.path.expanduser(value)} if os.sep in value or key in FILES else set()
