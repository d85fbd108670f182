# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C1 of the faults of 1.0.0: a key that YAML reads as a number is refused by modules, topology, role, filters and
lookups, by the action plugin and by the module; ``key: 01234567`` was stored as 342391. So are names and identities."""

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


native = pytest.mark.skipif(
    ansible_version.startswith("2.18."),
    reason="ansible-core 2.18 turns what a template gives into text, so a number cannot be told from text",
)


@native
@pytest.mark.parametrize("in_process", ["1", pytest.param("0", marks=pytest.mark.long)])
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


ENDS = [
    {"cloud": ACCESS, "vpn_service": {"router": "edge"}, "networks": ["office"]},
    {"cloud": ACCESS, "vpn_service": {"router": "edge2"}, "networks": ["lab"]},
]


def with_end(**options: object) -> dict[str, object]:
    """The role's variables with options of the first end that YAML reads as a number, true or a date."""
    return {"site_to_site_name": "vpn", "site_to_site_psk": "k", "site_to_site_ends": [ENDS[0] | options, ENDS[1]]}


#: words of the message -> the role's variables
ROLES = {
    "end 1: name: YAML read a number": with_end(name="{{ octal }}"),
    "end 1: identity: YAML read a number": with_end(identity="{{ hexadecimal }}"),
    "end 1: address: YAML read true or false": with_end(address="{{ flag }}"),
    "end 1: networks[0]: YAML read a date": with_end(networks=["{{ date }}"]),
    "end 1: vpn_service.router: YAML read a number": with_end(vpn_service={"router": "{{ octal }}"}),
    "end 1: connection.local_id: YAML read a number": with_end(connection={"local_id": "{{ octal }}"}),
    "site_to_site_psk: YAML read a number": with_end() | {"site_to_site_psk": "{{ octal }}"},
    # ansible-core's own check of the role's arguments comes first, and refuses a date.
    'Failed to convert "site_to_site_psk"': with_end() | {"site_to_site_psk": "{{ date }}"},
    "site_to_site_name: YAML read a number": with_end() | {"site_to_site_name": "{{ octal }}"},
    "site_to_site_connections[0].psk: YAML read a number": ROLE
    | {"site_to_site_connections": [{"name": "b", "peer_address": "192.0.2.1", "psk": "{{ octal }}"}]},
    "site_to_site_connections[1].name: YAML read true or false": ROLE
    | {"site_to_site_connections": [{"name": "b", "psk": "k"}, {"name": "{{ flag }}", "psk": "k"}]},
    "site_to_site_connections[0].peer_id: YAML read": ROLE
    | {"site_to_site_connections": [{"name": "b", "peer_address": "192.0.2.1", "psk": "k", "peer_id": "{{ octal }}"}]},
    "site_to_site_vpn_service.router: YAML read": ROLE
    | {"site_to_site_vpn_service": {"router": "{{ octal }}"}, "site_to_site_connections": []},
}
OTHERS = {
    "site_key: file: YAML read a number": "lookup('sitelink.vpnaas.site_key', file=octal)",
    "site_key: connections: YAML read a number": (
        "lookup('sitelink.vpnaas.site_key', {'cloud': {'cloud': 'embedded'}}, connections=[[octal]])"
    ),
    "end_name: YAML read a number": (
        "'end_' ~ query('sitelink.vpnaas.site_end', {'name': octal, 'cloud': {'cloud': 'no'}}, name='v')[0].problems[0]"
    ),
}


@native
def test_c1_names_and_identities_in_the_role_and_in_lookups(site: Site) -> None:
    (site.folder / "keys.yml").write_text("octal: 01234567\nhexadecimal: 0x1234abcd\nflag: yes\ndate: 2026-01-31\n")
    role = {"name": "sitelink.vpnaas.site_to_site"}
    tasks = [
        *({"ansible.builtin.include_role": role, "vars": variables} for variables in ROLES.values()),
        *({"ansible.builtin.debug": {"msg": f"{{{{ {text} }}}}"}} for text in OTHERS.values()),
        {"sitelink.vpnaas.site_key_file": {"path": "{{ octal }}", "create": True}},
    ]
    blocks = [{"block": [task], "rescue": [{"ansible.builtin.meta": "noop"}]} for task in tasks]
    play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["keys.yml"], "tasks": blocks}
    (site.folder / "play.yml").write_text(yaml.safe_dump([play], sort_keys=False))
    printed, _code = site.play(site.folder / "play.yml", ANSIBLE_NOCOWS="1")
    text = " ".join(printed.split())
    assert [words for words in (*ROLES, *OTHERS, "path: YAML read a number") if words not in text] == [], printed
    assert "Traceback" not in printed
    assert "342391" not in printed
    assert "305441741" not in printed
    assert site.cloud.log.writes == []
    assert not (site.folder / "342391").exists()


@pytest.mark.parametrize("in_process", ["1", pytest.param("0", marks=pytest.mark.long)])
def test_c1_a_mapping_with_a_key_that_is_no_text_is_no_traceback(site: Site, in_process: str) -> None:
    """``auth: {1: x}`` and the like ended in a traceback, in process before the login."""
    cloud = yaml.safe_load((site.folder / "clouds.yaml").read_text())["clouds"]["embedded"]
    auth = {**cloud["auth"], 1: "value-7a1", None: "value-7a2"}
    options = [
        {"cloud": {**cloud, "auth": auth}},
        {"cloud": {**cloud, "unused": [{1: 2, "b": 3}]}},
        {**{key: value for key, value in cloud.items() if key in ("auth_type", "region_name")}, "auth": auth},
    ]
    infos = [{"sitelink.vpnaas.ike_policy_info": given, "ignore_errors": True} for given in options]
    made = {"sitelink.vpnaas.ike_policy": {**ACCESS, "name": "ike", "extra_attrs": {1: "x"}}, "ignore_errors": True}
    play = {"hosts": "localhost", "gather_facts": False, "tasks": [*infos, made]}
    (site.folder / "play.yml").write_text(yaml.safe_dump([play], sort_keys=False))
    printed, _code = site.play(site.folder / "play.yml", "-v", SITELINK_VPNAAS_IN_PROCESS=in_process)
    for word in ("Traceback", "unexpected", "Unexpected", "object has no attribute", "not supported between"):
        assert word not in printed, printed
    assert site.cloud.store.all("ikepolicies") == [] or in_process == "0"
