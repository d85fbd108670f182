# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For how long a token is used.

keystoneauth1 compares its expiry with this computer's clock. Where that is fast, or tokens are short-lived, it logs in
for each request.
"""

from __future__ import annotations

import typing as t
from contextlib import suppress
from datetime import datetime, timezone

if t.TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo

#: A token is not shared in its last seconds; keystoneauth1's MIN_TOKEN_LIFE_SECONDS is the same.
SPARE = 120
#: The process that has got a token uses it for so many seconds at least: if it is not valid, the server says so.
SHORTEST = 10


def shared_seconds(access: AccessInfo) -> float:
    """For how long a new token is worth sharing; negative where it is not."""
    return _lifetime(access) - SPARE


def own_seconds(access: AccessInfo) -> float:
    """For how long the process that has got a new token uses it."""
    return max(shared_seconds(access), _lifetime(access) / 2, SHORTEST)


def seconds_left(access: AccessInfo) -> float:
    """As ``shared_seconds``, for a token that is not new: by this computer's clock. A token without expiry never
    expires."""
    expires = access.expires
    return (expires - datetime.now(timezone.utc)).total_seconds() - SPARE if expires else float("inf")


def _lifetime(access: AccessInfo) -> float:
    """The seconds between issue and expiry, both by the server's clock."""
    with suppress(KeyError, TypeError, ValueError):  # issued_at is optional, and of any type
        expires, issued = access.expires, access.issued
        if expires and issued:
            return (expires - issued).total_seconds()
    return seconds_left(access) + SPARE
