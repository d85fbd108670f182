# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write docs/docsite/rst/guides.rst, which docs.ansible.com shows: a list of the guides and of the playbooks' pages.

antsibull-docs takes reStructuredText only. The guides are Markdown, since they are read in the repository too, so the
page has their titles and links. With --check write nothing, and fail if the page differs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from generated_files import ROOT, write_or_check

PAGE = ROOT / "docs" / "docsite" / "rst" / "guides.rst"
REPOSITORY = "https://github.com/sitelink/vpnaas/blob/main"
#: Title -> pattern of the pages, in this order. The first guide is for those who begin.
SECTIONS = {"Guides": "docs/guides/*.md", "Playbooks": "docs/playbooks/*.md", "About": "docs/support.md"}
FIRST = "docs/guides/first_vpn.md"
HEAD = """..
  Copyright: (c) 2026, the sitelink.vpnaas authors
  GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

.. Written by development/generate_guide_list.py

.. _ansible_collections.sitelink.vpnaas.docsite.guides:

Guides
======

The guides are in the repository of the collection, and in the folder ``docs`` of the installed collection.
"""


def title(page: Path) -> str:
    """The heading of a Markdown page. SystemExit where it has none."""
    found = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        sys.exit(f"{page.relative_to(ROOT)}: begin it with a heading, # Title")
    return found[1].replace("`", "")


def lines() -> Iterator[str]:
    """The sections, each with a link for every page."""
    for section, pattern in SECTIONS.items():
        yield f"\n{section}\n{'-' * len(section)}\n\n"
        pages = {page.relative_to(ROOT).as_posix(): title(page) for page in ROOT.glob(pattern)}
        for path, text in sorted(pages.items(), key=lambda one: (one[0] != FIRST, one[1].lower())):
            yield f"* `{text} <{REPOSITORY}/{path}>`_\n"


if __name__ == "__main__":
    write_or_check([(PAGE, HEAD + "".join(lines()))], sys.argv[1:])
