# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a log-in failed, in a user's words and with the way out."""

from __future__ import annotations

import os
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_files import search_path
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.redirects import RedirectRefused
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import AccessError, UnknownOutcome

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

try:
    import yaml
    from keystoneauth1 import exceptions as keystone
    from openstack import exceptions as sdk
    from openstack.config import loader
except ImportError:  # session.py says so when a log-in is tried
    keystone, _INCOMPLETE = None, ()
else:
    #: sent or not, heard or not: nobody knows
    _CONNECTION = (keystone.ConnectTimeout, keystone.ConnectFailure, keystone.ConnectionError)
    _INCOMPLETE = (keystone.MissingRequiredOptions, keystone.NoMatchingPlugin)

LONGEST = 500


def explain(error, options: Params, redact: t.Callable[[str], str]):
    """The ``AccessError`` for what openstack.config, keystoneauth1 or requests raised.

    ``options`` are those of the log-in, None after it.
    ``redact`` hides secrets in other people's text. The order of the rows is that of Python's ``except``: the first
    that fits.
    """
    # A proxy's whole page may be in it.
    text = " ".join(redact(str(error)).split())[:LONGEST]
    if isinstance(error, RedirectRefused):
        return AccessError(text, hint=error.hint, status=error.status)
    told_by_library = keystone and isinstance(error, keystone.ClientException) and not isinstance(error, _INCOMPLETE)
    if options is not None and not told_by_library:
        # What the files say may be all that is missing.
        unreadable = _unreadable_files()
        if unreadable:
            return AccessError(redact(unreadable), hint="Mend the file, or make it readable for this user.")
    for kind, message, hint in _rows() if keystone else ():
        if isinstance(error, kind):
            details = {}
            if isinstance(error, keystone.HttpError):
                details = {"status": error.http_status, "request_id": error.request_id}
            unheard = isinstance(error, _CONNECTION) and not isinstance(error, keystone.SSLError)
            failure = UnknownOutcome if unheard else AccessError
            return failure(message.format(text=text, url=getattr(error, "url", None) or "it"), hint=hint, **details)
    if options is None:
        return UnknownOutcome(f"The request failed: {text}", hint="Run again: nothing is made twice.")
    cloud = options.get("cloud") or os.environ.get("OS_CLOUD")
    if isinstance(cloud, str) and isinstance(error, sdk.ConfigException) and "not found" in text:
        known = ", ".join(_known_clouds()) or "none"
        return AccessError(
            f'There is no cloud named "{cloud}" in clouds.yaml (it knows: {known})',
            hint="clouds.yaml is looked for in the working directory, ~/.config/openstack and /etc/openstack,"
            " or where OS_CLIENT_CONFIG_FILE points.",
        )
    return AccessError(
        f"The cloud's configuration cannot be used: {text}",
        hint="Give cloud, or auth with auth_url and credentials, or set OS_CLOUD or OS_* in the environment.",
    )


def _rows():
    return (
        (
            keystone.Unauthorized,
            "The identity service refused the log-in (401): {text}",
            "Check user name, password or credential, domain and project.",
        ),
        (
            keystone.Forbidden,
            "The identity service forbade the log-in (403): {text}",
            "Ask whoever administers the account: it may be locked, or its password expired.",
        ),
        (
            keystone.SSLError,
            "TLS failed: {text}",
            "Give ca_cert (cacert in clouds.yaml) where the cloud has a certificate authority of its own.",
        ),
        (
            _CONNECTION,
            "The cloud was not reached: {text}",
            "Check auth_url, the network and proxies.",
        ),
        (
            keystone.EmptyCatalog,
            "The cloud's catalog has no network service: {text}",
            "Give project_name (with its domain) or project_id: a token without a project leads nowhere.",
        ),
        (
            keystone.EndpointNotFound,
            "The cloud's catalog has no network service: {text}",
            "Check region_name and interface, or set network_endpoint_override in clouds.yaml.",
        ),
        (
            _INCOMPLETE,
            "The cloud's configuration cannot be used: {text}",
            "Give cloud, or auth with auth_url and credentials, or set OS_CLOUD or OS_* in the environment.",
        ),
        (
            keystone.NotFound,
            "The identity service did not answer as one, or does not know the token: {text}",
            "Check the token, which may have expired, or auth_url, which usually ends in /v3.",
        ),
        (
            (keystone.DiscoveryFailure, keystone.HttpError, keystone.InvalidResponse),
            "The identity service did not answer as one: {text}",
            "Check auth_url: it usually ends in /v3.",
        ),
    )


def _unreadable_files():
    """What is wrong with the first clouds.yaml or secure.yaml there is; the library skips it with a log line."""
    return _unreadable("OS_CLIENT_CONFIG_FILE", search_path()["config_files"]) or _unreadable(
        "OS_CLIENT_SECURE_FILE", search_path()["secure_files"]
    )


def _unreadable(variable, usual):
    override = os.environ.get(variable)
    for path in [override, *usual] if override else usual:
        if not os.path.exists(path):
            continue
        try:
            with open(path, encoding="utf-8") as file:
                content = yaml.safe_load(file)
        except OSError as error:
            return f"{path} cannot be read: {error.strerror}"
        except (yaml.YAMLError, ValueError) as error:
            where = getattr(error, "problem_mark", None)
            place = f", line {where.line + 1}" if where else ""
            return f"{path} is no valid YAML{place}: {getattr(error, 'problem', None) or 'it cannot be decoded'}"
        clouds = (content or {}).get("clouds", {}) if isinstance(content or {}, dict) else None
        if not isinstance(clouds, dict) or not all(isinstance(cloud or {}, dict) for cloud in clouds.values()):
            return f"{path} holds no mapping of clouds"
        return None
    return None


def _known_clouds():
    try:
        # The library makes up one named defaults where there is none.
        return sorted(set(loader.OpenStackConfig(**search_path()).get_cloud_names()) - {"defaults"})
    except Exception:  # noqa: BLE001 - a broken configuration was told already
        return []
