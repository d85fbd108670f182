# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong, as exceptions that carry a user's words and, where the server spoke, its own.

VpnError
 ├── InvalidInput      what the user gave cannot be right; nothing was sent
 ├── MissingLibrary    a Python library that the session needs is not installed
 ├── AccessError       the cloud was not reached, or did not let us in
 │    └── NoAnswer     a request was sent, and whether it was carried out is not known
 ├── UnknownReference  a name or id stands for no object, or for several
 ├── Impossible        the cloud cannot take the object from what it is to what is wanted
 ├── ServerError       the server answered with an error
 └── NotSettled        the wanted status did not come
"""

from __future__ import annotations

import typing as t


def one_line(text: str):
    """The text without line breaks, those of other alphabets included; other spaces stay as they are."""
    return " ".join(text.splitlines())


class VpnError(Exception):
    """A failure to tell the user.

    ``details`` holds what a task returns beside ``msg``: ``error_type``, ``status``, ``request_id`` where a server
    answered, and ``hint``, the way out. ``written``: the objects that a failed write left there, or changed.
    """

    written: tuple[dict, ...] = ()

    def __init__(self, message: str, hint: str | None = None, **details) -> None:
        super().__init__(one_line(message))
        self.details = {key: value for key, value in details.items() if value is not None}
        if hint:
            self.details["hint"] = hint

    @property
    def message_with_hint(self):
        """The message with its way out: of a failed task Ansible shows nothing but one line."""
        hint = self.details.get("hint")
        return f"{str(self).rstrip('.')}. {one_line(hint)}" if hint else str(self)


class InvalidInput(VpnError):
    """Every fault found in what the user gave, not only the first."""

    def __init__(self, faults: t.Iterable[str], hint: str | None = None) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults), hint=hint)


class MissingLibrary(VpnError):
    def __init__(self, library, reason) -> None:
        super().__init__(f"The Python library {library} is needed: {reason}")
        self.library = library


class AccessError(VpnError):
    pass


class UnknownOutcome(AccessError):
    """A request was sent, and whether it was carried out is not known."""


class UnknownReference(VpnError):
    """A name or id that stands for no object, or for more than one; ``sought`` is the (kind, name) of the former."""

    def __init__(self, message: str, hint: str | None = None, sought=None, **details) -> None:
        super().__init__(message, hint=hint, **details)
        self.sought = sought
        self.each = (self,)

    @classmethod
    def all_of(cls, errors):
        """One error for several references of one object; ``each`` has them one by one."""
        if len(errors) == 1:
            return errors[0]
        whole = cls("; ".join(map(str, errors)), **errors[0].details)
        whole.each = tuple(errors)
        return whole


class UnsupportedChange(VpnError):
    """A difference that the API can never take away, or not now."""


class DependencyFailed(VpnError):
    """What was not tried, because something that it needs failed."""


class ServerError(VpnError):
    """The server's refusal: ``status`` is the HTTP status, ``error_type`` the name Neutron gives the error."""

    def __init__(
        self,
        verb: str,
        subject: str,
        text: str,
        status: int,
        error_type: str | None = None,
        request_id: str | None = None,
        hint: str | None = None,
        retry_after=None,
    ) -> None:
        super().__init__("", hint=hint, status=status, error_type=error_type, request_id=request_id)
        message_with_hint = f"HTTP {status}, {error_type}" if error_type else f"HTTP {status}"
        self._verb, self._text = verb, f"{text.rstrip('.')} ({message_with_hint})"
        self.name(subject)
        self.status = status
        self.error_type = error_type
        self.retry_after = retry_after

    def name(self, subject: str, more=""):
        """Say which object it was about, and perhaps ``more``."""
        self.args = (one_line(f"Could not {self._verb} {subject}: {self._text}{more}"),)
        return self


class WaitFailed(VpnError):
    """An object did not reach the wanted status in time, or reached ERROR."""
