# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Questions to the cloud about what exists, each asked once, and their answers kept up to date with what this task
writes."""

from __future__ import annotations

import typing as t
from threading import RLock

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import Index
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.project_scope import ProjectScope
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import ReplacementMap

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import Question


class Questions:
    """Which objects have this name, this id, this VPN service.

    A kind in ``whole`` is listed once instead, which answers every question about it: that pays for many objects, and
    where a rule looks at the other objects of the kind anyway. So is every kind in a cloud whose dialect has no query
    parameters.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        #: kinds that are listed instead of asked about
        self.whole: frozenset[str] = frozenset()
        self.project_scope = ProjectScope(cloud)
        self.replacements = ReplacementMap()
        self._reads_secrets = False
        self._indexes: dict[str, Index] = {}
        #: one thread at a time reads a kind; the others find its answer
        self._reading = {kind: RLock() for kind in VPN_KINDS}
        #: (kind, the filters or the name or id that was asked for) -> the server's answer
        self._answers: dict[tuple[str, object], Index] = {}

    def resource(self, kind: str) -> Resource:
        """The kind's table of fields in this cloud's dialect."""
        return KINDS[kind].on(self.cloud.dialect.name)

    def need_secrets(self) -> None:
        """From now on reads bring keys along. What was read without them is read again, when it is asked for next."""
        if not self._reads_secrets:
            self._reads_secrets = True
            for kind, index in list(self._indexes.items()):
                if self.resource(kind).secrets():
                    with self._reading[kind]:
                        index.ask_again()

    def add(self, kind: str, item: ApiObject) -> None:
        """Record an object that was just created or changed."""
        self._known(kind).add(item)

    def remove(self, kind: str, identifier: Identifier) -> None:
        """Record that an object is deleted."""
        self._known(kind).remove(identifier)

    def clear(self) -> None:
        """Forget everything that was read: after a replacement, whose effects are not recorded object by object."""
        self._indexes.clear()
        self._answers.clear()
        self.replacements = ReplacementMap()

    def clear_older_than(self, seconds: float) -> None:
        """Forget what was read longer ago, since other clients write too."""
        limit = self.cloud.clock.now() - seconds
        self._indexes = {kind: index for kind, index in self._indexes.items() if index.read_at >= limit}
        self._answers = {asked: index for asked, index in self._answers.items() if index.read_at >= limit}

    def _matching(self, kind: str, text: Identifier) -> Index:
        """An index that holds every object of the kind with that name or id."""
        known = self._indexes.get(kind)
        if known is not None and known.answers(None):
            return known
        is_id = isinstance(text, str) and UUID.fullmatch(text)
        if kind in VPN_KINDS:
            identifier = str(text).lower()
            index = self._answered(kind, ("id", identifier)) if is_id else None
            return index if index and identifier in index.by_id else self._answered(kind, ("name", text))
        if (kind, text) not in self._answers:
            self._answers[kind, text] = self._read(kind, **{"id": str(text).lower()} if is_id else {"name": text})
        return self._answers[kind, text]

    def _known(self, kind: str) -> Index:
        """What is known of a VPN kind without a request."""
        known = self._indexes.get(kind)
        return self._indexes.setdefault(kind, Index(kind, (), self.cloud.clock.now())) if known is None else known

    def _answered(self, kind: str, question: Question | None) -> Index:
        """What is known of a VPN kind, the answer to this question in it; None asks for all."""
        if question and (kind in self.whole or not self.cloud.dialect.has_query_parameters or not question[1]):
            question = None
        index = self._known(kind)
        # What the cloud has yet to create is no question to it.
        if index.answers(question) or (question and isinstance(question[1], KnownAfterApply)):
            return index
        with self._reading[kind]:
            return index if index.answers(question) else self._asked(kind, question, index)

    def _asked(self, kind: str, question: Question | None, index: Index) -> Index:
        """The index with the cloud's answer to the question."""
        found = self.cloud.list(self.resource(kind), self._reads_secrets, **dict([question] if question else ()))
        try:
            if not found:
                self.project_scope.check_read_permission()
        except LoginError:
            if question is None:
                raise
            # Another object of the kind would show that the token may read it.
            return self._answered(kind, None)
        self.project_scope.require_known_projects(KINDS[kind].title, found)
        index.merge(question, found)
        return index

    def _read(self, kind: str, **filters: object) -> Index:
        # The time before the request: what another client writes while it runs may be missing in the answer.
        began = self.cloud.clock.now()
        return Index(kind, self.cloud.list(self.resource(kind), False, **filters), began)
