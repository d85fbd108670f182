# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Argument specs, derived from the tables of fields."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource

#: An option's specification, and those of a module's options by name, as AnsibleModule takes them.
OptionSpec: t.TypeAlias = "dict[str, Value]"
ArgumentSpec: t.TypeAlias = "dict[str, OptionSpec]"

#: How to reach the cloud: openstack.cloud's options, so that one module_defaults block serves both.
CLOUD_OPTIONS: ArgumentSpec = {
    # A mapping may hold a password; a name must stay readable, so module.py decides what is masked.
    "cloud": {"type": "raw", "no_log": True},
    "auth": {"type": "dict", "no_log": True},
    "auth_type": {"type": "str"},
    "region_name": {"type": "str"},
    "interface": {"type": "str", "choices": ["public", "internal", "admin"], "aliases": ["endpoint_type"]},
    "validate_certs": {"type": "bool", "aliases": ["verify"]},
    "ca_cert": {"type": "str", "aliases": ["cacert"]},
    "client_cert": {"type": "str", "aliases": ["cert"]},
    "client_key": {"type": "str", "no_log": True, "aliases": ["key"]},
    "api_timeout": {"type": "int"},
    "wait": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 180},
    "sdk_log_path": {"type": "str"},
    "sdk_log_level": {"type": "str", "default": "INFO", "choices": ["INFO", "DEBUG"]},
    "dialect": {"type": "str", "default": "auto", "choices": ["auto", *DIALECTS]},
    "project": {"type": "str"},
    "preflight": {"type": "str", "default": "warn", "choices": ["warn", "fail", "off"]},
}
REPLACE: OptionSpec = {"type": "bool", "default": False}
STATE: OptionSpec = {"type": "str", "default": "present", "choices": ["present", "absent"]}
#: Options of one kind that are not attributes of its object.
EXTRA_OPTIONS: dict[str, ArgumentSpec] = {
    "ipsec_site_connection": {
        "update_psk": {
            "type": "str",
            "default": "when_different",
            "choices": ["when_different", "on_create", "always"],
            "no_log": False,
        },
        "wait_for": {"type": "str", "default": "settled", "choices": ["settled", "active"]},
    },
}


def resource_spec(resource: Resource) -> ArgumentSpec:
    """The argument spec of the module that manages this kind."""
    return {"state": STATE, **_object_spec(resource), **CLOUD_OPTIONS}


def topology_spec() -> ArgumentSpec:
    """The argument spec of vpn_topology: section by section the options of the kinds' own modules."""
    return {
        **_sections(),
        "state": STATE,
        "owner": {"type": "str"},
        "purge": {"type": "bool", "default": False},
        "purge_max": {"type": "int", "default": 10},
        "adopt": {"type": "bool", "default": False},
        "owner_conflict": {"type": "str", "default": "fail", "choices": ["fail", "warn"]},
        "concurrency": {"type": "int", "default": 8},
        **CLOUD_OPTIONS,
    }


def _sections() -> ArgumentSpec:
    return {
        resource.plural: {"type": "list", "elements": "dict", "default": [], "options": _item_spec(resource)}
        for resource in VPN_KINDS.values()
    }


#: One other end: a cloud, or facts in the form of vpn_topology_info.
PEER: ArgumentSpec = {
    # Options of access, which may hold a password; connections may hold keys.
    "cloud": {"type": "dict", "no_log": True},
    "connections": {"type": "list", "elements": "dict", "no_log": True},
    "ike_policies": {"type": "list", "elements": "dict"},
    "ipsec_policies": {"type": "list", "elements": "dict"},
    "vpn_services": {"type": "list", "elements": "dict"},
    "endpoint_groups": {"type": "list", "elements": "dict"},
    "subnets": {"type": "list", "elements": "dict"},
}


def validation_spec() -> ArgumentSpec:
    """The argument spec of vpn_topology_validate."""
    return {
        **_sections(),
        "state": STATE,
        "owner": {"type": "str"},
        "peers": {"type": "list", "elements": "dict", "default": [], "options": PEER},
        "baseline": {"type": "raw"},
        "only": {"type": "list", "elements": "str", "default": []},
        "skip": {"type": "list", "elements": "str", "default": []},
        "fail_on": {"type": "str", "default": "error", "choices": ["error", "warning", "never"]},
        "release": {"type": "str"},
        **CLOUD_OPTIONS,
    }


def export_spec() -> ArgumentSpec:
    """The argument spec of vpn_topology_info."""
    return {"owner": {"type": "str"}, **CLOUD_OPTIONS}


#: The statuses that the API documents (neutron-lib constants; K5 "Create IPsec site connection").
STATUSES = ["ACTIVE", "DOWN", "BUILD", "ERROR", "PENDING_CREATE", "PENDING_UPDATE", "PENDING_DELETE"]
#: kind -> the filters of its info module beside ``name``.
FILTERS: dict[str, ArgumentSpec] = {
    "ipsec_site_connection": {
        "status": {"type": "list", "elements": "str", "choices": STATUSES},
        "peer_address": {"type": "str"},
        "vpn_service": {"type": "str"},
        "router": {"type": "str"},
    },
}


def info_spec(resource: Resource | None = None) -> ArgumentSpec:
    """The argument spec of the module that lists this kind."""
    filters = FILTERS.get(resource.kind, {}) if resource else {}
    return {"name": {"type": "str"}, **filters, **CLOUD_OPTIONS}


def option_of(spec: t.Mapping[str, t.Mapping[str, Value]], name: str) -> str | None:
    """The option that has this name or alias; None where there is none."""
    return name if name in spec else next((option for option in spec if name in spec[option].get("aliases", ())), None)


def _object_spec(resource: Resource) -> ArgumentSpec:
    return {
        "name": {"type": "str", "required": True},
        "from_name": {"type": "str"},
        **{row.option: _option(row) for row in resource.fields},
        **EXTRA_OPTIONS.get(resource.kind, {}),
        "extra_attrs": {"type": "dict", "aliases": ["value_specs"]},
        "replace": REPLACE,
    }


def _item_spec(resource: Resource) -> ArgumentSpec:
    """A topology's item: its state defaults to the topology's."""
    return {"state": {key: value for key, value in STATE.items() if key != "default"}, **_object_spec(resource)}


def _option(row: Field) -> OptionSpec:
    option: OptionSpec = {"type": row.value_type.type}
    if row.value_type.elements:
        option["elements"] = row.value_type.elements
    if row.api_key:
        option["aliases"] = [row.api_key]
    if row.choices:
        option["choices"] = list(row.choices)
    if row.secret:
        option["no_log"] = True
    if row.suboptions:
        option["options"] = {part.option: _option(part) for part in row.suboptions}
    return option
