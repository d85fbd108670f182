# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task of vpn_topology held against the module's argument specification, and its references against what is there."""

from __future__ import annotations

import ipaddress
import re
import typing as t

import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation

TASK = {"name", "sitelink.vpnaas.vpn_topology"}
#: option of a connection -> the section that declares what it names
REFERENCES = {
    "vpn_service": "vpn_services",
    "ike_policy": "ike_policies",
    "ipsec_policy": "ipsec_policies",
    "local_endpoint_group": "endpoint_groups",
    "peer_endpoint_group": "endpoint_groups",
}
#: What the API asks for, or what would otherwise be a default that the peer does not have.
NEEDED = {
    "ike_policies": ("ike_version", "encryption_algorithm", "auth_algorithm", "pfs", "lifetime"),
    "ipsec_policies": (
        "transform_protocol",
        "encapsulation_mode",
        "encryption_algorithm",
        "auth_algorithm",
        "pfs",
        "lifetime",
    ),
    "vpn_services": ("router",),
    "endpoint_groups": ("type", "endpoints"),
    "ipsec_site_connections": (*REFERENCES, "peer_address", "peer_id", "psk", "initiator", "mtu", "dpd"),
}

#: The API's lists of them grow with its releases; this is how all of them are spelled.
ALGORITHMS = ("encryption_algorithm", "auth_algorithm", "pfs")


class Loader(yaml.SafeLoader):
    """YAML as a playbook is read: !unsafe marks a text that is no template."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[t.Any, t.Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.constructor.ConstructorError(None, None, "a key is there twice", node.start_mark)
        return super().construct_mapping(node, deep)


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


class Openstack:
    comment = "#"

    def violations(self, text: str) -> list[Violation]:
        try:
            tasks = yaml.load(text, Loader)
        except yaml.YAMLError as error:
            return [Violation("the document", " ".join(str(error).split()))]
        if not isinstance(tasks, list) or len(tasks) != 1 or not isinstance(tasks[0], dict) or set(tasks[0]) != TASK:
            return [Violation("the document", "is no task of vpn_topology")]
        arguments = tasks[0]["sitelink.vpnaas.vpn_topology"]
        if not isinstance(arguments, dict):
            return [Violation("vpn_topology", "has no arguments")]
        try:
            errors = ArgumentSpecValidator(topology_spec()).validate(arguments).error_messages
        except TypeError as error:
            # ansible-core's own message about a key that is a number.
            errors = [str(error)]
        if errors:
            return [Violation("vpn_topology", error) for error in errors]
        return [] if arguments.get("state") == "absent" else list(whole(arguments))


def whole(arguments: dict[str, t.Any]) -> t.Iterator[Violation]:  # noqa: C901 - one of the vendor's rules after another
    for section, needed in NEEDED.items():
        items = arguments.get(section) or []
        if not items:
            yield Violation(section, "declares nothing")
        names = [item["name"] for item in items]
        if len(names) != len(set(names)):
            yield Violation(section, f"names are there twice: {names}")
        for item, option in ((item, option) for item in items for option in ALGORITHMS if option in item):
            if not re.fullmatch("[a-z0-9-]+", str(item[option])):
                yield Violation(f"{section} {item['name']}", f"{option} {item[option]} is no algorithm")
        for item, option in ((item, option) for item in items for option in needed):
            if item.get(option) in (None, "", []):
                yield Violation(f"{section} {item['name']}", f"lacks {option}")
    declared = {section: {str(item["name"]) for item in arguments.get(section) or []} for section in NEEDED}
    for connection in arguments.get("ipsec_site_connections") or []:
        for option, section in REFERENCES.items():
            if str(connection.get(option)) not in declared[section]:
                yield Violation(
                    f"connection {connection['name']}", f"{option} {connection.get(option)} is not declared"
                )
        yield from _parsed(ipaddress.ip_address, connection.get("peer_address"), "peer_address")
    used = {str(connection.get(option)) for connection in arguments["ipsec_site_connections"] for option in REFERENCES}
    for section in (*NEEDED,)[:-1]:
        for name in sorted(declared[section] - used):
            yield Violation(section, f"{name} is not used")
    for group in arguments.get("endpoint_groups") or []:
        if group.get("type") == "cidr":
            for network in group.get("endpoints") or []:
                yield from _parsed(ipaddress.ip_network, network, "a network")


def _parsed(parse: t.Callable[[t.Any], object], value: t.Any, what: str) -> t.Iterator[Violation]:
    try:
        parse(value)
    except ValueError as error:
        yield Violation(what, str(error))
