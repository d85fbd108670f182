# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make docs`: the plugins' pages by antsibull-docs and the guides, made one site by Sphinx, every link looked at.

Guides are Markdown: they are read in the repository too, where reStructuredText's roles would stand as raw text, and
the same blocks of YAML are played by tests/integration/examples. What the repository has at another place than the site
is rewritten on the way: links that leave the site go to the repository on the web, and a module's name links to its
page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from links import check

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BUILD = ROOT / "docs" / "build"
SOURCE, HTML = BUILD / "source", BUILD / "html"
REPOSITORY = "https://github.com/sitelink/vpnaas/blob/main"
COLLECTION = "sitelink.vpnaas"

#: antsibull-docs' title of the page that lists all plugins, and ours.
TITLE = re.compile(r"^Sitelink\.Vpnaas\n=+\n", re.MULTILINE)
REFERENCE = "Modules, roles and plugins"
#: copied beside the pages
PICTURES = (".svg", ".png")
FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)
CONTENTS = re.compile(r"^\.\. contents::\n(?: .*\n)+", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


def run(*command: str) -> None:
    """Show its output only if it fails, or if it warns."""
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}\nmake docs: {Path(command[0]).name} exited {done.returncode}")


def plugin_pages() -> dict[str, str]:
    """Every plugin's page; the name of a plugin or role -> the file of its page."""
    target = SOURCE / "plugins"
    target.mkdir(parents=True)
    command = ("collection", "--use-current", "--squash-hierarchy", "--dest-dir", str(target), COLLECTION)
    tool = Path(sys.executable).parent / "antsibull-docs"
    run(str(tool), "--config-file", str(HERE / "antsibull-docs.cfg"), *command)
    pages = {}
    for page in target.glob("*.rst"):
        # The theme has a table of contents of its own beside the page, and paints a second one red.
        text = CONTENTS.sub("", page.read_text(encoding="utf-8"))
        page.write_text(TITLE.sub(f"{REFERENCE}\n{'=' * len(REFERENCE)}\n", text), encoding="utf-8")
        name, underscore, kind = page.stem.rpartition("_")
        if underscore and kind in ("module", "role", "filter"):
            pages[f"{COLLECTION}.{name}"] = page.name
    return pages


def targets() -> dict[Path, Path]:
    """Every Markdown file that becomes a page -> its place in the site."""
    docs = ROOT / "docs"
    about = [*docs.glob("*.md"), ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
    return {
        **{path: SOURCE / "pages" / path.name for path in about},
        **{path: SOURCE / "guides" / path.name for path in docs.glob("guides/*.md")},
        **{path: SOURCE / "playbooks" / path.name for path in docs.glob("playbooks/*.md")},
        **{path: SOURCE / "guides" / f"{path.parent.name}_example.md" for path in docs.glob("examples/*/README.md")},
        **{path: SOURCE / "roles" / f"{path.parent.name}.md" for path in ROOT.glob("roles/*/README.md")},
    }


def rewritten(text: str, origin: Path, place: Path, places: dict[Path, Path], plugins: dict[str, str]) -> str:
    """A page with the links that it needs at its place in the site."""

    def link(match: re.Match) -> str:
        address, anchor = match[1], match[2] or ""
        if ":" in address:
            return match[0]
        meant = (origin.parent / address).resolve()
        if meant.suffix in PICTURES:
            return match[0]  # copied beside the pages
        if meant in places:
            return f"]({os.path.relpath(places[meant], place.parent)}{anchor})"
        if not meant.exists():
            sys.exit(f"make docs: {origin.relative_to(ROOT)} links to {address}, which does not exist")
        return f"]({REPOSITORY}/{meant.relative_to(ROOT).as_posix()}{anchor})"

    def name(match: re.Match) -> str:
        page = plugins.get(match[1])
        shown = f"`{match[1]}`"
        return f"[{shown}]({os.path.relpath(SOURCE / 'plugins' / page, place.parent)})" if page else shown

    parts, fenced = [], False
    for line in text.splitlines(keepends=True):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            line = re.sub(rf"(?<![\[`])`({re.escape(COLLECTION)}\.\w+)`(?!\])", name, LINK.sub(link, line))
        parts.append(line)
    return "".join(parts)


def write_pages(plugins: dict[str, str]) -> None:
    """Guides and the other pages, at their places."""
    places = targets()
    for origin, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        text = origin.read_text(encoding="utf-8")
        place.write_text(rewritten(text, origin, place, places, plugins), encoding="utf-8")
    for picture in (path for path in (ROOT / "docs").iterdir() if path.suffix in PICTURES):
        for folder in (SOURCE, SOURCE / "pages"):
            shutil.copy2(picture, folder)


def main() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    plugins = plugin_pages()
    write_pages(plugins)
    (SOURCE / "_static").mkdir()
    shutil.copy2(HERE / "site.css", SOURCE / "_static")
    for name in ("conf.py", "index.md"):
        shutil.copy2(HERE / name, SOURCE)
    # -W: a warning is a failure; --keep-going: all of them are reported.
    sphinx = ("-m", "sphinx", "-b", "html", "-W", "--keep-going", "--quiet", "--jobs", "auto")
    run(sys.executable, *sphinx, "--doctree-dir", str(BUILD / "doctrees"), str(SOURCE), str(HTML))
    external, count, broken = check(HTML)
    (BUILD / "external-links.txt").write_text("".join(f"{address}\n" for address in external), encoding="utf-8")
    if broken:
        sys.exit("make docs: broken internal links:\n" + "\n".join(broken))
    pages = len(list(HTML.rglob("*.html")))
    print(f"make docs: {pages} pages in docs/build/html/index.html; {count} internal links, none broken;")
    print(f"{len(external)} external addresses, listed in docs/build/external-links.txt")


if __name__ == "__main__":
    main()
