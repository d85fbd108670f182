# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role strongswan_gateway, run by ansible-playbook, on a gateway that has another tunnel already.

Two charons stand for the two sides: ``gateway`` is the host that the role configures, ``cloud`` answers as Neutron's
gateway would. ESP is in user space, so packets pass without the kernel's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.support.charon import Charon, run
from ansible_collections.sitelink.vpnaas.tests.support.served import serve
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, topology

OTHER_PSK = "the-key-of-the-other-tunnel"
NEW_PSK = "the-next-key-of-nobody-5d1e"

#: A tunnel that was there before, on the gateway: the role must not touch it.
OTHER = f"""
connections {{
  other {{
    version = 2
    local_addrs = 198.51.100.7
    remote_addrs = 203.0.113.1
    local {{ auth = psk
      id = other.gateway }}
    remote {{ auth = psk
      id = other.cloud }}
    children {{ other {{ local_ts = 10.20.0.0/24
      remote_ts = 10.10.0.0/24 }} }}
  }}
}}
secrets {{ ike-other {{ id = other.cloud
  secret = "{OTHER_PSK}" }} }}
"""

#: What the cloud has: the other end of that tunnel, and the end that Neutron's driver would make of ``topology()``.
CLOUD = """
connections {
  other {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    local { auth = psk
      id = other.cloud }
    remote { auth = psk
      id = other.gateway }
    children { other { local_ts = 10.10.0.0/24
      remote_ts = 10.20.0.0/24 } }
  }
  cloud {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    proposals = aes256-sha256-modp2048
    local { auth = psk
      id = 203.0.113.1 }
    remote { auth = psk
      id = 198.51.100.7 }
    children { cloud { local_ts = 10.1.0.0/24
      remote_ts = 10.2.0.0/24
      esp_proposals = aes256-sha256-modp2048 } }
  }
}
secrets {
  ike-other { id = other.gateway
    secret = "%s" }
  ike-cloud { id = 198.51.100.7
    secret = "%s" }
}
"""


class Gateway:
    """The managed host, and playbooks run on it."""

    def __init__(self, charon, cloud, folder):
        self.charon, self.cloud, self.folder = charon, cloud, folder
        self.files = charon.swanctl_dir / "conf.d"

    def play(self, *options, state="present", psk=PSK, given=None, **variables):
        """(changed tasks, all that ansible-playbook printed); fails unless it succeeded."""
        done = self.try_to_play(*options, state=state, psk=psk, given=given, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return int(re.search(r"changed=(\d+)", done.stdout)[1]), done.stdout + done.stderr

    def try_to_play(self, *options, state="present", psk=PSK, given=None, **variables):
        role = {
            "strongswan_gateway_name": "branch7",
            "strongswan_gateway_state": state,
            "strongswan_gateway_manage_packages": False,
            "strongswan_gateway_manage_service": False,
            "strongswan_gateway_swanctl_dir": str(self.charon.swanctl_dir),
            "strongswan_gateway_uri": self.charon.uri,
            **variables,
        }
        if state == "present":
            role |= {
                "strongswan_gateway_connection": given or topology(),
                "strongswan_gateway_psk": "{{ psk_of_branch7 }}",
            }
        tasks = [{"name": "The gateway", "ansible.builtin.import_role": {"name": "sitelink.vpnaas.strongswan_gateway"}}]
        play = {"name": "Gateway", "hosts": "localhost", "gather_facts": False, "vars": role, "tasks": tasks}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
        (self.folder / "keys.json").write_text(json.dumps({"psk_of_branch7": psk}), encoding="utf-8")
        command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", "localhost,", "-c", "local", "play.yml"]
        return subprocess.run(
            [*command, "-e", "@keys.json", "-e", f"ansible_python_interpreter={sys.executable}", *options],
            cwd=self.folder,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1"},
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def written(self):
        return {path.name: path.read_text(encoding="utf-8") for path in self.files.iterdir()}

    def loaded(self):
        return re.findall(r"^([\w-]+): IKE", self.charon.swanctl("--list-conns").stdout, re.MULTILINE)

    def standing(self):
        """Name -> the numbers of the IKE_SA and CHILD_SA: another one would have another number."""
        raw = self.charon.swanctl("--list-sas", "--raw").stdout
        return {found[1]: (found[2], raw.count("INSTALLED")) for found in re.finditer(r"\{(\w+) \{uniqueid=(\d+)", raw)}

    def other(self):
        return self.standing()["other"][0]

    def ping(self, source, target):
        return self.charon.inside("ping", "-c", "2", "-i", "0.2", "-W", "2", "-I", source, target, check=False)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    names = [f"sitelink-{side}-{os.getpid()}" for side in ("gw", "cl")]
    folders = [tmp_path_factory.mktemp(side) for side in ("gateway", "cloud")]
    with Charon(names[0], folders[0]) as charon, Charon(names[1], folders[1]) as cloud:
        link = [f"g{os.getpid()}", f"c{os.getpid()}"]
        run("ip", "link", "add", link[0], "netns", names[0], "type", "veth", "peer", "name", link[1], "netns", names[1])
        sides = (
            (charon, link[0], "198.51.100.7", "203.0.113.1", ("10.2.0.1", "10.20.0.1")),
            (cloud, link[1], "203.0.113.1", "198.51.100.7", ("10.1.0.1", "10.10.0.1")),
        )
        for side, interface, own, far, inside in sides:
            side.inside("ip", "address", "add", f"{own}/32", "dev", interface)
            side.inside("ip", "link", "set", interface, "up")
            side.inside("ip", "route", "add", f"{far}/32", "dev", interface, "src", own)
            for address in inside:
                side.inside("ip", "address", "add", f"{address}/24", "dev", "lo")
        cloud.put("cloud.conf", CLOUD % (OTHER_PSK, PSK))
        charon.put("other.conf", OTHER)
        for side in (cloud, charon):
            side.swanctl("--load-all", "--noprompt")
        charon.swanctl("--initiate", "--child", "other", "--timeout", "20")
        yield Gateway(charon, cloud, tmp_path_factory.mktemp("play"))


def test_a_whole_life(gateway):
    """In one test, since each step begins where the one before it ended."""
    before, other = gateway.written(), gateway.other()
    output = []

    def play(*options, **how):
        changed, text = gateway.play("-vvv", "--diff", *options, **how)
        output.append(text)
        assert gateway.other() == other, "the other tunnel was touched"
        assert "other" in gateway.loaded()
        return changed, text

    # predicted, and nothing written
    predicted, text = play("--check")
    assert predicted == 2 and "+    proposals = aes256-sha256-modp2048" in text
    assert gateway.written() == before and gateway.loaded() == ["other"]

    # present, and once more
    assert play()[0] == 3
    assert {path.name: path.stat().st_mode & 0o777 for path in gateway.files.glob("branch7*")} == {
        "branch7.conf": 0o600,
        "branch7.secrets.conf": 0o600,
    }
    assert sorted(gateway.loaded()) == ["branch7", "other"]
    assert play() == (0, output[-1])
    assert play("--check")[0] == 0

    # it works
    gateway.charon.swanctl("--initiate", "--child", "branch7", "--timeout", "20")
    tunnel = gateway.standing()["branch7"][0]
    assert gateway.ping("10.2.0.1", "10.1.0.1").returncode == 0
    assert gateway.ping("10.20.0.1", "10.10.0.1").returncode == 0

    # a change is predicted and made; the tunnel itself stands too
    changed = topology(dpd={"action": "restart", "interval": 20, "timeout": 90})
    files = gateway.written()
    predicted, text = play("--check", given=changed)
    assert predicted == 1 and "-    dpd_delay = 30s" in text and "+    dpd_delay = 20s" in text
    assert gateway.written() == files
    assert play(given=changed)[0] == 2
    assert "dpd_delay=20" in gateway.charon.swanctl("--list-conns", "--raw").stdout
    assert gateway.standing()["branch7"][0] == tunnel

    # another key: the file alone changes, and no diff shows it
    assert play(given=changed, psk=NEW_PSK)[0] == 2
    gateway.cloud.put("cloud.conf", CLOUD % (OTHER_PSK, NEW_PSK))
    gateway.cloud.swanctl("--load-creds", "--noprompt")
    assert play(given=changed, psk=NEW_PSK)[0] == 0

    # a load that was missed is made up for
    gateway.charon.swanctl("--load-conns", "--file", str(gateway.files / "other.conf"))
    assert gateway.loaded() == ["other"]
    assert play(given=changed, psk=NEW_PSK)[0] == 1
    assert sorted(gateway.loaded()) == ["branch7", "other"]

    # with the tunnel to come up anew: it does, with the new key
    assert play(given=topology(), psk=NEW_PSK, strongswan_gateway_reestablish=True)[0] == 3
    assert "branch7" not in gateway.standing()
    gateway.charon.swanctl("--initiate", "--child", "branch7", "--timeout", "20")
    assert gateway.ping("10.2.0.1", "10.1.0.1").returncode == 0

    # absent is predicted, made, and made only once
    predicted, text = play("--check", state="absent")
    assert predicted == 1 and "branch7" in gateway.standing() and "branch7.conf" in gateway.written()
    assert play(state="absent")[0] == 3
    assert gateway.written() == before and gateway.loaded() == ["other"]
    assert list(gateway.standing()) == ["other"]
    assert gateway.ping("10.20.0.1", "10.10.0.1").returncode == 0
    assert play(state="absent")[0] == 0

    assert not [key for key in (PSK, NEW_PSK) if any(key in text for text in output)]


def until_established(gateway, name):
    """The tunnel's IKE_SA, as soon as it has a CHILD_SA; the daemon needs a moment."""
    for _rest in range(50):
        number, children = gateway.standing().get(name, (None, 0))
        if children:
            return number
        time.sleep(0.2)
    raise AssertionError(gateway.charon.log()[-2000:])


def test_after_a_delete_by_the_cloud_the_next_packet_starts_the_tunnel(gateway):
    """The cloud only responds, as Neutron with initiator response-only: nobody but this gateway can begin again.

    ESP in user space asks for no SA (charon's kernel-libipsec has no acquire), so what is seen here is the trap that a
    kernel asks by, and that its CHILD_SA comes up again.
    """
    gateway.cloud.put("cloud.conf", CLOUD % (OTHER_PSK, PSK))
    gateway.cloud.swanctl("--load-creds", "--noprompt")
    gateway.play(given=topology(initiator="response-only"))
    assert "start_action = trap|start" in gateway.written()["branch7.conf"]
    first = until_established(gateway, "branch7")
    assert gateway.ping("10.2.0.1", "10.1.0.1").returncode == 0
    gateway.cloud.swanctl("--terminate", "--ike", "cloud")
    assert first not in [number for number, _rest in gateway.standing().values()]
    assert "branch7/branch7" in gateway.charon.swanctl("--list-pols", "--trap").stdout
    gateway.charon.swanctl("--initiate", "--child", "branch7", "--timeout", "20")
    assert until_established(gateway, "branch7") != first
    assert gateway.ping("10.2.0.1", "10.1.0.1").returncode == 0
    gateway.play(state="absent")
    assert list(gateway.standing()) == ["other"]


@pytest.mark.parametrize(("state", "predicted"), [("present", 1), ("absent", 0)])
def test_check_mode_needs_no_strongswan_yet(gateway, tmp_path, state, predicted):
    nowhere = {
        "strongswan_gateway_swanctl_dir": f"{tmp_path}/none",
        "strongswan_gateway_uri": f"unix://{tmp_path}/none",
    }
    assert gateway.play("--check", "--diff", state=state, **nowhere)[0] == predicted
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"psk": ""}, "strongswan_gateway_psk is missing"),
        ({"psk": "two\nlines"}, "a pre-shared key has 1 to 255 characters, and no control characters"),
        ({"strongswan_gateway_name": "b" * 124}, "at most 123"),
        ({"given": {"changed": False}}, "there is no IPsec site connection in the filter's input"),
        ({"given": topology(ipsec={"transform_protocol": "ah-esp"})}, "strongSwan cannot express"),
        ({"strongswan_gateway_name": "../branch7"}, "may hold letters, digits, hyphens and underscores only"),
        ({"strongswan_gateway_local_networks": ["10.1.0.0"]}, '"10.1.0.0" is not a network'),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(gateway, how, message):
    before = gateway.written()
    done = gateway.try_to_play("-vvv", **how)
    output = done.stdout + done.stderr
    assert done.returncode != 0 and message in output.replace('\\"', '"'), output
    assert "Traceback" not in output and PSK not in output
    assert gateway.written() == before


def test_the_readmes_example_makes_both_ends(gateway, tmp_path):
    """With the embedded cloud as the cloud, and this gateway as the host branch7."""
    examples = Path(__file__).resolve().parents[3] / "docs/examples"
    with serve(tmp_path) as site:
        shutil.copytree(examples, tmp_path, dirs_exist_ok=True)
        clouds = (tmp_path / "clouds.yaml").read_text(encoding="utf-8").replace("embedded:", "mycloud:")
        (tmp_path / "clouds.yaml").write_text(clouds, encoding="utf-8")
        here = {
            "ansible_become": False,
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "strongswan_gateway_manage_packages": False,
            "strongswan_gateway_manage_service": False,
            "strongswan_gateway_swanctl_dir": str(gateway.charon.swanctl_dir),
            "strongswan_gateway_uri": gateway.charon.uri,
        }
        (tmp_path / "inventory.yml").write_text(yaml.safe_dump({"all": {"hosts": {"branch7": here}}}), encoding="utf-8")
        command = ("-i", "inventory.yml", "--diff", "-vvv")
        output, code = site.play(tmp_path / "strongswan_gateway.yml", *command)
        assert code == 0, output
        assert "an-example-that-everybody-can-read" not in output
        output, code = site.play(tmp_path / "strongswan_gateway.yml", *command)
        assert code == 0 and "changed=0" in output.split("PLAY RECAP")[1].splitlines()[1], output
    assert "cloud" in gateway.loaded() and "other" in gateway.standing()
    assert "remote_ts = 10.1.0.0/24" in gateway.written()["cloud.conf"]
