# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libreswan's own parsers take what peer_config writes: ipsec.conf by addconn, proposals by algparse."""

from __future__ import annotations

import os

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.e2e.peers.packages import FOLDER
from ansible_collections.sitelink.vpnaas.tests.support.charon import run
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6, variants

ROOT = FOLDER / "libreswan"
COMMANDS = ROOT / "usr/libexec/ipsec"
ENVIRONMENT = {**os.environ, "LD_LIBRARY_PATH": str(ROOT / "usr/lib/x86_64-linux-gnu")}
WORDS = targets.load("libreswan").words
STRONGSWAN = targets.load("strongswan").words


def parse(folder, text):
    path = folder / "ipsec.conf"
    path.write_text(text, encoding="utf-8")
    return run(
        COMMANDS / "addconn", "--config", path, "--checkconfig", "--verbose", check=False, env=ENVIRONMENT, cwd=folder
    )


def algparse(*arguments):
    return run(COMMANDS / "algparse", *arguments, check=False, env=ENVIRONMENT).stdout


@pytest.mark.parametrize("variant", list(variants("libreswan")), ids=str)
def test_it_parses_every_variant(tmp_path, variant):
    text = config("libreswan", topology(**variant), psk=PSK, part="connection")
    done = parse(tmp_path, text)
    output = done.stdout + done.stderr
    assert done.returncode == 0 and "Loading conn branch7" in output and "warning" not in output.lower(), output
    lines = [line.strip() for line in text.splitlines()]
    version = "-v1" if "ikev2=no" in lines else "-v2"
    for line in lines:
        if line.startswith(("ike=", "esp=", "ah=")):
            message = algparse(version, *(() if line.startswith("ike=") else ("-pfs",)), line)
            assert "ERROR" not in message and line in message, message


def test_it_parses_ipv6(tmp_path):
    assert parse(tmp_path, config("libreswan", ipv6(), part="connection")).returncode == 0


def test_what_is_wrong_is_refused(tmp_path):
    assert parse(tmp_path, config("libreswan", part="connection").replace("auto=ondemand", "auto=sometimes")).returncode


@pytest.mark.parametrize("group", sorted(set(STRONGSWAN["ike_dh"]) - set(WORDS["ike_dh"])))
def test_groups_without_a_word_are_refused_by_its_parser_too(group):
    assert "ERROR" in algparse("-v2", f"ike=aes256-sha2_256;dh{group.removeprefix('group')}")


@pytest.mark.parametrize("cipher", ["aes_ccm_a256", "aes_ccm_b256", "aes_ccm_c256"])
def test_ciphers_without_a_word_in_ike_are_refused_by_its_parser_too(cipher):
    assert "ERROR" in algparse("-v2", f"ike={cipher}-sha2_256;dh14")
    assert "ERROR" in algparse("-v2", "ike=aes256-aes_cmac;dh14")
