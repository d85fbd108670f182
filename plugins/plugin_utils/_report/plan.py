# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as a document: what is done to which object, with old and new values, and what that interrupts."""

from __future__ import annotations

import typing as t
from collections import Counter
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import NOT_DELETED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mapping_of, mappings_of, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.document import Detail, Entry
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.interruptions import Places, level_of, phrase
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.summaries import summary
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.values import Names, changed_details

ACTIONS = ("replace", "delete", "update", "create")


@dataclass(frozen=True, eq=False)
class Step:
    """An entry of a plan, with the object before and after as far as the result has them."""

    data: Item
    before: Item
    after: Item

    @property
    def kind(self) -> str:
        return text_of(self.data, "kind")

    @property
    def action(self) -> str:
        return text_of(self.data, "action")

    @property
    def failed(self) -> bool:
        return bool(self.data.get("error"))

    @property
    def name(self) -> str:
        return text_of(self.data, "name")

    @property
    def title(self) -> str:
        """For instance ``IPsec site connection branch7``."""
        resource = VPN_KINDS.get(self.kind)
        return f"{resource.title if resource else self.kind} {shown_name(self.data)}"

    @property
    def old_ids(self) -> set[str]:
        return {text_of(self.before, "id"), text_of(self.data, "id")} - {""}

    @property
    def object(self) -> Item:
        return {**self.before, **self.after}


class Plan:
    """A plan's steps, and what can be said about them."""

    def __init__(self, data: Item) -> None:
        self.data = data
        self.names = Names(data)
        self.places = Places(data, self.names)
        self.steps = list(_steps(data))
        self.failed = [step for step in self.steps if step.failed]
        self.done = self._is_done()
        failures = mappings_of(data, "failed_objects")
        self._hints = {(text_of(one, "kind"), text_of(one, "name")): text_of(one, "hint") for one in failures}

    def _is_done(self) -> bool:
        """What the result says; without that, whether a new object has an id."""
        if isinstance(self.data.get("applied"), bool):
            return bool(self.data["applied"])
        return any(step.action == "create" and step.data.get("id") for step in self.steps)

    def of(self, action: str) -> list[Step]:
        return [step for step in self.steps if step.action == action and not step.failed]

    def counts(self) -> Counter[str]:
        """Action -> number of objects; ``failed`` and ``refused``, which are deletions of other owners' objects."""
        counts = Counter({action: len(self.of(action)) for action in (*ACTIONS, "none")} | {"failed": len(self.failed)})
        counts["refused"] = sum(
            text_of(entry, "reason").endswith(NOT_DELETED)
            for key in ("unowned", "owner_conflicts")
            for entry in mappings_of(self.data, key)
        )
        counts["none"] = max(counts["none"] - counts["refused"], 0)
        return counts

    def users_of(self, step: Step) -> list[Step]:
        """The steps that move an object from the replaced one to its replacement."""
        return [
            user
            for user in self.steps
            if user is not step
            and any(
                text_of(mapping_of(mapping_of(user.data, "changes"), key), "before") in step.old_ids
                for key in mapping_of(user.data, "changes")
            )
        ]

    def interruption(self, steps: t.Sequence[Step]) -> str:
        """What these steps interrupt for sure, and what they may interrupt besides, in words."""
        sure = self._phrase([step for step in steps if not level_of(step.data).is_possible])
        possible = self._phrase([step for step in steps if level_of(step.data).is_possible])
        same_place = sure and possible.endswith(sure.partition(" ")[2])
        return ", and ".join(filter(None, (sure, "" if same_place else possible)))

    def _phrase(self, steps: t.Sequence[Step]) -> str:
        """The worst interruption of these steps, with the places that they concern."""
        level = max((level_of(step.data) for step in steps), default=Interruption.NONE)
        services: set[str] = set()
        routers: set[str] = set()
        nameless = False
        for step in steps:
            if level_of(step.data) is not Interruption.NONE:
                users = [user.object for user in self.users_of(step)] if step.action == "replace" else []
                item = {"name": step.name, "id": step.data.get("id"), **step.object}
                for reference in self.places.services_of(step.kind, item, users):
                    services.add(self.names.show(reference))
                    found = self.places.routers_of_service(reference)
                    routers |= found
                    nameless = nameless or not found
        return phrase(level, services, () if nameless else routers, self.done)

    def entry(self, step: Step) -> Entry:
        """The step as a reviewer sees it."""
        details: list[Detail] = []
        if step.failed:
            hint = self._hints.get((step.kind, step.name))
            details = [Detail("error", text_of(step.data, "error")), *([Detail("hint", hint)] if hint else [])]
        elif step.action in ("update", "replace"):
            details = list(changed_details(mapping_of(step.data, "changes"), self.names))
        if step.action == "replace" and not step.failed:
            details.append(Detail("rebuilt" if self.done else "rebuilds", self._rebuilds(step)))
        remark = [summary(step.kind, step.object, self.names)] if step.action in ("create", "delete") else []
        return Entry(step.title, "; ".join(filter(None, [*remark, self.interruption([step])])), tuple(details))

    def _rebuilds(self, step: Step) -> str:
        users = [user for user in self.users_of(step) if not user.failed]
        if users:
            return ", ".join(f"{user.title} ({user.action}d)" for user in users)
        if step.kind == "ipsec_site_connection":
            return f"its tunnel to {text_of(step.object, 'peer_address') or 'the peer'}"
        return "nothing else: no object of this plan uses it"


def _steps(data: Item) -> t.Iterator[Step]:
    """The entries of the plan; each that changes something has the next entry of the diff, unless it failed."""
    plan, diffs = mappings_of(data, "plan"), mappings_of(data, "diff")
    remaining = iter(diffs if len(diffs) == sum(map(_has_diff, plan)) else ())
    objects = _by_name(mapping_of(data, "objects"))
    for entry in plan:
        diff = next(remaining, {}) if _has_diff(entry) else {}
        key = text_of(entry, "kind")
        after = objects.get((key, text_of(entry, "id"))) or objects.get((key, text_of(entry, "name")))
        gone = entry.get("action") == "delete"
        yield Step(entry, mapping_of(diff, "before"), {} if gone else after or mapping_of(diff, "after"))


def _has_diff(entry: Item) -> bool:
    return entry.get("action") != "none" and not entry.get("error")


def _by_name(objects: Item) -> dict[tuple[str, str], Item]:
    return {
        (kind, text_of(item, key)): item
        for kind, resource in VPN_KINDS.items()
        for key in ("name", "id")
        for item in mappings_of(objects, resource.plural)
        if item.get(key)
    }
