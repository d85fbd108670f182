# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two charons, each with what the filter writes for one end: packets pass, whichever family is inside which one.

One has the configuration of the peer gateway. The other has that of the cloud, as the peer of the target openstack.
"""

from __future__ import annotations

import os

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.charon import Charon, run
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.test_openstack import other_end

INNER6 = {"cidr": "fd00:1::/64", "peer_cidrs": ["fd00:2::/64"]}
OUTER6 = {"peer_address": "2001:db8:7::7", "peer_id": "2001:db8:7::7"}
CASES = {"4in4": {}, "6in4": INNER6, "4in6": OUTER6, "6in6": {**OUTER6, **INNER6}}
#: Both ends: addresses outside, and inside.
PEER = (("198.51.100.7/32", "2001:db8:7::7/128"), ("10.2.0.1/24", "fd00:2::1/64"))
CLOUD = (("203.0.113.1/32", "2001:db8::1/128"), ("10.1.0.1/24", "fd00:1::1/64"))


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    names = [f"sitelink-{side}-{os.getpid()}" for side in ("fp", "fc")]
    folders = [tmp_path_factory.mktemp(side) for side in ("peer", "cloud")]
    with Charon(names[0], folders[0]) as peer, Charon(names[1], folders[1]) as cloud:
        link = [f"p{os.getpid()}", f"q{os.getpid()}"]
        run("ip", "link", "add", link[0], "netns", names[0], "type", "veth", "peer", "name", link[1], "netns", names[1])
        for side, interface, own, far in ((peer, link[0], PEER, CLOUD), (cloud, link[1], CLOUD, PEER)):
            side.inside("ip", "link", "set", interface, "up")
            for address in own[0]:
                side.inside("ip", "address", "add", address, "dev", interface, *(["nodad"] if ":" in address else []))
            for here, there in zip(own[0], far[0], strict=True):
                side.inside("ip", "route", "add", there, "dev", interface, "src", here.split("/")[0])
            for address in own[1]:
                side.inside("ip", "address", "add", address, "dev", "lo", *(["nodad"] if ":" in address else []))
        yield peer, cloud


@pytest.mark.parametrize("case", CASES)
def test_packets_pass(ends, case):
    peer, cloud = ends
    given = topology(**CASES[case])
    texts = (config("strongswan", given, psk=PSK), config("strongswan", other_end(given), psk=PSK, dialect="neutron"))
    for side, text in zip((cloud, peer), texts[::-1], strict=True):
        side.put("conn.conf", text)
        side.swanctl("--load-all", "--noprompt")
    peer.swanctl("--initiate", "--child", "branch7", "--timeout", "20")
    number = 1 if case.startswith("6") else 0
    source, target = (side[1][number].split("/")[0] for side in (PEER, CLOUD))
    answer = peer.inside("ping", "-c", "2", "-i", "0.2", "-W", "2", "-I", source, target, check=False)
    assert answer.returncode == 0, answer.stdout + peer.log()[-1500:]
    peer.swanctl("--terminate", "--ike", "branch7")
