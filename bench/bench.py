# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The benchmark: make bench, or python bench/bench.py [--quick | ROW...]. See README.md."""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import competitors
import layers
import machine
import peers
import report
import thresholds
import yaml
from clouds import CACHE, ROOT, EmbeddedCloud, RealNeutron
from figures import Figures

HERE = Path(__file__).parent
#: The row whose competitor each row is measured in units of.
OURS = {
    "policy": "policy",
    "policies": "policy",
    "loop": "loop",
    "slow": "loop",
    "create": "create",
    "several": "several",
    "keyless": "keyless",
    "one": "one",
    "one_embedded": "one",
}
PLAN = yaml.safe_load((HERE / "benchmark.yml").read_text(encoding="utf-8"))


class Benchmark:
    def __init__(self, quick):
        self.quick = quick
        self.sizes = {name: pair[quick] for name, pair in PLAN["sizes"].items()}
        self.figures = Figures()
        self.clouds = {}
        self.layers = {}

    def run(self, rounds):
        began, load = time.monotonic(), machine.load()
        needed = {run["cloud"] for each in rounds for run in (*each["runs"], *each.get("layers", ()))}
        with ExitStack() as stack:
            for name, desired in PLAN["clouds"].items():
                if name in needed and (desired["kind"] == "embedded" or not self.quick):
                    kind = EmbeddedCloud if desired["kind"] == "embedded" else RealNeutron
                    self.clouds[name] = kind(name, desired.get("latency", 0.0))
                    stack.callback(self.clouds[name].stop)
            for number, each in enumerate(rounds, 1):
                self.round(each, f"round {number} of {len(rounds)}")
        self.loads = (load, machine.load())
        self.minutes = (time.monotonic() - began) / 60

    def round(self, wanted, title):
        """All runs take turns, so that whatever else the machine does hits all alike."""
        for cloud, size in wanted["fill"].items():
            if cloud in self.clouds:
                self.clouds[cloud].fill(self.sizes[size])
        if "empty" in self.clouds:
            self.clouds["empty"].fill(0)
        runs = [run for run in wanted["runs"] if run["cloud"] in self.clouds and not (self.quick and needs_peer(run))]
        turns = 1 if self.quick else wanted["turns"]
        for turn in range(turns if runs else 0):
            print(f"{title}, turn {turn + 1} of {turns}, load {machine.load():.1f}", flush=True)
            for run in runs[turn % len(runs) :] + runs[: turn % len(runs)]:
                if turn < run.get("turns", turns):
                    self.figures.add(run["row"], run["by"], self.measure(run))
        for run in wanted.get("layers", ()):
            if run["cloud"] in self.clouds:
                self.layers[run["title"].format(**self.sizes)] = self.time_in_layers(run)

    def measure(self, run):
        cloud, size = self.clouds[run["cloud"]], self.sizes[run["size"]]
        times = run.get("times", 1)
        if "task" in run:
            samples = competitors.run_task(PLAN["tasks"][run["task"]], cloud, size, times, run.get("former", False))
        elif "command" in run:
            samples = competitors.run_command(PLAN["commands"][run["command"]], cloud, size, run["calls"])
        else:
            samples = competitors.run_floor(run["floor"], cloud, size, times)
        if run.get("clean"):
            cloud.fill(0)
        return samples

    def time_in_layers(self, run):
        """(task time, seconds by layer) of a task: the median run of several; of ``times`` tasks in a run the mean."""
        target, measured = CACHE / "layers.json", []
        cloud, size, times = self.clouds[run["cloud"]], self.sizes[run["size"]], run.get("times", 1)
        for _turn in range(1 if self.quick else 5):
            target.unlink(missing_ok=True)
            samples = competitors.run_task(PLAN["tasks"][run["task"]], cloud, size, times, BENCH_LAYERS=str(target))
            whole = sum(sample["seconds"] for sample in samples)
            by_layer = {layer: seconds / times for layer, seconds in layers.read(target, whole).items()}
            measured.append((whole / times, by_layer))
        return sorted(measured, key=lambda pair: pair[0])[len(measured) // 2]


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a smoke test: small sizes, one turn, no peers, no verdict"
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only these rows of benchmark.yml; nothing is written")
    return parser.parse_args()


def rounds_of(rows):
    """The rounds, of those with ``rows`` only these rows and no layers. Exits for a row that is not there."""
    unknown = sorted(set(rows) - set(PLAN["rows"]))
    if unknown:
        sys.exit(f"no such row: {', '.join(unknown)}; there are {', '.join(PLAN['rows'])}")
    if not rows:
        return PLAN["rounds"]
    chosen = [[run for run in each["runs"] if run["row"] in rows] for each in PLAN["rounds"]]
    return [{**each, "runs": runs, "layers": ()} for each, runs in zip(PLAN["rounds"], chosen, strict=True) if runs]


def needs_peer(run):
    return "command" in run or "former" in run or run.get("task", "").startswith("resource")


def main():
    arguments = parse()
    quick, rounds = arguments.quick, rounds_of(arguments.rows)
    # However it ends, the clouds end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    CACHE.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(CACHE / "clouds", ignore_errors=True)
    if not quick and any(needs_peer(run) for each in rounds for run in each["runs"]):
        peers.install()
    benchmark = Benchmark(quick)
    benchmark.run(rounds)
    samples = [{"row": row, "by": by, "samples": measured} for (row, by), measured in benchmark.figures.samples.items()]
    (CACHE / "samples.json").write_text(json.dumps(samples, indent=1))
    comparisons = "\n\n".join(
        report.comparison(benchmark.figures, PLAN, benchmark.sizes, row, OURS.get(row, "topology"))
        for row in PLAN["rows"]
        if benchmark.figures.by(row)
    )
    latency = PLAN["clouds"]["empty"]["latency"]
    results = [] if quick else thresholds.check_all(benchmark.figures, benchmark.sizes, latency, bool(arguments.rows))
    result_table = report.result_table(results) if results else ""
    print(f"\n{result_table}\n\n{comparisons}\n")
    if not quick and not arguments.rows:
        write_page(benchmark, result_table, comparisons)
    return 0


def page_text(benchmark, facts, result_table, comparisons):
    """docs/benchmarks.md from bench/page.md; ``facts`` about the machine are pairs. Raises KeyError for a word of the
    template that has no value here."""
    return report.page(
        (HERE / "page.md").read_text(encoding="utf-8"),
        date=datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        minutes=f"{benchmark.minutes:.0f}",
        machine=report.table(["", ""], facts),
        loads=" and ".join(f"{load:.1f}" for load in benchmark.loads),
        result_table=result_table,
        comparisons=comparisons,
        calls="\n".join(f"    {call}" for call in benchmark.figures.calls("slow", "topology")),
        worker=f"{max(benchmark.figures.values('large', 'topology', 'worker_mib')):.0f}",
        idle=f"{max(benchmark.figures.values('large', 'nothing', 'worker_mib')):.0f}",
        controller=f"{max(benchmark.figures.values('large', 'topology', 'controller_mib')):.0f}",
        layers=report.layers(benchmark.layers),
        **{name: str(size) for name, size in benchmark.sizes.items()},
    )


def write_page(benchmark, result_table, comparisons):
    target = ROOT / "docs" / "benchmarks.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(page_text(benchmark, machine.facts(), result_table, comparisons), encoding="utf-8")
    guide = ROOT / "docs" / "guides" / "performance.md"
    row = report.comparison(benchmark.figures, PLAN, benchmark.sizes, "loop", OURS["loop"]).removeprefix("### ")
    guide.write_text(report.with_figures(guide.read_text(encoding="utf-8"), row), encoding="utf-8")
    print(f"written: {target} and the table in {guide}")


if __name__ == "__main__":
    sys.exit(main())
