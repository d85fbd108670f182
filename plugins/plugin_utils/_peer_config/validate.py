# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that values have the types that the modules return, before anything reads them.

The input of a filter is whatever a playbook gives it. Messages show no value except a name, since it could be anything.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Callable, Mapping

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import retyped_fault

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
Check: t.TypeAlias = Callable[[object], bool]


def is_text(value: object) -> bool:
    """A text of one line that no terminal and no program obeys."""
    return isinstance(value, str) and not CONTROL.search(value) and one_line(value) == value


def is_number(value: object) -> bool:
    """A number without sign of at most ten digits, or a text of it."""
    return not isinstance(value, bool) and re.fullmatch(r"\d{1,10}", str(value)) is not None


def is_list(value: object) -> bool:
    """A list of texts (see ``is_text``)."""
    return isinstance(value, (list, tuple)) and all(is_text(item) for item in value)


def is_texts(value: object) -> bool:
    """A list, or one text in place of a list of one."""
    return is_text(value) or is_list(value)


def is_reference(value: object) -> bool:
    """A name, an id, or in check mode a mapping of both."""
    return is_text(value) or _mapping(id=is_text, name=is_text)(value)


def _mapping(**keys: Check) -> Check:
    def is_mapping(value: object) -> bool:
        return isinstance(value, dict) and all(keys[key](value[key]) for key in keys if value.get(key) is not None)

    return is_mapping


def _is_dialect(value: object) -> bool:
    return isinstance(value, str) and value in DIALECTS


def _is_state(value: object) -> bool:
    return value in ("present", "absent")


def _is_key(value: object) -> bool:
    return not isinstance(value, (list, tuple, dict, bool))


def _is_settings(value: object) -> bool:
    """``settings.py`` checks each value, and names it."""
    return isinstance(value, dict) and all(isinstance(name, str) for name in value)


_TEXTS = (
    "id", "name", "ike_version", "phase1_negotiation_mode", "encryption_algorithm", "auth_algorithm", "pfs",
    "transform_protocol", "encapsulation_mode", "peer_address", "peer_id", "local_id", "initiator", "subnet_id",
    "subnet", "cidr", "endpoint_address", "external_v4_ip", "external_v6_ip", "availability_zone", "type",
)  # fmt: skip
_REFERENCES = (
    "vpnservice_id", "vpn_service", "ikepolicy_id", "ike_policy", "ipsecpolicy_id", "ipsec_policy",
    "local_ep_group_id", "local_endpoint_group", "peer_ep_group_id", "peer_endpoint_group",
)  # fmt: skip
#: Neutron holds line breaks in them and in endpoints: a name is shown without, the others are checked where they are
#: used.
_LOOSE = ("name", "peer_id", "local_id")
OBJECT: dict[str, Check] = {
    **dict.fromkeys(_TEXTS, is_text),
    **dict.fromkeys(_LOOSE, lambda value: isinstance(value, str)),
    **dict.fromkeys(_REFERENCES, is_reference),
    "lifetime": _mapping(units=is_text, value=is_number),
    "dpd": _mapping(action=is_text, interval=is_number, timeout=is_number),
    "endpoint_addresses": _mapping(ipv4=is_text, ipv6=is_text),
    "peer_cidrs": is_list,
    "endpoints": lambda value: isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value),
    "mtu": is_number,
}
ARGUMENTS: dict[str, Check] = {
    **dict.fromkeys(("target", "name", "own_address", "endpoint_address", "endpoint_id", "part"), is_text),
    "dialect": _is_dialect,
    "psk": _is_key,
    "state": _is_state,
    **dict.fromkeys(("connection", "local_networks"), is_texts),
    "settings": _is_settings,
}


def checked_object(kind: str, item: object) -> Mapping[str, object]:
    """The object, its name in one line. Raises ``InvalidInput`` unless it has the shape in which modules return it."""
    if not isinstance(item, dict):
        raise InvalidInput([f"{kind}: expected an object, got {type(item).__name__}"])
    wrong = _invalid(item, OBJECT)
    if wrong:
        name = item.get("name") if "name" not in wrong else "(no name)"
        raise InvalidInput(
            [f'{kind} "{name}": {", ".join(wrong)}: not the type that a module returns; give the result of a task']
        )
    return {**item, "name": one_line(item["name"])} if item.get("name") else item


def check_arguments(arguments: Mapping[str, object]) -> None:
    """Raise ``InvalidInput`` that names every argument of a wrong type."""
    wrong = _invalid(arguments, ARGUMENTS)
    if wrong:
        raise InvalidInput(
            [f"{', '.join(wrong)}: not a valid value; see ansible-doc -t filter sitelink.vpnaas.peer_config"]
        )


def check_all(steps: t.Iterable[Callable[[], object]]) -> None:
    """Take every step, and raise ``InvalidInput`` with the faults of all that failed."""
    faults: list[str] = []
    for step in steps:
        try:
            step()
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(list(dict.fromkeys(faults)))


def _invalid(values: Mapping[str, object], types: Mapping[str, Check]) -> list[str]:
    return [key for key in types if values.get(key) is not None and not types[key](values[key])]


def checked_key(psk: object) -> str:
    """The key as text. Raises ``InvalidInput`` without showing it."""
    fault = retyped_fault(psk)
    if fault:
        raise InvalidInput([f"psk: {fault}"])
    text = str(psk)
    if not 1 <= len(text) <= 255 or any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise InvalidInput(["psk: a pre-shared key has 1 to 255 characters, and no control characters"])
    # Half a character, as text of another encoding leaves it. An encoder's exception would show the key.
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidInput(["psk: it holds bytes that are no UTF-8: give the key as UTF-8"])
    return text
