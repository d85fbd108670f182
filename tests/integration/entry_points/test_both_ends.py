# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role site_to_site with both ends of a VPN: real playbooks, two embedded clouds, their logs and what is stored."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.generate import peer_config
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer
from ansible_collections.sitelink.vpnaas.tests.support.served import poll_calmly

ACTION_PLUGINS = Path(__file__).resolve().parents[2] / "support" / "action_plugins"
EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "both_ends.yml"
PARIS = {"cloud": {"cloud": "paris"}, "vpn_service": {"router": "edge"}, "networks": ["office"]}
ROME = {"cloud": {"cloud": "rome"}, "vpn_service": {"router": "edge2"}, "networks": ["10.9.0.0/24"]}
GATEWAY = {"managed": False, "address": "198.51.100.77", "networks": ["10.20.0.0/24", "10.30.0.0/24"]}
K5_PARIS = {**PARIS, "vpn_service": {"router": "edge", "subnet": "office", "availability_zone": "AZ1"}, "networks": []}
K5_ROME = {**ROME, "networks": ["lab"]}
KINDS = {"ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups", "ipsec_site_connections"}
PSK = "Xb4nobody9has8this7key"


@contextmanager
def served(cloud):
    with CloudServer(cloud) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


class Pair:
    """Clouds paris and rome, and runs of the role that know both."""

    def __init__(self, folder, clouds, urls, users):
        self.folder, self.clouds = folder, clouds
        entries = {}
        for name, cloud in clouds.items():
            domain, user = cloud.accounts.domain_name, cloud.accounts.users[users.get(name, "demo")]
            entries[name] = {
                "region_name": REGION[cloud.dialect.name],
                "auth": {
                    "auth_url": f"{urls[name]}/v3",
                    "username": user.name,
                    "password": user.password,
                    "project_name": user.name,
                    "user_domain_name": domain,
                    "project_domain_name": domain,
                },
            }
        (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": entries}))
        poll_calmly(folder)

    def run(self, *arguments, code=0, role=None, **variables):
        """The role once: (what it printed at -vvvv --diff, its result)."""
        for cloud in self.clouds.values():
            cloud.forget_log()
        result = self.folder / "result.json"
        result.unlink(missing_ok=True)
        given = {"site_to_site_name": "paris-rome", **variables}
        (self.folder / "given.yml").write_text(yaml.safe_dump(given))
        role = {"name": "sitelink.vpnaas.site_to_site", **(role or {})}
        keep = {"value": "{{ site_to_site_result | default({}) }}", "path": str(result)}
        tasks = [{"ansible.builtin.include_role": role}, {"write_result": keep, "no_log": True}]
        play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["given.yml"], "tasks": tasks}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]))
        output = self.play("play.yml", *arguments, code=code)
        return output, json.loads(result.read_text()) if result.exists() else {}

    def play(self, playbook, *arguments, code=0):
        log = self.folder / "ansible.log"
        log.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "playbook", playbook, "-vvvv", "--diff", *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_LOG_PATH": str(log),
                "ANSIBLE_ACTION_PLUGINS": str(ACTION_PLUGINS),
            },
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        output = done.stdout + done.stderr + (log.read_text() if log.exists() else "")
        assert done.returncode == code, output
        return output

    def writes(self, name):
        return [entry.method for entry in self.clouds[name].log.writes]

    def stored(self, name, kind):
        """The objects of a VPN kind, by name."""
        return {item["name"]: item for item in self.clouds[name].contents().get(kind, ())}

    def is_empty(self):
        return not any(
            items for cloud in self.clouds.values() for kind, items in cloud.contents().items() if kind in KINDS
        )


@pytest.fixture
def pair(tmp_path):
    """pair(paris=cloud, rome=cloud, users={...}) -> a ``Pair``; without rome both names are one cloud."""
    with ExitStack() as stack:

        def make(users=None, **clouds):
            urls = {}
            for name, cloud in clouds.items():
                same = next((url for other, url in urls.items() if clouds[other] is cloud), None)
                urls[name] = same or stack.enter_context(served(cloud))
            return Pair(tmp_path, clouds, urls, users or {})

        yield make


def writes(clouds):
    return [clouds.writes("paris"), clouds.writes("rome")]


def addresses(clouds, name):
    return {(item["peer_address"], item["peer_id"]) for item in clouds.stored(name, "ipsec_site_connections").values()}


def keys(clouds):
    """The fingerprints of all stored keys."""
    return {item["psk"] for name in clouds.clouds for item in clouds.stored(name, "ipsec_site_connections").values()}


def test_two_neutrons_from_nothing_to_nothing(pair, tmp_path):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    key_file = tmp_path / "psk"
    given = {"site_to_site_ends": [PARIS, ROME], "site_to_site_psk_file": "psk"}

    _output, result = clouds.run("--check", **given)
    assert writes(clouds) == [[], []] and not key_file.exists()
    assert result["changed"] and result["summary"]["create"] == 12
    assert [end["endpoint_address"] for end in result["ends"]] == ["203.0.113.10", "203.0.113.11"]

    output, result = clouds.run(**given)
    assert "(item=end 1, paris)" in output and "(item=end 2, rome)" in output
    assert writes(clouds) == [["POST"] * 6, ["POST"] * 6]
    key = key_file.read_text()
    assert len(key) == 48 and key.isalnum() and stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key not in output
    assert '"psk":' not in json.dumps(result) and key not in json.dumps(result)
    assert result["summary"] == {"create": 12, "update": 0, "replace": 0, "delete": 0, "none": 0, "failed": 0}
    assert [end["endpoint_address"] for end in result["ends"]] == ["203.0.113.10", "203.0.113.11"]
    assert addresses(clouds, "paris") == {("203.0.113.11", "203.0.113.11")}
    assert addresses(clouds, "rome") == {("203.0.113.10", "203.0.113.10")}
    (stored,) = keys(clouds)
    assert hashlib.sha256(key.encode()).hexdigest() in stored
    groups = [clouds.stored(name, "endpoint_groups")["paris-rome-peer"]["endpoints"] for name in ("paris", "rome")]
    assert groups == [["10.9.0.0/24"], ["10.1.0.0/24"]]

    key_file.unlink()
    output, result = clouds.run(**given)
    assert writes(clouds) == [[], []] and not key_file.exists()
    assert not result["changed"] and key not in output

    wider = {
        **given,
        "site_to_site_ends": [{**PARIS, "networks": ["10.1.0.0/24"]}, {**GATEWAY, "address": "203.0.113.11"}],
    }
    output, _result = clouds.run(code=2, **wider)
    assert writes(clouds) == [[], []] and "cannot change endpoints" in output

    output, result = clouds.run(site_to_site_state="absent", **given)
    assert writes(clouds) == [["DELETE"] * 6, ["DELETE"] * 6] and clouds.is_empty()
    assert result["summary"]["delete"] == 12

    _output, result = clouds.run(site_to_site_state="absent", **given)
    assert writes(clouds) == [[], []] and not result["changed"]


@pytest.mark.long
def test_a_loop_shows_nothing_of_a_cloud_that_is_a_whole_configuration(pair):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    (clouds.folder / "access.yml").write_text((clouds.folder / "clouds.yaml").read_text())
    (clouds.folder / "clouds.yaml").unlink()
    access = yaml.safe_load((clouds.folder / "access.yml").read_text())["clouds"]
    given = {"site_to_site_psk": PSK}
    ends = [{**end, "cloud": {"cloud": access[name]}} for end, name in ((PARIS, "paris"), (ROME, "rome"))]
    output, _result = clouds.run(site_to_site_ends=ends, **given)
    assert "(item=end 1)" in output and "(item=end 2)" in output
    assert access["paris"]["auth"]["password"] not in output


@pytest.mark.long
def test_an_end_that_is_lost_gets_the_key_of_the_other(pair):
    """One cloud, two projects; through the module, too."""
    cloud = Cloud(agent="DOWN:0")
    clouds = pair(paris=cloud, rome=cloud, users={"rome": "other"})
    rome = {**ROME, "vpn_service": {"router": "foreign"}, "networks": ["foreign"]}
    given = {"site_to_site_ends": [PARIS, rome]}
    output, _result = clouds.run(site_to_site_psk=PSK, **given)
    assert PSK not in output and len(keys(clouds)) == 1
    clouds.run(site_to_site_ends=[rome, GATEWAY], site_to_site_state="absent")
    assert len(clouds.stored("rome", "ipsec_site_connections")) == 1
    output, result = clouds.run("-e", "sitelink_vpnaas_in_process=false", **given)
    assert PSK not in output and result["summary"]["create"] == 6
    fingerprints = [item["psk"] for item in cloud.contents()["ipsec_site_connections"]]
    assert len(fingerprints) == 2 and len(set(fingerprints)) == 1

    (clouds.folder / "other").write_text("an old key of somebody\n")
    clouds.run(site_to_site_ends=[rome, GATEWAY], site_to_site_state="absent")
    output, _result = clouds.run(code=2, site_to_site_psk_file="other", **given)
    assert f"different pre-shared keys in end 1 (paris-rome) and {clouds.folder / 'other'}" in output
    assert PSK not in output and "an old key of somebody" not in output and writes(clouds) == [[], []]


@pytest.mark.long
def test_addresses_that_only_the_services_know(pair):
    """On OVN a service has an address of its own."""
    ovn = {"agent": "DOWN:0", "with_extensions": ["vpn-agent-scheduler"]}
    clouds = pair(paris=Cloud(**ovn), rome=Cloud(**ovn))
    given = {"site_to_site_ends": [PARIS, ROME], "site_to_site_psk_file": "psk"}
    output, result = clouds.run("--check", **given)
    assert "the connection to it is not predicted" in output and result["summary"]["create"] == 10
    assert [end["endpoint_address"] for end in result["ends"]] == [None, None]
    _output, result = clouds.run(**given)
    assert result["summary"]["create"] == 12 and len(keys(clouds)) == 1
    assert addresses(clouds, "paris") == {("203.0.113.11", "203.0.113.11")}


@pytest.mark.long
def test_two_k5_ends(pair, tmp_path):
    clouds = pair(paris=Cloud("k5", agent="DOWN:0"), rome=Cloud("k5", agent="DOWN:0"))
    given = {"site_to_site_ends": [K5_PARIS, K5_ROME], "site_to_site_psk_file": str(tmp_path / "psk")}
    clouds.run("--check", **given)
    assert writes(clouds) == [[], []]
    output, result = clouds.run(**given)
    assert (tmp_path / "psk").read_text() not in output
    assert writes(clouds) == [["POST"] * 4, ["POST"] * 4]
    assert [end["endpoint_address"] for end in result["ends"]] == ["203.0.113.100", "203.0.113.101"]
    assert addresses(clouds, "paris") == {("203.0.113.101", "203.0.113.101")}
    assert list(clouds.stored("rome", "ipsec_site_connections")) == ["paris-rome-10-1-0-0-24"]
    clouds.run(**given)
    assert writes(clouds) == [[], []]
    clouds.run(site_to_site_state="absent", **given)
    assert clouds.is_empty()


@pytest.mark.long
def test_a_neutron_and_a_k5(pair):
    clouds = pair(paris=Cloud(agent="DOWN:0", allow_weak=True), rome=Cloud("k5", agent="DOWN:0"))
    given = {"site_to_site_ends": [PARIS, K5_ROME], "site_to_site_psk": PSK}
    output, _result = clouds.run(code=2, **given)
    assert "set site_to_site_crypto: k5, if that Neutron can store sha1" in output and writes(clouds) == [[], []]
    output, result = clouds.run(site_to_site_crypto="k5", **given)
    assert "cannot store it" in output and writes(clouds) == [["POST"] * 6, ["POST"] * 4]
    assert any("cannot store it" in warning for warning in result["warnings"])
    clouds.run(site_to_site_crypto="k5", **given)
    assert writes(clouds) == [[], []]


@pytest.mark.long
def test_a_neutron_and_a_gateway_of_somebody(pair, tmp_path):
    clouds = pair(paris=Cloud(agent="DOWN:0"))
    given = {"site_to_site_ends": [PARIS, GATEWAY], "site_to_site_psk_file": "psk"}
    output, result = clouds.run(**given)
    key = (tmp_path / "psk").read_text()
    assert key not in output and clouds.writes("paris") == ["POST"] * 6
    assert result["ends"][1]["endpoint_address"] == "198.51.100.77" and result["ends"][1]["plan"] == []
    theirs = result["ends"][1]["configuration"]
    assert theirs == peer_config(result["ends"][0], "strongswan")
    assert "remote_addrs = 203.0.113.10" in theirs and "remote_ts = 10.1.0.0/24" in theirs
    (tmp_path / "psk").unlink()

    more = {**GATEWAY, "networks": [*GATEWAY["networks"], "10.40.0.0/24"]}
    changed = {**given, "site_to_site_ends": [PARIS, more], "site_to_site_replace": True}
    clouds.run("--check", **changed)
    assert clouds.writes("paris") == []
    output, result = clouds.run(**changed)
    assert result["changed"] and key not in output
    assert len(clouds.stored("paris", "endpoint_groups")["paris-rome-peer"]["endpoints"]) == 3
    assert len(keys(clouds)) == 1
    _output, result = clouds.run(**{**changed, "site_to_site_replace": False})
    assert clouds.writes("paris") == [] and not result["changed"]
    clouds.run(site_to_site_state="absent", **changed)
    assert clouds.is_empty()


@pytest.mark.long
def test_verify_asks_both_ways(pair):
    clouds = pair(paris=Cloud(agent="DOWN:0"))
    asks = {"command": [sys.executable, "-c", "import sys; sys.exit(sys.argv[1] != '10.20.0.5')"]}
    here = {**PARIS, "probe": {"host": "localhost", "address": "10.1.0.5", **asks}}
    there = {**GATEWAY, "probe": {"address": "10.20.0.5"}}
    output, _result = clouds.run(role={"tasks_from": "verify"}, site_to_site_ends=[here, there])
    assert "end 2 sends no probe" in output and "packets pass" in output
    output, _result = clouds.run("--check", role={"tasks_from": "verify"}, site_to_site_ends=[here, there])
    assert "packets pass" not in output
    both = [here, {**there, "probe": {**there["probe"], "host": "localhost", **asks}}]
    output, _result = clouds.run(
        role={"tasks_from": "verify"}, code=2, site_to_site_ends=both, site_to_site_probe_tries=1
    )
    assert "10.1.0.5, behind end 1, does not answer localhost, behind end 2" in output


@pytest.mark.long
def test_the_example_of_the_guide_runs(pair, tmp_path):
    clouds = pair(paris=Cloud(), rome=Cloud())
    shutil.copy(EXAMPLE, tmp_path)
    output = clouds.play(EXAMPLE.name)
    assert (tmp_path / "paris-rome.psk").read_text() not in output
    assert len(clouds.stored("paris", "ipsec_site_connections")) == 1
    clouds.play(EXAMPLE.name, "-e", "state=absent")
    assert clouds.is_empty()


def test_a_new_key_is_not_shown_by_a_run_that_fails(pair, tmp_path):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud())
    trouble = {**ROME, "connection": {"description": "agent=ERROR"}}
    output, _result = clouds.run(code=2, site_to_site_ends=[PARIS, trouble], site_to_site_psk_file="psk")
    assert "has the status ERROR" in output
    assert (tmp_path / "psk").read_text() not in output


@pytest.mark.long
def test_a_service_that_is_refused_and_left_in_error_fails_the_role(pair):
    """Fault A1: OVN without a live VPN agent."""
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    clouds.clouds["rome"].vpn_gateway = "no agent"
    for _again in range(2):
        output, _result = clouds.run(code=2, site_to_site_ends=[PARIS, ROME], site_to_site_psk=PSK)
        assert "No eligible VPN agent found" in output
        assert not clouds.stored("rome", "vpnservices")


@pytest.mark.long
def test_a_key_file_that_cannot_be_used_is_refused_before_anything_is_written(pair, tmp_path):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    (tmp_path / "blank").write_text("        \n")
    for file, result in (("nowhere/psk", "there is no folder for the key"), ("blank", "the file is empty")):
        output, _result = clouds.run("--check", code=2, site_to_site_ends=[PARIS, ROME], site_to_site_psk_file=file)
        assert result in output
    assert writes(clouds) == [[], []]


@pytest.mark.long
def test_warnings_of_both_ends_are_in_the_result(pair):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    _output, result = clouds.run(site_to_site_ends=[PARIS, ROME], site_to_site_psk="short")
    assert [text for text in result["warnings"] if "fewer than 8 characters" in text]


def headings(output):
    """The headings of the role's tasks that Ansible printed, without the one for Ansible's own validation."""
    start = "TASK [sitelink.vpnaas.site_to_site : "
    return [line for line in output.splitlines() if line.startswith(start) and "Validating arguments" not in line]


@pytest.mark.first_case_only
@pytest.mark.parametrize("mode", [["--check"], []])
def test_g6_few_headings_and_each_service_once_in_a_diff(pair, mode):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    access = {name: {"cloud": name, "region_name": REGION[clouds.clouds[name].dialect.name]} for name in clouds.clouds}
    ends = [{**PARIS, "cloud": access["paris"]}, {**ROME, "cloud": access["rome"]}]
    output, _result = clouds.run(*mode, site_to_site_psk=PSK, site_to_site_ends=ends)
    assert len(headings(output)) <= 11
    shown = output.split("PLAY RECAP", 1)[0].splitlines()  # what follows is the log, which repeats it
    assert len([line for line in shown if line.startswith("--- before: VPN service paris-rome")]) == 2
    for number, (name, entry) in enumerate(access.items(), start=1):
        assert f"(item=end {number}, {name}, {entry['region_name']})" in output


@pytest.mark.long
def test_g6_one_end_has_few_headings(pair):
    clouds = pair(paris=Cloud(agent="DOWN:0"))
    site = {
        "site_to_site_cloud": {"cloud": "paris"},
        "site_to_site_vpn_service": {"router": "edge", "subnet": "office"},
        "site_to_site_connections": [{"peer_address": "198.51.100.7", "psk": PSK, "peer_cidrs": ["10.2.0.0/24"]}],
    }
    output, result = clouds.run(**site)
    assert len(headings(output)) <= 6
    assert result["changed"] and PSK not in output
    site["site_to_site_connections"][0]["peer_cidrs"] = []
    output, _result = clouds.run(**site, site_to_site_crypto="strongest", code=2)
    assert "site_to_site_crypto: there is no preset" in output


@pytest.mark.long
def test_f3_both_ends_are_renamed(pair):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    kept = {f"site_to_site_{kind}_policy": {"name": f"paris-rome-{kind}-modern"} for kind in ("ike", "ipsec")}
    clouds.run(site_to_site_psk=PSK, site_to_site_ends=[PARIS, ROME])
    before = clouds.stored("paris", "ipsec_site_connections")["paris-rome"]
    renamed = {"site_to_site_name": "west", "site_to_site_from_name": "paris-rome", "site_to_site_ends": [PARIS, ROME]}
    clouds.run("--check", **renamed, **kept)
    assert writes(clouds) == [[], []]
    output, _result = clouds.run(**renamed, **kept)
    for name in ("paris", "rome"):
        assert set(clouds.stored(name, "ipsec_site_connections")) == {"west"}
        assert set(clouds.stored(name, "vpnservices")) == {"west"}
        assert set(clouds.writes(name)) == {"PUT"}
    after = clouds.stored("paris", "ipsec_site_connections")["west"]
    assert (after["id"], after["psk"]) == (before["id"], before["psk"])
    assert PSK not in output
    _output, again = clouds.run(**renamed, **kept)
    assert not again["changed"]
