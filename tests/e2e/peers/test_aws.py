# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A hybrid pair: what the role makes of AWS's document meets a strongSwan that plays both gateways of that document.

The cloud's end has the proposals as Neutron's strongSwan driver writes them, the policy's and strongSwan's defaults.
The other one accepts what AWS documents, and takes the weakest of what both have, as AWS does.
"""

from __future__ import annotations

import os
import re

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.connections import with_keys
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.two_ends import site_ends
from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import (
    ADDRESSES,
    CUSTOMER,
    document,
    endpoints,
    swanctl,
)
from ansible_collections.sitelink.vpnaas.tests.support.charon import Charon, run
from ansible_collections.sitelink.vpnaas.tests.support.role_files import read
from ansible_collections.sitelink.vpnaas.tests.unit.role.test_ends import PARIS, seen

INSIDE = {"cloud": "10.1.0.1", "aws": "10.20.0.1"}
WORDS = {"aes-256": "aes256", "sha256": "sha256", "group14": "modp2048"}
CLOUD = """\
connections {{
  {name} {{
    version = 2
    local_addrs = {local_id}
    remote_addrs = {peer_address}
    proposals = {proposal},default
    local {{
      auth = psk
      id = {local_id}
    }}
    remote {{
      auth = psk
      id = {peer_id}
    }}
    children {{
      {name} {{
        local_ts = 10.1.0.0/24
        remote_ts = 10.20.0.0/16
        esp_proposals = {proposal},default
      }}
    }}
  }}
}}
secrets {{
  ike-{name} {{
    id-own = {local_id}
    id-peer = {peer_id}
    secret = "{psk}"
  }}
}}
"""


def made_of(text):
    """(the connections with their keys, the proposal of both policies) that the role makes of AWS's document."""
    presets = read("vars/main/presets.yml")
    crypto = {
        "presets": presets["site_to_site_presets"],
        "defaults": presets["site_to_site_default_presets"],
        "refused": [],
    }
    ends = [PARIS, {"aws": {"customer_gateway_configuration": text}, "networks": ["10.20.0.0/16"]}]
    plan = site_ends({"name": "vpn", "ends": ends}, [seen("paris", "10.1.0.0/24", v4=CUSTOMER), {}], crypto)
    assert plan["problems"] == []
    topology = plan["ends"][0]["topology"]
    (policy,) = topology["ike_policies"]
    algorithms = (policy["encryption_algorithm"], policy["auth_algorithm"], policy["pfs"])
    items = with_keys(topology["ipsec_site_connections"], ends, "vpn")
    return items, "-".join(WORDS[word] for word in algorithms)


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    names = [f"sitelink-{side}-{os.getpid()}" for side in ("ac", "aa")]
    folders = [tmp_path_factory.mktemp(side) for side in ("cloud", "aws")]
    with Charon(names[0], folders[0]) as cloud, Charon(names[1], folders[1]) as aws:
        link = [f"c{os.getpid()}", f"a{os.getpid()}"]
        run("ip", "link", "add", link[0], "netns", names[0], "type", "veth", "peer", "name", link[1], "netns", names[1])
        for side, interface, own, far, inside in (
            (cloud, link[0], [CUSTOMER], ADDRESSES, INSIDE["cloud"]),
            (aws, link[1], ADDRESSES, [CUSTOMER], INSIDE["aws"]),
        ):
            side.inside("ip", "link", "set", interface, "up")
            for address in own:
                side.inside("ip", "address", "add", f"{address}/32", "dev", interface)
            for address in far:
                side.inside("ip", "route", "add", f"{address}/32", "dev", interface)
            side.inside("ip", "address", "add", f"{inside}/16", "dev", "lo")
        yield cloud, aws


#: What AWS accepts in both phases, and what is agreed on: whatever the policies say, the weakest that both offer.
AGREED = {
    "whatever AWS documents": ({}, "AES_CBC-128/HMAC_SHA2_256_128", "AES_CBC-128/HMAC_SHA1_96"),
    "limited to the policies": (
        {"ike_proposals": "aes256-sha256-modp2048", "esp_proposals": "aes256-sha256-modp2048"},
        "AES_CBC-256/HMAC_SHA2_256_128",
        "AES_CBC-256/HMAC_SHA2_256_128",
    ),
}


@pytest.mark.parametrize("case", AGREED)
def test_packets_pass_both_ways_through_either_tunnel(ends, case):
    cloud, aws = ends
    text = document()
    items, proposal = made_of(text)
    accepted, ike, esp = AGREED[case]
    for number, endpoint in enumerate(endpoints(text), 1):
        aws.put(f"tunnel{number}.conf", swanctl(endpoint._replace(**accepted), f"tunnel{number}"))
    for item in items:
        cloud.put(f"{item['name']}.conf", CLOUD.format(**item, proposal=proposal))
    for side in ends:
        side.swanctl("--load-all", "--noprompt")
    for number, item in enumerate(items, 1):
        cloud.swanctl("--initiate", "--child", item["name"], "--timeout", "20")
        for side, source, target in ((cloud, INSIDE["cloud"], INSIDE["aws"]), (aws, INSIDE["aws"], INSIDE["cloud"])):
            answer = side.inside("ping", "-c", "3", "-i", "0.2", "-W", "2", "-I", source, target, check=False)
            assert answer.returncode == 0 and " 0% packet loss" in answer.stdout, answer.stdout + side.log()[-1500:]
        agreed = aws.swanctl("--list-sas").stdout
        assert f"tunnel{number}:" in agreed and f"tunnel{3 - number}:" not in agreed
        found = re.findall(r"AES_CBC-\d+/HMAC_SHA[\d_]+(?=/PRF|$)", agreed, re.MULTILINE)
        assert found == [ike, esp], agreed
        cloud.swanctl("--terminate", "--ike", item["name"])
