# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command that a document of strongSwan or Libreswan prints is run, or parsed by the tool that it is for."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from ansible_collections.sitelink.vpnaas.tests.e2e.peers.pluto import COMMANDS
from ansible_collections.sitelink.vpnaas.tests.support.charon import run
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6

#: The tables that a host with a firewall and masquerading has.
TABLES = "\n".join(
    f"add table {family} {table}\nadd chain {family} {table} {chain} {{ type {kind} hook {chain} priority 0; }}"
    for family in ("ip", "ip6")
    for table, chain, kind in (("nat", "postrouting", "nat"), ("filter", "forward", "filter"))
)
GIVEN = {"IPv4": topology, "IPv6": ipv6, "IPv4 in IPv6": lambda: topology(peer_address="2001:db8:7::7")}


def printed(target, given, tool, **arguments):
    """The commands of that tool, from the document's notes; what the reader fills in stands in parentheses."""
    text = config(target, given, **arguments)
    return [found[0].strip() for found in re.finditer(rf"\b{tool} (?:[^;,()\n]|\([^)]*\))*", text)]


@pytest.fixture
def namespace():
    name = f"sitelink-nft-{os.getpid()}"
    run("ip", "netns", "add", name)
    yield name
    run("ip", "netns", "delete", name)


@pytest.mark.parametrize("target", ["strongswan", "libreswan"])
@pytest.mark.parametrize("case", GIVEN)
def test_nft_accepts_every_rule(namespace, target, case):
    """G7 of the list of faults."""
    commands = printed(target, GIVEN[case](), "nft")
    assert len(commands) == 2
    rules = "\n".join(command.removeprefix("nft ") for command in commands)
    done = subprocess.run(
        ["ip", "netns", "exec", namespace, "nft", "--check", "--file", "-"],
        input=f"{TABLES}\n{rules}\n", check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all((" ip6 " in command) == (case == "IPv6") for command in commands)


@pytest.mark.parametrize("mtu", [68, 80, 1280, 1500, 9000])
def test_nft_accepts_every_mss(namespace, mtu):
    (rule,) = [command for command in printed("strongswan", topology(mtu=mtu), "nft") if "maxseg" in command]
    commands = f"{TABLES}\n{rule.removeprefix('nft ')}\n"
    run("ip", "netns", "exec", namespace, "nft", "--check", commands)


def test_swanctl_runs_every_command(charon):
    text = config("strongswan", psk=PSK)
    charon.put("peer.conf", text)
    commands = printed("strongswan", topology(), "swanctl")
    assert {command.split()[1] for command in commands} == {"--load-all", "--terminate", "--list-sas"}
    for command in commands:
        _rest, verb, *options = command.split(" (")[0].split()
        done = charon.swanctl(verb, *options, check=False)
        # There is no tunnel to end.
        assert done.returncode == 0 or verb == "--terminate", done.stderr
        assert "unrecognized" not in done.stderr and "usage" not in done.stdout.lower()


def test_removal_takes_the_connection_away(charon):
    for old in (charon.swanctl_dir / "conf.d").iterdir():
        old.unlink()
    for part in ("connection", "secrets"):
        name = "branch7.conf" if part == "connection" else "branch7.secrets.conf"
        charon.put(name, config("strongswan", psk=PSK, part=part))
    charon.swanctl("--load-all", "--noprompt")
    assert "branch7" in charon.swanctl("--list-conns").stdout
    script = config("strongswan", state="absent").replace("/etc/swanctl", str(charon.swanctl_dir))
    environment = {
        "SWANCTL_DIR": str(charon.swanctl_dir),
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    }
    # The daemon of this test listens elsewhere; swanctl wants its command first.
    script = re.sub(r"swanctl (--\S+)", rf"swanctl \1 --uri {charon.uri}", script)
    run("sh", "-c", script, check=False, env=environment)
    assert "branch7" not in charon.swanctl("--list-conns").stdout
    assert not list((charon.swanctl_dir / "conf.d").glob("branch7*"))


@pytest.mark.parametrize("target", ["strongswan", "libreswan"])
def test_a_removal_is_a_shell_script(target):
    done = subprocess.run(
        ["sh", "-n"], input=config(target, state="absent"), check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_libreswans_commands_exist():
    """The script `ipsec auto` names the options that it has in its usage."""
    auto = (COMMANDS / "auto").read_text(encoding="utf-8")
    text = config("libreswan") + config("libreswan", state="absent")
    options = set(re.findall(r"ipsec auto (--\w+)", text))
    assert options == {"--rereadsecrets", "--replace", "--ondemand", "--delete"}
    assert all(option in auto for option in options)
    whack = (COMMANDS.parents[1] / "sbin/ipsec").read_text(encoding="utf-8")
    for command in ("showstates", "trafficstatus"):
        assert f"ipsec {command}" in text and command in whack


def test_pings_arguments_are_parsed():
    for target in ("strongswan", "libreswan"):
        (command,) = printed(target, topology(), "ping")
        filled = re.sub(r"\([^)]*\)", "127.0.0.1", command)
        assert run(*filled.split(), "-c", "1", "-W", "1", check=False).returncode in (0, 1)
