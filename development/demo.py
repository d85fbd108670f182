# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make demo`: the playbooks of docs/examples against the embedded cloud, each step held against the cloud's own log.

Nothing outside a temporary folder is written but the reports in .cache/demo, no other machine is asked, and no
configuration of the user's is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer

VPN_COLLECTIONS = {"ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups", "ipsec_site_connections"}
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
REPORTS = ROOT / ".cache" / "demo"

#: FUJITSU K5 IaaS API reference, "Create IPsec site connection", example request; without the ids of that cloud.
K5_EXAMPLE_REQUEST = {
    "psk": "secret",
    "initiator": "bi-directional",
    "admin_state_up": True,
    "peer_cidrs": ["10.2.0.0/24"],
    "dpd": {"action": "hold", "interval": 60, "timeout": 240},
    "peer_address": "172.24.4.233",
    "peer_id": "172.24.4.233",
    "name": "vpnconnection1",
    "availability_zone": "AZ1",
}
K5_EXAMPLE_REFERENCES = {"ikepolicy_id", "ipsecpolicy_id", "vpnservice_id"}


@dataclass(frozen=True)
class Step:
    """One ansible-playbook run and what it must come to."""

    what: str
    arguments: tuple[str, ...]
    #: all requests, logins included
    calls_at_most: int
    #: methods of the writing calls, and how many of each
    writes: dict[str, int] = field(default_factory=dict)
    check: bool = False

    @property
    def changes(self) -> bool:
        return bool(self.writes)


@dataclass(frozen=True)
class Scenario:
    """The steps on one cloud."""

    dialect: str
    cloud: str
    connection: str
    objects: int
    make: tuple[str, ...]
    change: tuple[str, ...]
    remove: tuple[str, ...]
    #: what a run may cost in requests, logins included; a removal reads the names of router and subnet, for the plan
    calls: dict[str, int]

    def steps(self) -> list[Step]:
        made, gone = {"POST": self.objects}, {"DELETE": self.objects}
        changed = (*self.make, *self.change)
        return [
            Step("check mode, empty cloud", self.make, self.calls["look"], made, check=True),
            Step("make", self.make, self.calls["make"], made),
            Step("make again", self.make, self.calls["look"]),
            Step("check mode, one option changed", changed, self.calls["look"], {"PUT": 1}, check=True),
            Step("change one option", changed, self.calls["change"], {"PUT": 1}),
            Step("change again", changed, self.calls["look"]),
            Step("remove", self.remove, self.calls["remove"], gone),
            Step("remove again", self.remove, self.calls["remove again"]),
        ]


SCENARIOS = (
    Scenario(
        dialect="k5",
        cloud="k5",
        connection="vpnconnection1",
        objects=4,
        make=("k5_connection.yml",),
        change=("-e", "dead_peer_timeout=300"),
        remove=("k5_connection_absent.yml",),
        calls={"look": 20, "make": 30, "change": 22, "remove": 16, "remove again": 6},
    ),
    Scenario(
        dialect="neutron",
        cloud="mycloud",
        connection="branch7",
        objects=6,
        make=("site_to_site.yml",),
        change=("-e", "dead_peer_action=restart"),
        remove=("site_to_site.yml", "-e", "state=absent"),
        calls={"look": 19, "make": 29, "change": 21, "remove": 27, "remove again": 14},
    ),
)


class UnexpectedResult(Exception):
    """A step had another result than the expected one."""


@dataclass
class ScenarioRun:
    """One scenario on a served cloud, and the environment of its Ansible runs."""

    scenario: Scenario
    cloud: Cloud
    environment: dict[str, str]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    diff: str = ""
    shown: dict = field(default_factory=dict)
    #: the page that the playbook report wrote while the VPN was there
    report: Path | None = None

    def run_steps(self) -> None:
        for step in self.scenario.steps():
            self._step(step)
            if step.what == "make" and self.scenario.dialect == "k5":
                self._hold_against_the_document()
            if step.what == "change again":
                self.shown = self._show()
                self.report = self._report()
        left = {kind: items for kind, items in self.cloud.contents().items() if kind in VPN_COLLECTIONS and items}
        if left:
            raise UnexpectedResult(f"{self.scenario.dialect}: still there at the end: {left}")

    def _step(self, step: Step) -> None:
        self.cloud.forget_log()
        started = time.monotonic()
        output = self._run("playbook", *step.arguments, "--diff", *(["--check"] if step.check else []))
        seconds = time.monotonic() - started
        recap = re.search(r"^localhost +: ok=\d+ +changed=(\d+) +unreachable=0 +failed=0 ", output, re.MULTILINE)
        writes = Counter(entry.method for entry in self.cloud.log.writes)
        expected = {} if step.check else step.writes
        calls = len(self.cloud.log)
        if not recap or bool(int(recap[1])) != step.changes or writes != expected or calls > step.calls_at_most:
            raise UnexpectedResult(
                f"{self.scenario.dialect}, {step.what}: expected {'changed' if step.changes else 'ok'}, the"
                f" writing calls {expected or 'none'} and at most {step.calls_at_most} calls; got"
                f" {dict(writes) or 'none'} of {calls} calls, and this:\n\n{output}"
            )
        row = (
            self.scenario.dialect,
            step.what,
            "changed" if step.changes else "ok",
            str(calls),
            " ".join(f"{count} {method}" for method, count in writes.items()) or "0",
            f"{seconds:.1f}",
        )
        self.rows.append(row)
        print_row(row)
        if step.writes == {"PUT": 1}:
            self._compare_diffs(step, diff_in(output))

    def _compare_diffs(self, step: Step, diff: str) -> None:
        """What check mode shows is what is done."""
        if not diff or (not step.check and diff != self.diff):
            raise UnexpectedResult(f"{self.scenario.dialect}, {step.what}: predicted\n{self.diff}\ndone\n{diff}")
        self.diff = diff

    def _hold_against_the_document(self) -> None:
        """The request as the cloud got it, and the key as it was stored."""
        (call,) = [entry for entry in self.cloud.log.writes if entry.path.endswith("/ipsec-site-connections")]
        sent = dict(call.body["ipsec_site_connection"])
        references = {key for key in K5_EXAMPLE_REFERENCES if sent.pop(key, None)}
        (stored,) = [
            item for items in self.cloud.contents().values() for item in items if item.get("name") == sent["name"]
        ]
        key = K5_EXAMPLE_REQUEST["psk"].encode()
        same_key = hashlib.sha256(key).hexdigest() in stored["psk"]
        if {**sent, "psk": "secret"} != K5_EXAMPLE_REQUEST or references != K5_EXAMPLE_REFERENCES or not same_key:
            raise UnexpectedResult(f"k5: the request is not the document's: {call.body}")

    def _show(self) -> dict:
        module = "sitelink.vpnaas.ipsec_site_connection_info"
        arguments = f"cloud={self.scenario.cloud} name={self.scenario.connection}"
        output = self._run("adhoc", "localhost", "-m", module, "-a", arguments)
        (connection,) = json.loads(output[output.index("{") :])["ipsec_site_connections"]
        return connection

    def _report(self) -> Path:
        """The page of the playbook, as it lies in the collection."""
        page = REPORTS / f"vpn-report-{self.scenario.dialect}.html"
        REPORTS.mkdir(parents=True, exist_ok=True)
        page.unlink(missing_ok=True)
        variables = json.dumps({"vpn_cloud": self.scenario.cloud, "vpn_dest": str(page)})
        self._run("playbook", "sitelink.vpnaas.report", "--extra-vars", variables)
        if self.scenario.connection not in page.read_text(encoding="utf-8"):
            raise UnexpectedResult(f"{self.scenario.dialect}: {page} does not name {self.scenario.connection}")
        return page

    def _run(self, program: str, *arguments: str) -> str:
        """What an Ansible program printed."""
        done = subprocess.run(
            [sys.executable, "-m", "ansible", program, *arguments],
            cwd=EXAMPLES,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            command = " ".join(("ansible", program, *arguments))
            raise UnexpectedResult(
                f"{self.scenario.dialect}: {command} failed with {done.returncode}:\n\n{done.stdout}"
            )
        return done.stdout


@contextmanager
def serving(scenario: Scenario) -> Iterator[ScenarioRun]:
    """Everything is gone afterwards."""
    cloud = Cloud(scenario.dialect)
    with tempfile.TemporaryDirectory(prefix="sitelink-demo-") as folder, CloudServer(cloud) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield ScenarioRun(scenario, cloud, environment(scenario, cloud, server.url, Path(folder)))
        finally:
            server.shutdown()
            thread.join()


def environment(scenario: Scenario, cloud: Cloud, url: str, folder: Path) -> dict[str, str]:
    """The demo's own clouds.yaml and settings, in place of the user's."""
    user = cloud.accounts.users["demo"]
    access = {
        "region_name": REGION[scenario.dialect],
        "auth": {
            "auth_url": f"{url}/v3",
            "username": user.name,
            "password": user.password,
            "project_name": "demo",
            "user_domain_name": cloud.accounts.domain_name,
            "project_domain_name": cloud.accounts.domain_name,
        },
    }
    (folder / "clouds.yaml").write_text(json.dumps({"clouds": {scenario.cloud: access}}), encoding="utf-8")
    (folder / "ansible.cfg").write_text(
        "[defaults]\ninventory = hosts\ncallback_result_format = json\n", encoding="utf-8"
    )
    # Discovery may find a python3.x on the PATH that does not start.
    (folder / "hosts").write_text(
        f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n", encoding="utf-8"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "ANSIBLE_"))}
    return kept | {
        "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_NOCOLOR": "1",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"),
    }


def diff_in(output: str) -> str:
    """The only diff that a run showed."""
    found = re.search(r"^--- before:.*?(?=\n\n|\n(?:changed|ok): )", output, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


HEADINGS = ("dialect", "step", "result", "calls", "writing calls", "seconds")
WIDTHS = (8, 31, 8, 6, 14, 7)


def print_row(row: tuple[str, ...]) -> None:
    """One line of the table."""
    print("  ".join(text.ljust(width) for text, width in zip(row, WIDTHS, strict=True)).rstrip(), flush=True)


def main() -> None:
    print_row(HEADINGS)
    started = time.monotonic()
    runs = []
    try:
        for scenario in SCENARIOS:
            with serving(scenario) as current:
                current.run_steps()
                runs.append(current)
    except UnexpectedResult as problem:
        sys.exit(f"\nmake demo: UNEXPECTED RESULT: {problem}")
    for run in runs:
        print(f"\nThe one option that was changed on {run.scenario.dialect}, as --diff shows it:\n\n{run.diff}")
    for run in runs:
        shown = json.dumps(run.shown, indent=2, sort_keys=True)
        print(f"\nThe connection on {run.scenario.dialect}, as ipsec_site_connection_info shows it:\n\n{shown}")
    steps, seconds = sum(len(run.rows) for run in runs), time.monotonic() - started
    print(
        f"\nAll {steps} steps had the expected result, in {seconds:.0f} s:"
        " ok wrote nothing, and check mode predicted the rest."
        "\nThe playbooks are in docs/examples. Calls are all requests that the cloud got, logins included."
        "\n\nThe report of the VPN on each cloud, as sitelink.vpnaas.report wrote it while it was there; open it in a"
        " browser:"
    )
    for run in runs:
        print(f"  {run.report}")


if __name__ == "__main__":
    main()
