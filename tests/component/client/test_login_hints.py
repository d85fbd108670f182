# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fault G4: each mistake in the configuration of a login has a message and a remedy of its own, in the user's words."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import log_in
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import (
    APPLICATION_CREDENTIAL_ID,
    APPLICATION_CREDENTIAL_SECRET,
)
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL

HTTPS = "https://cloud.invalid/v3"
PASSWORD = {"username": "demo", "password": "demo-password-3f9c", "user_domain_name": "Default"}
PROJECT = {"project_name": "demo", "project_domain_name": "Default"}
CREDENTIAL = {
    "application_credential_id": APPLICATION_CREDENTIAL_ID,
    "application_credential_secret": APPLICATION_CREDENTIAL_SECRET,
}
CAUSES = {
    "an application credential without auth_type": (
        {"auth": CREDENTIAL},
        "auth has application_credential_id",
        "auth_type: v3applicationcredential",
    ),
    "an application credential with a project, without auth_type": (
        {"auth": CREDENTIAL | PROJECT},
        "auth has application_credential_id",
        "leave out project_name",
    ),
    "an application credential with a project without its domain": (
        {"auth": CREDENTIAL | {"project_name": "demo"}, "auth_type": "v3applicationcredential"},
        "without the domain of the project",
        "leave out project_name",
    ),
    "a file of certificates that is not there": (
        {"auth": PASSWORD | PROJECT | {"auth_url": HTTPS}, "ca_cert": "/no/such/ca.pem"},
        "/no/such/ca.pem does not exist",
        "ca_cert (cacert in clouds.yaml)",
    ),
    "verify as a text": (
        {"cloud": {"auth": PASSWORD | PROJECT | {"auth_url": HTTPS}, "verify": "False"}},
        'verify is the text "False"',
        "verify: false",
    ),
    "a client certificate that is not there": (
        {"auth": PASSWORD | PROJECT | {"auth_url": HTTPS}, "client_cert": "/no/cert.pem", "client_key": "/no/key.pem"},
        "/no/cert.pem does not exist",
        "client_cert",
    ),
    "a misspelled key of auth": (
        {"auth": PASSWORD | PROJECT | {"user_domian": "Default"}},
        "auth has user_domian",
        "spelling",
    ),
    "a misspelled auth_type": (
        {"auth": PASSWORD | PROJECT, "auth_type": "passwort"},
        'no auth_type "passwort"',
        "v3applicationcredential",
    ),
}
SECRETS = (APPLICATION_CREDENTIAL_SECRET, PASSWORD["password"])


def refused_login(options, *words, **runner_options):
    """The error of a login with these options; its one line holds no secret and no name of a Python function."""
    runner = PreparedRunner(empty=True, **runner_options)
    for holder in (options, options.get("cloud")):
        if isinstance(holder, dict) and "auth" in holder:
            holder["auth"] = {"auth_url": f"{URL}/v3", **holder["auth"]}
    failure = refused(lambda: log_in(options, runner.transport()), *words, kind=LoginError)
    for unwanted in (*SECRETS, "__init__", "keyword argument"):
        assert unwanted not in f"{failure} {failure.details}"
    return failure


@pytest.mark.parametrize("cause", CAUSES)
def test_g4_a_hint_per_cause(cause):
    options, words, hint = CAUSES[cause]
    options = {key: dict(value) if isinstance(value, dict) else value for key, value in options.items()}
    assert hint in refused_login(options, words).details["hint"]


@pytest.mark.parametrize("source", ["auth", "cloud", "clouds.yaml", "environment"])
def test_g4_a_refused_application_credential_with_a_project_beside_it(source, tmp_path, monkeypatch):
    """Keystone answers 401 and does not say why."""
    auth = {"auth_url": f"{URL}/v3", **CREDENTIAL, **PROJECT}
    options = {}
    if source == "auth":
        options = {"auth": auth, "auth_type": "v3applicationcredential"}
    elif source == "cloud":
        options = {"cloud": {"auth": auth, "auth_type": "v3applicationcredential"}}
    elif source == "environment":
        for name, value in {**auth, "auth_type": "v3applicationcredential"}.items():
            monkeypatch.setenv(f"OS_{name.upper()}", value)
    else:
        lines = "".join(f"      {name}: {value}\n" for name, value in auth.items())
        text = f"clouds:\n  paris:\n    auth_type: v3applicationcredential\n    auth:\n{lines}"
        (tmp_path / "clouds.yaml").write_text(text)
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))
        options = {"cloud": "paris"}
    answer = instead("POST", "/auth/tokens", 401, {"error": {"message": "authentication failed", "code": 401}})
    failure = refused_login(options, "refused the login (401)", between=answer)
    assert "leave out project_name" in failure.details["hint"]


def test_g4_a_refused_password_keeps_its_own_hint():
    answer = instead("POST", "/auth/tokens", 401, {"error": {"message": "no", "code": 401}})
    failure = refused_login({"auth": PASSWORD | PROJECT}, "(401)", between=answer)
    assert "Check user name, password" in failure.details["hint"]
