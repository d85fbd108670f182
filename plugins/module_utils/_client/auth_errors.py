# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Explains failed logins and requests: a message for the user, with the remedy as hint."""

from __future__ import annotations

import os
import re
import typing as t
from contextlib import suppress

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import (
    AnswerTooLarge,
    ClientFault,
    RequestTimedOut,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_causes import (
    ONLY_CREDENTIAL,
    cause_of,
    has_scoped_credential,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_files import known_clouds, unreadable_files
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.redirects import RedirectRefused
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    CloudUnreachable,
    LoginError,
    UnknownOutcome,
    VpnError,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

with suppress(ImportError):  # session.py reports it at the login
    from keystoneauth1 import exceptions as keystone
    from openstack import exceptions as sdk

#: The maximum length of a library's text in a message, in characters: it may hold a proxy's whole page.
LONGEST = 500
#: The parameters of a request in a library's text.
_PARAMETERS = re.compile(r"\?[^\s=]+=\S*")
#: What urllib3 says of itself around the reason why a connection failed.
_POOL = re.compile(
    r"\w*Pool\(host=[^)]*\): Max retries exceeded with url: \S+ \(Caused by \w+\(['\"]?"
    r"(?:<[^>]*>: |\w*Connection\([^)]*\): )?(?:Failed to establish a new connection: )?(?P<reason>.*?)['\"]?\)\)"
)
USE_CLOUD = "Give cloud, or auth with auth_url and credentials, or set OS_CLOUD or OS_* in the environment."


class Explanation(t.NamedTuple):
    """What an exception of keystoneauth1 means to the user."""

    exceptions: tuple[type[Exception], ...]
    error: type[VpnError]
    #: with ``{text}`` for the library's text
    message: str
    hint: str


def explain(error: Exception, options: Params | None, redact: t.Callable[[str], str]) -> VpnError:
    """The ``LoginError`` or ``CloudUnreachable`` for an exception of openstack.config, keystoneauth1 or requests.

    ``options`` are the options of the login, and None after it, where a lost request is an ``UnknownOutcome``.
    ``redact`` hides secrets in the libraries' text.
    """
    text = _POOL.sub(r"\g<reason>", " ".join(redact(str(error)).split()))[:LONGEST]
    if isinstance(error, RedirectRefused):
        return CloudUnreachable(text, hint=error.hint, status=error.status)
    if isinstance(error, (RequestTimedOut, AnswerTooLarge)):
        failure = (CloudUnreachable if options is not None else UnknownOutcome)(text, hint=error.hint)
        if isinstance(failure, UnknownOutcome):
            failure.passing = isinstance(error, RequestTimedOut)
        return failure
    if isinstance(error, ClientFault):
        return LoginError(text, hint=error.hint)
    if options is not None and not _is_explained(error):
        # A library skips a file that it cannot read, and the content may be all that is missing.
        unreadable = unreadable_files()
        if unreadable:
            return LoginError(redact(unreadable), hint="Fix the file, or make it readable for this user.")
    cause = cause_of(" ".join(str(error).split()), options, redact) if options is not None else None
    if cause:
        return LoginError(f"The cloud's configuration cannot be used: {cause[0]}", hint=cause[1])
    for row in _explanations():
        if isinstance(error, row.exceptions):
            details = {}
            if isinstance(error, keystone.HttpError):
                details = {"status": error.http_status, "request_id": error.request_id}
            lost = row.error is CloudUnreachable and not isinstance(error, keystone.SSLError)
            kind = UnknownOutcome if lost and options is None else row.error
            refused = row.exceptions == (keystone.Unauthorized,) and options is not None
            hint = ONLY_CREDENTIAL if refused and has_scoped_credential(options or {}) else row.hint
            # The parameters of a listing are longer than the rest, and tell nothing of a cloud that does not answer.
            shown = _PARAMETERS.sub("", text) if row.error is CloudUnreachable else text
            return kind(row.message.format(text=shown), hint=hint, **details)
    if options is None:
        return UnknownOutcome(f"The request failed: {text}", hint="Run again: the task is idempotent.")
    return _configuration_error(error, options, text)


def _configuration_error(error: Exception, options: Params, text: str) -> LoginError:
    cloud = options.get("cloud") or os.environ.get("OS_CLOUD")
    if isinstance(cloud, str) and isinstance(error, sdk.ConfigException) and "not found" in text:
        known = ", ".join(known_clouds()) or "none"
        return LoginError(
            f'There is no cloud named "{cloud}" in clouds.yaml (it has: {known})',
            hint="clouds.yaml is searched in the working directory, ~/.config/openstack and /etc/openstack,"
            " or at the path in OS_CLIENT_CONFIG_FILE.",
        )
    return LoginError(f"The cloud's configuration cannot be used: {text}", hint=USE_CLOUD)


def _is_explained(error: Exception) -> bool:
    """Whether the exception has a cause other than missing configuration."""
    incomplete = (keystone.MissingRequiredOptions, keystone.NoMatchingPlugin)
    return isinstance(error, keystone.ClientException) and not isinstance(error, incomplete)


def _explanations() -> tuple[Explanation, ...]:
    """In the order of Python's ``except``: the first that matches applies."""
    return (
        Explanation(
            (keystone.Unauthorized,),
            LoginError,
            "The identity service refused the login (401): {text}",
            "Check user name, password or credential, domain and project.",
        ),
        Explanation(
            (keystone.Forbidden,),
            LoginError,
            "The identity service forbade the login (403): {text}",
            "Ask the administrator of the account: it may be locked, or its password expired.",
        ),
        Explanation(
            (keystone.SSLError,),
            CloudUnreachable,
            "TLS failed: {text}",
            "Give ca_cert (cacert in clouds.yaml) where the cloud has a certificate authority of its own.",
        ),
        Explanation(
            (keystone.ConnectTimeout, keystone.ConnectFailure, keystone.ConnectionError),
            CloudUnreachable,
            "The cloud was not reached: {text}",
            "Check auth_url, the network and proxies.",
        ),
        Explanation(
            (keystone.EmptyCatalog,),
            LoginError,
            "The cloud's catalog has no network service: {text}",
            "Give project_name (with its domain) or project_id: the catalog of a token without a project is empty.",
        ),
        Explanation(
            (keystone.EndpointNotFound,),
            LoginError,
            "The cloud's catalog has no network service: {text}",
            "Check region_name and interface, or set network_endpoint_override in clouds.yaml.",
        ),
        Explanation(
            (keystone.MissingRequiredOptions, keystone.NoMatchingPlugin),
            LoginError,
            "The cloud's configuration cannot be used: {text}",
            USE_CLOUD,
        ),
        Explanation(
            (keystone.NotFound,),
            LoginError,
            "The response is not an identity service's, or the service does not know the token: {text}",
            "Check the token, which may have expired, or auth_url, which usually ends in /v3.",
        ),
        Explanation(
            (keystone.HttpServerError,),
            LoginError,
            "The identity service failed: {text}",
            "Run again: the task is idempotent. If it fails again, check auth_url, or ask the cloud's operator.",
        ),
        Explanation(
            (keystone.DiscoveryFailure, keystone.HttpError, keystone.InvalidResponse),
            LoginError,
            "The response is not an identity service's: {text}",
            "Check auth_url: it usually ends in /v3.",
        ),
    )
