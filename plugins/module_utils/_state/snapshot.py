# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The observed state of one project: its listings, and which object a name or an id stands for."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownReference, shortened
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for, whose
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import ALMOST_UUID, UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import Index


class Snapshot(Listings):
    """The listings (see ``Listings``), searched by name or id.

    An id is searched in every project that the token sees, a name only in the task's project, and without the objects
    that are being replaced: a name then stands for the replacement.
    """

    def find(self, kind: str, text: str) -> ApiObject | None:
        """The object that a name or an id stands for, or None; an object that is being deleted only where no other
        has the name.

        Raises ``UnknownReference`` where several objects have the name, ``LoginError`` where the project is not known.
        """
        index = self._matching(kind, text)
        if text.lower() in index.by_id:
            return index.by_id[text.lower()]
        found = self._named(index, kind, text)
        if len(found) > 1:
            found = [item for item in found if not is_being_deleted(item)] or found
        if len(found) > 1:
            raise ambiguous(kind, text, found, self.owner)
        return found[0] if found else None

    def with_id(self, kind: str, text: str) -> ApiObject | None:
        """The object whose id a user's text is, or None; the text may be a name as well."""
        return self._matching(kind, text).by_id.get(text.lower())

    def asked(self, kind: str, text: str) -> None:
        """Have the cloud's answer for a name or an id at hand."""
        self._matching(kind, text)

    def by_name(self, kind: str, name: str) -> list[ApiObject]:
        """The project's objects of that name, without those that are being replaced.

        Raises ``LoginError`` where the project is not known, unless the name is an id.
        """
        return self._named(self._matching(kind, name), kind, name)

    def _named(self, index: Index, kind: str, name: str) -> list[ApiObject]:
        if not self.cloud.project_id and name.lower() not in index.by_id and not UUID.fullmatch(name):
            self.project_scope.require_project(f'which {KINDS[kind].title} has the name "{name}"')
        found = index.by_name.get(name)
        return [
            item
            for item in (list(found.values()) if found else ())
            if self.is_in_project(item) and not self.replacements.is_replaced(item["id"])
        ]

    def find_or_none(self, kind: str, text: str) -> ApiObject | None:
        """As ``find``; None means that the text can be the name of a new object.

        Raises ``UnknownReference`` as well where the text is an id, or looks like one, and no object has it.
        """
        item = self.find(kind, text)
        if item is not None:
            return item
        title = KINDS[kind].title
        if UUID.fullmatch(text):
            raise UnknownReference(f"There is no {title} with the id {text}", hint=self._where_searched(kind))
        if ALMOST_UUID.fullmatch(text):
            raise UnknownReference(
                f'"{text}" is no {title}\'s name, and no well-formed id either',
                hint="An id looks like 7b347d20-6fa3-4e22-b744-c49ee235ae4f.",
            )
        return None

    def require(self, kind: str, text: str) -> ApiObject:
        """The object that a name or an id stands for; raises ``UnknownReference`` where there is none or several."""
        item = self.find_or_none(kind, text)
        if item is None:
            message = f'There is no {KINDS[kind].title} named "{shortened(text)}"'
            raise UnknownReference(message, hint=self._where_searched(kind), sought=(kind, text))
        return item

    def _where_searched(self, kind: str) -> str:
        command = f"the module {kind}_info" if kind in VPN_KINDS else f"openstack {KINDS[kind].title} list"
        return f"Searched in project {self.cloud.project_id or '(none)'}; {command} lists what exists."


def ambiguous(kind: str, name: str, found: t.Collection[ApiObject], owner: str | None = None) -> UnknownReference:
    """The error for a name that several objects have: it lists their ids, and their owners where one has a mark."""
    marked = any(marked_for(item) for item in found)
    ids = ", ".join(sorted(f"{item['id']}{f' ({whose(item)})' * marked}" for item in found))
    hint = "Give the id of the object instead: the name alone could match the wrong one."
    if any(marked_for(item) not in (None, owner) for item in found):
        hint += " An object with another owner's mark is never replaced: its owner renames or deletes it."
    elif kind in VPN_KINDS:
        hint += " If one replaces the others (an interrupted replacement), replace: true finishes that."
    return UnknownReference(f'There are {len(found)} {KINDS[kind].titles} named "{name}": {ids}', hint=hint)
