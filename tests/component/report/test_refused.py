# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports of plans with names for every id, and of what was refused or failed."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.sitelink.vpnaas.plugins.filter.vpn_report import vpn_report
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.component.report.declared import connection, office

UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-")
BASE = office(connection(1), connection(2))
MOVED = [{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}]


def failed(run, **declared):
    """The result of a task that fails, as a play registers it."""
    with pytest.raises(VpnError) as raised:
        run(**declared)
    return {"failed": True, "msg": str(raised.value), **raised.value.details}


@pytest.mark.parametrize("run", ["plan", "apply"])
def test_the_old_router_and_subnet_of_a_moved_service_are_names(run, site):
    """Their ids stood before the arrow: nothing but the report needs the old objects."""
    site.apply(**BASE)
    result = getattr(site, run)(**{**BASE, "vpn_services": MOVED})
    lines = vpn_report(result).splitlines()
    assert "      router: edge -> edge2" in lines
    assert "      subnet: office -> lab" in lines
    (change,) = [entry["changes"] for entry in result["plan"] if entry["kind"] == "vpn_service"]
    assert UUID.match(change["router_id"]["before"]), "the plan keeps the API's values"


@pytest.mark.parametrize("run", ["plan", "apply"])
def test_no_id_stands_for_an_object_of_any_change(run, site):
    site.apply(**BASE)
    policies = {
        "ike_policies": [{"name": "branches-ike"}, {"name": "ike2"}],
        "ipsec_policies": [{"name": "branches-ipsec"}, {"name": "ipsec2"}],
    }
    site.apply(**policies)
    other = connection(1, ike_policy="ike2", ipsec_policy="ipsec2", replace=True)
    declared = {**office(other, connection(2)), **policies, "vpn_services": MOVED}
    assert not UUID.search(vpn_report(getattr(site, run)(**declared)))
    gone = {plural: [{**item, "state": "absent"} for item in items] for plural, items in BASE.items()}
    assert not UUID.search(vpn_report(getattr(site, run)(**gone)))


def test_a6_owner_conflicts_have_their_section_where_they_fail_the_run(site):
    """With ``owner_conflict: fail``, the default, the report was one line of all conflicts."""
    site.apply(owner="b", **office(connection(1)))
    site.runner.apply("ipsec_site_connection", **connection(9, name="by-hand"))
    failure = failed(site.plan, owner="a", **office(connection(1), connection(2)))
    for report_format in ("text", "markdown", "html"):
        report = vpn_report(failure, report_format)
        assert "Other owners' objects" in report.replace("\\", "").replace("&#x27;", "'")
    lines = vpn_report(failure).splitlines()
    conflicts = lines.index("Other owners' objects:")
    assert "  IPsec site connection branch1: it is marked as b's" in lines[conflicts:]
    undeclared = lines.index("Undeclared objects that use this topology:")
    assert lines[undeclared + 1].startswith("  IPsec site connection by-hand: it uses ")


def test_gitlab_gets_no_numbers_of_a_plan_of_which_a_part_fails(site):
    """The numbers were those of the other objects, and said nothing of the rest."""
    site.apply(**BASE)
    declared = {**office(connection(1, ike_policy="other"), connection(3)), "ike_policies": [{"name": "other"}]}
    failure = failed(site.plan, **declared)
    assert vpn_report(failure).startswith("Plan: 2 to create, 2 unchanged, 1 cannot be changed\n")
    assert json.loads(vpn_report(failure, "gitlab")) == {}
    assert json.loads(vpn_report([failure, site.plan(**BASE)], "gitlab")) == {}


def test_a_refused_deletion_is_not_unchanged(site):
    """It was counted with the objects that are as declared."""
    site.apply(owner="b", **BASE)
    gone = {"ipsec_site_connections": [{"name": "branch1", "state": "absent"}]}
    result = site.plan(owner="a", **gone)
    assert vpn_report(result).startswith("Plan: nothing to change, 0 unchanged, 1 not deleted\n")
    assert json.loads(vpn_report(result, "gitlab")) == {"create": 0, "update": 0, "delete": 0, "refused": 1}
    assert vpn_report(site.apply(owner="a", **gone)).startswith(
        "Done: nothing was changed, 0 unchanged, 1 not deleted\n"
    )
