# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""charon and pluto load all that is rendered for them, and ignore or remove no value of it."""

from __future__ import annotations

import os
import re

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.sweep import cases
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.test_sweep import rendered
from ansible_collections.sitelink.vpnaas.tests.e2e.peers.pluto import Pluto
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology

#: What a daemon says of a value that it does not use.
COMPLAINT = re.compile(
    r"ignor|remov|warning|error|fail|fatal|unknown|invalid|unsupported|duplicate|no such|deprecated", re.I
)
#: Of certificates, which there are none of, and of routes, for which this namespace has no interface.
HARMLESS = re.compile(r"opening directory|writing to socket|installing route|installing trap")


def complaints(output):
    return [line for line in output.splitlines() if COMPLAINT.search(line) and not HARMLESS.search(line)]


@pytest.fixture(scope="module")
def pluto(tmp_path_factory):
    with Pluto(f"sitelink-pluto-{os.getpid()}", tmp_path_factory.mktemp("pluto")) as daemon:
        yield daemon


def parts(target):
    """(label, connection part, secrets part) of each case that is rendered."""
    given = {label: (given, arguments) for label, given, arguments in cases()}
    for label in rendered(target)[0]:
        objects, arguments = given[label]
        yield label, *(config(target, objects, **arguments, part=part) for part in ("connection", "secrets"))


def test_pluto_ignores_nothing(pluto):
    wrong, loaded = [], 0
    for label, connection, secrets in parts("libreswan"):
        names = re.findall(r"^conn (\S+)", connection, re.MULTILINE)
        output = pluto.load(connection, secrets, names)
        added = len(re.findall(r"added IKEv[12] connection", output))
        loaded += added == len(names)
        wrong += [(label, line) for line in complaints(output)]
        wrong += [] if added == len(names) else [(label, output)]
    print(f"pluto loaded {loaded} of {len(rendered('libreswan')[0])}")
    assert not wrong, "\n".join(map(str, wrong[:20]))


def test_charon_ignores_nothing(charon):
    wrong, loaded = [], 0
    for label, connection, secrets in parts("strongswan"):
        for old in (charon.swanctl_dir / "conf.d").iterdir():
            old.unlink()
        charon.put("peer.conf", connection)
        charon.put("peer.secrets.conf", secrets)
        before = len(charon.log())
        done = charon.swanctl("--load-all", "--noprompt", check=False)
        output = done.stdout + done.stderr + charon.log()[before:]
        loaded += done.returncode == 0 and "successfully loaded 1 connections" in done.stdout
        wrong += [(label, line) for line in complaints(output)]
        wrong += [] if done.returncode == 0 else [(label, output)]
    print(f"charon loaded {loaded} of {len(rendered('strongswan')[0])}")
    assert not wrong, "\n".join(map(str, wrong[:20]))


def test_a_value_that_pluto_ignores_is_seen(pluto):
    """1.0.0 wrote it: IKEv2 knows no dpdtimeout."""
    connection = config("libreswan", topology(), part="connection")
    secrets = config("libreswan", topology(), psk=PSK, part="secrets")
    assert complaints(pluto.load(connection, secrets, ["branch7"])) == []
    ignored = connection.replace("dpddelay=30\n", "dpddelay=30\n    dpdtimeout=120\n")
    assert "dpdtimeout= ignored" in "".join(complaints(pluto.load(ignored, secrets, ["branch7"])))


@pytest.mark.parametrize("target", ["strongswan", "libreswan"])
def test_every_name_of_the_sweep_is_among_what_is_loaded(target):
    """Words of the files' own syntax, such as conn, are names like others; so is the longest that swanctl takes."""
    labels = " ".join(rendered(target, every=1)[0])
    assert all(f"name {name} 4 v2" in labels for name in ("setup", "conn", "no", "n" * 123))
