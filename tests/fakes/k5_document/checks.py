# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a value of a key must be. A check takes the JSON value and gives what is wrong with it, or an empty text."""

from __future__ import annotations

import ipaddress
import re
import typing as t

Check = t.Callable[[t.Any], str]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: The largest number that a 32-bit column of a database holds.
LARGEST = 2**31 - 1


def text(max_length: int | None = 255, shortest: int = 0) -> Check:
    """A check for a string with so many characters."""

    def check(value: t.Any) -> str:
        if not isinstance(value, str):
            return "is not a string"
        if len(value) < shortest:
            return "is empty"
        return "is too long" if max_length is not None and len(value) > max_length else ""

    return check


def one_of(*words: str) -> Check:
    """A check for one of the words, in exactly this spelling."""
    return lambda value: "" if isinstance(value, str) and value in words else f"is not one of {', '.join(words)}"


def boolean(value: t.Any) -> str:
    """JSON true or false, and nothing that stands for it."""
    return "" if isinstance(value, bool) else "is not true or false"


def uuid(value: t.Any) -> str:
    """An id in the form in which K5 returns it."""
    return "" if isinstance(value, str) and UUID.fullmatch(value) else "is not a uuid"


def integer(smallest: int, largest: int = LARGEST) -> Check:
    """A check for a JSON integer within the bounds."""

    def check(value: t.Any) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            return "is not an integer"
        return "" if smallest <= value <= largest else f"is not within {smallest} and {largest}"

    return check


def ipv4(value: t.Any) -> str:
    """An IPv4 address without a prefix length."""
    try:
        return "" if isinstance(value, str) and ipaddress.IPv4Address(value) else "is not an IPv4 address"
    except ValueError:
        return "is not an IPv4 address"


def one_cidr(value: t.Any) -> str:
    """A list of exactly one network, written as its own address and a prefix length."""
    if not isinstance(value, list):
        return "is not a list"
    if len(value) != 1:
        return "must hold exactly one CIDR"
    if not isinstance(value[0], str) or not re.fullmatch(r"[0-9.]+/\d{1,2}", value[0]):
        return "is not a net address and a prefix of IPv4"
    try:
        ipaddress.IPv4Network(value[0])
    except ValueError:
        return "is not a net address and a prefix"
    return ""


def identity(value: t.Any) -> str:
    """An address, e-mail address, key id or name; no network."""
    fault = text(255, 1)(value)
    if fault:
        return fault
    if CONTROL.search(value):
        return "holds control characters"
    try:
        ipaddress.ip_interface(value)
    except ValueError:
        return ""
    return "is in CIDR format" if "/" in value else ""


def mapping(**keys: Check) -> Check:
    """A check for a JSON object with some of these keys and no other."""

    def check(value: t.Any) -> str:
        if not isinstance(value, dict):
            return "is not an object"
        for key, item in value.items():
            fault = keys[key](item) if key in keys else "is not known"
            if fault:
                return f"{key} {fault}"
        return ""

    return check


def dead_peer_detection(value: t.Any) -> str:
    """The object for dpd; the timeout must be above the interval."""
    fault = mapping(action=one_of("hold", "restart"), interval=integer(0), timeout=integer(0))(value)
    if fault:
        return fault
    return "" if value.get("timeout", 120) > value.get("interval", 30) else "timeout is not above interval"
