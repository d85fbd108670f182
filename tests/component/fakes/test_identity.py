# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging in, tokens, catalog; and the libraries that real users log in with."""

from __future__ import annotations

from functools import partial

import pytest
import requests
from keystoneauth1 import session as keystone_session
from keystoneauth1.exceptions.catalog import EndpointNotFound
from keystoneauth1.exceptions.http import Unauthorized
from openstack.config import OpenStackConfig

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud, Request
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import (
    APPLICATION_CREDENTIAL_ID,
    APPLICATION_CREDENTIAL_SECRET,
)
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import HOST, FakeUserClient

NETWORK = {"service_type": "network", "interface": "public"}


def log_in(cloud: Cloud, auth_type: str = "password", **auth):
    """A keystoneauth1 session, the way the collection makes one."""
    transport = requests.Session()
    transport.mount(HOST, cloud.adapter())
    config = OpenStackConfig(
        load_yaml_config=False,
        load_envvars=False,
        session_constructor=partial(keystone_session.Session, session=transport),
    )
    auth = {"auth_url": f"{HOST}/v3", **auth}
    return config.get_one(auth=auth, auth_type=auth_type).get_session()


def password(cloud: Cloud, **changes) -> dict:
    name = cloud.accounts.domain_name
    return {
        "username": "demo",
        "password": "demo-password-3f9c",
        "user_domain_name": name,
        "project_name": "demo",
        "project_domain_name": name,
        **changes,
    }


@pytest.mark.parametrize("auth_url", [f"{HOST}/v3", f"{HOST}/v3/", HOST])
def test_the_libraries_log_in_with_one_discovery_and_one_token(cloud, auth_url):
    session = log_in(cloud, **password(cloud, auth_url=auth_url))
    assert session.get("/v2.0/vpn/vpnservices", endpoint_filter=NETWORK).json() == {"vpnservices": []}
    assert [f"{one.method} {one.status}" for one in cloud.log] == ["GET 200", "POST 201", "GET 200"]


def test_an_application_credential(cloud):
    session = log_in(
        cloud,
        "v3applicationcredential",
        application_credential_id=APPLICATION_CREDENTIAL_ID,
        application_credential_secret=APPLICATION_CREDENTIAL_SECRET,
    )
    assert session.get_project_id() == cloud.accounts.projects["demo"]
    assert session.get("/v2.0/vpn/ikepolicies", endpoint_filter=NETWORK).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"password": "guess"}, {"username": "nobody"}, {"project_name": "other"}, {"project_name": "nowhere"}]
)
def test_wrong_credentials_get_no_token(cloud, wrong):
    with pytest.raises(Unauthorized, match="requires authentication"):
        log_in(cloud, **password(cloud, **wrong)).get_token()


def test_a_revoked_token_makes_the_library_log_in_again(cloud):
    session = log_in(cloud, **password(cloud))
    session.get("/v2.0/vpn/vpnservices", endpoint_filter=NETWORK)
    cloud.revoke_tokens()
    cloud.forget_log()
    assert session.get("/v2.0/vpn/vpnservices", endpoint_filter=NETWORK).status_code == 200
    assert [one.status for one in cloud.log] == [401, 201, 200]


def test_an_expired_token_is_refused(demo, clock):
    assert demo.vpn("GET", "vpnservices").status == 200
    clock.sleep(3600)
    answer = demo.vpn("GET", "vpnservices")
    assert answer.status == 401
    assert answer.json()["error"]["title"] == "Unauthorized"
    assert answer.headers["WWW-Authenticate"] == f'Keystone uri="{HOST}/v3"'


def test_a_token_describes_itself_and_can_be_exchanged(demo):
    subject = {"X-Auth-Token": demo.token, "X-Subject-Token": demo.token}
    shown = demo.cloud.handle(Request("GET", f"{HOST}/v3/auth/tokens", subject))
    token = shown.json()["token"]
    assert token["project"]["name"] == "demo"
    assert [role["name"] for role in token["roles"]] == ["member", "reader"]
    again = {"auth": {"identity": {"methods": ["token"], "token": {"id": demo.token}}}}
    unscoped = demo.ask("POST", "/v3/auth/tokens", again)
    assert unscoped.status == 201
    assert "catalog" not in unscoped.json()["token"]


def test_k5s_catalog_names_both_network_endpoints(k5):
    subject = {"X-Auth-Token": k5.token, "X-Subject-Token": k5.token}
    catalog = k5.cloud.handle(Request("GET", f"{HOST}/v3/auth/tokens", subject)).json()["token"]["catalog"]
    named = [(entry["type"], entry["endpoints"][0]["name"]) for entry in catalog]
    assert named == [("identity", "identityv3"), ("network", "networking-ex"), ("network", "networking")]
    assert catalog[2]["endpoints"][0]["url"] == HOST


def test_a_catalog_without_network():
    cloud = Cloud(network_in_catalog=False)
    with pytest.raises(EndpointNotFound):
        log_in(cloud, **password(cloud)).get_endpoint(**NETWORK)


def test_malformed_logins_are_refused(cloud):
    for body in (b"", b"{", b"{}", b'{"auth": []}', b'{"auth": {"identity": {"methods": ["smoke"]}}}'):
        assert cloud.handle(Request("POST", f"{HOST}/v3/auth/tokens", body=body)).status == 400
    assert cloud.handle(Request("GET", f"{HOST}/v3/users")).status == 404
    assert FakeUserClient(cloud, "manager").vpn("GET", "vpnservices").status == 200
