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
    """A value that only the user knows. Without ``default`` it is mandatory, if ``ike_version`` is the connection's."""

    purpose: str
    default: Word
    ike_version: str
    #: what the value must match, and the reason to print; ``range`` where it is a number
    pattern: str
    reason: str
    range: tuple[int, int]
    #: several values, one for each local network; templates get a mapping of network -> value
    one_per_local_network: bool


@dataclass(frozen=True)
class Target:
    """A target's table; docs/guides/peer_configuration.md describes each key."""

    title: str
    #: the oldest release that takes every statement, but for those in ``since``
    minimum: str
    #: what the words and statements were checked with
    checked: str
    verified: str
    comment: str
    parts: Mapping[str, str]
    lists: bool
    words: Mapping[str, Mapping[str, Word]]
    bounds: Mapping[str, tuple[int, int]]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    #: pairs of settings that must not have the same value
    different: list[list[str]] = field(default_factory=list)
    #: row -> value -> the first release that has the word
    since: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: row -> value -> the word for releases before that; where there is none, the value is refused for them
    before: Mapping[str, Mapping[str, Word]] = field(default_factory=dict)
    #: whether a part, asked for alone, has no comments
    bare_parts: bool = False
    one_ipsec_policy: bool = False
    one_family: bool = False
    #: IKE versions in which phase 2 always uses the group of phase 1
    one_dh_group: list[str] = field(default_factory=list)
    one_kind_of_identity: bool = False
    #: whether it routes the cloud's networks into the tunnel
    routes: bool = False
    #: whether the tunnel is an interface that is called like the configuration
    name_is_interface: bool = False
    #: whether it refuses every proposal but the one that is configured
    enforces_proposal: bool = True
    #: whether transport mode has no networks but the gateways' own addresses
    transport_without_networks: bool = False
    psk: Rule | None = None
    fqdn: Rule | None = None
    name: Rule | None = None
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
