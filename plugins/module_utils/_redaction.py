# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hides secrets in text from other programs.

Results and messages of this collection are built without secrets and need no masking. Only text from elsewhere, such as
a server's error message that quotes the request, is searched for their values.
"""

from __future__ import annotations

import html
import json
import re
import typing as t
from contextlib import suppress
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "********"
#: What every encoding leaves as it is, and what JSON, Python or HTML do not: there may be thousands of secrets.
_NEVER_ENCODED = re.compile(r"[A-Za-z0-9_.~-]*")
_ENCODED = re.compile(r"""[^ -~]|["'\\&<>]""")
#: In check mode the placeholder for a key that a real run generates first. It is compared with nothing, and rejected
#: outside check mode.
WILL_BE_GENERATED = "<sitelink.vpnaas: this key will be generated>"
#: Keys of an ``auth`` mapping that identify and do not authenticate: safe to show, and needed to understand a message.
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

_CONFIGURATION = re.compile(r"[\n\r{}\[\]=]|:\s|://")


def is_cloud_name(value: object) -> bool:
    """Whether it can be the name of a cloud: no text that holds a configuration, which may hold a password."""
    return isinstance(value, str) and len(value) <= 100 and not _CONFIGURATION.search(value)


def auth_secrets(auth: object) -> set[str]:
    """The secrets in an ``auth`` mapping: every value as text whose key is not known to be harmless, and a password in
    ``auth_url``. Empty for any other value."""
    if not isinstance(auth, dict):
        return set()
    return url_passwords([auth.get("auth_url")]) | {
        str(value)
        for key, value in auth.items()
        if str(key).replace("-", "_") not in HARMLESS_AUTH_KEYS
        and value not in (None, "")
        and not isinstance(value, bool)
    }


def url_passwords(values: t.Iterable[object]) -> set[str]:
    """The passwords in those of the values that are URLs such as http://user:password@host, encoded and decoded."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, str) and "@" in value:
            with suppress(ValueError):
                password = urlsplit(value if "://" in value else f"http://{value}").password
                found |= {password, unquote(password)} if password else set()
    return found


def mask(text: str, secrets: t.Iterable[str]) -> str:
    """The text with ``HIDDEN`` in place of every secret, in each of its encoded forms."""
    for form in sorted(encoded_forms(secrets), key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    return text


def any_quotes(texts: t.Iterable[str], secrets: t.Iterable[str]) -> bool:
    """Whether ``mask`` would change one of the texts."""
    return bool(quoting(texts, encoded_forms(secrets)))


def quoting(texts: t.Iterable[str], forms: t.Collection[str]) -> set[str]:
    """Those of the texts that one of the forms stands in; no form is empty.

    There may be thousands of each: only texts that hold what a form begins with are searched, all at once first.
    """
    if not forms:
        return set()
    length = min(map(len, forms))
    beginnings = {form[:length] for form in forms}

    def may_quote(text: str) -> bool:
        return not beginnings.isdisjoint([text[place : place + length] for place in range(len(text) - length + 1)])

    suspected = {text for text in texts if len(text) >= length and may_quote(text)}
    joined = "\n".join(suspected)
    found = [form for form in forms if form in joined]
    return {text for text in suspected if any(form in text for form in found)}


def encoded_forms(secrets: t.Iterable[str]) -> set[str]:
    """The secrets in every form in which a text may quote them."""
    return {form for secret in secrets for form in _forms_of(secret) if form}


def _forms_of(secret: str) -> set[str]:
    """Unchanged, with single spaces, and encoded as JSON, Python, HTML and URLs encode it."""
    if _NEVER_ENCODED.fullmatch(secret):
        return {secret}
    quoted = quote(secret, safe="", errors="replace")
    forms = {secret, " ".join(secret.split()), quoted, quoted.replace("%2F", "/"), quoted.replace("%20", "+")}
    if _ENCODED.search(secret):
        forms |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
        forms |= {repr(secret)[1:-1], html.escape(secret)}
    return forms
