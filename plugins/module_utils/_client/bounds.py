# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bounds of what a server may take: seconds for a request and for a login, bytes and pages for a list."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value


#: A day: the longest api_timeout, in seconds.
LONGEST = 86_400


@dataclass(frozen=True)
class Bounds:
    """What a server may take; the defaults are those of every task."""

    #: for a request, and for a login with all its requests; ``api_timeout`` overrides both
    seconds: float = 60
    #: bytes of a response, unpacked, and of a list with all its pages. A list of 20,000 connections has 20 MiB.
    size: int = 256 * 2**20
    #: of a list
    pages: int = 10_000

    @property
    def size_text(self) -> str:
        """The size as messages name it."""
        return f"{self.size / 2**20:g} MiB"


def seconds_of(value: Value) -> float:
    """``api_timeout`` of the options or of clouds.yaml. Raises ``LoginError`` for what is no bound."""
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = 0
    if not 0 < seconds <= LONGEST:
        raise LoginError(f"api_timeout must be a number of seconds above 0 and up to {LONGEST}")
    return seconds
