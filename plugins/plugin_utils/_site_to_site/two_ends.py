# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two ends, each as the mirror of the other: one description of the role's one-end form for each."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.given import AwsEnd, read_given
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.rules import review
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import End
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.input_types import end_faults, site_faults
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.mirror import Mirror, given_policies, mirror
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import names
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.result import results_by_end
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.validate_ends import validate_ends

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        ApiObject,
        Params,
        Result,
        Value,
    )

CONNECTIONS = VPN_KINDS["ipsec_site_connection"].plural
SERVICES = VPN_KINDS["vpn_service"].plural


def site_ends(given: Params, seen: t.Sequence[Params], crypto: Params, made: t.Iterable[Params] | None = ()) -> Result:
    """The plan for both ends, and ``seen``. The result holds no key; of the arguments only AWS's document does.

    ``given``: the role's variables without ``site_to_site_``; ``seen``: what the lookup site_end returned for each
    end; ``crypto``: presets, defaults, refused; ``made``: the results of vpn_topology for the services of each end.
    """
    return {**_plan_ends(given, seen, crypto, made), "seen": list(seen)}


def _plan_ends(given: Params, seen: t.Sequence[Params], crypto: Params, made: t.Iterable[Params] | None) -> Result:
    if len(given["ends"]) != 2:
        return _refusal([f"site_to_site_ends: a VPN has two ends, and {len(given['ends'])} are given"])
    faults = [*site_faults(given), *_faults_of_ends(given["ends"])]
    if faults:
        return _refusal(faults)
    at_aws, faults = _ends_at_aws(given)
    if faults:
        return _refusal(faults)
    services = results_by_end(made)
    ends = [
        End(number + 1, given["name"], item, seen[number] or {}, services.get(number, {}), at_aws[number])
        for number, item in enumerate(given["ends"])
    ]
    problems = [f"site_to_site_ends: {problem}" for problem in validate_ends(ends[0], ends[1], given)]
    if problems:
        return _refusal(problems)
    order = _order(ends)
    plans = [_plan(end, peer, given, crypto, end.number - 1 == order[-1]) for end, peer in (ends, ends[::-1])]
    managed = [plan for plan in plans if plan]
    return {
        "problems": list(dict.fromkeys(problem for plan in managed for problem in plan["problems"]))
        + ([] if any(at_aws) else _key_problem(managed, given)),
        "warnings": list(dict.fromkeys(warning for plan in managed for warning in plan["warnings"])),
        "kept": [f"{plan['label']}: {kept}" for plan in managed for kept in plan["kept"]],
        "order": order,
        "needs_key": not any(at_aws)
        and (any(plan["new"] for plan in managed) or bool(given.get("replace") and _present(given))),
        "has_key": any(plan["existing"] for plan in managed),
        "existing": [plan["existing"] if plan else [] for plan in plans],
        "ends": plans,
    }


def _faults_of_ends(ends: t.Sequence[Value]) -> list[str]:
    return [
        f"site_to_site_ends: end {number}: {fault}" for number, end in enumerate(ends, 1) for fault in end_faults(end)
    ]


def _ends_at_aws(given: Params) -> tuple[list[AwsEnd | None], list[str]]:
    """(for each end what AWS says of it, the faults). To remove a site no document is needed."""
    found: list[AwsEnd | None] = []
    faults: list[str] = []
    for number, end in enumerate(given["ends"], 1):
        found.append(None)
        if end.get("aws") is None or not _present(given):
            continue
        try:
            found[-1] = read_given(end["aws"])
        except InvalidInput as error:
            faults += [f"site_to_site_ends: end {number}: aws: {fault}" for fault in error.faults]
    return found, faults


def _refusal(problems: list[str]) -> Result:
    result = {"problems": problems, "warnings": [], "kept": [], "order": [], "existing": [[], []], "ends": [None, None]}
    return {**result, "needs_key": False, "has_key": False}


def _present(given: Params) -> bool:
    return bool(given.get("state", "present") == "present")


def _order(ends: t.Sequence[End]) -> list[int]:
    """The end configured last brings the tunnel up, so one that only responds comes first."""
    managed = [number for number, end in enumerate(ends) if end.managed]
    return sorted(managed, key=lambda number: ends[number].connection.get("initiator") != "response-only")


def _plan(end: End, peer: End, given: Params, crypto: Params, last: bool) -> Result | None:
    if not end.managed:
        return None
    made = mirror(end, peer, given, crypto, last) if _present(given) else Mirror(_removed(end, given))
    plan = site_topology(made.site, end.seen, crypto)
    problems = made.problems + [_of_end(end, problem) for problem in plan["problems"]]
    warnings = plan["warnings"] + made.unknown
    if peer.aws and not problems:
        policies = {kind: plan["topology"][VPN_KINDS[kind].plural][0] for kind in POLICIES}
        faults, more = review(end, peer, policies)
        problems += [f"site_to_site_ends: {fault}" for fault in faults]
        warnings += more
    declared = {item["name"] for item in plan["topology"][CONNECTIONS] if item.get("state") != "absent"}
    if made.unknown:
        plan["topology"][CONNECTIONS] = [
            item for item in plan["topology"][CONNECTIONS] if item.get("state") == "absent"
        ]
    seen = names(end.seen["topology"].get(CONNECTIONS) or ())
    renamed = {item["name"]: item["from_name"] for item in plan["topology"][CONNECTIONS] if item.get("from_name")}
    existing = {name for name in declared if name in seen or name in renamed}
    return {
        **plan,
        "label": end.label,
        "problems": problems,
        "warnings": warnings,
        "services": plan["topology"][SERVICES],
        # The key is looked for under both names: an end may be renamed already when the other one is written.
        "existing": sorted(existing | {renamed[name] for name in existing & renamed.keys()}) if _present(given) else [],
        "new": sorted(declared - existing) if _present(given) else [],
    }


def _of_end(end: End, problem: str) -> str:
    """A problem of the one-end form with the variables of both ends."""
    text = problem.removeprefix("site_to_site_connections: ")
    return f"{end.label}: {text}" if text.startswith("site_to_site_") else f"site_to_site_ends: {end.label}: {text}"


def _removed(end: End, given: Params) -> ApiObject:
    return {
        "name": end.name,
        "state": "absent",
        "vpn_service": end.given.get("vpn_service") or {},
        **given_policies(given),
    }


def _key_problem(plans: t.Sequence[Result], given: Params) -> list[str]:
    known = given.get("has_psk") or given.get("psk_file") or any(plan["existing"] for plan in plans)
    new = [name for plan in plans for name in plan["new"]]
    if known or not new:
        return []
    return [
        f'connection "{new[0]}" needs a pre-shared key: give site_to_site_psk, or name a file in site_to_site_psk_file,'
        " into which a new one is written"
    ]
