# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The supported kinds of gateway. Each has a table of words and bounds, ``<name>.yml``, and templates."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

FOLDER = Path(__file__).parent
#: A target's word for a value of the API.
Word: t.TypeAlias = "str | int"


class Rule(t.TypedDict):
    """What a text must match completely, and the reason to print where it does not."""

    pattern: str
    reason: str


class Setting(t.TypedDict, total=False):
    """A value that only the user knows. Without ``default`` it is mandatory."""

    meaning: str
    default: Word


@dataclass(frozen=True)
class Target:
    """A target's table; docs/guides/peer_configuration.md describes each key."""

    title: str
    verified: str
    comment: str
    parts: Mapping[str, str]
    lists: bool
    words: Mapping[str, Mapping[str, Word]]
    bounds: Mapping[str, tuple[int, int]]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    one_ipsec_policy: bool = False
    psk: Rule | None = None
    fqdn: Rule | None = None
    own_id: Mapping[str, list[str]] = field(default_factory=dict)
    prf_of: Mapping[str, str] = field(default_factory=dict)


def names() -> list[str]:
    """The names of all targets, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


@cache
def load(name: str) -> Target:
    """The table of a target. Raises ``InvalidInput`` that lists the targets where there is none of that name."""
    if name not in names():
        raise InvalidInput([f'there is no target "{name}"; the targets are {", ".join(names())}'])
    return Target(**yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8")))
