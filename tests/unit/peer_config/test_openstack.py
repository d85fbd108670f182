# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The target openstack: vpn_topology takes what it writes, and seen from there everything is the other way round."""

from __future__ import annotations

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, error_of, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6, variants

NAMES = {"peer_id": "branch7.example", "local_id": "cloud.example"}


class Loader(yaml.SafeLoader):
    """YAML as a playbook is read: !unsafe marks a text that is no template."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def task(text):
    (found,) = yaml.load(text, Loader)
    return found["sitelink.vpnaas.vpn_topology"]


@pytest.mark.parametrize("variant", list(variants("openstack")), ids=str)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_vpn_topology_takes_it(variant, state):
    arguments = task(config("openstack", topology(**variant), psk=PSK, state=state))
    validation = ArgumentSpecValidator(topology_spec()).validate(arguments)
    assert validation.error_messages == []


def other_end(given, **arguments):
    """The objects of the other cloud, as the filter takes them, when the task has run there."""
    objects = task(config("openstack", given, psk=PSK, **arguments))
    service = {"name": "x", "endpoint_addresses": {"ipv4": "198.51.100.7", "ipv6": "2001:db8:7::7"}}
    objects["vpn_services"] = [{**one, **service, "name": one["name"]} for one in objects["vpn_services"]]
    return {"topology": objects, "subnets": [{"name": "subnet-0", "cidr": own_network(given)}]}


def own_network(given):
    return given["objects"]["ipsec_site_connections"][0]["peer_cidrs"][0]


def facts(given, **arguments):
    """What strongSwan is message, as (setting, value); the names of the sections are left out."""
    text = config("strongswan", given, part="connection", **arguments)
    lines = [line.strip() for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return [tuple(line.split(" = ", 1)) for line in lines]


@pytest.mark.parametrize("given", [topology(), ipv6(), topology(**NAMES)], ids=["IPv4", "IPv6", "names"])
def test_the_other_end_is_the_mirror_image(given):
    here, there = facts(given), facts(other_end(given), dialect="neutron")
    swapped = {"local_addrs": "remote_addrs", "local_ts": "remote_ts"}
    swapped |= {value: key for key, value in swapped.items()}
    assert sorted((swapped.get(key, key), value) for key, value in here) == sorted(there)
    # The identities are in the order local, remote.
    assert [value for key, value in here if key == "id"] == [value for key, value in there if key == "id"][::-1]


def test_a_key_is_no_template():
    key = "{{ lookup('pipe', 'id') }} \" ' \\ : #"
    text = config("openstack", psk=key)
    assert task(text)["ipsec_site_connections"][0]["psk"] == key and "psk: !unsafe" in text


def test_what_neutron_cannot_send_is_refused():
    assert "it sends both as names" in error_of("openstack", topology(peer_id="branch7.example"))


def test_there_is_one_subnet_for_each_local_network():
    several = topology(peer_cidrs=["10.2.0.0/24", "10.3.0.0/24"])
    message = error_of("openstack", several, settings={"router": "edge", "subnets": ["office"]})
    assert (
        "subnets of OpenStack has 1 values for 2 local networks: give one for each of 10.2.0.0/24, 10.3.0.0/24"
        in message
    )
    text = config("openstack", several, settings={"router": "edge", "subnets": ["office", "lab"]})
    groups = task(text)["endpoint_groups"]
    assert [group["endpoints"] for group in groups] == [["office", "lab"], ["10.1.0.0/24"]]
    assert "is one value, not a list" in error_of("openstack", settings={"router": ["a", "b"], "subnets": "office"})
