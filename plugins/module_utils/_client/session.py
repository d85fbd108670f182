# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login, with options, clouds.yaml, secure.yaml and ``OS_*``: gives an ``Access`` with session and endpoint.

openstack.config reads the configuration and keystoneauth1 logs in. The SDK's resource classes are not used (they drop
``availability_zone`` and print the pre-shared key).
"""

from __future__ import annotations

import logging
import typing as t
from contextlib import contextmanager, suppress
from functools import partial
from urllib.request import getproxies

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client import config_files
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.adapter import BoundedAdapter, bounded_login
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.auth_errors import explain
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.bounds import Bounds, seconds_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.insecure import insecure_access
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.network_endpoint import (
    dialect_at,
    find_endpoint,
    with_version,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.open_session import open_session
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.quotations import redact
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins, SharedLogin
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError, MissingLibrary, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import auth_secrets, url_passwords

if t.TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo
    from openstack.config.cloud_region import CloudRegion

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.redirects import CarefulSession
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

    Explained: t.TypeAlias = t.Callable[[], t.ContextManager[None]]

with suppress(ImportError):  # config_files.MISSING
    import requests
    from keystoneauth1.identity import BaseIdentityPlugin

# Without a handler Python writes the libraries' warnings to stderr, and keystoneauth1's hold the auth_url as given,
# with a password in it. auth_errors.py reports what they warn of.
for library in ("keystoneauth", "openstack", "stevedore", "urllib3"):
    logging.getLogger(library).addHandler(logging.NullHandler())

#: Option of a task -> argument of openstack.config, which has other names for some of them.
CONFIG_ARGUMENTS = {
    "auth": "auth",
    "auth_type": "auth_type",
    "region_name": "region_name",
    "interface": "interface",
    "validate_certs": "verify",
    "ca_cert": "cacert",
    "client_cert": "cert",
    "client_key": "key",
    "api_timeout": "api_timeout",
}


def log_in(
    options: Params,
    transport: requests.Session | None = None,
    concurrency: int = 1,
    logins: Logins | None = None,
) -> Access:
    """The ``Access`` for a task's options, after login.

    ``options`` has the keys of ``CONFIG_ARGUMENTS``, ``cloud`` (name, mapping or None) and ``dialect``.
    ``transport`` is a requests.Session to send through; the default is a new one for ``concurrency`` connections to one
    host. ``logins`` are those of the run, to share the token with. Raises ``MissingLibrary``, ``LoginError`` or
    ``CloudUnreachable``, the latter two with the remedy as hint.
    """
    if config_files.MISSING is not None:
        raise MissingLibrary("openstacksdk", str(config_files.MISSING))
    secrets = _secrets_of(options)
    transport = transport or _transport(concurrency)
    with _explained(options, secrets):
        region = _region(options)
        secrets |= auth_secrets(region.config.get("auth")) | url_passwords(region.config.values())
        secrets |= url_passwords(getproxies().values())
        bounds = Bounds(seconds=seconds_of(region.config.get("api_timeout") or Bounds.seconds))
        session = open_session(region, transport)
        explained = partial(_explained, options, secrets)
        _share(logins, session, region, bounds.seconds, explained)
        with bounded_login(transport, bounds.seconds):
            access = _token(region, session, explained)
            endpoint_name, endpoint = find_endpoint(region, session, access)
    secrets |= url_passwords([endpoint])
    return Access(
        session=session,
        endpoint=with_version(endpoint),
        dialect=dialect_at(options.get("dialect") or "auto", endpoint_name, endpoint),
        project_id=access.project_id if access else None,
        project_name=access.project_name if access else None,
        roles=frozenset(role.lower() for role in access.role_names or ()) or None if access else None,
        interface=region.get_interface("identity") or "public",
        region_name=region.get_region_name("identity"),
        bounds=bounds,
        warnings=insecure_access(region.config.get("verify"), region.config.get("auth"), endpoint),
        secrets=secrets,
    )


def _share(
    logins: Logins | None, session: CarefulSession, region: CloudRegion, seconds: float, explained: Explained
) -> None:
    """Let the session take its tokens from the run's logins, and give them its own."""
    if logins and isinstance(session.auth, BaseIdentityPlugin):
        session.renew = SharedLogin(logins, session, session.auth, region, seconds, explained).log_in


@contextmanager
def _explained(options: Params, secrets: set[str]) -> t.Iterator[None]:
    """What openstack.config and keystoneauth1 raise within it becomes a ``VpnError`` for the user."""
    try:
        yield
    except VpnError:
        raise
    # keystoneauth1 raises Exception itself (identity/generic/password.py: "password is a required attribute"), and
    # plugins for auth_type are others' code.
    except Exception as error:  # noqa: BLE001 - the reason is above
        # The cause may quote credentials.
        raise explain(error, options, lambda text: redact(text, secrets)) from None


def _transport(concurrency: int) -> requests.Session:
    session, adapter = requests.Session(), BoundedAdapter(pool_maxsize=max(10, concurrency))
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


def _token(region: CloudRegion, session: CarefulSession, explained: Explained) -> AccessInfo | None:
    """The token with its catalog; from the cache of clouds.yaml (``cache: auth: true``) where it is there.

    None for the plugins without (none, http_basic): they have no catalog, roles or project. The library reads the cache
    by itself, and leaves the writing to its caller.
    """
    if not isinstance(session.auth, BaseIdentityPlugin):
        return None
    kept = session.auth.auth_ref
    with session.logging_in():
        if session.renew:
            session.renew()
        access = session.auth.get_access(session)

    def keep() -> None:
        with explained():
            region.set_auth_cache()

    if access is not kept:
        keep()
    session.keep = keep
    return access


def _secrets_of(options: Params) -> set[str]:
    cloud = options.get("cloud")
    nested = auth_secrets(cloud.get("auth")) if isinstance(cloud, dict) else set()
    return auth_secrets(options.get("auth")) | nested


def _region(options: Params) -> CloudRegion:
    """The configuration of the cloud. Raises ``LoginError`` for options beside a cloud that is a mapping."""
    given: dict[str, Value] = {
        argument: options[option] for option, argument in CONFIG_ARGUMENTS.items() if options.get(option) is not None
    }
    cloud, read = options.get("cloud"), True
    if isinstance(cloud, dict):
        beside = sorted(option for option, argument in CONFIG_ARGUMENTS.items() if argument in given)
        if beside:
            raise LoginError(f"cloud is a mapping: give {', '.join(beside)} inside it, not beside it")
        given = dict(cloud)
        # Else openstack.config would add what is missing from OS_*, or from clouds.yaml where that has one cloud:
        # another cloud's password or region.
        read = bool(given.get("cloud"))
    elif cloud:
        given["cloud"] = cloud
    token = given["auth"].get("token") if isinstance(given.get("auth"), dict) else None
    if token:
        # openstacksdk before 4.6 overwrites a token that is given in auth only (config/loader.py, magic_fixes).
        given["token"] = token
    config = config_files.Configuration(app_name="sitelink.vpnaas", load_yaml_config=read, load_envvars=read)
    return config.get_one(**given)
