# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that other objects refer to, with their names: what info modules show beside ids, and filter by."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    CloudUnreachable,
    InvalidInput,
    ServerError,
    nearest_of,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings

Found = t.TypeVar("Found")

#: kind -> the name that a result gains -> the references to follow, each a (key, kind of the object with that id).
REFERENCES: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "ipsec_site_connection": {
        "vpn_service_name": (("vpnservice_id", "vpn_service"),),
        "ike_policy_name": (("ikepolicy_id", "ike_policy"),),
        "ipsec_policy_name": (("ipsecpolicy_id", "ipsec_policy"),),
        "router_name": (("vpnservice_id", "vpn_service"), ("router_id", "router")),
    },
    "vpn_service": {"router_name": (("router_id", "router"),)},
}
#: filter of an info module -> the result's name that it is compared with, beside the id
FILTERED_NAMES = {"vpn_service": "vpn_service_name", "router": "router_name"}


class References:
    """Follows references by one listing per kind; those of one object ``by_id``.

    ``warnings`` has one sentence per kind that could not be read.
    """

    def __init__(self, snapshot: Listings, by_id: bool = False) -> None:
        self._snapshot, self._asks_by_id = snapshot, by_id
        self._unread: dict[str, str] = {}
        self._hidden: dict[str, set[str]] = {}
        self._unknown: list[str] = []

    @property
    def unread(self) -> list[str]:
        """What could not be read: the kinds that could not be listed, and the objects that this token does not see."""
        hidden = [
            f"{len(ids)} of the {self._snapshot.resource(kind).titles}, which this token does not see:"
            f" {', '.join(sorted(map(_shown, ids))[:3])}{', ...' if len(ids) > 3 else ''}"
            for kind, ids in self._hidden.items()
        ]
        return [*self._unread.values(), *hidden]

    @property
    def warnings(self) -> list[str]:
        """One sentence where names are null, with the reasons, and one for each filter that names no object."""
        nulls = [f"names are null where they could not be read: {'; '.join(self.unread)}"] if self.unread else []
        return [*nulls, *self._unknown]

    def require_read(self, kind: str) -> None:
        """Raise ``InvalidInput`` where objects of the kind could not be read."""
        if kind in self._unread:
            raise InvalidInput([f"the filter {kind} cannot be applied without {self._unread[kind]}"])

    def note_unknown(self, kind: str, text: str) -> None:
        """Let the warnings say that no object of the kind has this name or id, if so."""
        known = self._read(kind, lambda: self._snapshot.brief(kind))
        if known is None:
            return
        names = [str(item["name"]) for item in known.values() if item.get("name")]
        if text not in known and text not in names:
            nearest = nearest_of(text, names)
            suggestion = f': did you mean "{nearest}"?' if nearest else ""
            self._unknown.append(f'this token sees no {self._snapshot.resource(kind).title} "{text}"{suggestion}')

    def names(self, item: ApiObject, kind: str) -> dict[str, str | None]:
        """``vpn_service_name`` and the like of an object; null where a reference cannot be read."""
        found = {key: self.follow(item, path) for key, path in REFERENCES.get(kind, {}).items()}
        return {key: target.get("name") if target else None for key, target in found.items()}

    def follow(self, item: ApiObject, path: t.Sequence[tuple[str, str]]) -> ApiObject | None:
        """The object at the end of a path of references, with id and name; None where one cannot be read."""
        target: ApiObject | None = item
        for key, kind in path:
            identifier = target.get(key) if target else None
            target = self.by_id(kind, str(identifier)) if identifier else None
        return target

    def by_id(self, kind: str, identifier: str) -> ApiObject | None:
        """The object of that id as ``Listings.brief`` reads it; None where it cannot be read."""
        if self._asks_by_id:
            found = self._read(kind, lambda: self._snapshot.brief_of(kind, identifier))
        else:
            found = self._read(kind, lambda: self._snapshot.brief(kind).get(identifier))
        if found is None and kind not in self._unread:
            self._hidden.setdefault(kind, set()).add(identifier)
        return found

    def _read(self, kind: str, read: t.Callable[[], Found]) -> Found | None:
        """What ``read`` gives of the kind; None, with the reason in ``unread``, where it cannot be read."""
        if kind not in self._unread:
            try:
                return read()
            except (ServerError, CloudUnreachable) as error:
                self._unread[kind] = f"the {self._snapshot.resource(kind).titles}: {error}"
        return None


def _shown(identifier: str) -> str:
    """An id. What is none may be anything that a server writes in its place, and is not quoted."""
    return identifier if UUID.fullmatch(identifier) else "a value that is no id"


def matching(items: t.Sequence[ApiObject], params: Params, references: References, kind: str) -> list[ApiObject]:
    """The connections that match all filters of ``ipsec_site_connection_info`` that are given.

    Raises ``InvalidInput`` where a filter names an object whose kind cannot be read: an empty list would say that no
    connection matches. Where a filter names no object, the warnings of ``references`` say so.
    """
    found = [item for item in items if _matches(item, params, references, kind)]
    for option in FILTERED_NAMES:
        if params.get(option):
            if items and not found:
                references.note_unknown(option, params[option])
            references.require_read(option)
    return found


def _matches(item: ApiObject, params: Params, references: References, kind: str) -> bool:
    statuses, address = params.get("status"), params.get("peer_address")
    if statuses and item.get("status") not in statuses:
        return False
    if address and str(item.get("peer_address")).lower() != address.lower():
        return False
    wanted = {name: params[option] for option, name in FILTERED_NAMES.items() if params.get(option)}
    for name, text in wanted.items():
        target = references.follow(item, REFERENCES[kind][name])
        if target is None or text not in (target.get("name"), target["id"]):
            return False
    return True
