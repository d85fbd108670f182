# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The status of a connection in lists and reports, how connections are counted there, and what is switched off."""

from __future__ import annotations

import typing as t
from collections import Counter

#: Statuses as people look for them, the worst first, and the class that they have in pictures.
CLASSES = {"ERROR": "error", "DOWN": "down", "PENDING": "pending", "UNKNOWN": "unknown", "OFF": "off", "ACTIVE": "up"}
#: What lists and reports show in place of a status that says nothing: no gateway works on it.
OFF, SERVICE_OFF = "switched off", "service switched off"
#: What messages say of an object that is.
IS_OFF = f"is {OFF} (admin_state_up is false)"


def is_on(item: t.Mapping[str, object]) -> bool | None:
    """Whether the object is switched on; None where it does not say so. A server may return a text for true and
    false."""
    return {"true": True, "false": False}.get(str(item.get("admin_state_up")).lower())


def shown_status(connection: t.Mapping[str, object], service: t.Mapping[str, object] | None = None) -> str:
    """The status of a connection for people: ``OFF`` and ``SERVICE_OFF`` come first, and no status is "unknown"."""
    if is_on(connection) is False:
        return OFF
    if service and is_on(service) is False:
        return SERVICE_OFF
    return str(connection.get("status") or "unknown")


def class_of(status: str) -> str:
    """The class of a shown status, which decides order, and colour and line in pictures."""
    if status in (OFF, SERVICE_OFF):
        return CLASSES["OFF"]
    word = status.upper().split("_", maxsplit=1)[0]
    return CLASSES.get("PENDING" if word == "BUILD" else word, CLASSES["UNKNOWN"])


def count(statuses: t.Iterable[str]) -> dict[str, int]:
    """Shown status -> number, the worst first."""
    order = list(CLASSES.values())
    return dict(sorted(Counter(statuses).items(), key=lambda pair: (order.index(class_of(pair[0])), pair[0])))


def counted(statuses: t.Iterable[str]) -> str:
    """For instance ``1 DOWN, 30 ACTIVE``."""
    return ", ".join(f"{number} {status}" for status, number in count(statuses).items())
