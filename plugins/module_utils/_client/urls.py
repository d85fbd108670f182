# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses of requests: their parts, and how a message quotes them."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split_url(url: str) -> SplitResult | None:
    """The parts of an address with a host; None where it is not valid, or programs parse it in different ways."""
    if "\\" in url or " " in url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:  # a port that is not a number, an incomplete IPv6 address
        return None
    return parts if parts.hostname else None


def without_user(parts: SplitResult) -> str:
    """Host and port of an address, without user and password."""
    return parts.netloc.rpartition("@")[2]


def shown_url(url: str) -> str:
    """An address for a message, also one that is not valid: without user, password, query and fragment."""
    scheme, _separator, address = url.partition("#")[0].partition("?")[0].partition("://")
    host, separator, path = address.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{separator}{path}"
