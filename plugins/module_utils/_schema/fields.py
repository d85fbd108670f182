# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of objects as tables of fields: data without behavior of its own.

A ``Resource`` has a tuple of ``Field``. What is different in a dialect stands in ``overrides`` of the field or resource
concerned, and ``Resource.on(dialect)`` applies it; code that uses the result does not ask for the dialect.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import TEXT, ValueType

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: Attributes of a ``Field`` or ``Resource`` by name, with the values that replace its own.
Attributes: t.TypeAlias = "t.Mapping[str, Value]"


# Compared by identity (eq=False): there is one object for each field, and hashing a whole table would be slow.
@dataclass(frozen=True, eq=False)
class Field:
    """One option of a module, and one key of a request body."""

    option: str
    value_type: ValueType = TEXT
    #: the API's key, where its name differs from the option's; then also an alias of the option
    api_key: str = ""
    #: the API rejects a POST without it
    required: bool = False
    #: the API accepts it in a PUT
    updatable: bool = True
    #: the dialect has it
    supported: bool = True
    #: the kind of the object whose name or id is given here
    refers_to: str = ""
    #: of extra_attrs: no document of its API is known here
    extra: bool = False
    #: never returned, printed or shown in a diff
    secret: bool = False
    #: sent on create when the user gives no value; never changes an object that exists
    default: Value = None
    #: the option whose value is the default, where that value is a literal address
    default_from: str = ""
    #: the value that the server sets by itself: predicted in check mode, never sent
    server_default: Value = None
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    #: an empty text is no value
    not_empty: bool = False
    #: of a text or a list's items, in characters
    max_length: int | None = 255
    #: of a list
    max_items: int | None = None
    #: characters that are not allowed in the value; in a secret only where it is about to be written
    forbidden: str = ""
    #: of a mapping: the fields of its keys
    suboptions: tuple[Field, ...] = ()
    #: the option whose value selects one of ``variants``, each with the attributes that it replaces in this field
    discriminator: str = ""
    variants: t.Mapping[str, Attributes] = field(default_factory=dict)
    #: keys whose stored values a replacement does not inherit when this field has a value
    conflicts_with: tuple[str, ...] = ()
    #: what a change of this field interrupts; None: the resource's entry for the action
    interrupts: Interruption | None = None
    #: name of a dialect -> the attributes that it replaces in this field
    overrides: t.Mapping[str, Attributes] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """The key of the request body."""
        return self.api_key or self.option

    @cached_property
    def is_bounded(self) -> bool:
        """Whether not every value of its type is one of the field's."""
        bounds = (self.minimum, self.maximum)
        return self.value_type.type == "int" or bool(self.choices) or bounds != (None, None)

    def on(self, dialect: str) -> Field:
        """This field in the named dialect, suboptions included; itself where the dialect overrides nothing."""
        suboptions = tuple(part.on(dialect) for part in self.suboptions)
        changes = self.overrides.get(dialect, {})
        return replace(self, suboptions=suboptions, **changes) if changes or suboptions != self.suboptions else self

    def variant(self, choice: Value) -> Field:
        """This field for a value of ``discriminator``; itself where there is no variant for it."""
        return replace(self, **self.variants[choice]) if self.variants and choice in self.variants else self


@dataclass(frozen=True, eq=False)
class Resource:
    """A kind of object: ``kind`` is the name of its module and result key, ``title`` its name in messages."""

    kind: str
    plural: str
    title: str
    #: below the endpoint, ``/v2.0`` not included
    path: str
    #: the key around one object in bodies, and the key around a list of them
    api_key: str
    api_key_plural: str
    fields: tuple[Field, ...] = ()
    #: (kind, key): objects of that kind hold this one's id under that key
    used_by: tuple[tuple[str, str], ...] = ()
    #: the server rejects any PUT while another object uses it
    immutable_while_used: bool = False
    #: has a status that an agent reports, and is waited for
    has_agent_status: bool = False
    #: the server rejects a PUT until the agent reports a status, which it does once another object uses this one
    pending_until_used: bool = False
    #: a rule on this kind looks at the other objects of the kind
    has_neighbours: bool = False
    #: the old object and its replacement cannot exist at the same time: the old one is deleted first
    delete_before_create: bool = False
    #: action -> a sentence on what the gateway does after it, where that is unexpected
    afterwards: t.Mapping[str, str] = field(default_factory=dict)
    #: what to do about an object in ERROR, as a sentence
    error_remedy: str = "Look at the VPN agent's log, or delete it (state: absent) and create it again."
    #: action -> what it interrupts; nothing, where the action is not named
    interrupts: t.Mapping[str, Interruption] = field(default_factory=dict)
    #: the dialect has this kind
    supported: bool = True
    #: its objects have an id
    has_ids: bool = True
    #: name of a dialect -> the attributes that it replaces in this resource
    overrides: t.Mapping[str, Attributes] = field(default_factory=dict)

    def on(self, dialect: str) -> Resource:
        """This kind in the named dialect, its fields included."""
        return _on_dialect(self, dialect)

    def field(self, option: str) -> Field:
        """The field of that option. Raises KeyError if there is none."""
        for row in self.fields:
            if row.option == option:
                return row
        raise KeyError(option)

    def interruption(self, action: str) -> Interruption:
        """What an action interrupts, as far as no field has an entry of its own."""
        return self.interrupts.get(action, Interruption.NONE)

    @property
    def titles(self) -> str:
        """The plural of ``title``, for messages."""
        return f"{self.title[:-1]}ies" if self.title.endswith("y") else f"{self.title}s"

    def label(self, name: object) -> str:
        """What messages call an object of this kind, in one line."""
        return f'{self.title} "{one_line(str(name))}"'

    def secrets(self) -> frozenset[str]:
        """The keys whose values are never shown or returned."""
        return self._secrets

    @cached_property
    def secret_fields(self) -> tuple[Field, ...]:
        """The fields whose values are never shown or returned."""
        return tuple(row for row in self.fields if row.secret)

    def key_in(self, user: str) -> str:
        """The key under which objects of that kind hold the id of one of this kind; empty where they hold none."""
        return next((key for kind, key in self.used_by if kind == user), "")

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that refer to other objects, some of them with one variant only."""
        return tuple(
            row for row in self.fields if row.refers_to or any("refers_to" in one for one in row.variants.values())
        )

    @cached_property
    def _secrets(self) -> frozenset[str]:
        return frozenset(row.key for row in self.secret_fields)


@cache
def _on_dialect(resource: Resource, dialect: str) -> Resource:
    fields = tuple(row.on(dialect) for row in resource.fields)
    return replace(resource, fields=fields, **resource.overrides.get(dialect, {}))
