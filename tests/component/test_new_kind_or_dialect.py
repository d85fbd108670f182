# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the recipes of docs/architecture.md promise: a kind that refers to another one, or a dialect, needs no further
code. Each failed when a recipe was tried."""

from __future__ import annotations

from dataclasses import replace

import requests

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.api_errors import HINTS, error_from_response
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.ownership import undeclared_objects
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.renaming import renaming
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner


def test_undeclared_users_may_be_of_several_kinds():
    snapshot = Snapshot(PreparedRunner().connected_client())
    snapshot.whole = frozenset(VPN_KINDS)
    service = snapshot.resource("vpn_service")
    used = replace(service, used_by=(("endpoint_group", "vpnservice_id"), *service.used_by))
    desired = DesiredState(used, "office")
    step = Step(desired, Change(used, "office", "none", snapshot.require("vpn_service", "office")))
    (entry,) = undeclared_objects([step], [desired], snapshot)
    assert (entry["kind"], entry["name"]) == ("ipsec_site_connection", "branch7")


def test_a_renamed_site_leaves_kinds_alone_that_the_role_does_not_make():
    site = Site({"name": "new", "from_name": "old"}, {"vpn_services": [{"name": "old"}]}, "neutron", "modern", {})
    renamed = renaming(site, {"vpn_services": [{"name": "new"}]})
    assert renamed["vpn_services"] == [{"name": "new", "from_name": "old"}]
    assert renamed["endpoint_groups"] == []


def test_an_error_of_a_dialect_without_hints_has_those_of_every_cloud():
    answer = requests.Response()
    answer.status_code = 409
    answer._content = b'{"NeutronError": {"type": "VPNServiceInUse", "message": "in use", "detail": ""}}'
    service = Snapshot(PreparedRunner(empty=True).connected_client()).resource("vpn_service")
    error = error_from_response(service, "DELETE", answer, str, "acme")
    assert error.details["hint"] == HINTS["VPNServiceInUse"]
