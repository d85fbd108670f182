# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""charon loads what OPNsense makes of the fields for its API, and means the same as by strongSwan's own document.

The way from fields to swanctl.conf is that of Swanctl.php (getConfig) of opnsense/core, written here anew.
"""

from __future__ import annotations

import base64
import json
import re

import pytest

from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6, variants

#: Fields that are 0 or 1 and no numbers.
FLAGS = {"aggressive", "mobike", "encap", "send_certreq", "policies", "sha256_96"}
LEFT_OUT = {"enabled", "description", "connection"}


def swanctl(requests):
    """swanctl.conf as OPNsense writes it."""
    bodies = {"local": [], "remote": [], "child": [], "connection": [], "preSharedKey": []}
    for request in requests:
        for kind, body in request["body"].items():
            bodies[kind].append(body)
    (connection,), (key,) = bodies["connection"], bodies["preSharedKey"]
    sections = [f"{side}-1 {{ {settings(bodies[side][0])} }}" for side in ("local", "remote")]
    children = [f"child{number} {{ {settings(child)} }}" for number, child in enumerate(bodies["child"])]
    secret = base64.b64encode(key["Key"].strip().encode()).decode()
    parts = "\n".join([settings(connection), *sections, "children {", *children, "}"])
    key_of = f'id-0 = "{key["ident"]}"\nid-1 = "{key["remote_ident"]}"\nsecret = 0s{secret}'
    return f"connections {{ branch7 {{ {parts}\n}} }}\nsecrets {{ ike-branch7 {{\n{key_of}\n}} }}\n"


def settings(fields):
    lines = []
    for name, value in fields.items():
        if value != "" and name not in LEFT_OUT:
            text = ("yes" if value == "1" else "no") if name in FLAGS else value
            lines.append(f'{name} = "{text}"')
    return "\n" + "\n".join(lines) + "\n"


def load(charon, text):
    for old in (charon.swanctl_dir / "conf.d").iterdir():
        old.unlink()
    charon.put("peer.conf", text)
    assert "successfully loaded 1 connections" in charon.swanctl("--load-all", "--noprompt").stdout
    raw = charon.swanctl("--list-conns", "--raw").stdout
    # Names of sections differ, and so may the lifetime of phase 2 by rounding.
    raw = re.sub(r"child\d+ \{|branch7 \{", "{", raw)
    return re.sub(r"(rekey_time|local-\d+|remote-\d+|local|remote|life_time)=?\S*", "", raw)


@pytest.mark.parametrize("variant", list(variants("opnsense")), ids=str)
def test_charon_loads_every_variant_and_means_the_same(charon, variant):
    given = topology(**variant)
    requests = json.loads(config("opnsense", given, psk=PSK, part="configuration"))
    assert load(charon, swanctl(requests)) == load(charon, config("strongswan", given, psk=PSK))


def test_charon_loads_ipv6(charon):
    requests = json.loads(config("opnsense", ipv6(), psk=PSK, part="configuration"))
    assert load(charon, swanctl(requests)) == load(charon, config("strongswan", ipv6(), psk=PSK))


def test_what_is_wrong_is_refused(charon):
    requests = json.loads(config("opnsense", psk=PSK, part="configuration"))
    text = swanctl(requests).replace("aes256-sha256-modp2048", "aes256-nonsense")
    charon.put("peer.conf", text)
    assert charon.swanctl("--load-all", "--noprompt", check=False).returncode != 0
