# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors of this collection: each has a message for the user and, where there is one, a hint with the remedy.

VpnError
 ├── InvalidInput         the input is wrong; nothing was sent
 ├── MissingLibrary       a required Python library is not installed
 ├── LoginError           the configuration of the cloud is wrong, or the login was refused
 ├── CloudUnreachable     there was no usable response from the cloud
 │    └── UnknownOutcome  a request was sent, and whether the server performed it is not known
 ├── UnknownReference     a name or id matches no object, or several
 ├── UnsupportedChange    the API cannot make the wanted change, or not now
 ├── DependencyFailed     it was not tried, because something that it needs failed
 ├── ServerError          the server responded with an error
 └── WaitFailed           an object did not reach the wanted status
"""

from __future__ import annotations

import re
import typing as t
from difflib import get_close_matches

#: What a task returns beside ``msg``: values of JSON, of types that depend on the key.
Details: t.TypeAlias = "dict[str, t.Any]"

#: Characters of one fault at most, and of a longer one its beginning and end: a value may have a megabyte, and the
#: remedy is at the end.
MOST, FIRST, LAST = 2000, 1400, 500
#: Less alike than this, and a name is no suggestion; nor is one for a longer text, which would take seconds.
ALIKE, LONGEST_NAME = 0.4, 100
#: What a terminal obeys: C0 without tab and line break, DEL, C1; and what reverses the direction of a line.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with a question mark in place of each control character. Tabs and line breaks are kept.

    All texts of a server and all messages go through it, so that neither a terminal nor a log obeys a server.
    """
    return text if text.isprintable() else _CONTROL.sub("?", text)


def one_line(text: str) -> str:
    """The text with a space in place of each line break, Unicode's included, and without control characters."""
    return printable(" ".join(text.splitlines()))


def shortened(text: str) -> str:
    """The text, without its middle where it is very long."""
    if len(text) <= MOST:
        return text
    return f"{text[:FIRST]} ... ({len(text)} characters) ... {text[-LAST:]}"


def nearest_of(text: str, names: t.Iterable[str]) -> str:
    """Of the names the one that is most like the text, or empty: for a suggestion."""
    return (get_close_matches(text.lower(), list(names), 1, ALIKE) or [""])[0] if len(text) <= LONGEST_NAME else ""


class VpnError(Exception):
    """An error with a message of one line for the user.

    ``details`` holds what a task returns beside ``msg``: ``error_type``, ``status`` and ``request_id`` of a server's
    response, ``hint`` with the remedy, and what the task adds. ``written``: the objects that a failed write left there,
    or changed. ``is_gone``: the object was deleted though its deletion was refused.
    """

    written: tuple[Details, ...] = ()
    is_gone = False

    def __init__(self, message: str, hint: str | None = None, **details: object) -> None:
        super().__init__(one_line(message))
        self.details: Details = {key: value for key, value in details.items() if value is not None}
        if hint:
            self.details["hint"] = hint

    @property
    def message_with_hint(self) -> str:
        """Message and hint in one line, which is all that Ansible shows of a failed task."""
        hint = self.details.get("hint")
        return f"{str(self).rstrip('.')}. {one_line(hint)}" if hint else str(self)


class InvalidInput(VpnError):
    """Wrong input: ``faults`` has every fault, not only the first; ``unknown`` the references among them."""

    unknown: tuple[UnknownReference, ...] = ()

    def __init__(self, faults: t.Iterable[str], hint: str | None = None, **details: object) -> None:
        self.faults = tuple(map(shortened, faults))
        super().__init__("; ".join(self.faults), hint=hint, **details)


class MissingLibrary(VpnError):
    """A required Python library is not installed."""

    def __init__(self, library: str, reason: str) -> None:
        super().__init__(f"The Python library {library} is needed: {reason}")
        self.library = library


class LoginError(VpnError):
    """The configuration of the cloud is wrong or incomplete, or the login was refused."""


class CloudUnreachable(VpnError):
    """There was no usable response: no connection, or a redirect that is not followed."""

    @property
    def is_answered(self) -> bool:
        """Whether there was a response, one that cannot be used: only then there is an HTTP status."""
        return "status" in self.details


class UnknownOutcome(CloudUnreachable):
    """A request was sent, and whether the server performed it is not known.

    ``passing``: whether the cause may be gone at the next try.
    """

    passing = True


class UnknownReference(VpnError):
    """A name or id that matches no object, or several; ``sought`` is the (kind, name) where it matches none."""

    def __init__(
        self, message: str, hint: str | None = None, sought: tuple[str, str] | None = None, **details: object
    ) -> None:
        super().__init__(message, hint=hint, **details)
        self.sought = sought
        self.each: tuple[UnknownReference, ...] = (self,)

    @classmethod
    def all_of(cls, errors: t.Sequence[UnknownReference]) -> UnknownReference:
        """One error for at least one unknown reference of one object; its ``each`` has the single errors."""
        if len(errors) == 1:
            return errors[0]
        whole = cls("; ".join(map(str, errors)), **errors[0].details)
        whole.each = tuple(errors)
        return whole


class UnsupportedChange(VpnError):
    """A difference between wanted and existing object that the API cannot change, or not now."""


class DependencyFailed(VpnError):
    """What was not tried, because something that it needs failed."""


class ServerError(VpnError):
    """An error response of the server: ``status`` is the HTTP status, ``error_type`` Neutron's name of the error,
    ``retry_after`` the header of that name."""

    def __init__(
        self,
        verb: str,
        subject: str,
        text: str,
        status: int,
        error_type: str | None = None,
        request_id: str | None = None,
        hint: str | None = None,
        retry_after: str | None = None,
    ) -> None:
        super().__init__("", hint=hint, status=status, error_type=error_type, request_id=request_id)
        source = f"HTTP {status}, {error_type}" if error_type else f"HTTP {status}"
        #: what the server said, and how, without what was asked of it
        self.reason = f"{text.rstrip('.')} ({source})"
        self._verb = verb
        self.name(subject)
        self.status = status
        self.error_type = error_type
        self.retry_after = retry_after
        #: the server had stored the object before it refused, and it was deleted again
        self.left_nothing = False

    def name(self, subject: str, more: str = "") -> ServerError:
        """Put the object that the request was about into the message, and at its end ``more``, a sentence after a space
        or the rest of this one; returns this error."""
        whole, gone = (" completely", "; the object itself is gone") if self.is_gone else ("", "")
        stop = "." if more.startswith(" ") else ""
        self.args = (one_line(f"Could not {self._verb} {subject}{whole}: {self.reason}{gone}{stop}{more}"),)
        return self


class WaitFailed(VpnError):
    """An object did not reach the wanted status in time, or reached ERROR."""
