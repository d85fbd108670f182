# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A charon of a test's own, in a network namespace of its own: it meets no other daemon and no other tunnel."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

DAEMON = "/usr/lib/ipsec/charon"
#: Their parser wants one setting per line. kernel-libipsec is ESP in user space, for kernels without it.
CONFIGURATION = """charon {
  load = random nonce aes sha1 sha2 hmac kdf cmac xcbc ctr ccm gcm openssl gmp pem pkcs1 x509 pubkey curve25519 drbg \
af-alg socket-default kernel-libipsec kernel-netlink vici updown
  install_routes = yes
  filelog {
    log {
      path = %(folder)s/charon.log
      default = 1
      flush_line = yes
    }
  }
  plugins {
    vici {
      socket = unix://%(folder)s/run/charon.vici
    }
  }
}
"""


def run(*command, check=True, **options):
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, **options)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    return done


class Charon:
    """One daemon, in the namespace ``name``, with its files in ``folder``."""

    def __init__(self, name, folder):
        self.name, self.folder = name, Path(folder)
        self.process = None

    @property
    def uri(self):
        return f"unix://{self.folder}/run/charon.vici"

    @property
    def swanctl_dir(self):
        return self.folder / "swanctl"

    def __enter__(self):
        (self.folder / "run").mkdir(parents=True)
        (self.swanctl_dir / "conf.d").mkdir(parents=True)
        (self.swanctl_dir / "swanctl.conf").write_text("include conf.d/*.conf\n", encoding="utf-8")
        (self.folder / "strongswan.conf").write_text(CONFIGURATION % {"folder": self.folder}, encoding="utf-8")
        run("ip", "netns", "add", self.name)
        self.inside("ip", "link", "set", "lo", "up")
        # /run is the daemon's place for its process id, which is why it gets one of its own.
        start = f'mount --bind "{self.folder}/run" /run && exec {DAEMON}'
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, "unshare", "--mount", "sh", "-c", start],
            env={"STRONGSWAN_CONF": str(self.folder / "strongswan.conf"), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for attempt in range(100):
            if self.swanctl("--stats", check=False).returncode == 0:
                return self
            time.sleep(0.1 if attempt else 0.3)
        raise AssertionError(f"charon did not start: {self.log()}")

    def __exit__(self, *_failure):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        run("ip", "netns", "delete", self.name)

    def inside(self, *command, check=True):
        return run("ip", "netns", "exec", self.name, *command, check=check)

    def swanctl(self, command, *options, check=True):
        """One swanctl command; its files are those of ``swanctl_dir``."""
        environment = {"SWANCTL_DIR": str(self.swanctl_dir), "PATH": "/usr/sbin:/usr/bin"}
        return run("swanctl", command, "--uri", self.uri, *options, check=check, env=environment)

    def put(self, name, text):
        """A file of connections or secrets."""
        path = self.swanctl_dir / "conf.d" / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def log(self):
        path = self.folder / "charon.log"
        return path.read_text(encoding="utf-8") if path.exists() else "no log"
