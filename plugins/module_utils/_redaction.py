# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeping secrets out of text that others wrote.

Our own results and messages are built without secrets, so nothing in them needs masking. Only foreign text, such as a
server's error message that quotes the request, is searched by value.
"""

from __future__ import annotations

import html
import json
import typing as t
from urllib.parse import quote, quote_plus, urlsplit

HIDDEN = "********"
#: In check mode it stands for a key that a real run generates first. It is no key: nothing is compared with it, and
#: outside check mode it is refused.
WILL_BE_GENERATED = "<sitelink.vpnaas: this key will be generated>"
#: Keys of an ``auth`` mapping that identify rather than prove: safe to show, and needed to understand a message.
HARMLESS_AUTH_KEYS = frozenset(
    {
        "auth_url",
        "username",
        "user_id",
        "user_domain_name",
        "user_domain_id",
        "project_name",
        "project_id",
        "project_domain_name",
        "project_domain_id",
        "tenant_name",
        "tenant_id",
        "domain_name",
        "domain_id",
        "default_domain",
        "default_domain_name",
        "default_domain_id",
        "application_credential_id",
        "application_credential_name",
        "system_scope",
        "trust_id",
    }
)


def auth_secrets(auth):
    """The values of an ``auth`` mapping that prove who one is: every text under a key not known to be harmless, and a
    password in ``auth_url``."""
    if not isinstance(auth, dict):
        return set()
    return _password_in(str(auth.get("auth_url"))) | {
        str(value)
        for key, value in auth.items()
        if key.replace("-", "_") not in HARMLESS_AUTH_KEYS and value not in (None, "") and not isinstance(value, bool)
    }


def _password_in(url: str):
    """http://user:password@host: the password, as it is written there."""
    try:
        return {urlsplit(url).password} - {None, ""}
    except ValueError:
        return set()


def mask(text: str, secrets: t.Iterable[str]):
    """``text`` with every occurrence of a secret hidden, the longest first."""
    for spelling in sorted(encoded_forms(secrets), key=len, reverse=True):
        text = text.replace(spelling, HIDDEN)
    return text


def encoded_forms(secrets: t.Iterable[str]):
    """Every way in which one of the secrets might be quoted."""
    return {spelling for secret in secrets for spelling in _forms_of(secret) if spelling}


def _forms_of(secret: str):
    """As it is, and as it reads in somebody's quotation of a request: JSON, Python, HTML, a URL, spaces evened out."""
    return {
        secret,
        " ".join(secret.split()),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        html.escape(secret),
        quote(secret, errors="replace"),
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
    }
