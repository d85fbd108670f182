# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done to one object, and how that reads."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN, WILL_BE_GENERATED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys, whole
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Result, Value

#: What a diff shows in place of a secret.
NOT_SHOWN, NOT_SHOWN_NEW = "(not shown)", "(not shown, new value)"
NOT_GENERATED_YET = "(not shown, will be generated)"
#: Characters of a secret that is looked for in other attributes.
SHORTEST_COPY = 8


@dataclass(frozen=True)
class Change:
    """What is to be done to one object: ``action`` is none, create, update, replace or delete.

    A replacement has a new object, ``successor`` (which may be there already, after a run that was interrupted), and
    old ones, ``predecessors``, which are deleted once nothing uses them; ``existing`` is then the old object.
    """

    resource: Resource
    name: str
    action: str
    existing: ApiObject | None = field(default=None, repr=False)
    #: what a POST or PUT carries
    body: t.Mapping[str, Value] = field(default_factory=dict, repr=False)
    interrupts: Interruption = Interruption.NONE
    #: what the user should know about the decision
    notes: tuple[str, ...] = ()
    #: of a replacement: the object to keep where it is there already, and the objects that go
    successor: ApiObject | None = field(default=None, repr=False)
    predecessors: tuple[ApiObject, ...] = field(default=(), repr=False)
    #: of a creation: objects of the same name that are being deleted, and must be gone before it
    awaited: tuple[ApiObject, ...] = field(default=(), repr=False)

    @property
    def changed(self) -> bool:
        return self.action != "none"

    @property
    def creates(self) -> bool:
        """Whether a POST belongs to it."""
        return self.action == "create" or (self.action == "replace" and self.successor is None)

    @property
    def objects(self) -> tuple[ApiObject, ...]:
        """The objects of the cloud that it is about, each once or twice: changed, kept, or on their way out."""
        return tuple(filter(None, (self.existing, self.successor, *self.predecessors)))

    @property
    def label(self) -> str:
        """What messages call this object."""
        return self.resource.label(self.name)

    def predicted(self) -> ApiObject | None:
        """The object as it will be: what is given plus what the server is known to fill in; None when there is none.

        Secrets are in it: ``public`` takes them out.
        """
        if self.successor is not None:
            return self.successor
        if self.action not in ("create", "replace"):
            return None if self.action == "delete" or self.existing is None else {**self.existing, **self.body}
        filled_in = {
            row.key: whole(row, None, {}) if row.suboptions else row.server_default
            for row in self.resource.fields
            if row.supported and (row.suboptions or row.server_default is not None)
        }
        return {"name": self.name, **filled_in, **self.body}

    def diff(self) -> Result:
        """Ansible's before and after: of an object that was there only the keys that change, else all of it."""
        if not self.changed:
            return {"before": {}, "after": {}}
        header = f"{self.resource.title} {self.name}: {self.action}, interrupts: {self.interrupts}"
        before, after = self.existing, self.predicted()
        keys: t.Collection[str] | None = None
        if self.action == "update":
            keys = self.body.keys()
        elif self.action == "replace":
            keys = {"id", *different_keys(self.resource, before or {}, after or {})}
        return {
            "before_header": header,
            "after_header": header,
            "before": _shown(self.resource, before, keys, NOT_SHOWN),
            "after": _shown(self.resource, after, keys, NOT_SHOWN_NEW),
        }


def public(resource: Resource, item: t.Mapping[str, Value]) -> ApiObject:
    """A server's object without its secrets, references that check mode takes for granted as ``{name, id: null}``.

    Lists are sets to the API, which returns them in any order: they are sorted, so that equal objects read equal.
    """
    secrets = resource.secrets()
    return {
        key: value if isinstance(value, str) else plain(value)
        for key, value in without_copies(resource, item, item).items()
        if key not in secrets
    }


def without_copies(resource: Resource, values: t.Mapping[str, Value], item: t.Mapping[str, Value]) -> ApiObject:
    """The values with ``HIDDEN`` in place of each that holds a secret of the item: a server may show it under another
    key. Names and ids stay, since tasks refer to them; so does what holds a short secret, which ordinary words do."""
    held = [str(item[key]) for key in resource.secrets() if len(str(item.get(key) or "")) >= SHORTEST_COPY]
    if not held:
        return dict(values)
    kept = {"id", "name", *resource.secrets()}
    # Hardly any object has one: all values are searched at once first.
    together = "\n".join([str(value) for key, value in values.items() if key not in kept])
    if not any(secret in together for secret in held):
        return dict(values)
    copies = {key for key, value in values.items() if key not in kept and any(secret in str(value) for secret in held)}
    return {key: HIDDEN if key in copies else value for key, value in values.items()}


def _shown(resource: Resource, item: ApiObject | None, keys: t.Collection[str] | None, secret: str) -> ApiObject:
    if item is None:
        return {}
    hidden = dict.fromkeys(resource.secrets(), secret)
    hidden |= {key: NOT_GENERATED_YET for key in hidden if item.get(key) == WILL_BE_GENERATED}
    shown = without_copies(resource, item, item)
    return {key: hidden.get(key) or plain(value) for key, value in shown.items() if keys is None or key in keys}


def plain(value: Value) -> Value:
    """The value as results and messages show it."""
    if isinstance(value, KnownAfterApply):
        return value.as_result()
    if isinstance(value, list):
        return sorted((plain(item) for item in value), key=str)
    return value
