# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the benchmark's data name exists, and its judge judges; nothing is timed here."""

from __future__ import annotations

import importlib
import json
from functools import reduce
from pathlib import Path
from types import SimpleNamespace

import pytest
import report
import thresholds
import yaml
from figures import Figures

import bench

FOLDER = Path(thresholds.__file__).parent
PLAN = yaml.safe_load((FOLDER / "benchmark.yml").read_text(encoding="utf-8"))
RUNS = [run for each in PLAN["rounds"] for run in each["runs"]]
LAYERS = json.loads((FOLDER / "layers.json").read_text(encoding="utf-8"))
SIZES = {name: full for name, (full, _quick) in PLAN["sizes"].items()}


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run['row']}-{run['by']}")
def test_a_run_names_what_there_is(run):
    assert run["row"] in PLAN["rows"] and run["by"] in PLAN["competitors"]
    assert run["cloud"] in PLAN["clouds"] and run["size"] in PLAN["sizes"]
    assert run.get("task", "topology") in PLAN["tasks"] and run.get("command", "list") in PLAN["commands"]
    assert sum(way in run for way in ("task", "command", "floor")) == 1


@pytest.mark.parametrize(("module", "path"), [function for layer in LAYERS.values() for function in layer])
def test_a_layer_names_functions_that_exist(module, path):
    assert callable(reduce(getattr, path.split("."), importlib.import_module(module)))


def measured(**changes):
    """Figures in which every goal is met, but for ``changes``."""
    calls = ["identity GET /v3", "identity POST /v3/auth/tokens", *["network GET /v2.0/something"] * 6]
    seconds = {
        "loop": {"loop": 1.0, "resource": 25.0},
        "topology": {"topology": 0.5, "floor": 0.3, "nothing": 0.15},
        "plain": {"topology": 0.3, "floor": 0.1, "nothing": 0.15},
        "validate": {"validate": 0.44, "floor": 0.2, "nothing": 0.1},
        "create": {"create": 3.5},
        "several": {"several": 1.3, "several_former": 2.1},
        "policies": {"policy": 0.04, "policy_floor": 0.02, "nothing_one": 0.01},
        "one": {"one": 0.04, "one_floor": 0.02, "nothing_one": 0.012},
        "one_embedded": {"one": 0.04},
        "keyless": {"keyless": 1.0},
        "slow": {"topology": 1.0},
        "large": {"topology": 3.0},
    }
    figures = Figures()
    for row, reported in seconds.items():
        for by, value in reported.items():
            value = changes.get(f"{row}_{by}", value)
            sample = {"seconds": value, "calls": changes.get("calls", calls), "worker_mib": changes.get("mib", 150)}
            sample |= {"logins": changes.get("logins", 1), "key_bytes": changes.get("key_bytes", 0)}
            figures.add(row, by, [sample] * 3)
    return figures


UNMET = {
    "loop": {"loop_resource": 19.0},
    "topology": {"topology_topology": 0.6},
    "validate": {"validate_validate": 0.46},
    "create": {"create_create": 4.0},
    "calls": {"calls": ["identity POST /v3/auth/tokens"]},
    "several": {"calls": ["identity GET /v3"] * 12},
    "former": {"several_several": 1.5},
    "policies": {"policies_policy": 0.043},
    "one": {"one_one": 0.042},
    "logins": {"logins": 2},
    "keys": {"key_bytes": 8},
    "memory": {"mib": 191},
    "time": {"large_topology": 3.4},
}


@pytest.mark.parametrize("threshold", UNMET)
def test_a_goal_is_judged(threshold):
    check = getattr(thresholds, threshold)
    assert check(measured(), SIZES, 0.1).met
    assert not check(measured(**UNMET[threshold]), SIZES, 0.1).met


def test_every_goal_is_judged_in_a_whole_run_and_only_measured_ones_in_a_run_of_some_rows():
    assert len(thresholds.check_all(measured(), SIZES, 0.1)) == len(UNMET)
    some = Figures()
    for (row, by), samples in measured().samples.items():
        if row in ("one", "policies"):
            some.add(row, by, samples)
    assert sum(not result.met for result in thresholds.check_all(some, SIZES, 0.1)) == len(UNMET) - 2
    assert len(thresholds.check_all(some, SIZES, 0.1, measured_only=True)) == 2


def test_some_rows_are_the_runs_of_these_rows_on_clouds_filled_as_in_the_whole_run():
    rounds = bench.rounds_of(["one", "policies"])
    assert {run["row"] for each in rounds for run in each["runs"]} == {"one", "policies"}
    assert [each["fill"]["neutron"] for each in rounds] == ["loop", "project"]
    assert not any(each["layers"] for each in rounds)
    assert bench.rounds_of([]) == PLAN["rounds"]
    with pytest.raises(SystemExit, match="no such row: two; there are policy, loop,"):
        bench.rounds_of(["one", "two"])


def test_failed_competitor_is_shown_with_its_message():
    figures = measured()
    figures.add("loop", "resource_policy", [{"failure": "'Proxy' object has | no attribute"}])
    shown = report.comparison(figures, PLAN, SIZES, "loop", "loop")
    assert "| fails | `'Proxy' object has \\| no attribute` |" in shown
    assert shown.index("in process") < shown.index("openstack.cloud.resource")


def test_the_guide_shows_a_table_of_the_page():
    root = FOLDER.parent
    paths = ("docs/guides/performance.md", "docs/benchmarks.md")
    guide, page = ((root / path).read_text(encoding="utf-8") for path in paths)
    shown = guide.partition(report.BEGIN)[2].partition(report.END)[0]
    assert "| `vpn_topology` |" in shown
    assert f"### {shown.strip()}" in page
    assert report.with_figures(guide, shown.strip()) == guide


def test_every_word_of_the_pages_template_has_a_value():
    """A word without one ends a run of eight minutes before anything is written."""
    figures = measured()
    memory = {"seconds": 1.0, "worker_mib": 100, "controller_mib": 90}
    figures.add("large", "nothing", [memory])
    figures.add("large", "topology", [memory])
    layers = {"plain": (1.0, {"requests": 0.5})}
    run = SimpleNamespace(minutes=8, loads=(1, 1), figures=figures, layers=layers, sizes=SIZES)
    text = bench.page_text(run, [["memory", "24 GiB"]], "| work | threshold |", "### One IKE policy")
    assert "| work | threshold |" in text and "### One IKE policy" in text and "$" not in text
