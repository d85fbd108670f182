# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What README, roles and plugins link to in the repository by its address on the web, as Galaxy and ansible-doc need
it: the file is there, and the heading. Links within the site are looked at by ``make docs``."""

from __future__ import annotations

import re

import pytest

from ansible_collections.sitelink.vpnaas.tests.repository.test_architecture import ROOT

ADDRESS = re.compile(
    r"https://(?:github\.com/sitelink/vpnaas/(?:blob|tree)|raw\.githubusercontent\.com/sitelink/vpnaas)/main/([\w./-]+)(?:#([\w-]+))?"
)
SOURCES = (
    "*.md",
    "*.yml",
    "docs/*.md",
    "docs/guides/*.md",
    "docs/playbooks/*.md",
    "docs/docsite/*.yml",
    "docs/examples/**/*.md",
    "roles/**/*.md",
    "roles/**/*.yml",
    "plugins/**/*.py",
)
FOUND = sorted(
    {
        (path.relative_to(ROOT).as_posix(), *match)
        for source in SOURCES
        for path in ROOT.glob(source)
        for match in ADDRESS.findall(path.read_text(encoding="utf-8"))
    }
)


def headings(text):
    """The anchors that GitHub makes of a page's headings."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize(("origin", "path", "anchor"), FOUND)
def test_an_address_in_this_repository_leads_somewhere(origin, path, anchor):
    target = ROOT / path
    assert target.exists(), f"{origin} links to {path}, which does not exist"
    assert not anchor or anchor in headings(target.read_text(encoding="utf-8")), f"{origin}: {path} has no #{anchor}"


def test_the_readme_is_looked_at():
    assert any(origin == "README.md" for origin, _path, _anchor in FOUND)
