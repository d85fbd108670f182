# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the programs generate_*.py have in common: they write files, or with --check compare them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def write_or_check(wanted: Iterable[tuple[Path, str]], arguments: list[str]) -> None:
    """Write each file whose text differs; with --check SystemExit, which names those files and the program that runs.

    ``wanted`` may be a generator that reads what it yielded before.
    """
    stale = []
    for file, text in wanted:
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(str(file.relative_to(ROOT)))
            if arguments != ["--check"]:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    if stale and arguments == ["--check"]:
        sys.exit(f"not as generated: {', '.join(stale)}. Run development/{Path(sys.argv[0]).name}")
