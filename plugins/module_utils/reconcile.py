# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From wanted and existing to a ``Change``: pure. Check mode is a ``Change`` that nobody carries out."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import Impossible
from ansible_collections.sitelink.vpnaas.plugins.module_utils.fields import Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils.wish import Unmade

#: What a diff shows in place of a secret.
NOT_SHOWN, NOT_SHOWN_NEW = "(not shown)", "(not shown, new value)"


@dataclass(frozen=True)
class Change:
    """What is to be done to one object: ``action`` is none, create, update or delete."""

    resource: Resource
    name: str
    action: str
    existing: dict | None = field(default=None, repr=False)
    #: what a POST or PUT carries
    body: t.Mapping[str, t.Any] = field(default_factory=dict, repr=False)
    interrupts: str = "none"
    #: what the user ought to know about the decision
    notes: tuple[str, ...] = ()

    @property
    def changed(self):
        return self.action != "none"

    @property
    def label(self):
        return f'{self.resource.title} "{self.name}"'

    def foreseen(self):
        """The object as it will be: what is given plus what the server is known to fill in; None when there is none.

        Secrets are in it: ``public`` takes them out.
        """
        if self.action != "create":
            gone = self.action == "delete" or self.existing is None
            return None if gone else {**self.existing, **self.body}
        filled_in = {
            row.key: _whole(row, None, {}) if row.parts else row.known
            for row in self.resource.fields
            if row.supported and (row.parts or row.known is not None)
        }
        return {"name": self.name, **filled_in, **self.body}

    def diff(self):
        """Ansible's before and after: of an update only the keys that change, of the rest the whole object."""
        if not self.changed:
            return {"before": {}, "after": {}}
        header = f"{self.resource.title} {self.name}, interrupts: {self.interrupts}"
        keys = self.body if self.action == "update" else None
        return {
            "before_header": header,
            "after_header": header,
            "before": _shown(self.resource, self.existing, keys, NOT_SHOWN),
            "after": _shown(self.resource, self.foreseen(), keys, NOT_SHOWN_NEW),
        }


def plan(wish, wanted, existing):
    """The ``Change`` that turns ``existing`` (a server's object, or None) into what is wished.

    ``wanted`` holds values by API key, references as ids. Only keys in it are compared, each by its row's meaning, and
    a PUT carries only what differs and may change; a mapping goes whole, since K5 is not known to merge.
    Raises ``Impossible`` where a difference cannot be taken away by a PUT.
    """
    resource = wish.resource
    if not wish.present:
        action = "delete" if existing else "none"
        return Change(resource, wish.name, action, existing, interrupts=resource.interrupts.get(action, "none"))
    if existing is None:
        body = {key: _whole(row, None, wanted[key]) for row, key in _rows(wish, wanted)}
        interrupts = resource.interrupts.get("create", "none")
        return Change(resource, wish.name, "create", None, {"name": wish.name, **body}, interrupts)
    body, stuck, notes, interrupts = {}, [], [], []
    for row, key in _rows(wish, wanted, existing):
        if row.secret and key not in existing and wish.update_secret == "when_different":
            notes.append(f"{wish.label}: the server does not return its {row.option}, so it cannot be compared")
        elif _differs(row, wanted[key], existing.get(key), wish.update_secret):
            if not row.updatable:
                stuck.append(row)
                continue
            body[key] = _whole(row, existing.get(key), wanted[key])
            interrupts.append(row.interrupts)
    if stuck:
        raise _immutable(wish, stuck, wanted, existing)
    action = "update" if body else "none"
    # A row's own entry is certain; the resource's holds for every other row.
    interrupted = max(interrupts, default="") or resource.interrupts.get(action, "none")
    return Change(resource, wish.name, action, existing, body, interrupted, tuple(notes))


def public(resource, item):
    """A server's object without its secrets, references that check mode takes for granted as ``{name, id: null}``.

    Lists are sets to the API, which returns them in any order: they are sorted, so that equal objects read equal.
    """
    secrets = resource.secrets()
    return {key: _plain(value) for key, value in item.items() if key not in secrets}


def bind(values, made):
    """(values with the ids of objects made meanwhile, what they still wait for); ``made`` maps ``Unmade`` to an id."""
    bound = {key: made.get(value, value) if isinstance(value, Unmade) else value for key, value in values.items()}
    return bound, [f'{value.kind} "{value.name}"' for value in bound.values() if isinstance(value, Unmade)]


def not_applied(wish, wanted, stored):
    """The options that a server accepted and did not store as they were sent."""
    return [
        row.option
        for row, key in _rows(wish, wanted, stored)
        if key in stored and _differs(row, wanted[key], stored[key], "when_different")
    ]


def _rows(wish, wanted, existing=None):
    for row in wish.resource.fields:
        if row.key in wanted:
            choice = wish.given.get(row.chosen_by) or (existing or {}).get(row.chosen_by)
            yield row.variant(choice), row.key


def _differs(row, wanted, existing, update_secret):
    if row.secret and update_secret != "when_different":
        return update_secret == "always"
    if row.parts:
        existing = existing or {}
        return any(
            part.meaning.canonical(wanted[part.option]) != part.meaning.canonical(existing.get(part.option))
            for part in row.parts
            if part.option in wanted
        )
    if wanted in ("", None) and existing in ("", None):
        return False
    return row.meaning.canonical(wanted) != row.meaning.canonical(existing)


def _whole(row, existing, wanted):
    """A mapping with every key: the user's, else the stored, else the server's default. Other values as they are."""
    if not row.parts:
        return row.meaning.merge(existing, wanted)
    known = {part.option: part.known for part in row.parts}
    stored = {part.option: existing[part.option] for part in row.parts if part.option in (existing or {})}
    return {part.option: part.meaning.canonical({**known, **stored, **wanted}[part.option]) for part in row.parts}


def _immutable(wish, stuck, wanted, existing):
    told = "; ".join(
        f"{row.option} is {_told(existing.get(row.key))}, wanted {_told(wanted[row.key])}" for row in stuck
    )
    return Impossible(
        f"{wish.label}: the API cannot change {', '.join(row.option for row in stuck)} of an existing object: {told}",
        hint="Leave the option as it is, give the new object another name, or delete this one first (state: absent).",
    )


def _shown(resource, item, keys, secret):
    if item is None:
        return {}
    hidden = resource.secrets()
    return {
        key: secret if key in hidden else _plain(value) for key, value in item.items() if keys is None or key in keys
    }


def _told(value):
    return f'"{value.name}", which does not exist yet' if isinstance(value, Unmade) else repr(_plain(value))


def _plain(value):
    if isinstance(value, Unmade):
        return value.as_result()
    if isinstance(value, list):
        return sorted((_plain(item) for item in value), key=str)
    return value
