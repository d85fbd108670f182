# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a log-in gives: a session, and what its token and catalog say."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import mask
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import Dialect


@dataclass
class Access:
    """A session that is logged in, and what its token and catalog say."""

    session: t.Any
    #: of Neutron, with its version, without a slash at the end
    endpoint: str
    dialect: Dialect
    #: the token's project; ``None`` where the token has none
    project_id: str | None = None
    project_name: str | None = None
    #: in lower case; ``None`` where nothing is known of them
    roles: frozenset[str] | None = None
    interface: str = "public"
    region_name: str | None = None
    secrets: set[str] = field(default_factory=set, repr=False)

    @property
    def has_token(self) -> bool:
        """Whether the login is Keystone's: admin_token, none and http_basic know no token and no project."""
        return hasattr(getattr(self.session, "auth", None), "get_access")

    @property
    def scope(self) -> str | None:
        """What the token is for: project, system, domain or no (unscoped); None where there is no such token."""
        token = getattr(getattr(self.session, "auth", None), "auth_ref", None)
        if self.project_id or token is None:
            return "project" if self.project_id else None
        if getattr(token, "system_scoped", False):
            return "system"
        return "domain" if getattr(token, "domain_scoped", False) else "no"

    def redact(self, text: str):
        """Somebody else's text, with what we know to be secret hidden."""
        token = getattr(getattr(self.session, "auth", None), "auth_ref", None)
        return mask(str(text), self.secrets | ({token.auth_token} if token else set()))
