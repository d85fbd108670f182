# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder as ansible-runner and controllers know it, with embedded clouds that its clouds.yaml leads to."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

import ansible_runner
import yaml

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.support.workspace import access, served

#: Letters that occur nowhere else, so that finding them means a leak.
KEY = "Zq7Zq7-key-of-the-tunnel-Zq7Zq7"
VAULT_PASSWORD = "Xw5Xw5-vault-password-Xw5Xw5"

SITE = [
    {
        "name": "Every cloud's VPN, side by side",
        "hosts": "clouds",
        "gather_facts": False,
        "strategy": "free",
        "vars_files": ["keys.yml"],
        "tasks": [
            {
                "name": "Policies, service and tunnel",
                "ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"},
                "vars": {
                    "site_to_site_name": "{{ inventory_hostname }}",
                    "site_to_site_cloud": {"cloud": "{{ inventory_hostname }}"},
                    "site_to_site_vpn_service": {"router": "edge", "subnet": "office"},
                    "site_to_site_connections": [
                        {"peer_address": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": "{{ branch_psk }}"}
                    ],
                },
            },
            {
                # So that the fact cache has something to hold.
                "name": "Keep the address for the peer",
                "ansible.builtin.set_fact": {"outcome": "{{ site_to_site_result }}", "cacheable": True},
            },
        ],
    }
]


class Work:
    """A private data folder, and its clouds by name."""

    def __init__(self, folder: Path, names: list[str], latency: float, stack: ExitStack) -> None:
        self.folder = folder
        self.clouds = {name: Cloud(agent="ACTIVE:0", latency=latency) for name in names}
        entries = {name: access(cloud, stack.enter_context(served(cloud))) for name, cloud in self.clouds.items()}
        hosts = {
            "clouds": {
                "hosts": dict.fromkeys(names),
                "vars": {"ansible_connection": "local", "ansible_python_interpreter": sys.executable},
            }
        }
        self.write("clouds.yaml", {"clouds": entries})
        self.write("inventory/hosts.yml", hosts)
        self.write("project/site.yml", SITE)

    def write(self, path: str, content: object) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")

    def run(self, **options) -> ansible_runner.Runner:
        """A job, as a controller would start it; what it prints stays in its artifacts."""
        environment = {
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "OS_CLIENT_CONFIG_FILE": str(self.folder / "clouds.yaml"),
        }
        return ansible_runner.run(
            private_data_dir=str(self.folder), playbook="site.yml", envvars=environment, quiet=True, **options
        )

    def artifacts(self, job: ansible_runner.Runner) -> dict[str, str]:
        """Everything that a job left behind, file by file."""
        folder = Path(job.config.artifact_dir)
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in folder.rglob("*")
            if path.is_file()
        }


def events(artifacts: dict[str, str]) -> list[dict]:
    """Runner's events, in their order."""
    return [json.loads(text) for name, text in artifacts.items() if name.startswith("job_events/")]
