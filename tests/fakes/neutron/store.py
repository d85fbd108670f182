# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All objects, in memory: one dictionary per collection."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from .messages import copied


def random_id() -> str:
    """A new uuid as text."""
    return str(uuid.uuid4())


class Store:
    """Objects by collection and id. What is stored is internal: presentation is the dialect's business."""

    def __init__(self, new_id: Callable[[], str] = random_id) -> None:
        self.new_id = new_id
        self._collections: dict[str, dict[str, dict[str, Any]]] = {}
        self._numbers = itertools.count(1)

    def new_mac_address(self) -> str:
        """A hardware address nobody has."""
        number = next(self._numbers)
        return f"fa:16:3e:01:{number // 256 % 256:02x}:{number % 256:02x}"

    def add(self, collection: str, stored: dict[str, Any]) -> dict[str, Any]:
        """Keep an object, under a new id unless it has one."""
        if "id" not in stored:
            stored["id"] = self.new_id()
        self._collections.setdefault(collection, {})[stored["id"]] = stored
        return stored

    def get(self, collection: str, identifier: Any) -> dict[str, Any] | None:
        """One object by id."""
        return self._collections.get(collection, {}).get(identifier)

    def remove(self, collection: str, identifier: str) -> None:
        """Forget an object."""
        self._collections.get(collection, {}).pop(identifier, None)

    def all(self, collection: str) -> list[dict[str, Any]]:
        """Every object of a collection, in the order of a primary key: by id."""
        return sorted(self._collections.get(collection, {}).values(), key=lambda stored: stored["id"])

    def where(self, collection: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """The objects whose attributes equal these."""
        return (
            stored
            for stored in self.all(collection)
            if all(stored.get(name) == value for name, value in wanted.items())
        )

    def has(self, collection: str, **wanted: Any) -> bool:
        """Whether any object has these attributes."""
        return next(self.where(collection, **wanted), None) is not None

    def collections(self) -> list[str]:
        """The names under which anything was ever kept."""
        return sorted(self._collections)

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """A copy of everything, each psk replaced by its SHA-256."""
        return {name: [public(stored) for stored in self.all(name)] for name in self.collections()}


def public(stored: dict[str, Any]) -> dict[str, Any]:
    """A copy of an object without internal keys; its psk as SHA-256."""
    shown = {name: copied(value) for name, value in stored.items() if not name.startswith("_")}
    if "psk" in shown:
        shown["psk"] = hashlib.sha256(str(shown["psk"]).encode()).hexdigest()
    return shown
