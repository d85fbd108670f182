# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report: a table for the terminal, and docs/benchmarks.md."""

from __future__ import annotations

from string import Template

from ansible_collections.sitelink.vpnaas.tests.support.report_tables import replaced, section, table


def result_table(thresholds):
    rows = [
        [threshold.work, threshold.threshold, threshold.measured, "yes" if threshold.met else "**no**"]
        for threshold in thresholds
    ]
    return table(["work", "threshold", "measured", "met"], rows)


def comparison(figures, plan, sizes, row, ours):
    """A row of the benchmark: its competitors from the quickest to the slowest, each against ``ours``."""
    done, failed = [], []
    for by in figures.by(row):
        title, values = plan["competitors"][by], sorted(figures.values(row, by))
        if figures.failure(row, by):
            failed.append([title, "fails", f"`{figures.failure(row, by)}`", "", ""])
        elif values:
            middle = figures.median(row, by)
            ratio = f"{middle / figures.median(row, ours):.2f}" if figures.values(row, ours) else ""
            done.append(
                (middle, [title, seconds(middle), f"{seconds(values[0])} to {seconds(values[-1])}", len(values), ratio])
            )
    lines = [line for _middle, line in sorted(done, key=lambda pair: pair[0])]
    title = plan["rows"][row].format(**sizes)
    return section(title, table(["by", "median", "from, to", "samples", "ratio"], lines + failed), level=3)


def seconds(value):
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"


def layers(runs):
    """Seconds and share of each layer; ``runs`` maps a title to (task time, seconds by layer)."""
    names = list(dict.fromkeys(name for _whole, measured in runs.values() for name in measured))
    rows = [[name, *(_share(measured.get(name, 0), whole) for whole, measured in runs.values())] for name in names]
    rows.append(["**task time**", *(f"**{whole * 1000:.0f} ms**" for whole, _reported in runs.values())])
    return table(["layer", *runs], rows)


def _share(part, whole):
    return f"{part * 1000:.0f} ms, {part / whole:.0%}"


#: Between them docs/guides/performance.md has one of the page's tables.
BEGIN, END = "<!-- Written by make bench. -->\n", "<!-- Until here. -->\n"


def with_figures(guide, measured):
    """docs/guides/performance.md with this row of the comparison in the place of the one it had."""
    return replaced(guide, BEGIN, END, f"{measured}\n")


def page(template, **parts):
    return Template(template).substitute(parts)
