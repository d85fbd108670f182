# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bounds of what a server may take: seconds for a request and for a login, bytes and pages for a list."""

from __future__ import annotations

from dataclasses import dataclass


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
