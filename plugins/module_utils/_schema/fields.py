# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows: what a kind of object consists of, as data without behaviour of its own.

A ``Resource`` is a tuple of ``Field`` rows. What differs between clouds stands beside the row it differs in (``k5=``,
``neutron=``) and is folded in once by ``Resource.on(dialect)``; after that nobody asks which cloud it is.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace
from functools import cache

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import TEXT, ValueType


# Rows are compared by identity (eq=False): there is one of each, and hashing a table would cost more than using it.
@dataclass(frozen=True, eq=False)
class Field:
    """One option of a module, one key of a request body."""

    option: str
    value_type: ValueType = TEXT
    #: the API's key, where it differs from the option; then also an alias of the option
    api_key: str = ""
    #: a POST without it is refused
    required: bool = False
    #: may stand in a PUT
    updatable: bool = True
    #: this cloud knows it
    supported: bool = True
    #: the kind of object that a name or id given here stands for
    refers_to: str = ""
    #: never returned, printed or shown in a diff
    secret: bool = False
    #: sent on create when the user gives none; never changes an object that exists
    default: t.Any = None
    #: the option whose value serves as default, where that value is a literal address
    default_from: str = ""
    #: what the server fills in by itself: foreseen in check mode, never sent
    server_default: t.Any = None
    choices: tuple = ()
    minimum: int | None = None
    max_length: int | None = 255
    #: items at most, in a list
    max_items: int | None = None
    #: characters this value must not hold
    forbidden: str = ""
    #: of a mapping: its keys, as rows
    suboptions: tuple[Field, ...] = ()
    #: the option whose value selects one of ``variants``, each a set of attributes to replace in this row
    discriminator: str = ""
    variants: t.Mapping[str, t.Mapping] = field(default_factory=dict)
    #: keys whose stored values a successor does not take over when it is given this one
    conflicts_with: tuple[str, ...] = ()
    #: what a change of this field interrupts, where the resource's own entry does not hold
    interrupts: str = ""
    k5: t.Mapping = field(default_factory=dict)
    neutron: t.Mapping = field(default_factory=dict)

    @property
    def key(self):
        """The key of the request body."""
        return self.api_key or self.option

    def on(self, dialect: str):
        """This row as the named dialect has it: itself where the dialect changes nothing."""
        suboptions = tuple(part.on(dialect) for part in self.suboptions)
        changes = getattr(self, dialect)
        return replace(self, suboptions=suboptions, **changes) if changes or suboptions != self.suboptions else self

    def variant(self, choice):
        """This row as ``discriminator``'s value makes it; itself where there is no such variant."""
        return replace(self, **self.variants[choice]) if self.variants and choice in self.variants else self


@dataclass(frozen=True, eq=False)
class Resource:
    """A kind of object: ``kind`` names its module and its result, ``title`` is what messages call it."""

    kind: str
    plural: str
    title: str
    #: below the endpoint, ``/v2.0`` not included
    path: str
    #: the key around one object, and around a list of them, in bodies
    api_key: str
    api_key_plural: str
    fields: tuple[Field, ...] = ()
    #: (kind, key): objects of that kind hold this one's id under that key
    used_by: tuple[tuple[str, str], ...] = ()
    #: the server refuses any PUT while it is used
    immutable_while_used: bool = False
    #: has a status that an agent reports, and is waited for
    has_agent_status: bool = False
    #: the server refuses a PUT until the first user of this object made the agent report it
    pending_until_used: bool = False
    #: a successor cannot stand beside its predecessor: what is replaced is deleted first
    delete_before_create: bool = False
    #: what the gateway does after an action that nobody would expect: action -> a sentence
    afterwards: t.Mapping[str, str] = field(default_factory=dict)
    #: what an action interrupts: action -> none | connection | service | router | possibly ...
    interrupts: t.Mapping[str, str] = field(default_factory=dict)
    supported: bool = True
    #: its objects have an id
    has_ids: bool = True
    k5: t.Mapping = field(default_factory=dict)
    neutron: t.Mapping = field(default_factory=dict)

    def on(self, dialect: str):
        """This kind as the named dialect has it, its rows included."""
        return _as_dialect_has_it(self, dialect)

    def field(self, option):
        """The row of that option; KeyError if there is none."""
        for row in self.fields:
            if row.option == option:
                return row
        raise KeyError(option)

    @property
    def titles(self):
        """What messages call several of this kind."""
        return f"{self.title[:-1]}ies" if self.title.endswith("y") else f"{self.title}s"

    def secrets(self):
        """The keys whose values never leave."""
        return frozenset(row.key for row in self.fields if row.secret)


@cache
def _as_dialect_has_it(resource: Resource, dialect: str):
    fields = tuple(row.on(dialect) for row in resource.fields)
    return replace(resource, fields=fields, **getattr(resource, dialect))
