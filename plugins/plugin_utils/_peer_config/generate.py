# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter peer_config without Ansible."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.build import gateway
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.inputs import (
    CONNECTION,
    KINDS,
    Pool,
    choose,
    objects_of,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.render import render, version
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translate import translate
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.validate import check_arguments

#: the filter's arguments that bring objects -> their kind
OBJECTS = {
    "ike_policy": "ike_policy",
    "ipsec_policy": "ipsec_policy",
    "vpn_service": "vpn_service",
    "endpoint_groups": "endpoint_group",
}
OTHERS = (
    "connection",
    "name",
    "own_address",
    "endpoint_address",
    "endpoint_id",
    "local_networks",
    "dialect",
    "settings",
    "psk",
    "part",
)


def peer_config(given, target, **arguments):
    """The text of the configuration; what the arguments mean is in the filter's documentation.

    Raises ``InvalidInput``, one line that names every value that is missing or that the target cannot express.
    """
    unknown = sorted(set(arguments) - set(OBJECTS) - set(OTHERS))
    if unknown:
        raise InvalidInput(
            [f"peer_config has no argument {', '.join(unknown)}; it has {', '.join([*OBJECTS, *OTHERS])}"]
        )
    check_arguments({**arguments, "target": target})
    table = targets.load(str(target))
    part, psk = arguments.get("part"), arguments.get("psk")
    if part and part not in table["parts"]:
        raise InvalidInput([f'{table["title"]} has no part "{part}"; it has {", ".join(table["parts"])}'])
    seen = gateway(choose(given, arguments.get("connection")), _pool(given, arguments), _facts(given, arguments))
    words = targets.Words(table)
    spoken = translate(seen, words, arguments.get("settings") or {}, None if psk is None else checked_key(psk))
    words.refuse()
    context = {"gateway": seen, "title": table["title"], "version": version(), "part": part, **spoken}
    return render(target, table, context, part)


def _pool(given, arguments):
    pool = Pool()
    for kind in KINDS:
        if kind != CONNECTION and isinstance(given, dict):
            pool.add(kind, given)
    for argument, kind in OBJECTS.items():
        if arguments.get(argument):
            if not objects_of(kind, arguments[argument]) and not _is_empty_listing(kind, arguments[argument]):
                raise InvalidInput([f"{argument}: that is no {kind}: give an object, a list, or what a task returned"])
            pool.add(kind, arguments[argument])
    return pool


def _is_empty_listing(kind, given):
    """What an info module returns where there is none: a cloud whose services have subnets needs no groups."""
    return isinstance(given, dict) and given.get(KINDS[kind]) == []


def _facts(given, arguments):
    """The arguments, and the dialect where the input says it."""
    told = given.get("dialect") if isinstance(given, dict) else None
    return {**arguments, "dialect": arguments.get("dialect") or told}


def checked_key(psk):
    """The key as text. Raises ``InvalidInput`` without showing it."""
    text = str(psk)
    if not 1 <= len(text) <= 255 or any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise InvalidInput(["psk: a pre-shared key has 1 to 255 characters, and no control characters"])
    return text
