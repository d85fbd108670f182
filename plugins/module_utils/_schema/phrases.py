# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phrases of messages: choices, numbers of things, suggestions, and a sentence as the end of another one."""

from __future__ import annotations

import typing as t


def either(values: t.Sequence[str]) -> str:
    """At least one value: ``sha256``, ``sha256 or sha384``, ``sha256, sha384 or sha512``."""
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last


def number_of(count: int, thing: str) -> str:
    """For instance ``1 tunnel``, ``2 tunnels``."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def suggestion_for(nearest: str, names: t.Iterable[str]) -> str:
    """Behind an unknown name: the known one that is most like it, where there is one, else all."""
    return f'did you mean "{nearest}"?' if nearest else f"there are {', '.join(names)}"


def as_clause(sentence: str) -> str:
    """A sentence behind a colon: with a small letter, without the full stop."""
    return f"{sentence[:1].lower()}{sentence[1:].rstrip('.')}"
