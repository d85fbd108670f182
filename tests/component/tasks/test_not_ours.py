# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fresh reader found after the deleting paths were closed (tests/resilience/others_objects.py): marks, projects
and adoption in corners. Each of these lost an object, or a mark, or was never done."""

from __future__ import annotations

import contextlib
import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

BEHIND = "theirs [sitelink:b] edited in Horizon"


def stored(runner, name):
    (item,) = [item for item in runner.cloud.store.all("ikepolicies") if item["name"] == name]
    return item


@pytest.mark.parametrize("change", [{"description": "mine"}, {"pfs": "group14", "description": "mine"}])
def test_a_mark_with_text_behind_it_stays(change):
    runner = PreparedRunner()
    runner.apply("ike_policy", "theirs", description=BEHIND)
    runner.apply("ike_policy", "theirs", **change)
    assert marked_for(stored(runner, "theirs")) == "b"
    runner.apply("ike_policy", "theirs", description="again")
    assert stored(runner, "theirs")["description"] == "again [sitelink:b]"


def test_what_has_another_owners_mark_with_text_behind_it_is_not_adopted():
    runner = PreparedRunner()
    runner.apply("ike_policy", "theirs", description=BEHIND)
    item = {"name": "theirs", "description": "mine"}
    for _run in range(2):
        runner.converge(ike_policies=[item], owner="a", adopt=True, owner_conflict="warn")
    assert marked_for(stored(runner, "theirs")) == "b"


@pytest.mark.parametrize("options", [{"state": "absent"}, {"owner": "a", "adopt": True}])
def test_a_topology_leaves_the_object_of_another_project_alone_whose_id_it_is_given(options):
    runner = PreparedRunner(user="admin")
    other = TaskRunner(user="other")
    other.cloud = runner.cloud
    other.apply("ike_policy", "theirs")
    theirs = dict(stored(runner, "theirs"))
    with contextlib.suppress(VpnError):
        runner.converge(ike_policies=[{"name": theirs["id"]}], **options)
    assert stored(runner, "theirs") == theirs


def test_an_admins_listing_without_projects_proves_nothing():
    runner = PreparedRunner(user="admin")

    def between(request, send):
        response = send()
        if request.method == "GET" and request.path_url.startswith("/v2.0/vpn/ikepolicies"):
            body = response.json()
            for item in body.get("ikepolicies", ()):
                item.pop("project_id", None)
                item.pop("tenant_id", None)
            response._content = json.dumps(body).encode()
        return response

    runner.between = between
    with pytest.raises(LoginError, match="does not report the project"):
        runner.apply("ike_policy", "ike", state="absent")
    assert stored(runner, "ike")


def test_what_is_adopted_may_be_replaced():
    runner = PreparedRunner(agent="ACTIVE:0")
    runner.apply("ike_policy", "other")
    connection = {"name": "branch7", "ike_policy": "other", "replace": True}
    result = runner.converge(ipsec_site_connections=[connection], owner="a", adopt=True)
    assert [entry["action"] for entry in result["plan"]] == ["replace"]
    (item,) = [item for item in runner.cloud.store.all("ipsec_site_connections") if item["name"] == "branch7"]
    assert marked_for(item) == "a"
    assert not runner.converge(ipsec_site_connections=[connection], owner="a", adopt=True)["changed"]


@pytest.mark.parametrize("interval", [float("inf"), "infinity", "an hour"])
def test_a_number_that_is_none_is_refused_in_one_line(interval):
    runner = PreparedRunner()
    with pytest.raises(VpnError, match="interval"):
        runner.apply("ipsec_site_connection", "branch7", dpd={"interval": interval})
