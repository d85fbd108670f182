# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make release`: the version that semantic versioning asks for, in galaxy.yml, documentation and changelog.

The fragments decide on the version (release/versions.py). What is newer than the last release gets this version as its
``version_added``. antsibull-changelog then turns the fragments into changelogs/changelog.yaml and CHANGELOG.md.
Nothing is committed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from release.commands import CommandFailed, run
from release.points import ROOT
from release.versions import ADDED, documents, fragments, next_version, released, version, written


def main() -> int:
    last, number = released(), next_version()
    pending = fragments()
    if not pending:
        return failed(f"changelogs/fragments is empty: there is nothing to release after {written(last)}")
    if not any("release_summary" in sections for sections in pending.values()):
        return failed(
            f"write changelogs/fragments/{written(number)}.yml with release_summary, a few sentences for users"
        )
    changed = [path for path in documents() if replaced_in(path, written(number))]
    galaxy = ROOT / "galaxy.yml"
    text = galaxy.read_text(encoding="utf-8")
    galaxy.write_text(re.sub(r"(?m)^version: .*", f"version: {written(number)}", text), encoding="utf-8")
    try:
        # It keeps what it knows of the plugins in a cache, by version.
        (ROOT / "changelogs" / ".plugin-cache.yaml").unlink(missing_ok=True)
        run("antsibull-changelog", "release")
        run("python", "development/generate_guide_list.py")
    except CommandFailed as failure:
        return failed(str(failure))
    print(f"{written(last)} -> {written(number)}: {len(pending)} fragments, version_added in {len(changed)} files.")
    print("Read CHANGELOG.md, then: make lint release-check build; CONTRIBUTING.md has the steps that follow.")
    return 0


def replaced_in(path: Path, number: str) -> bool:
    """Write the version in place of those that are not released. Whether the file had one."""
    text = path.read_text(encoding="utf-8")
    last = released()

    def newer(match: re.Match[str]) -> str:
        return f"{match[1]}{number}" if version(match[2]) > last else match[0]

    found = ADDED.sub(newer, text)
    if found != text:
        path.write_text(found, encoding="utf-8")
    return found != text


def failed(message: str) -> int:
    print(f"make release: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
