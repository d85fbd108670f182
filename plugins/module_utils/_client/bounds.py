# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bounds of what a server may take: seconds for a request and for a login, bytes and pages for a list."""

from __future__ import annotations

#: Seconds for a request, and for a login with all its requests; ``api_timeout`` overrides both.
SECONDS = 60
#: Bytes and pages of a list. One with 20,000 connections has 20 MiB.
BYTES, PAGES = 256 * 2**20, 10_000


class RequestTimedOut(Exception):
    """The time of a request, or of the login, is over. ``hint`` says what to do."""

    hint = "Check auth_url, the network endpoint and proxies. For a slow cloud give a larger api_timeout (seconds)."


class AnswerTooLarge(Exception):
    """A response has more bytes than any that a cloud gives. ``hint`` says what to do."""

    hint = "Check auth_url and the network endpoint: something other than OpenStack may answer there."
