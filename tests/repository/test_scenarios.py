# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of make tunnel, which itself needs root: nothing in it is misspelt, and nothing is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
TUNNEL = ROOT / "tests" / "e2e" / "tunnel"
SCENARIOS = yaml.safe_load((TUNNEL / "scenarios.yml").read_text(encoding="utf-8"))
FAIL_OVERS = yaml.safe_load((TUNNEL / "kernel" / "cases.yml").read_text(encoding="utf-8"))
NETWORK = yaml.safe_load((TUNNEL / "network.yml").read_text(encoding="utf-8"))
PRESETS = yaml.safe_load((ROOT / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8"))


def steps(listed: list[dict]) -> Iterator[tuple[str, object]]:
    for step in listed:
        for word, argument in step.items():
            yield word, argument
            if word == "pinging":
                yield from steps(argument)


def settings(scenario: dict) -> dict:
    return {**SCENARIOS["defaults"], **scenario.get("vars", {})}


def test_every_preset_of_the_role_is_carried_and_gets_new_keys() -> None:
    carried = {
        settings(scenario)["crypto"]
        for scenario in SCENARIOS["scenarios"]
        if [step for step in steps(scenario["steps"]) if step[0] == "rekey"] == [("rekey", "child"), ("rekey", "ike")]
    }
    assert carried == set(PRESETS["site_to_site_presets"])


def test_both_ike_versions_carry_every_mix_of_ip_versions() -> None:
    mixes = set()
    for scenario in SCENARIOS["scenarios"]:
        result = settings(scenario)
        ike = PRESETS["site_to_site_presets"][result["crypto"]]["ike"]["ike_version"]
        inside = "IPv6" if result["networks"]["edge"] == ["office6"] else "IPv4"
        mixes.add((ike, inside, result["outside"]))
    assert mixes == {
        (ike, inside, out) for ike in ("v1", "v2") for inside in ("IPv4", "IPv6") for out in ("IPv4", "IPv6")
    }


def test_every_word_is_a_step_and_every_playbook_is_there() -> None:
    (workspace,) = [
        node
        for node in ast.parse((TUNNEL / "steps.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "ScenarioRun"
    ]
    known = {node.name for node in workspace.body if isinstance(node, ast.FunctionDef)}
    for scenario in SCENARIOS["scenarios"]:
        for word, argument in steps(scenario["steps"]):
            assert word in known, f"{scenario['name']}: {word}"
            if word in ("play", "unchanged"):
                book = argument["book"] if isinstance(argument, dict) else argument
                assert (TUNNEL / "playbooks" / f"{book}.yml").is_file(), f"{scenario['name']}: {book}"


def test_scenarios_have_names_of_their_own_and_networks_that_exist() -> None:
    names = [scenario["name"] for scenario in SCENARIOS["scenarios"]]
    assert len(names) == len(set(names))
    for scenario in SCENARIOS["scenarios"]:
        for gateway, networks in settings(scenario)["networks"].items():
            assert set(networks) <= set(NETWORK["gateways"][gateway]["networks"]), scenario["name"]


def test_what_is_not_shown_has_a_reason() -> None:
    assert {"AH, and AH with ESP", "transport mode", "aggressive mode"} <= {
        one["what"] for one in SCENARIOS["not_shown"]
    }
    assert all(one["why"] for one in SCENARIOS["not_shown"])


def test_every_fail_over_is_of_a_service_that_a_scenario_notes_and_says_what_passes() -> None:
    performed = [step for scenario in SCENARIOS["scenarios"] for step in steps(scenario["steps"])]
    (begun,) = [argument for word, argument in performed if word == "fails_over"]
    assert {argument for word, argument in performed if word == "noted"} == set(begun)
    assert {case["service"] for case in FAIL_OVERS} == set(begun)
    assert len({case["name"] for case in FAIL_OVERS}) == len(FAIL_OVERS)
    assert {case["gateway"] for case in FAIL_OVERS} == {"strongSwan", "Libreswan"}
    assert all([type(passes) for passes in case["passes"]] == [bool] * 3 for case in FAIL_OVERS)
