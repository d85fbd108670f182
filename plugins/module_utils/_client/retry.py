# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which failures are worth another try, how often and when: the one place that says so."""

from __future__ import annotations

import random
from email.utils import parsedate_to_datetime

#: Tries of one request, the first included.
TRIES = 5
#: Answers of a proxy or a rate limiter, or of a server that is not up yet: the next try may find it up.
RETRYABLE = frozenset({429, 502, 503, 504})
#: Seconds: the first pause at most, and the longest; a server that asks for more patience is told on as a failure.
FIRST, LONGEST, MAX_RETRY_AFTER = 0.5, 8.0, 60.0


def is_idempotent(method: str) -> bool:
    """GET, PUT and DELETE do the same a second time; a POST would make a second object, since names are not unique."""
    return method != "POST"


def delay(attempt: int, now, retry_after=None):
    """Seconds before the next try, or None where the server asks for more than we have.

    ``attempt`` counts from 0; ``retry_after`` is the header's value, seconds or an HTTP date (RFC 9110, 10.2.3), and
    ``now`` the time it is measured against. Pauses are jittered, so that many runs do not knock together.
    """
    asked = _seconds(retry_after, now)
    if asked is not None:
        return asked if asked <= MAX_RETRY_AFTER else None
    return min(LONGEST, FIRST * 2**attempt) * random.uniform(0.5, 1)


def _seconds(retry_after, now):
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (TypeError, ValueError):
        return None
