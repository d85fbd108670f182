# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a login: a session, and the data of its token and catalog."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.bounds import Bounds
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.quotations import redact
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import Dialect

if t.TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.session import Session


@dataclass
class Access:
    """A session after login, and the data of its token and catalog."""

    session: Session
    #: of Neutron, with its version, without a slash at the end
    endpoint: str
    dialect: Dialect
    #: the token's project; ``None`` where the token has none
    project_id: str | None = None
    project_name: str | None = None
    #: in lower case; ``None`` where they are not known
    roles: frozenset[str] | None = None
    interface: str | list[str] = "public"
    region_name: str | None = None
    #: for its requests; ``seconds`` also for a request with its repetitions after lost connections
    bounds: Bounds = field(default_factory=Bounds)
    #: on how the cloud is reached, for the result of every task
    warnings: tuple[str, ...] = ()
    secrets: set[str] = field(default_factory=set, repr=False)

    @property
    def has_token(self) -> bool:
        """Whether the login is at Keystone: admin_token, none and http_basic have neither token data nor project."""
        return hasattr(getattr(self.session, "auth", None), "get_access")

    @property
    def scope(self) -> str | None:
        """The scope of the token: project, system, domain or no (unscoped); None without a token."""
        token = self._token()
        if self.project_id or token is None:
            return "project" if self.project_id else None
        if getattr(token, "system_scoped", False):
            return "system"
        return "domain" if getattr(token, "domain_scoped", False) else "no"

    def redact(self, text: str, more: t.AbstractSet[str] = frozenset()) -> str:
        """A server's text without credentials, token, the secrets in ``more``, and what follows a secret's name."""
        token = self._token()
        return redact(text, self.secrets | more | ({str(token.auth_token)} if token and token.auth_token else set()))

    def _token(self) -> AccessInfo | None:
        token: AccessInfo | None = getattr(getattr(self.session, "auth", None), "auth_ref", None)
        return token
