# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether values have the types that the modules return, before anything reads them; so nothing later meets a surprise.

A filter's input is whatever a playbook hands it. No value is shown but a name: it could be anything.
"""

from __future__ import annotations

import re

from ansible_collections.sitelink.vpnaas.plugins.module_utils.dialect import DIALECTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def is_text(value):
    return isinstance(value, str) and not CONTROL.search(value)


def is_number(value):
    return not isinstance(value, bool) and re.fullmatch(r"\d{1,10}", str(value)) is not None


def is_list(value):
    return isinstance(value, (list, tuple)) and all(is_text(item) for item in value)


def is_texts(value):
    """A list may be one text, where there is only one."""
    return is_text(value) or is_list(value)


def is_reference(value):
    """A name, an id, or in check mode a mapping of both."""
    return is_text(value) or (isinstance(value, dict) and is_mapping(value, {"id": is_text, "name": is_text}))


def is_mapping(value, keys):
    return isinstance(value, dict) and all(keys[key](value[key]) for key in keys if value.get(key) is not None)


def _mapping(**keys):
    return lambda value: is_mapping(value, keys)


_TEXTS = (
    "id", "name", "ike_version", "phase1_negotiation_mode", "encryption_algorithm", "auth_algorithm", "pfs",
    "transform_protocol", "encapsulation_mode", "peer_address", "peer_id", "local_id", "initiator", "subnet_id",
    "subnet", "cidr", "endpoint_address", "external_v4_ip", "external_v6_ip", "availability_zone", "type",
)  # fmt: skip
_REFERENCES = (
    "vpnservice_id", "vpn_service", "ikepolicy_id", "ike_policy", "ipsecpolicy_id", "ipsec_policy",
    "local_ep_group_id", "local_endpoint_group", "peer_ep_group_id", "peer_endpoint_group",
)  # fmt: skip
OBJECT = {
    **dict.fromkeys(_TEXTS, is_text),
    **dict.fromkeys(_REFERENCES, is_reference),
    "lifetime": _mapping(units=is_text, value=is_number),
    "dpd": _mapping(action=is_text, interval=is_number, timeout=is_number),
    "endpoint_addresses": _mapping(ipv4=is_text, ipv6=is_text),
    "peer_cidrs": is_list,
    "endpoints": is_list,
    "mtu": is_number,
}
ARGUMENTS = {
    **dict.fromkeys(("target", "name", "own_address", "endpoint_address", "endpoint_id", "part"), is_text),
    "dialect": lambda value: isinstance(value, str) and value in DIALECTS,
    "psk": lambda value: not isinstance(value, (list, tuple, dict, bool)),
    **dict.fromkeys(("connection", "local_networks"), is_texts),
    "settings": lambda value: (
        isinstance(value, dict) and all(re.fullmatch(r"[A-Za-z0-9/._:-]+", str(item)) for item in value.values())
    ),
}


def check_object(kind, item):
    """Raise ``InvalidInput`` if an object is not of the shape in which modules return it."""
    if not isinstance(item, dict):
        raise InvalidInput([f"{kind}: one of those given is no object, but a {type(item).__name__}"])
    wrong = _unsound(item, OBJECT)
    if wrong:
        name = item.get("name") if "name" not in wrong else "(no name)"
        raise InvalidInput(
            [f'{kind} "{name}": {", ".join(wrong)}: not what a module returns, so nothing is made of it']
        )


def check_arguments(arguments):
    wrong = _unsound(arguments, ARGUMENTS)
    if wrong:
        raise InvalidInput(
            [f"{', '.join(wrong)}: not a value that the filter takes; its documentation tells the types"]
        )


def _unsound(values, types):
    return [key for key in types if values.get(key) is not None and not types[key](values[key])]
