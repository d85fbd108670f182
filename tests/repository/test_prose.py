# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README is short, and the guides read like those of other projects: measured per 100 words of prose.

The ranges are those of httpx, structlog, attrs, foreman, cloudscale, community.dns, community.crypto and
kubernetes.core.
``python tests/repository/test_prose.py`` prints the figures of each page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README_WORDS = 900
WORD = re.compile(r"[A-Za-z][\w'-]*")
#: What is not prose: code blocks, comments, tables, code and pictures in a line, addresses of links.
NOT_PROSE = tuple(
    re.compile(pattern, re.MULTILINE | re.DOTALL)
    for pattern in (
        r"^```.*?^```$",
        r"<!--.*?-->",
        r"^(?: {4}|\|)[^\n]*$",
        r"`[^`]*`",
        r"!\[[^\]]*\]\([^)]*\)",
        r"(?<=\])\([^)]*\)",
        r"https?://\S+",
    )
)
#: What is counted -> (pattern, least, most) per 100 words.
MEASURES = {
    "that, which, what": (r"\b(?:that|which|what)\b", 0.0, 2.1),
    "negations": (r"\b(?:no|not|never|nothing|none|nobody|neither|nor|without|cannot)\b|n't\b", 0.0, 1.6),
    "you, your": (r"\byou(?:r|rs)?\b", 0.9, 100.0),
}
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
TEXTS = {"README.md": [ROOT / "README.md"], "first_vpn.md": [ROOT / "docs/guides/first_vpn.md"], "guides": GUIDES}


def prose(path: Path) -> str:
    """The sentences of a Markdown page."""
    text = path.read_text(encoding="utf-8")
    for pattern in NOT_PROSE:
        text = pattern.sub("", text)
    return text


def per_hundred(pattern: str, text: str) -> float:
    return 100 * len(re.findall(pattern, text, re.IGNORECASE)) / max(1, len(WORD.findall(text)))


def figures(text: str) -> str:
    return ", ".join(f"{name} {per_hundred(row[0], text):.1f}" for name, row in MEASURES.items())


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("measure", MEASURES)
def test_prose_is_within_the_range_of_other_projects(name: str, measure: str) -> None:
    pattern, least, most = MEASURES[measure]
    pages = "\n".join(f"{path.relative_to(ROOT)}: {figures(prose(path))}" for path in TEXTS[name])
    found = per_hundred(pattern, "\n".join(map(prose, TEXTS[name])))
    assert least <= found <= most, f"{measure} per 100 words: {found:.2f}, not {least} to {most}\n{pages}"


def test_readme_is_at_most_900_words_beside_its_code() -> None:
    text = re.sub(r"^```.*?^```$|^ {4}[^\n]*$", "", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M | re.S)
    assert len(text.split()) <= README_WORDS


def test_code_tables_and_links_are_no_prose(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("You [read](which.md) `that`.\n\n```text\nnot\n```\n| never |\n    none\n", encoding="utf-8")
    assert prose(page).split() == ["You", "[read]", "."]


if __name__ == "__main__":
    pages = [
        ROOT / "README.md",
        *GUIDES,
        *sorted(ROOT.glob("docs/playbooks/*.md")),
        *sorted(ROOT.glob("roles/*/README.md")),
    ]
    for page in pages:
        print(f"{page.relative_to(ROOT)}: {figures(prose(page))}")
    print(f"README.md and guides: {figures(chr(10).join(prose(page) for page in pages[: len(GUIDES) + 1]))}")
