# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user-mode kernel, which is a process of this machine: it has ESP where the machine's own has none.

Debian's packages are unpacked and not installed: Libreswan cannot be installed beside strongSwan.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from failure import Failure
from programs import RUNNING, run, start

HERE = Path(__file__).parent
PACKAGES = ("user-mode-linux", "kmod", "libkmod2", "libreswan", "libldns3", "libevent-pthreads-2.1-7")
MAX_SECONDS = 900  # seconds, after which it is ended


class Machine:
    """One boot for one plan: ``folder`` is the only part of the file system that it writes."""

    def __init__(self, folder: Path, python: Path) -> None:
        self.folder = folder / "kernel"
        self.python = python
        self.unpacked = folder.parent / "kernel-packages"
        self.process: subprocess.Popen

    def ensure_packages(self) -> None:
        """Have them unpacked; they are kept for the next run."""
        done = self.unpacked / "done"
        if done.exists() and done.read_text(encoding="utf-8").split() == list(PACKAGES):
            return
        self.unpacked.mkdir(parents=True, exist_ok=True)
        log = self.unpacked / "packages.log"
        for name in PACKAGES:
            self._must(["sh", "-c", 'cd "$0" && apt-get download --quiet "$1"', str(self.unpacked), name], log)
        for file in sorted(self.unpacked.glob("*.deb")):
            self._must(["dpkg-deb", "--extract", str(file), str(self.unpacked)], log)
            file.unlink()
        modules = self.unpacked / "usr/lib/uml/modules"
        (self.unpacked / "lib/modules").mkdir(parents=True, exist_ok=True)
        for release in modules.iterdir():
            link = self.unpacked / "lib/modules" / release.name
            link.unlink(missing_ok=True)
            link.symlink_to(release)
        modprobe = self.unpacked / "modprobe"
        modprobe.unlink(missing_ok=True)
        modprobe.symlink_to(self.unpacked / "bin/kmod")
        done.write_text(" ".join(PACKAGES), encoding="utf-8")

    @staticmethod
    def _must(command: Sequence[str], log: Path) -> None:
        code, output = run(command, log)
        if code:
            raise Failure(f"{' '.join(command)} ended with {code}:\n{output[-2000:]}")

    def begin(self, plan: Mapping[str, object]) -> None:
        """Boot, and perform the cases of the plan: keys are in it."""
        self.ensure_packages()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700)
        (self.folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        self.process = start(self._command(), self.folder / "console.log", environment)

    def result(self) -> list[dict]:
        """What was seen of each case, at the end."""
        code = self.process.wait()
        RUNNING.remove(self.process)
        (self.folder / "plan.json").unlink()
        result = self.folder / "result.json"
        if not result.exists():
            console = (self.folder / "console.log").read_text(encoding="utf-8", errors="replace")
            raise Failure(f"the user-mode kernel ended with {code} and without a result:\n{console[-3000:]}")
        return json.loads(result.read_text(encoding="utf-8"))

    def _command(self) -> list[str]:
        """Words that the kernel does not know it gives to its first process as variables."""
        kernel = [str(self.unpacked / "usr/bin/linux.uml"), "mem=1500M", "quiet", "con=null", "con0=null,fd:1"]
        root = ["root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", f"init={HERE}/init.sh"]
        variables = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HERE": HERE.parent,
            "PYTHON": self.python,
            "UNPACKED": self.unpacked,
            "FOLDER": self.folder,
        }
        command = [*kernel, *root, *(f"{name}={value}" for name, value in variables.items())]
        return ["timeout", "--kill-after=5", str(MAX_SECONDS), *command]
