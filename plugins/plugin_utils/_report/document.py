# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands in a report of a plan, before it becomes text, Markdown or HTML."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Detail:
    """A line below an object: an attribute with its old and new value, or with one value only (``before`` is None)."""

    label: str
    after: str
    before: str | None = None

    def line(self, arrow: str, show: t.Callable[[object], str]) -> str:
        """``label: before -> after``, each part shown by ``show``."""
        values = [show(value) for value in (self.before, self.after) if value is not None]
        return f"{show(self.label)}: {arrow.join(values)}"


@dataclass(frozen=True)
class Entry:
    """An object of a plan, or another thing that a reviewer looks at."""

    title: str
    remark: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Section:
    """Entries below one heading."""

    title: str
    entries: tuple[Entry, ...]
    #: what is long, and not needed for a decision
    folds: bool = False


@dataclass(frozen=True)
class Document:
    """``headline`` first, then sentences, then sections; ``parts`` are the documents of several clouds."""

    headline: str
    sentences: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    parts: tuple[Document, ...] = field(default=())
