# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the tables of variables in docs/playbooks, from the argument spec in the first task of each playbook.

With --check write nothing, and fail if a page differs. A page has the table between two comments, BEGIN and END.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from generated_files import ROOT, write_or_check
from yaml_text import loaded

BLOCK = re.compile(r"(<!-- BEGIN variables, generated from (\S+) -->\n)(?:.*\n)*?(<!-- END -->)")
#: the arguments of the tasks that check variables
SPECS = ("spec", "argument_spec")


def spec_of(playbook: Path) -> dict[str, dict[str, Any]]:
    """The argument spec of a playbook. SystemExit if its first task does not check the variables."""
    (play,) = loaded(playbook.read_text(encoding="utf-8"))
    for arguments in play["tasks"][0].values():
        for name in SPECS:
            if isinstance(arguments, dict) and isinstance(arguments.get(name), dict):
                return arguments[name]
    sys.exit(f"{playbook.relative_to(ROOT)}: its first task must check the variables, with {' or '.join(SPECS)}")


def type_of(option: dict[str, Any]) -> str:
    if option["type"] == "list":
        return f"list of {option['elements']}"
    return "name or mapping" if option["type"] == "raw" else option["type"]


def value(text: object) -> str:
    return f"`{text}`" if text not in ("", [], {}, None) else ""


def table(spec: dict[str, dict[str, Any]]) -> str:
    lines = ["| variable | type | default | |", "|---|---|---|---|"]
    for name, option in spec.items():
        described = option["description"]
        texts = [described] if isinstance(described, str) else list(described)
        if "choices" in option:
            texts.append(f"One of {', '.join(f'`{choice}`' for choice in option['choices'])}.")
        default = "**required**" if option.get("required") else value(option.get("default"))
        lines.append(f"| `{name}` | {type_of(option)} | {default} | {' '.join(texts)} |")
    return "".join(f"{line}\n" for line in lines)


def wanted() -> dict[Path, str]:
    """Each page, and what it should be. SystemExit if a playbook has no page, or a page no block."""
    pages = {}
    for playbook in sorted((ROOT / "playbooks").glob("*.yml")):
        page, source = ROOT / "docs/playbooks" / f"{playbook.stem}.md", f"playbooks/{playbook.name}"
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if [match[2] for match in BLOCK.finditer(text)] != [source]:
            sys.exit(
                f"{page.relative_to(ROOT)}: put '<!-- BEGIN variables, generated from {source} -->' and '<!-- END -->'"
                " into it, once"
            )
        body = table(spec_of(playbook))
        pages[page] = BLOCK.sub(lambda match, body=body: f"{match[1]}{body}{match[3]}", text)
    return pages


if __name__ == "__main__":
    write_or_check(wanted().items(), sys.argv[1:])
