# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes in the configuration of a login: from the libraries' text, or from the options, to the remedy."""

from __future__ import annotations

import os
import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.config_files import cloud_named

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

ONLY_CREDENTIAL = (
    "An application credential belongs to one project: leave out project_name, project_id and all domains beside its id"
    " and secret."
)


class Cause(t.NamedTuple):
    """A library's text, and what it means; ``{0}`` is the pattern's group."""

    pattern: str
    message: str
    hint: str


#: In this order: the first that matches applies. Texts: keystoneauth1 loading, openstack.config, requests.adapters.
CAUSES = (
    Cause(
        r"unexpected keyword argument '(application_credential_\w+)'",
        "auth has {0}, and auth_type is not for application credentials",
        "Set auth_type: v3applicationcredential (OS_AUTH_TYPE in the environment).",
    ),
    Cause(
        r"unexpected keyword argument '(\w+)'",
        "auth has {0}, which this auth_type does not accept",
        "Check the spelling, or set the auth_type that accepts it.",
    ),
    Cause(
        r"invalid path: (False|false|True|true|No|no|Yes|yes|0|1)$",
        'verify is the text "{0}", so it is read as the path of a file of CA certificates',
        "Write it without quotes in clouds.yaml: verify: false.",
    ),
    Cause(
        r"TLS CA certificate bundle, invalid path: (.+)$",
        "the file of CA certificates {0} does not exist",
        "Correct ca_cert (cacert in clouds.yaml): a path on the host where the task runs.",
    ),
    Cause(
        r"TLS certificate file, invalid path: (.+)$",
        "the file of the client certificate {0} does not exist",
        "Correct client_cert (cert in clouds.yaml): a path on the host where the task runs.",
    ),
    Cause(
        r"TLS key file, invalid path: (.+)$",
        "the file of the client key {0} does not exist",
        "Correct client_key (key in clouds.yaml): a path on the host where the task runs.",
    ),
    Cause(
        r"The plugin (\S+) could not be found",
        'there is no auth_type "{0}"',
        "Usual ones are password, v3applicationcredential and v3token.",
    ),
    Cause(
        r"a (project_name) is only unique within a domain",
        "auth has {0} without the domain of the project",
        "Give project_domain_name, often Default.",
    ),
)


def cause_of(text: str, options: Params, redact: t.Callable[[str], str]) -> tuple[str, str] | None:
    """(message, remedy) for a library's text about a configuration; None where it says enough by itself.

    The text is the library's own, since a name in it may hold a part of a secret; what the message quotes is redacted,
    unless it is a key of auth.
    """
    for cause in CAUSES:
        found = re.search(cause.pattern, text)
        if found:
            hint = cause.hint
            if has_scoped_credential(options):
                hint = ONLY_CREDENTIAL if "domain" in cause.hint else f"{cause.hint} {ONLY_CREDENTIAL}"
            shown = found[1] if found[1] in _auth_of(options) else redact(found[1])
            return cause.message.format(shown), hint
    return None


def has_scoped_credential(options: Params) -> bool:
    """Whether a project or domain stands beside an application credential, which the identity service refuses."""
    auth = _auth_of(options)
    scope = [key for key in auth if key.startswith(("project_", "domain_", "tenant_", "system_"))]
    return bool(scope) and any(key.startswith("application_credential") for key in auth)


def _auth_of(options: Params) -> Params:
    """What the options, clouds.yaml and, without a cloud, the environment give for auth, as far as it can be read."""
    cloud = options.get("cloud") or os.environ.get("OS_CLOUD")
    named: object = cloud if isinstance(cloud, dict) else {}
    if isinstance(cloud, str):
        named = cloud_named(cloud)
    auth: Params = {}
    if not cloud and not options.get("auth"):
        auth = {name[3:].lower(): value for name, value in os.environ.items() if name.startswith("OS_")}
    for given in (named.get("auth") if isinstance(named, dict) else None, options.get("auth")):
        auth = {**auth, **(given if isinstance(given, dict) else {})}
    return auth
