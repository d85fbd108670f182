# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The VPN agents of an OVN cloud: rows in OVN's southbound database, which Neutron watches. Standard library only.

An agent writes the number of the last round call that it heard into Chassis_Private; Neutron takes it for alive while
that is not behind its own number, and for dead when the row is gone (neutron/plugins/ml2/drivers/ovn/agent).
"""

from __future__ import annotations

import json
import subprocess
import uuid

from rig.debian import debian_environment, program
from rig.layout import Layout

#: Ahead of every number that Neutron will call: alive until told otherwise.
AHEAD = 1_000_000_000
HOST = "vpn-host-1"


def transact(layout: Layout, *operations: dict) -> list[dict]:
    """Change the southbound database at once; raises ValueError with what it says against that."""
    words = [program(layout, "ovsdb-client"), "transact", "unix:sb.sock", json.dumps(["OVN_Southbound", *operations])]
    environment = debian_environment(layout)
    done = subprocess.run(words, capture_output=True, text=True, cwd=layout.state, env=environment, check=True)
    answer = json.loads(done.stdout)
    if any("error" in part for part in answer):
        raise ValueError(done.stdout)
    return answer


def raise_agent(layout: Layout, host: str = HOST) -> str:
    """A live VPN agent on a new chassis of that host; its id."""
    agent = str(uuid.uuid5(uuid.NAMESPACE_DNS, host))
    encapsulation = {"type": "geneve", "ip": "127.0.0.1", "chassis_name": host}
    chassis = {"name": host, "hostname": host, "encaps": ["named-uuid", "tunnel"]}
    chassis["other_config"] = ["map", [["ovn-bridge-mappings", "physnet1:br-ex"]]]
    # nb_cfg is that of the host's ovn-controller: to a host where it is dead Neutron binds no port.
    private = {"name": host, "nb_cfg": AHEAD, "chassis": ["named-uuid", "host"], "external_ids": identity(agent, AHEAD)}
    transact(
        layout,
        {"op": "insert", "table": "Encap", "row": encapsulation, "uuid-name": "tunnel"},
        {"op": "insert", "table": "Chassis", "row": chassis, "uuid-name": "host"},
        {"op": "insert", "table": "Chassis_Private", "row": private},
    )
    return agent


def bump(layout: Layout, host: str = HOST) -> None:
    """Let the agent report once more: a Neutron that has just begun to watch hears of it by that."""
    agent = str(uuid.uuid5(uuid.NAMESPACE_DNS, host))
    row = {"external_ids": identity(agent, AHEAD + 1)}
    where = [["name", "==", host]]
    transact(layout, {"op": "update", "table": "Chassis_Private", "where": where, "row": row})


def fell_agent(layout: Layout, host: str = HOST) -> None:
    """The host is gone: from now on Neutron says that its agent is not alive."""
    where = [["name", "==", host]]
    tables = ("Chassis_Private", "Chassis")
    transact(layout, *({"op": "delete", "table": table, "where": where} for table in tables))


def identity(agent: str, heard: int) -> list:
    return ["map", [["neutron:ovn-vpnagent-id", agent], ["neutron:ovn-vpnagent-sb-cfg", str(heard)]]]


def layout_of(facts: dict) -> Layout:
    """The layout of a booted cloud, by its ready file."""
    return Layout(facts["release"], facts["instance"])
