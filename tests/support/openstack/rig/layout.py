# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where everything of one release lies, and what differs between releases."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

OPENSTACK = Path(__file__).resolve().parents[1]
CHECKOUT = OPENSTACK.parents[2]
RELEASES = {
    "29": "Neutron 29, neutron-vpnaas 29, Keystone 30: OpenStack 2026.2; sha1 and 3des are gone",
    "29-ovn": "release 29 with the OVN back end on MariaDB; needs Debian's apt-get and dpkg, no root",
    "29-mariadb": "release 29 on MariaDB, with the real migrations; needs Debian's apt-get and dpkg, no root",
    "28": "Neutron 28, neutron-vpnaas 28, Keystone 29: OpenStack 2026.1; sha1 and 3des still work",
    "27": "Neutron 27, neutron-vpnaas 27, Keystone 28: OpenStack 2025.2; sha1 and 3des still work",
    "25": "Neutron 25, neutron-vpnaas 25, Keystone 26: OpenStack 2024.2; sha1 and 3des still work",
    "25-mariadb": "release 25 on MariaDB, with the real migrations; needs Debian's apt-get and dpkg, no root",
}


@dataclass(frozen=True)
class Layout:
    """Paths of one release, all below .cache/openstack/<release>; packages and template serve all its instances."""

    release: str
    instance: str = ""

    @classmethod
    def all(cls) -> list[Layout]:
        """Every release and instance that was ever booted here."""
        states = sorted((CHECKOUT / ".cache" / "openstack").glob("*/state*"))
        return [cls(state.parent.name, state.name.removeprefix("state").removeprefix("-")) for state in states]

    @property
    def root(self) -> Path:
        return CHECKOUT / ".cache" / "openstack" / self.release

    @property
    def requirements(self) -> list[Path]:
        """Its own requirement file first, then those that this one reads."""
        bare = self.release.partition("-")[0]
        return [OPENSTACK / f"requirements-{name}.txt" for name in dict.fromkeys((self.release, bare))]

    @property
    def venv(self) -> Path:
        return self.root / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def ovn(self) -> bool:
        """Whether its back end is OVN: other processes, other databases."""
        return self.release.endswith("-ovn")

    @property
    def mariadb(self) -> bool:
        """Whether Neutron's tables are MariaDB's, made by its own migrations; elsewhere they are SQLite's."""
        return self.ovn or self.release.endswith("-mariadb")

    @property
    def debian(self) -> Path:
        """Debian's packages, unpacked."""
        return self.root / "debian"

    @property
    def template(self) -> Path:
        """Databases and keys as they were after the first boot; every boot starts from a copy."""
        return self.root / "template"

    @property
    def state(self) -> Path:
        """What belongs to the running cloud: configuration, databases, keys, logs."""
        return self.root / f"state{self.suffix}"

    @property
    def clouds(self) -> Path:
        return self.root / f"clouds{self.suffix}.yaml"

    @property
    def suffix(self) -> str:
        return f"-{self.instance}" if self.instance else ""

    @property
    def title(self) -> str:
        return f"release {self.release}{f' instance {self.instance}' if self.instance else ''}"

    @property
    def ready(self) -> Path:
        return self.state / "ready.json"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    def configuration(self, service: str) -> Path:
        return self.state / f"{service}.conf"

    def database(self, service: str) -> Path:
        return self.state / f"{service}.sqlite"

    def log(self, name: str) -> Path:
        return self.state / f"{name}.log"


def write_private(path: Path, text: str) -> None:
    """Write at once and readable by the owner only: these files hold passwords, and others may be reading them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(path)


def write_json(path: Path, value: dict) -> None:
    write_private(path, json.dumps(value, indent=2, sort_keys=True) + "\n")
