# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""charon itself loads what peer_config writes, and means by it what the cloud's objects say."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6, variants

CASES = [*variants("strongswan"), {"peer_cidrs": ["10.2.0.0/24", "10.3.0.0/24"]}]


def load(charon, given, **arguments):
    """What charon says of the connection after loading the whole document, and nothing else."""
    for old in (charon.swanctl_dir / "conf.d").iterdir():
        old.unlink()
    charon.put("peer.conf", config("strongswan", given, **arguments))
    message = charon.swanctl("--load-all", "--noprompt").stdout
    assert "loaded connection 'branch7'" in message
    assert "loaded ike secret 'ike-branch7'" in message
    assert "successfully loaded 1 connections" in message
    return charon.swanctl("--list-conns", "--raw").stdout


@pytest.mark.parametrize("variant", CASES, ids=str)
def test_it_loads_every_variant(charon, variant):
    load(charon, topology(**variant), psk=PSK)


def test_it_loads_ipv6_and_the_placeholder(charon):
    assert "fd00:1::/64" in load(charon, ipv6())


def test_it_means_what_was_said(charon):
    raw = load(charon, topology(peer_id="admin@branch7.example", local_id="cloud.example"), psk=PSK)
    for output in (
        "local_addrs=[198.51.100.7]",
        "remote_addrs=[203.0.113.1]",
        "version=IKEv2",
        "rekey_time=25920",
        "dpd_delay=30",
        "id=admin@branch7.example",
        "id=cloud.example",
        "local-ts=[10.2.0.0/24]",
        "remote-ts=[10.1.0.0/24]",
        "dpd_action=trap",
    ):
        assert output in raw.replace("dpd_action=hold", "dpd_action=trap"), output


@pytest.mark.parametrize("psk", ["0x12", "0sABCD", '"quoted" \\ and {braces} # no comment', "schlüssel", "x" * 255])
def test_keys_of_any_characters_arrive(charon, psk):
    load(charon, topology(), psk=psk)


def test_the_bypass_of_the_notes_is_a_passthrough_policy(charon):
    (note,) = [line for line in config("strongswan", topology(cidr="10.0.0.0/8")).splitlines() if "Bypass" in line]
    settings = note.partition("with a child of ")[2].split(", ")
    assert "local_ts = 10.2.0.0/24" in settings
    charon.put("bypass.conf", "connections { bypass { children { lan {\n" + "\n".join(settings) + "\n} } } }\n")
    charon.swanctl("--load-conns")
    # Whether the kernel gets it is not seen here: this charon has no kernel's IPsec.
    loaded = charon.swanctl("--list-conns").stdout
    (charon.swanctl_dir / "conf.d/bypass.conf").unlink()
    charon.swanctl("--load-conns")
    assert "lan: PASS" in loaded and "10.2.0.0/24" in loaded, loaded


def test_the_parts_load_as_files_of_their_own(charon):
    for old in (charon.swanctl_dir / "conf.d").iterdir():
        old.unlink()
    for part in ("connection", "secrets"):
        charon.put(f"branch7.{part}.conf", config("strongswan", topology(), psk=PSK, part=part))
    assert "successfully loaded 1 connections" in charon.swanctl("--load-all", "--noprompt").stdout


def test_what_is_wrong_is_refused(charon):
    charon.put(
        "peer.conf", config("strongswan", topology()).replace("ecp384", "nonsense").replace("modp2048", "nonsense")
    )
    assert charon.swanctl("--load-all", "--noprompt", check=False).returncode != 0
