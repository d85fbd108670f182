# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What vpn_topology_validate cannot or does not look at is not checked: it is listed, and never passes."""

from __future__ import annotations

import json

import pytest
from requests.exceptions import ReadTimeout

from ansible_collections.sitelink.vpnaas.plugins.filter.vpn_report import vpn_report
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, instead
from ansible_collections.sitelink.vpnaas.tests.support.validation import both_ends, stored, validate

REFUSAL = {"NeutronError": {"type": "PolicyNotAuthorized", "message": "no"}}


def found(result, *ids):
    """(id, name, result) of the rows, of those with one of these ids."""
    return {(row["id"], row["name"], row["result"]) for row in result["assertions"] if not ids or row["id"] in ids}


def results(result, identifier, name=None):
    return {row["result"] for row in result["assertions"] if row["id"] == identifier and name in (None, row["name"])}


def listing_changed(path, change):
    """A runner with both ends of a tunnel, whose answers to GET of this path are changed by ``change(items)``."""
    runner = PreparedRunner(empty=True)
    both_ends(runner)

    def between(request, send):
        response = send()
        if request.method != "GET" or not request.path_url.split("?")[0].endswith(path):
            return response
        body = json.loads(response.text)
        (name,) = (key for key, items in body.items() if isinstance(items, list))
        body[name] = change(body[name])
        return answer(request, response.status_code, body)

    runner.between = between
    return runner


def without(key):
    return lambda items: [{name: value for name, value in item.items() if name != key} for item in items]


@pytest.mark.parametrize("change", ["missing", "null"])
@pytest.mark.parametrize(
    ("path", "key", "identifier", "name"),
    [
        ("/vpnservices", "status", "service-status", "office"),
        ("/vpnservices", "admin_state_up", "switched-on", "office"),
        ("/routers", "admin_state_up", "switched-on", "office"),
        ("/ipsec-site-connections", "status", "status-active", "branch7"),
        ("/ipsec-site-connections", "admin_state_up", "switched-on", "branch7"),
    ],
)
def test_what_the_answer_of_a_cloud_lacks_does_not_pass(path, key, identifier, name, change):
    """Fault: a VPN service without a status was "not in ERROR", a switch that was not returned was on."""
    lack = without(key) if change == "missing" else (lambda items: [{**item, key: None} for item in items])
    result = validate(listing_changed(path, lack))
    assert results(result, identifier, name) == {"not_checked"}


def test_a_switch_that_the_other_ends_cloud_does_not_return_does_not_pass():
    """Fault: the other end counted as switched on."""
    result = validate(listing_changed("/vpnservices", without("admin_state_up")), peers=True)
    assert results(result, "ends-switched-on") == {"not_checked"}


def test_routers_that_cannot_be_read_leave_their_switch_unchecked():
    """Fault: the VPN service passed as switched on, whatever its router was."""
    runner = PreparedRunner(between=instead("GET", "/routers", 403, REFUSAL))
    (row,) = [row for row in validate(runner)["assertions"] if row["id"] == "switched-on" and row["name"] == "office"]
    assert row["result"] == "not_checked" and "its router" in row["msg"]


def test_vpn_services_that_cannot_be_read_are_listed_with_all_that_concerns_them():
    """Fault: nothing said that statuses, addresses, agents and quotas were not checked."""
    runner = PreparedRunner(between=instead("GET", "/vpnservices", 403, REFUSAL))
    result = validate(runner)
    for identifier in ("service-status", "address-fresh", "agent-alive"):
        assert found(result, identifier) == {(identifier, "VPN services", "not_checked")}
    assert ("switched-on", "VPN services", "not_checked") in found(result)
    assert results(result, "quota-headroom") == {"not_checked"}


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/vpnservices", ["service-status", "switched-on", "address-fresh", "agent-alive"]),
        ("/ikepolicies", ["baseline-ietf"]),
        ("/ipsecpolicies", ["baseline-ietf"]),
    ],
)
def test_what_a_connection_uses_and_no_listing_holds_is_not_checked(path, ids):
    """Fault: a policy of another project, which a connection used, was left out, and the rest passed."""
    result = validate(listing_changed(path, lambda _items: []), baseline="ietf")
    for identifier in ids:
        rows = [row for row in result["assertions"] if row["id"] == identifier and 'used by "branch7"' in row["msg"]]
        assert [row["result"] for row in rows] == ["not_checked"]
        assert "is not listed for this login" in rows[0]["msg"] and rows[0]["remedy"]


@pytest.mark.parametrize("path", ["/ports", "/floatingips"])
def test_a_floating_ip_that_cannot_be_read_is_no_wrong_address(path):
    """Fault: K5's VPN service "has no floating IP", and the peer's address was called wrong."""
    runner = PreparedRunner("k5", empty=True)
    both_ends(runner)
    runner.between = instead("GET", path, 403, REFUSAL)
    result = validate(runner, peers=True)
    assert results(result, "address-fresh") == {"not_checked"}
    assert results(result, "ends-peer-address") <= {"not_checked"}
    assert ("cloud-readable", "this cloud", "failed") in found(result)


# --- what is declared, and what is not


@pytest.mark.parametrize(
    ("section", "only", "ids"),
    [
        ("ipsec_site_connections", "status", {"status-active"}),
        ("ipsec_site_connections", "ends-key", {"ends-key"}),
        ("ipsec_site_connections", "ends-paired", {"ends-paired"}),
        ("vpn_services", "address-fresh", {"address-fresh"}),
        ("ike_policies", "baseline", {"baseline-ietf"}),
    ],
)
def test_what_is_declared_and_does_not_exist_is_not_checked(section, only, ids, neutron):
    """Fault: with such an ``only`` the objects that existed passed, and nothing was said of the others."""
    both_ends(neutron)
    result = validate(neutron, peers=True, baseline="ietf", only=[only], **{section: [{"name": "new"}]})
    assert {(identifier, "new", "not_checked") for identifier in ids} <= found(result)
    remedies = {row["remedy"] for row in result["assertions"] if row["name"] == "new" and row["id"] in ids}
    assert remedies <= {"Run vpn_topology, and validate again.", ""}
    gone = validate(neutron, only=["status"], ipsec_site_connections=[{"name": "new", "state": "absent"}])
    assert not [row for row in gone["assertions"] if row["name"] == "new"]


def test_a_connection_without_another_end_is_not_checked_for_what_only_names(neutron):
    """Fault: with ``only: [ends-key]`` the pairs passed, and a connection without a pair was not named."""
    both_ends(neutron)
    neutron.apply(
        "ipsec_site_connection",
        "alone",
        vpn_service="office",
        ike_policy="ike",
        ipsec_policy="ipsec",
        peer_address="198.51.100.9",
        peer_cidrs=["10.8.0.0/24"],
        psk="a key for nobody",
        wait=False,
    )
    assert results(validate(neutron, peers=True, only=["ends-key"]), "ends-key", "alone") == {"not_checked"}
    assert not results(validate(neutron, peers=True), "ends-key", "alone"), "ends-paired says it"


def test_a_connection_that_is_yet_to_be_renamed_is_looked_at(neutron):
    """Fault: it was looked for under its new name only."""
    both_ends(neutron)
    declared = [{"name": "branch-7", "from_name": "branch7"}]
    result = validate(neutron, ipsec_site_connections=declared, only=["status"])
    assert found(result) == {("status-active", "branch7", "passed")}


def test_undeclared_objects_are_listed_as_not_checked(neutron):
    """Fault: nothing said that a baseline and the status were those of the declared objects only."""
    both_ends(neutron)
    neutron.apply("ike_policy", "weak", encryption_algorithm="aes-192")
    declared = {"ipsec_site_connections": [{"name": "branch7"}]}
    result = validate(neutron, baseline="neutron-29-ready", **declared)
    assert found(result, "scope-complete", "baseline-neutron-29-ready") == {
        ("scope-complete", "IPsec site connections", "not_checked"),
        ("scope-complete", "VPN services", "not_checked"),
        ("baseline-neutron-29-ready", "other IKE policies", "not_checked"),
    }
    texts = {row["name"]: row["msg"] for row in result["assertions"] if row["result"] == "not_checked"}
    assert texts["IPsec site connections"].startswith('1 IPsec site connection is not declared ("opposite")')
    assert texts["other IKE policies"].startswith('1 IKE policy is not declared ("weak"), and no connection')
    for report_format in ("text", "markdown", "html", "junit"):
        report = vpn_report(result, report_format)
        assert all(name in report.replace("&quot;", '"') for name in ('("opposite")', '("weak")'))
    assert "other IKE policies" in str(validate(neutron, baseline="ietf", only=["baseline"], **declared))


def test_a_declaration_of_all_that_exists_covers_it(neutron):
    both_ends(neutron)
    declared = [{"name": "branch7"}, {"name": "opposite"}]
    result = validate(neutron, ipsec_site_connections=declared, baseline="ietf")
    assert results(result, "scope-complete") == {"passed"} and not results(result, "baseline-ietf")
    assert not results(validate(neutron), "scope-complete"), "nothing narrows it"


def test_an_owners_topology_says_what_it_leaves_out(neutron):
    both_ends(neutron)
    stored(neutron, "ipsec_site_connections", "branch7")["description"] = "[sitelink:gitops]"
    result = validate(neutron, owner="gitops", only=["scope-complete", "status"])
    assert found(result, "status-active") == {("status-active", "branch7", "passed")}
    (row,) = [row for row in result["assertions"] if row["name"] == "IPsec site connections"]
    assert (row["result"], "1 IPsec site connection is not marked as this owner's" in row["msg"]) == (
        "not_checked",
        True,
    )


def test_a_known_fault_is_looked_for_on_undeclared_connections_too(make_runner):
    """Fault: the cloud did not show the fault, since all declared connections were ACTIVE."""
    neutron = make_runner(release=25)
    both_ends(neutron)
    stored(neutron, "ipsec_site_connections", "opposite")["status"] = "DOWN"
    given = {"ipsec_site_connections": [{"name": "branch7"}], "only": ["known-fault-libreswan-status-unread"]}
    assert results(validate(neutron, **given), "known-fault-libreswan-status-unread") == {"not_checked"}


@pytest.mark.parametrize("section", ["/ikepolicies", "/vpnservices"])
def test_a_declaration_that_cannot_be_compared_is_not_checked_as_a_whole(section):
    """Fault: declaration-valid and declared-absent were not listed."""
    runner = PreparedRunner(between=instead("GET", section, 403, REFUSAL))
    declared = {"ike_policies": [{"name": "ike"}], "vpn_services": [{"name": "gone", "state": "absent"}]}
    result = validate(runner, only=["declared", "declaration-valid"], **declared)
    for identifier in ("declaration-valid", "declared-absent", "declared-exists", "declared-equal", "declared-only"):
        assert results(result, identifier) == {"not_checked"}, identifier


@pytest.mark.parametrize("given", [[], {}, "", False, 0, "[]", "{}"], ids=repr)
def test_an_empty_baseline_is_refused(given, neutron):
    """Fault: ``baseline: []``, say from a variable, was a success without an assertion on algorithms."""
    with pytest.raises(InvalidInput, match="baseline: "):
        validate(neutron, baseline=given)


@pytest.mark.parametrize("kind", ["ikepolicies", "ipsecpolicies", "vpnservices", "endpoint-groups"])
def test_an_answer_that_cannot_be_used_is_a_gap_in_its_own_kind_alone(kind):
    """The connections were said to be unreadable, with the request for another kind as the reason."""
    runner = PreparedRunner(between=instead("GET", f"/vpn/{kind}", 200, "<html>a proxy</html>"))
    rows = validate(runner)["assertions"]
    assert [row["result"] for row in rows if row["id"] == "status-active"] == ["failed"]
    (unread,) = [row["msg"] for row in rows if (row["id"], row["result"]) == ("cloud-readable", "failed")]
    assert f"GET /vpn/{kind}" in unread


def test_a_list_that_does_not_come_leaves_the_connections_that_were_asked_for_before():
    """They were read at the same time, and said to be unreadable, with the request for another kind as the reason."""

    def between(request, _send):
        if "/vpn/ikepolicies" in request.path_url:
            raise ReadTimeout("Read timed out.")

    rows = validate(PreparedRunner(between=between))["assertions"]
    assert [row["result"] for row in rows if row["id"] == "status-active"] == ["failed"]
    assert [row for row in rows if "/vpn/ikepolicies timed out" in row["msg"]]
    assert not [row for row in rows if "connections cannot be read" in row["msg"]]
