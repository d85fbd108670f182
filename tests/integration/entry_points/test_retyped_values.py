# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C1 of the faults of 1.0.0: a key that YAML reads as a number is refused by modules, topology, role and filter, by the
action plugin and by the module; ``key: 01234567`` was stored as 342391."""

from __future__ import annotations

import pytest
import yaml
from ansible.release import __version__ as ansible_version

from ansible_collections.sitelink.vpnaas.tests.support.served import Site

ACCESS = {"cloud": "embedded"}
CONNECTION = {
    "name": "branch7",
    "vpn_service": "office",
    "ike_policy": "ike",
    "ipsec_policy": "ipsec",
    "peer_address": "172.24.4.233",
    "peer_cidrs": ["10.2.0.0/24"],
    "psk": "{{ key }}",
}
ROLE = {
    "site_to_site_name": "office",
    "site_to_site_cloud": ACCESS,
    "site_to_site_vpn_service": {"router": "edge", "subnet": "office"},
    "site_to_site_connections": [
        {"name": "branch7", "peer_address": "172.24.4.233", "peer_cidrs": ["10.2.0.0/24"], "psk": "{{ key }}"}
    ],
}
WAYS = {
    "module": {"sitelink.vpnaas.ipsec_site_connection": {**ACCESS, **CONNECTION}},
    "topology": {"sitelink.vpnaas.vpn_topology": {**ACCESS, "ipsec_site_connections": [CONNECTION]}},
    "role": {"ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"}, "vars": ROLE},
    "filter": {
        "ansible.builtin.debug": {
            "msg": "{{ {'connections': []} | sitelink.vpnaas.peer_config('strongswan', psk=key) }}"
        }
    },
}


@pytest.mark.skipif(
    ansible_version.startswith("2.18."),
    reason="ansible-core 2.18 turns what a template gives into text, so a number cannot be told from text",
)
@pytest.mark.parametrize("in_process", ["1", "0"])
def test_c1_a_key_that_yaml_reads_as_a_number_is_refused(site: Site, in_process: str) -> None:
    # YAML's own notation: a dumper would write the quotes.
    (site.folder / "keys.yml").write_text("octal: 01234567\nhexadecimal: 0x1234abcd\n")
    tasks = [
        {
            "name": f"{name} {key}",
            **task,
            "vars": {**task.get("vars", {}), "key": f"{{{{ {key} }}}}"},
            "ignore_errors": True,
        }
        for name, task in WAYS.items()
        for key in ("octal", "hexadecimal")
        if name in ("module", "topology") or (in_process == "1" and key == "octal")
    ]
    play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["keys.yml"], "tasks": tasks}
    (site.folder / "play.yml").write_text(yaml.safe_dump([play], sort_keys=False))
    printed, _code = site.play(site.folder / "play.yml", "-vvv", SITELINK_VPNAAS_IN_PROCESS=in_process)
    assert printed.count("in quotes") >= len(tasks), printed
    assert "342391" not in printed
    assert "305441741" not in printed
    assert site.cloud.store.all("ipsec_site_connections") == []
    assert site.cloud.log.writes == []
