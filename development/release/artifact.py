# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's tarball: built, installed, verified, used; and what an execution environment makes of it."""

from __future__ import annotations

import re
import shutil
import tarfile
from functools import cache
from pathlib import Path

import yaml

from release.commands import CommandFailed, run
from release.documentation import COLLECTION, plugins
from release.points import ROOT, Finding, read
from release.versions import galaxy_version

BUILD = ROOT / ".cache" / "release"
GALAXY_LIMIT = 20 * 2**20
#: All that an installed collection may need.
NEEDED = ("meta", "plugins", "roles", "playbooks")
#: The most that a file of the repository may have: pictures are the largest.
FILE_LIMIT = 2 * 2**20
#: Galaxy's importer runs ansible-lint on the tarball, with the settings in it.
DEVELOPMENT = re.compile(
    r"^(tests|development|bench|extensions/molecule|\.github|\.ci)/|^\.(?!ansible-lint$)|^(Makefile|noxfile\.py)$"
)
TEMPORARY = re.compile(r"(~|\.(orig|rej|swp|tmp|bak|log|retry|pyc|gz|zip|whl|sock)|\.DS_Store|Thumbs\.db)$")
SBOM = "cyclonedx-py requirements development/requirements-run.txt --output-reproducible --of JSON"


@cache
def tarball() -> Path:
    """The tarball of the checkout, built once."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    run("ansible-galaxy", "collection", "build", "--force", "--output-path", str(BUILD))
    return BUILD / f"sitelink-vpnaas-{galaxy_version()}.tar.gz"


@cache
def names() -> tuple[str, ...]:
    """The files in the tarball."""
    with tarfile.open(tarball()) as archive:
        return tuple(member.name for member in archive if member.isfile())


@cache
def installed() -> Path:
    """A folder with the collection as users have it, and with nothing else; it is installed once."""
    folder = BUILD / "installed"
    run("ansible-galaxy", "collection", "install", str(tarball()), "-p", str(folder), collections=None)
    return folder


def verified() -> Finding:
    """Built, installed, and each file is the one that the manifest has a checksum of."""
    folder = installed()
    run("ansible-galaxy", "collection", "verify", COLLECTION, "--offline", "-p", str(folder), collections=folder)
    return Finding("ansible-galaxy collection build, install, verify --offline")


def size() -> Finding:
    """The tarball is far below Galaxy's limit, and no file of the repository is large."""
    bytes_ = tarball().stat().st_size
    faults = [f"the tarball has {bytes_} bytes; Galaxy takes {GALAXY_LIMIT}"] if bytes_ > GALAXY_LIMIT else []
    faults += [f"{name} has {(ROOT / name).stat().st_size} bytes" for name in tracked() if size_of(name) > FILE_LIMIT]
    return Finding(f"the tarball has {bytes_ // 1024} KiB; git ls-files: no file above 2 MiB", tuple(faults))


def size_of(name: str) -> int:
    file = ROOT / name
    return file.stat().st_size if file.is_file() else 0


def tracked() -> list[str]:
    return run("git", "ls-files", "-z").rstrip("\0").split("\0")


def no_temporary_files() -> Finding:
    """Neither the repository nor the tarball has files that a tool left."""
    faults = [f"{name} is no source" for name in sorted({*tracked(), *names()}) if TEMPORARY.search(name)]
    return Finding("git ls-files; the names in the tarball", tuple(faults))


def development_is_left_out() -> Finding:
    """The tarball has no configuration of development tools, and no tests."""
    return Finding("the names in the tarball", tuple(f"it has {name}" for name in names() if DEVELOPMENT.search(name)))


def content_is_there() -> Finding:
    """The tarball has all of the content: what Event-Driven Ansible reads in extensions/ too, but no molecule."""
    content = re.compile(rf"^({'|'.join(NEEDED)}|extensions)/")
    wanted = [name for name in tracked() if content.search(name) and not DEVELOPMENT.search(name)]
    faults = [
        f"{name} is not in the tarball: see build_ignore in galaxy.yml" for name in sorted({*wanted} - {*names()})
    ]
    return Finding(f"{len(wanted)} files of {', '.join(NEEDED)}, extensions are in the tarball", tuple(faults))


def four_folders() -> Finding:
    """With all but four folders deleted, every plugin, role and playbook is found and loads."""
    folder = BUILD / "four_folders"
    home = folder / "ansible_collections" / "sitelink" / "vpnaas"
    for name in NEEDED:
        shutil.copytree(installed() / home.relative_to(folder) / name, home / name)
    playbooks = sorted(path.stem for path in (home / "playbooks").glob("*.yml"))
    commands = [
        ("ansible-doc", "--type", kind, *sorted(name for one, name in plugins() if one == kind))
        for kind in ("module", "filter", "lookup")
    ]
    commands.append(("ansible-playbook", "--syntax-check", *(f"{COLLECTION}.{name}" for name in playbooks)))
    faults = []
    for command in commands:
        try:
            run(*command, collections=folder)
        except CommandFailed as failure:
            faults.append(str(failure))
    return Finding(
        f"installed without all but {', '.join(NEEDED)}: ansible-doc of {len(plugins())} plugins,"
        f" ansible-playbook --syntax-check of {', '.join(playbooks)}",
        tuple(faults),
    )


def introspected() -> Finding:
    """ansible-builder finds the Python requirements in the installed collection, and the guide's definition is one."""
    faults = []
    found = yaml.safe_load(run("ansible-builder", "introspect", str(installed())))
    wanted = re.findall(r"^[a-z].*", read("meta/ee-requirements.txt"), re.MULTILINE)
    python = [line.split("  # ")[0] for line in found.get("python", ())]
    if sorted(python) != sorted(wanted):
        faults.append(f"ansible-builder introspect finds {python}")
    pattern = r"```yaml\n# execution-environment\.yml\n(.*?)```"
    (definition,) = re.findall(pattern, read("docs/guides/controller.md"), re.DOTALL)
    context = BUILD / "environment"
    context.mkdir()
    (context / "execution-environment.yml").write_text(definition, encoding="utf-8")
    run("ansible-builder", "create", "--output-filename", "Containerfile", folder=context)
    shown = f"ansible-builder introspect: {', '.join(python)}; ansible-builder create, of docs/guides/controller.md"
    return Finding(shown, tuple(faults))


def sbom() -> Finding:
    """A bill of materials beside the tarball, in CycloneDX."""
    tarball()
    path = BUILD / "sbom.cdx.json"
    run(*SBOM.split(), "--output-file", str(path))
    return Finding(f"{SBOM}: {path.relative_to(ROOT)}")


CHECKS = {
    "verified": verified,
    "size": size,
    "no_temporary_files": no_temporary_files,
    "development_is_left_out": development_is_left_out,
    "content_is_there": content_is_there,
    "four_folders": four_folders,
    "introspected": introspected,
    "sbom": sbom,
}
