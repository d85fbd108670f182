# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook openstack_to_aws.yml from nothing to nothing, at -vvvv --diff: what it makes, and no key anywhere.

Nothing here is AWS: its modules are stand-ins with their argument specs, which give documents in AWS's shape.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import CUSTOMER, KEYS, document
from ansible_collections.sitelink.vpnaas.tests.support.aws_modules import write_stand_ins
from ansible_collections.sitelink.vpnaas.tests.support.workspace import CLOUDS, Workspace

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "openstack_to_aws.yml"
VPN = ("ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups", "ipsec_site_connections")


@pytest.fixture
def play(tmp_path):
    """play(options) -> (the number of objects by kind, the writing calls, the output) after a run that succeeded."""
    with ExitStack() as stack:
        workspace = Workspace(tmp_path, CLOUDS, stack)
        workspace.write(EXAMPLE.name, EXAMPLE.read_text(encoding="utf-8"))
        write_stand_ins(tmp_path / "collections", document(), CUSTOMER)
        cloud, _url = workspace.clouds["mycloud"]

        def run(options=""):
            cloud.forget_log()
            code, output = workspace.run(f"ansible-playbook {EXAMPLE.name} -vvvv --diff {options}")
            assert code == 0 and not any(key in output for key in KEYS), output
            contents = cloud.contents()
            return {kind: len(contents.get(kind, ())) for kind in VPN}, [one.method for one in cloud.log.writes], output

        yield run


def test_from_nothing_to_both_tunnels_and_to_nothing(play):
    objects, writes, output = play()
    assert (list(objects.values()), writes) == ([1, 1, 1, 2, 2], ["POST"] * 7)
    assert '"198.51.100.20"' in output and '"198.51.100.130"' in output

    for options in ("", "--check"):
        _objects, writes, output = play(options)
        assert writes == [] and "changed=0" in output

    objects, writes, _output = play("-e state=absent")
    assert (set(objects.values()), writes) == ({0}, ["DELETE"] * 7)
    assert play("-e state=absent")[1] == []


def test_check_mode_on_an_empty_cloud_writes_nothing(play):
    objects, writes, _output = play("--check")
    assert set(objects.values()) == {0} and writes == []


def test_keys_that_ansible_hides_in_the_document_are_an_error_that_says_so(tmp_path):
    """ec2_vpc_vpn hides the keys of its own tunnel_options in all that it returns; ec2_vpc_vpn_info hides nothing."""
    made = {
        "customer_gateway_id": "cgw-cb00710a",
        "tunnel_options": [{"PreSharedKey": key} for key in KEYS],
        "static_only": True,
    }
    ends = [
        {"cloud": {"cloud": "mycloud"}, "vpn_service": {"router": "edge"}, "networks": ["office"]},
        {"aws": {"vpn_connection": "{{ made }}"}, "networks": ["10.20.0.0/16"]},
    ]
    tasks = [
        {"amazon.aws.ec2_vpc_vpn": made, "register": "made", "no_log": True},
        {
            "ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"},
            "vars": {"site_to_site_name": "office-aws", "site_to_site_ends": ends},
        },
    ]
    with ExitStack() as stack:
        workspace = Workspace(tmp_path, CLOUDS, stack)
        write_stand_ins(tmp_path / "collections", document(), CUSTOMER)
        workspace.write("play.yml", yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
        code, output = workspace.run("ansible-playbook play.yml -vvvv")
        assert code == 2 and "both tunnels: Ansible has hidden ike.pre_shared_key" in " ".join(output.split())
        assert not any(key in output for key in KEYS)
        assert workspace.clouds["mycloud"][0].log.writes == []
