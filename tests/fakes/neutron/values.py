# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converters and validators, each as the namesake in neutron_lib.api (converters.py, validators/__init__.py 5.0.1).

A converter returns the new value or raises; a validator returns None or the reason, in Neutron's words.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
import uuid
from typing import Any

from .errors import ApiError

TRUE_WORDS = ("1", "t", "true", "on", "y", "yes")
FALSE_WORDS = ("0", "f", "false", "off", "n", "no")


# --- converters


def to_boolean(value: Any) -> bool:
    """oslo_utils.strutils.bool_from_string(strict=True)."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ApiError("InvalidInput", message=f"'{value}' cannot be converted to boolean")


def to_integer(value: Any) -> int:
    """Python's int(): text and fractions are welcome, None is not."""
    try:
        return int(value)
    except (ValueError, TypeError):
        raise ApiError("InvalidInput", message=f"'{value}' is not an integer") from None


def to_list(value: Any) -> list:
    """None is empty, a scalar is a list of one."""
    if value is None:
        return []
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return list(value)
    return [value]


def none_to_empty_dict(value: Any) -> Any:
    """None is {}."""
    return {} if value is None else value


# --- validators


def string(value: Any, maximum: int | None = None) -> str | None:
    """Text, at most so long."""
    if not isinstance(value, str):
        return f"'{value}' is not a valid string"
    if maximum is not None and len(value) > maximum:
        return f"'{value}' exceeds maximum length of {maximum}"
    return None


def _printable(character: str) -> bool:
    category = unicodedata.category(character)
    # Neutron's character class ends at U+FFFE: a name with an emoji is refused.
    return ord(character) < 0xFFFF and category[0] != "C" and (category[0] != "Z" or category == "Zs")


def name_string(value: Any, maximum: int | None = None) -> str | None:
    """Printable text without a space at either end; a single line break at the end slips through, as in Neutron."""
    problem = string(value, maximum)
    if problem:
        return problem
    # The original is a regular expression whose `$` also matches before a last line break.
    text = value[:-1] if value.endswith("\n") else value
    edges = text[:1] + text[-1:]
    if all(map(_printable, text)) and all(unicodedata.category(edge) != "Zs" for edge in edges):
        return None
    return f"'{value}' is not a valid string"


def one_of(value: Any, allowed: tuple[str, ...]) -> str | None:
    """A member of an enumeration."""
    return None if value in allowed else f"{value} is not in valid_values"


def uuid_text(value: Any, _unused: Any = None) -> str | None:
    """oslo_utils.uuidutils.is_uuid_like: hyphens and case do not matter."""
    try:
        canonical = str(value).replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "").lower()
        if str(uuid.UUID(value)).replace("-", "") == canonical:
            return None
    except (TypeError, ValueError, AttributeError):
        pass
    return f"'{value}' is not a valid UUID"


def uuid_or_none(value: Any, _unused: Any = None) -> str | None:
    """A uuid or null."""
    return None if value is None else uuid_text(value)


def non_negative(value: Any, _unused: Any = None) -> str | None:
    """An integer of at least 0; the value itself stays as sent."""
    try:
        number = int(value)
    except (ValueError, TypeError):
        return f"'{value}' is not an integer"
    return f"'{number}' should be non-negative" if number < 0 else None


def in_range(value: Any, limits: tuple[int | None, int | None]) -> str | None:
    """An integer between two limits, either of which may be open; the value itself stays as sent."""
    try:
        number = int(value)
    except (ValueError, TypeError):
        return f"'{value}' is not an integer"
    lowest, highest = limits
    if lowest is not None and number < lowest:
        return f"'{number}' is too small - must be at least '{lowest}'"
    if highest is not None and number > highest:
        return f"'{number}' is too large - must be no larger than '{highest}'"
    return None


def ip_address(value: Any, _unused: Any = None) -> str | None:
    """An address; no leading zeros, no zone."""
    try:
        if not isinstance(value, str) or "%" in value or re.search(r"\s", value):
            raise ValueError
        ipaddress.ip_address(value)
    except ValueError:
        return f"'{value}' is not a valid IP address"
    return None


def ip_address_or_none(value: Any, _unused: Any = None) -> str | None:
    """An address or null."""
    return None if value is None else ip_address(value)


def subnet(value: Any, _unused: Any = None) -> str | None:
    """address/prefix; host bits are allowed, an IPv4 netmask or a short form is not."""
    try:
        if not isinstance(value, str) or "/" not in value or "%" in value or re.search(r"\s", value):
            raise ValueError
        if ":" in value:
            _ipv6_subnet(value)
        elif str(ipaddress.IPv4Interface(value)) != value:
            raise ValueError
    except ValueError:
        return f"'{value}' is not a valid IP subnet"
    return None


def _ipv6_subnet(value: str) -> None:
    """netaddr.IPNetwork: the length is whatever int() reads, or a mask of the network's or of the host's bits."""
    address, _slash, length = value.partition("/")
    if ":" in length:
        bits = f"{int(ipaddress.IPv6Address(length)):0128b}"
        if not re.fullmatch("1*0*|0*1*", bits):
            raise ValueError
        length = str(bits.count("1") if re.fullmatch("1*0*", bits) else bits.count("0"))
    ipaddress.IPv6Network((ipaddress.IPv6Address(address), int(length)), strict=False)


def list_of_subnets_or_none(value: Any, _unused: Any = None) -> str | None:
    """A list of subnets without duplicates (compared as text), or null."""
    if value is None:
        return None
    if not isinstance(value, list):
        return f"'{value}' is not a list"
    duplicates = [item for number, item in enumerate(value) if item in value[:number]]
    if duplicates:
        return "Duplicate items in the list: '{}'".format(", ".join(map(str, dict.fromkeys(map(str, duplicates)))))
    return next(filter(None, map(subnet, value)), None)


def dict_of(value: Any, keys: dict[str, tuple]) -> str | None:
    """A dictionary whose known keys hold valid values; all are optional, unknown ones are refused.

    Neutron calls it ``dict_or_empty``.
    """
    if value == {}:
        return None
    if not isinstance(value, dict):
        return f"'{value}' is not a dictionary"
    unexpected = [key for key in value if key not in keys]
    if unexpected:
        return "Unexpected keys supplied: {}".format(", ".join(unexpected))
    problems = (check(value[key], argument) for key, (check, argument) in keys.items() if key in value)
    return next(filter(None, problems), None)


def anything(_value: Any, _unused: Any = None) -> None:
    """No validation."""
