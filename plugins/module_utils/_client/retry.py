# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which requests are repeated after a failure, how often, and after which delay."""

from __future__ import annotations

import random
from datetime import datetime
from email.utils import parsedate_to_datetime

#: The maximum number of tries of one request, the first included.
TRIES = 5
#: Responses of a proxy, a rate limiter or a server that is starting: the next try may succeed.
RETRYABLE = frozenset({429, 502, 503, 504})
#: In seconds: the longest first delay, the longest delay, and the longest Retry-After; with a longer one the request
#: fails.
FIRST, LONGEST, MAX_RETRY_AFTER = 0.5, 8.0, 60.0


def is_idempotent(method: str) -> bool:
    """Whether a repetition has no further effect: a second POST creates a second object, since names are not unique."""
    return method != "POST"


def delay(attempt: int, now: datetime, retry_after: str | None = None) -> float | None:
    """Seconds before the next try, or None where the server asks for more than ``MAX_RETRY_AFTER``.

    ``attempt`` counts from 0; ``retry_after`` is the header's value, seconds or an HTTP date (RFC 9110, 10.2.3), and
    ``now`` is the time that the date is compared with. Delays have jitter, so that many runs do not retry together.
    """
    asked = _seconds(retry_after, now)
    if asked is not None:
        return asked if asked <= MAX_RETRY_AFTER else None
    return min(LONGEST, FIRST * 2.0**attempt) * random.uniform(0.5, 1)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
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
