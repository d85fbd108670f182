# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table at the end, docs/tunnel.md, and docs/tunnel.svg, a picture of the run."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from kernel.cases import HEADINGS as FAIL_OVER_HEADINGS
from programs import strongswan_version
from rich.console import Console
from steps import Outcome

from ansible_collections.sitelink.vpnaas.tests.support.report_tables import notice_of, page, pinned, section
from ansible_collections.sitelink.vpnaas.tests.support.report_tables import table as markdown

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[2] / "docs" / "tunnel.md"
PICTURE = DOCUMENT.with_suffix(".svg")
HEADINGS = ("scenario", "shows", "Neutron", "statuses", "pings passed", "no tunnel", "s to ACTIVE", "")
INTRODUCTION = """# Tunnels with real packets

`make tunnel` runs `ansible-playbook` with this collection on a real Neutron. Neutron's VPN driver uses neutron-vpnaas's
own strongSwan process manager, in network namespaces. The test sends pings from a host behind one gateway to a host
behind the other, in both directions:

* `pings passed` counts the pings that passed while the tunnel is up. All of them must pass, and be counted by the SAs
  of the tunnel. Only in `migrated` some are lost: this is the interruption.
* `no tunnel` counts the pings that passed while no tunnel may carry them. None of them may pass.
* Neutron reports the statuses, from charon's state.

After `state: absent` no object, process or file of a gateway is left, and at the end no namespace.

The seconds to ACTIVE begin when the last connection is first seen in the cloud, and end when all connections are seen
ACTIVE. For a gateway outside the cloud they include the run of the role that configures it. With 0.0, the first look
found all of them ACTIVE. `make tunnel` writes this page.
"""

FAIL_OVER = """\
Two tunnels of one VPN service lead to two endpoints with the properties of AWS's: two addresses, a key for each, AWS's
proposals, dead peer detection of 30 seconds. The endpoint that carries the cloud's packets fails, and later comes back.
The connections are those that the playbook runs above created. The process managers of neutron-vpnaas configure
strongSwan and Libreswan in a user-mode Linux kernel, which has ESP.

* `waits`: only the cloud initiates tunnels. `starts both`: the endpoints initiate tunnels too, again and again.
* `answers by the first`: the peer sends its answers through the first tunnel, if it is up.
* `two sites`: the second tunnel leads to a network within the network of the first tunnel.
* `before`: before the failure; `then`: after it; `endpoint back`: after the endpoint has come back.
* `first / second`: packets to the peer are in the first tunnel, answers in the second; `-`: in none.
* Each direction has five pings a second, and both directions lose the same number.

[Two tunnels](guides/two_tunnels.md) describes the consequences."""


def table(outcomes: Iterable[tuple[dict, Outcome]]) -> list[tuple[str, ...]]:
    """One row for each scenario, under ``HEADINGS``."""
    return [
        (
            scenario["name"],
            scenario["title"],
            scenario["release"],
            ", ".join(outcome.statuses) or "-",
            str(outcome.up),
            str(outcome.down),
            f"{outcome.seconds:.1f}" if outcome.seconds is not None else "-",
            "FAILED" if outcome.failure else "passed",
        )
        for scenario, outcome in outcomes
    ]


def printed(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """For a terminal: the titles are left out."""
    short = [(row[0], *row[2:]) for row in (HEADINGS, *rows)]
    widths = [max(len(row[column]) for row in short) for column in range(len(short[0]))]
    for row in short:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def write_picture(lines: list[str]) -> None:
    """The end of the run as a terminal shows it."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=max(map(len, lines)), file=nowhere, force_terminal=True)
        for line in lines:
            console.print(line, highlight=False, markup=False, no_wrap=True)
        result = console.export_svg(title="make tunnel", unique_id="tunnel")
    # Rich's own font would be fetched from somebody else's server by whoever looks at the picture.
    PICTURE.write_text(re.sub(r"@font-face \{.*?\}\s*", "", result, flags=re.DOTALL), encoding="utf-8")


def write_document(rows: list[tuple[str, ...]], fail_over: list[tuple[str, ...]], not_shown: list[dict]) -> None:
    releases = sorted({row[2] for row in rows}, reverse=True)
    versions = {"strongswan": strongswan_version(), "kernel": platform.release().partition("-")[0]}
    versions |= {name: version(name) for name in ("ansible-core", "openstacksdk")}
    vpnaas = {release: pinned(release, ["neutron-vpnaas"]).get("neutron-vpnaas", "?") for release in releases}
    result = {**{f"neutron-vpnaas ({release})": pin for release, pin in vpnaas.items()}, **versions}
    parts = (
        section("Versions", markdown(result, [result.values()])),
        section("Scenarios", markdown(HEADINGS[:-1], [row[:-1] for row in rows]), "All passed."),
        section("Fail-over", FAIL_OVER, markdown(FAIL_OVER_HEADINGS, fail_over)),
        section("Not shown", markdown(("what", "why"), [one.values() for one in not_shown])),
    )
    DOCUMENT.write_text(page(notice_of(Path(__file__)), INTRODUCTION, *parts), encoding="utf-8")
