# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What check mode, a run and the server by itself make of a generated topology, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import PROBABLY
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate
from ansible_collections.sitelink.vpnaas.tests.support.topology_generator import Case, Topology
from ansible_collections.sitelink.vpnaas.tests.support.topology_sides import Side

#: section -> (path, key of a body), in the order of creation
SECTIONS = {
    "ike_policies": ("vpn/ikepolicies", "ikepolicy"),
    "ipsec_policies": ("vpn/ipsecpolicies", "ipsecpolicy"),
    "vpn_services": ("vpn/vpnservices", "vpnservice"),
    "endpoint_groups": ("vpn/endpoint-groups", "endpoint_group"),
    "ipsec_site_connections": ("vpn/ipsec-site-connections", "ipsec_site_connection"),
}
#: option -> (key of the API, path of what it refers to)
REFERENCES = {
    "router": ("router_id", "routers"),
    "subnet": ("subnet_id", "subnets"),
    "flavor": ("flavor_id", "flavors"),
    "vpn_service": ("vpnservice_id", "vpn/vpnservices"),
    "ike_policy": ("ikepolicy_id", "vpn/ikepolicies"),
    "ipsec_policy": ("ipsecpolicy_id", "vpn/ipsecpolicies"),
    "local_endpoint_group": ("local_ep_group_id", "vpn/endpoint-groups"),
    "peer_endpoint_group": ("peer_ep_group_id", "vpn/endpoint-groups"),
}


@dataclass(frozen=True)
class Verdicts:
    """The words of who refused; empty: accepted. ``expected``: check mode's warnings that the cloud will refuse."""

    checked: str
    expected: tuple[str, ...]
    applied: str
    served: str

    def disagreement(self) -> str:
        """In which direction two of them disagree; empty where they agree."""
        silent, refused = not (self.checked or self.expected), self.applied or self.served
        if silent and refused:
            return "check mode is silent, and it is refused"
        if self.expected and not self.checked and not (self.applied and self.served):
            return "check mode warns of a refusal, and it is accepted"
        if self.checked and not self.served:
            return "check mode refuses what the server accepts"
        if self.checked and not self.applied:
            return "check mode refuses what a run does"
        return ""


def verdicts(case: Case, side: Side) -> Verdicts:
    """What each makes of the case, on a cloud that holds ``case.before`` and nothing else."""
    _set_up(case, side)
    checked, warnings = _run(case, side, check_mode=True)
    applied, _warnings = _run(case, side, check_mode=False)
    expected = tuple(text for text in warnings if PROBABLY in text)
    return Verdicts(checked, expected, applied, applied if case.is_replacement else served(case, side))


def served(case: Case, side: Side) -> str:
    """What the server says to plain requests for the same; to those of a run where the case is a replacement."""
    _set_up(case, side)
    if case.is_replacement:
        return _run(case, side, check_mode=False)[0]
    return _change(case, side) if case.changed else _create(case.topology, side)


def _set_up(case: Case, side: Side) -> None:
    side.clear()
    refused = _create(case.before, side)
    assert not refused, f"what should exist before is refused: {refused}: {case}"


def _run(case: Case, side: Side, check_mode: bool) -> tuple[str, list[str]]:
    """(the words of a refusal, warnings) of vpn_topology."""
    task = TASKS["vpn_topology"]
    validation = validate(dict(task.argument_spec), {**case.topology, "wait": False})
    if validation.error_messages:
        return str(validation.error_messages[0]), []
    client = side.client(check_mode)
    try:
        result = task.execute(validation.validated_parameters, check_mode, lambda _params, _mode: Snapshot(client))
    except VpnError as error:
        return str(error), []
    return "", result.get("warnings", [])


def _create(topology: Topology, side: Side) -> str:
    """The server's words to the first POST that it refuses; empty where it accepts all."""
    for section, (path, key) in SECTIONS.items():
        for item in topology.get(section, ()):
            body = _body(item, side)
            if isinstance(body, str):
                return body
            if key.endswith("policy"):
                body.setdefault("auth_algorithm", "sha256")
            elif key == "ipsec_site_connection" and "peer_address" in body:
                body.setdefault("peer_id", body["peer_address"])
            status, answer = side.ask("POST", path, {key: body})
            if status != 201:
                return str(answer)
    return ""


def _change(case: Case, side: Side) -> str:
    """The server's words to the PUT of what the case changes; empty where it accepts it."""
    assert case.changed
    section, name, options = case.changed
    path, key = SECTIONS[section]
    body = _body(options, side)
    assert isinstance(body, dict), body
    status, answer = side.ask("PUT", f"{path}/{side.find(path, name)}", {key: body})
    return "" if status == 200 else str(answer)


def _body(item: dict[str, Any], side: Side) -> dict[str, Any] | str:
    """The options as a body, names turned into ids; a sentence where nothing has a name."""
    body: dict[str, Any] = {}
    for option, value in item.items():
        key, path = REFERENCES.get(option, (option, ""))
        if option == "endpoints" and item.get("type") == "subnet":
            body[key] = [side.find("subnets", name) for name in value]
        else:
            body[key] = side.find(path, value) if path else value
        if (path and body[key] is None) or (option == "endpoints" and None in body[key]):
            return f"{option}: there is no {value}"
    return body
