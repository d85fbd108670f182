# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A pluto of a test's own, in a network namespace of its own, with files of its own; its programs are only unpacked."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.e2e.peers.packages import FOLDER
from ansible_collections.sitelink.vpnaas.tests.support.charon import run

ROOT = FOLDER / "libreswan"
COMMANDS = ROOT / "usr/libexec/ipsec"
ENVIRONMENT = {**os.environ, "LD_LIBRARY_PATH": str(ROOT / "usr/lib/x86_64-linux-gnu")}


class Pluto:
    """One daemon, in the namespace ``name``, with its files in ``folder``."""

    def __init__(self, name, folder):
        self.name, self.folder = name, Path(folder)
        self.process = None

    def __enter__(self):
        for path in ("run", "nss", "ipsec.d"):
            (self.folder / path).mkdir(parents=True)
        (self.folder / "ipsec.conf").write_text("config setup\n    ikev1-policy=accept\n", encoding="utf-8")
        (self.folder / "ipsec.secrets").write_text("", encoding="utf-8")
        run("certutil", "-N", "-d", f"sql:{self.folder}/nss", "--empty-password")
        run("ip", "netns", "add", self.name)
        run("ip", "netns", "exec", self.name, "ip", "link", "set", "lo", "up")
        options = {
            "config": "ipsec.conf",
            "rundir": "run",
            "nssdir": "nss",
            "ipsecdir": "ipsec.d",
            "secretsfile": "ipsec.secrets",
            "logfile": "log",
        }
        arguments = " ".join(f'--{option} "{self.folder}/{place}"' for option, place in options.items())
        # It looks for its other programs in /usr/libexec/ipsec, so it gets that folder, and nobody else does.
        start = (
            f'mount --bind "{COMMANDS.parent}" /usr/libexec && exec "{COMMANDS}/pluto" --nofork --no-dnssec {arguments}'
        )
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, "unshare", "--mount", "sh", "-c", start],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for attempt in range(100):
            if self.whack("--status", check=False).returncode == 0 and "loading secrets" in self.log():
                return self
            time.sleep(0.1 if attempt else 0.3)
        raise AssertionError(f"pluto did not start: {self.log()}")

    def __exit__(self, *_failure):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        run("ip", "netns", "delete", self.name)

    def whack(self, *options, check=True):
        return run(
            COMMANDS / "whack", "--ctlsocket", self.folder / "run/pluto.ctl", *options, check=check, env=ENVIRONMENT
        )

    def log(self):
        path = self.folder / "log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def load(self, connection, secrets, names):
        """Everything that addconn prints and pluto logs when it loads these connections and secrets."""
        before = len(self.log())
        (self.folder / "loaded.conf").write_text(connection, encoding="utf-8")
        (self.folder / "ipsec.secrets").write_text(secrets, encoding="utf-8")
        added = run(
            COMMANDS / "addconn", "--config", self.folder / "loaded.conf", "--ctlsocket", self.folder / "run/pluto.ctl",
            *names, check=False, env=ENVIRONMENT,
        )  # fmt: skip
        read = self.whack("--rereadsecrets", check=False)
        output = added.stdout + added.stderr + read.stdout + read.stderr + self.log()[before:]
        for name in names:
            self.whack("--name", name, "--delete", check=False)
        return output
