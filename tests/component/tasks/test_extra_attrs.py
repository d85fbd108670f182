# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``extra_attrs``: attributes of a cloud derived from Neutron are sent, compared and returned."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import apply
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused


class Derivative(PreparedRunner):
    """A cloud whose IKE policies have attributes of their own; ``hidden`` ones are stored and not returned."""

    def __init__(self, *hidden):
        super().__init__(empty=True)
        self.hidden, self.extra, self.bodies = hidden, {}, []
        self.between = self._answer

    def _answer(self, request, send):
        path = request.path_url.split("?")[0]
        if "/vpn/ikepolicies" not in path:
            return None
        sent = {}
        if request.method in ("POST", "PUT"):
            body = json.loads(request.body)["ikepolicy"]
            self.bodies.append(dict(body))
            sent = {key: body.pop(key) for key in [key for key in body if key.startswith("acme")]}
            request.body = json.dumps({"ikepolicy": body or {"description": ""}})
            request.headers["Content-Length"] = str(len(request.body))
        got = send()
        if got.status_code >= 300 or not got.content:
            return got
        body = got.json()
        items = [body["ikepolicy"]] if "ikepolicy" in body else body["ikepolicies"]
        for item in items:
            self.extra.setdefault(item["id"], {}).update(sent)
            item.update({key: value for key, value in self.extra[item["id"]].items() if key not in self.hidden})
        return answer(request, got.status_code, body)


def test_extra_attributes_are_sent_compared_and_returned():
    runner = Derivative()
    attrs = {"acme_color": "blue", "acme_slots": 3, "acme_map": {"a": [1]}}
    predicted = runner.check("ike_policy", "ike", extra_attrs=attrs)
    made = runner.apply("ike_policy", "ike", extra_attrs=attrs)
    assert predicted["diff"] == made["diff"]
    assert {key: made["ike_policy"][key] for key in attrs} == attrs
    assert not runner.apply("ike_policy", "ike", extra_attrs={**attrs, "acme_slots": "3"})["changed"]
    changed = runner.apply("ike_policy", "ike", extra_attrs={"acme_color": "red"})
    assert changed["diff"]["before"] == {"acme_color": "blue"}
    assert runner.bodies[-1] == {"acme_color": "red"}


def test_a_topology_takes_them_too():
    runner = Derivative()
    topology = {"ike_policies": [{"name": "ike", "extra_attrs": {"acme_color": "blue"}}]}
    assert apply(runner, topology)["objects"]["ike_policies"][0]["acme_color"] == "blue"
    assert not apply(runner, topology)["changed"]
    topology["ike_policies"][0]["extra_attrs"] = {"acme_color": "red"}
    (entry,) = apply(runner, topology)["plan"]
    assert entry["changes"] == {"acme_color": {"before": "blue", "after": "red"}}


def test_an_attribute_that_the_server_does_not_return_is_never_different():
    runner = Derivative("acme_hidden")
    runner.apply("ike_policy", "ike", extra_attrs={"acme_hidden": "x"})
    again = runner.apply("ike_policy", "ike", extra_attrs={"acme_hidden": "y"})
    assert not again["changed"]
    assert any("acme_hidden" in warning for warning in again["warnings"])


@pytest.mark.parametrize(
    "key",
    [
        "pfs",
        "name",
        "id",
        "psk",
        "PSK2",
        "my_password",
        "token",
        "client_secret",
        "pre_shared_key",
        "SharedKey",
        "passphrase",
        "lifetime",
        "project_id",
        "a b",
    ],
)
def test_keys_of_known_fields_and_secrets_are_refused(neutron, key):
    error = refused(
        lambda: neutron.apply("ike_policy", "ike", extra_attrs={key: "value-7a1"}),
        "extra_attrs",
        key,
        kind=InvalidInput,
    )
    assert "value-7a1" not in str(error)
    assert neutron.cloud.log.writes == []


@pytest.mark.parametrize("key", [1, None, True, 1.5])
def test_a_key_that_yaml_read_as_no_text_is_refused(neutron, key):
    """``extra_attrs: {1: x}`` ended in a traceback."""
    refused(lambda: neutron.apply("ike_policy", "ike", extra_attrs={key: "x"}), "quotes", str(key), kind=InvalidInput)
    assert neutron.cloud.log.writes == []


@pytest.mark.parametrize("key", ["vpn_service", "vpnservice_id", "psk"])
def test_both_spellings_of_an_option_are_refused(neutron, key):
    refused(lambda: neutron.apply("ipsec_site_connection", "x", extra_attrs={key: "x"}), key, kind=InvalidInput)


def test_control_characters_are_refused(neutron):
    refused(
        lambda: neutron.apply("ike_policy", "ike", extra_attrs={"acme": "a\nb"}), "acme", "control", kind=InvalidInput
    )


def test_null_is_not_given():
    runner = Derivative()
    runner.apply("ike_policy", "ike", extra_attrs={"acme_color": None})
    assert "acme_color" not in runner.bodies[0]
