# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role site_to_site with an end at AWS: real playbooks at -vvvv --diff, an embedded cloud, and no key anywhere."""

from __future__ import annotations

import hashlib
import json

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.integration.entry_points.test_both_ends import PARIS, Pair, served
from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import KEYS, document, tunnel, vpn_connection
from ansible_collections.sitelink.vpnaas.tests.unit.aws.bad_documents import REFUSED_DOCUMENTS

#: The role checks its arguments, so these are no texts for XML alone; and every sort of refusal is in it.
BAD = (
    "cut short in a key", "two tunnels of one address", "without keys", "BGP", "a transit gateway",
    "certificates in place of keys", "several things at once", "an entity of its own", "entities that grow", "huge",
    "the sample for a device", "another encoding declared", "keys with what no key of AWS has",
)  # fmt: skip


def at_aws(text=None, **more):
    return {"aws": {"vpn_connection": vpn_connection(text)}, "networks": ["10.20.0.0/16"], **more}


@pytest.fixture
def clouds(tmp_path):
    """One cloud with the name paris, and runs of the role that know AWS's document."""
    cloud = Cloud(agent="DOWN:0")
    with served(cloud) as url:
        pair = Pair(tmp_path, {"paris": cloud}, {"paris": url}, {})

        def run(*arguments, code=0, **variables):
            output, result = pair.run(*arguments, code=code, **{"site_to_site_name": "office-aws", **variables})
            assert not any(key in output + json.dumps(result) for key in KEYS)
            return output, result

        pair.run_without_keys = run
        yield pair


def stored_keys(clouds):
    return {name: item["psk"] for name, item in clouds.stored("paris", "ipsec_site_connections").items()}


def test_from_nothing_to_both_tunnels_and_to_nothing(clouds):
    given = {"site_to_site_ends": [PARIS, at_aws()]}
    _output, result = clouds.run_without_keys("--check", **given)
    assert clouds.writes("paris") == [] and result["summary"]["create"] == 7

    _output, result = clouds.run_without_keys(**given)
    assert (clouds.writes("paris"), result["summary"]["create"]) == (["POST"] * 7, 7)
    made = clouds.stored("paris", "ipsec_site_connections")
    assert {
        name: (item["peer_address"], item["peer_id"], item["local_id"], item["mtu"]) for name, item in made.items()
    } == {
        "office-aws-1": ("198.51.100.20", "198.51.100.20", "203.0.113.10", 1419),
        "office-aws-2": ("198.51.100.130", "198.51.100.130", "203.0.113.10", 1419),
    }
    assert {item["dpd"]["action"] for item in made.values()} == {"restart"}
    assert len({(item["ikepolicy_id"], item["peer_ep_group_id"]) for item in made.values()}) == 1
    for number, key in ((1, KEYS[1]), (2, KEYS[0])):
        assert hashlib.sha256(key.encode()).hexdigest() in stored_keys(clouds)[f"office-aws-{number}"]
    end = result["ends"][1]
    assert (end["endpoint_address"], end["configuration"]["customer_gateway"]["ip_address"]) == (
        "198.51.100.20",
        "203.0.113.10",
    )

    _output, result = clouds.run_without_keys(**given)
    assert clouds.writes("paris") == [] and not result["changed"]

    one = at_aws()
    one["aws"]["tunnels"] = [2]
    clouds.run_without_keys(site_to_site_ends=[PARIS, one])
    assert clouds.writes("paris") == ["DELETE"] and set(stored_keys(clouds)) == {"office-aws-2"}

    clouds.run_without_keys(site_to_site_state="absent", site_to_site_ends=[PARIS, {"aws": {}}])
    assert clouds.is_empty()


@pytest.mark.long
def test_a_document_by_itself_and_a_new_key(clouds):
    text = document([tunnel(1), tunnel(0)])
    given = {"networks": ["10.20.0.0/16"]}
    clouds.run_without_keys(site_to_site_ends=[PARIS, {"aws": {"customer_gateway_configuration": text}, **given}])
    before = stored_keys(clouds)
    other = document([tunnel(0, key="another.key_of_AWS"), tunnel(1)])
    output, _result = clouds.run_without_keys(
        site_to_site_ends=[PARIS, {"aws": {"customer_gateway_configuration": other}, **given}]
    )
    assert clouds.writes("paris") == ["PUT"] and "another.key_of_AWS" not in output
    assert stored_keys(clouds)["office-aws-1"] == before["office-aws-1"]
    assert stored_keys(clouds)["office-aws-2"] != before["office-aws-2"]


@pytest.mark.first_case_only
@pytest.mark.parametrize("case", BAD)
def test_a_bad_document_is_refused_and_nothing_is_written(clouds, case):
    text, words = REFUSED_DOCUMENTS[case]
    output, result = clouds.run_without_keys(code=2, site_to_site_ends=[PARIS, at_aws(text)])
    assert (clouds.writes("paris"), clouds.is_empty(), result) == ([], True, {})
    assert all(word in " ".join(output.split()) for word in words) and "Traceback" not in output


@pytest.mark.first_case_only
@pytest.mark.parametrize(
    "aws",
    [
        document(),
        [document()],
        {"customer_gateway_configuration": {"text": document()}},
        {"vpn_connection": document()},
        {"vpn_connection": [vpn_connection()]},
        {"vpn_connection": vpn_connection(), "document": document()},
        {"vpn_connection": vpn_connection(), "tunnels": [document()]},
    ],
)
def test_a_document_in_the_wrong_place_is_refused_and_not_shown(clouds, aws):
    output, _result = clouds.run_without_keys(
        code=2, site_to_site_ends=[PARIS, {"aws": aws, "networks": ["10.20.0.0/16"]}]
    )
    assert clouds.writes("paris") == [] and "Traceback" not in output


@pytest.mark.long
def test_the_playbook_peer_config_prints_and_writes_what_aws_needs(clouds, tmp_path):
    clouds.run_without_keys(site_to_site_ends=[PARIS, at_aws()])
    given = ("-e", "vpn_cloud=paris", "-e", "vpn_connection=office-aws-1", "-e", "vpn_target=aws")
    output = clouds.play("sitelink.vpnaas.peer_config", *given)
    assert '"ip_address": "203.0.113.10"' in output and '"10.1.0.0/24"' in output
    clouds.play("sitelink.vpnaas.peer_config", *given, "-e", "vpn_dest=aws.json")
    written = json.loads((tmp_path / "aws.json").read_text(encoding="utf-8"))
    assert list(written) == ["customer_gateway", "vpn_connection"]
    output = clouds.play("sitelink.vpnaas.peer_config", *given, "-e", "vpn_dest=x", "-e", "vpn_psk=a-key-8", code=2)
    assert "AWS takes no vpn_psk: AWS generates the keys" in output and not (tmp_path / "x").exists()
