# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the user wants of one object, checked by itself: before anything is read from the cloud."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from functools import cached_property

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.extra_attrs import (
    OPTION,
    extra_attrs_faults,
    with_extra_attrs,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import is_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import is_held
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.object_name import NAME, rename_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.value_faults import (
    forbidden_characters,
    value_faults,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        ApiObject,
        Params,
        Result,
        Value,
    )


@dataclass(frozen=True)
class DesiredState:
    """An object as the user wants it. ``given`` holds the given options by name; null counts as not given."""

    resource: Resource
    name: str
    present: bool = True
    given: Params = field(default_factory=dict, repr=False)
    #: when a secret is compared with what the server returns: when_different | on_create | always
    update_secret: str = "when_different"
    #: the status that a task waits for: settled (not PENDING_*) | active
    wait_for: str = "settled"
    #: the name that the object has where none has ``name``: it is then renamed
    from_name: str | None = None
    #: what is wrong with options that are not attributes, as sentences
    other_faults: tuple[str, ...] = ()
    #: where a PUT cannot make a change, a new object may replace the old one
    replace: bool = False
    #: undeclared: to be deleted because no declaration names it any more
    purged: bool = False
    #: declared in a topology: of several equal objects all but one may be deleted, as long as nothing uses them, and an
    #: object with another owner's mark is neither deleted nor replaced, even where it is named directly
    in_topology: bool = False

    @classmethod
    def of(cls, resource: Resource, params: Params) -> DesiredState:
        """The desired state that a task's parameters describe; raises ``InvalidInput`` with every fault."""
        desired = cls.unchecked(resource, params)
        faults = list(desired.faults())
        if faults:
            raise InvalidInput(f"{desired.label}: {fault}" for fault in faults)
        return desired

    @classmethod
    def unchecked(cls, resource: Resource, params: Params, in_topology: bool = False) -> DesiredState:
        """As ``of``, with whatever is wrong in it.

        An absent object needs only a name, so that one set of options serves both states.
        """
        present = params.get("state", "present") == "present"
        extra = {key: value for key, value in (params.get(OPTION) or {}).items() if present and value is not None}
        other_faults = (*extra_attrs_faults(resource, extra), *(rename_faults(params) if present else ()))
        resource = with_extra_attrs(resource, extra)
        params = {**extra, **params} if extra else params
        given = {
            row.option: _without_nulls(params[row.option])
            for row in resource.fields
            if present and params.get(row.option) is not None
        }
        return cls(
            resource=resource,
            name=params["name"],
            present=present,
            given=given,
            update_secret=params.get("update_psk") or "when_different",
            wait_for=params.get("wait_for") or "settled",
            replace=bool(params.get("replace")),
            from_name=params.get("from_name") if present else None,
            other_faults=other_faults,
            in_topology=in_topology,
        )

    @property
    def label(self) -> str:
        """What messages call this object."""
        return self.resource.label(self.name)

    def renames(self, existing: ApiObject) -> bool:
        """Whether the object was found by ``from_name``."""
        named = existing.get("name") == self.name or existing["id"] == self.name.lower()
        return self.from_name is not None and not named

    def rows(self, existing: ApiObject | None = None) -> t.Iterator[tuple[Field, Value]]:
        """(row, given value) for each given option; a row with variants is the one that the discriminator selects."""
        for row, value in self._given_rows:
            if row.variants:
                row = row.variant(self.given.get(row.discriminator) or (existing or {}).get(row.discriminator))
            yield row, value

    @cached_property
    def _given_rows(self) -> tuple[tuple[Field, Value], ...]:
        return tuple([(row, self.given[row.option]) for row in self.resource.fields if row.option in self.given])

    def faults(self, existing: ApiObject | None = None, new: bool = True) -> t.Iterator[str]:
        """What is wrong with the options by themselves, each a sentence that names option and value.

        A value that ``existing`` has already is taken as it is; not ``new``: only what no object can have.
        """
        yield from value_faults(NAME, self.name)
        yield from self.other_faults
        if not self.resource.supported:
            yield f"this cloud has no {self.resource.titles}"
            return
        for row, value in self.rows(existing):
            if not row.supported:
                yield f"{row.option}: this cloud does not support it; leave it out"
            elif existing is None or not is_held(row, value, existing):
                yield from value_faults(row, value, new)

    def secrets(self) -> list[str]:
        """The given secrets."""
        return [str(self.given[row.option]) for row in self.resource.secret_fields if self.given.get(row.option)]

    @property
    def compares_secrets(self) -> bool:
        """Whether a stored secret is compared with a given one, or may be copied into a replacement, also of a user."""
        given = any(row.secret for row, _value in self.rows())
        return self.present and (self.replace or (given and self.update_secret == "when_different"))

    @property
    def compares_unknown_attributes(self) -> bool:
        """Whether attributes are compared that this collection does not know, so that a read that leaves out secrets
        cannot ask for them."""
        return self.present and bool(self.resource.secrets()) and any(row.extra for row in self.resource.fields)

    def secret_faults(self, body: Params, existing: ApiObject | None) -> list[str]:
        """What the gateway does not support in the secrets that a request with this body writes, as sentences.

        A secret that the object has already is not judged: it works there.
        """
        return [
            f"{self.label}: {fault}"
            for row in self.resource.secret_fields
            if body.get(row.key) and body[row.key] != (existing or {}).get(row.key)
            for fault in forbidden_characters(row, body[row.key])
        ]

    def missing(self) -> list[str]:
        """The options that were not given and without which the object cannot be created."""
        return [
            row.option
            for row in self.resource.fields
            if row.required and row.supported and self.creation_value(row) in (None, [], "")
        ]

    def creation_value(self, row: Field) -> Value:
        """The value that a POST sends for this row: the user's, else the collection's default, else None."""
        if row.option in self.given:
            return self.given[row.option]
        source = self.given.get(row.default_from)
        return source if source is not None and is_address(source) else row.default


@dataclass(frozen=True)
class KnownAfterApply:
    """Stands for the id of an object that check mode assumes to be created later."""

    name: str
    kind: str

    def as_result(self) -> Result:
        """The reference as results show it."""
        return {"name": self.name, "id": None}


#: An object's id as the server returns it, or as check mode predicts it.
Identifier: t.TypeAlias = "str | KnownAfterApply"


def _without_nulls(value: Value) -> Value:
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value
