# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter peer_config without Ansible."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.build import Arguments, build_gateway
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.inputs import (
    KINDS,
    ObjectIndex,
    objects_of,
    select_connections,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.other_names import check_other_names
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.render import (
    render,
    render_removal,
    version,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translate import translate
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.validate import check_arguments, checked_key

#: the filter's arguments that bring objects -> their kind
OBJECTS = {
    "ike_policy": "ike_policy",
    "ipsec_policy": "ipsec_policy",
    "vpn_service": "vpn_service",
    "endpoint_groups": "endpoint_group",
}


class Options(Arguments, total=False):
    """The arguments of the filter; its documentation describes them."""

    ike_policy: object
    ipsec_policy: object
    vpn_service: object
    endpoint_groups: object
    connection: str | list[str] | None
    settings: dict[str, object] | None
    psk: object
    part: str | None
    state: str | None


OTHERS = tuple(sorted(Options.__annotations__.keys() - OBJECTS.keys()))


def peer_config(given: object, target: str, **arguments: object) -> str:
    """The text of the configuration. The filter's documentation describes the arguments.

    Raises ``InvalidInput``, one line that names every value that is missing or that the target cannot express.
    """
    unknown = sorted(set(arguments) - set(OBJECTS) - set(OTHERS))
    if unknown:
        raise InvalidInput(
            [f"peer_config has no argument {', '.join(unknown)}; it has {', '.join([*OBJECTS, *OTHERS])}"]
        )
    check_arguments({**arguments, "target": target})
    table = targets.load(str(target))
    # check_arguments has just held every value against its type.
    options = t.cast(Options, arguments)
    part, psk = options.get("part"), options.get("psk")
    if part and part not in table.parts:
        raise InvalidInput([f'{table.title} has no part "{part}"; it has {", ".join(table.parts)}'])
    is_absent = options.get("state") == "absent"
    if is_absent and part:
        raise InvalidInput([f'part "{part}" is for state present: how to remove the configuration has no parts'])
    connections = select_connections(given, options.get("connection"))
    if not options.get("name"):
        check_other_names(connections, objects_of(CONNECTION, given))
    gateway = build_gateway(connections, object_index(given, arguments), _with_dialect(given, options))
    key = None if psk is None else checked_key(psk)
    translated = translate(gateway, table, options.get("settings") or {}, key)
    context = {
        "gateway": gateway,
        "title": table.title,
        "target": table,
        "version": version(),
        "part": part,
        **translated,
    }
    return render_removal(target, table, context) if is_absent else render(target, table, context, part)


def object_index(given: object, arguments: Mapping[str, object]) -> ObjectIndex:
    """The objects of the filter's input and of its arguments, but for connections. Raises ``InvalidInput``."""
    index = ObjectIndex()
    for kind in KINDS:
        if kind != CONNECTION and isinstance(given, dict):
            index.add(kind, given)
    for argument, kind in OBJECTS.items():
        value = arguments.get(argument)
        if value:
            if not objects_of(kind, value) and not _is_empty_listing(kind, value):
                raise InvalidInput([f"{argument}: no {kind} found in it: give an object, a list, or a task's result"])
            index.add(kind, value)
    return index


def _is_empty_listing(kind: str, given: object) -> bool:
    """The result of an info module that found none: a cloud whose services have subnets needs no groups."""
    return isinstance(given, dict) and given.get(KINDS[kind]) == []


def _with_dialect(given: object, options: Options) -> Options:
    """The arguments, with the dialect that the input names where the argument is missing."""
    named = given.get("dialect") if isinstance(given, dict) else None
    return {**options, "dialect": options.get("dialect") or named}
