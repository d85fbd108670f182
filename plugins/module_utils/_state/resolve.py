# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired state as the API's values: names turned into ids.

A ``peer_address`` that is a host name is resolved by the server when it receives the request, and the server stores the
address (neutron_vpnaas/db/vpn/vpn_validator.py, resolve_peer_address). So a name is compared by the addresses that it
resolves to here.
"""

from __future__ import annotations

import socket
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address, is_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import is_held
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


#: ``socket.getaddrinfo``, or what stands in for it.
Resolver: t.TypeAlias = "t.Callable[[str, None], t.Iterable[tuple[object, object, object, object, tuple[object, ...]]]]"


def references(desired: DesiredState) -> t.Iterator[tuple[Field, str]]:
    """(row, name or id) of each object that the desired state refers to."""
    for row, value in desired.rows():
        if row.refers_to:
            yield from ((row, text) for text in (value if isinstance(value, list) else [value]) if text)


def to_api_values(
    desired: DesiredState, snapshot: Snapshot, existing: ApiObject | None, allow_unknown_references: bool
) -> tuple[ApiObject, list[str]]:
    """(values by API key, warnings): the desired state with names turned into ids.

    ``existing`` None means that the object is to be created, so defaults are added. ``allow_unknown_references`` (check
    mode): an unknown name of a VPN kind is assumed to be created later, with a warning; it is left out where the API
    cannot change it, since a misspelled name is no reason to replace the object. Raises ``UnknownReference`` with every
    name that stands for no object or for several, ``InvalidInput`` where two names stand for one object.
    """
    values: ApiObject = {}
    warnings: list[str] = []
    unknown: list[UnknownReference] = []
    for row, value in desired.rows(existing):
        try:
            if row.refers_to and is_held(row, value, existing):
                # Also what this token cannot see, or what Neutron never looked up: endpoints of some types.
                values[row.key] = value
                continue
            found = _resolve(row, value, desired, snapshot, allow_unknown_references) if row.refers_to else value
            if isinstance(found, KnownAfterApply) and allow_unknown_references:
                if existing is not None and not row.updatable:
                    warnings.append(
                        f"{desired.label}: {_missing(row, found)} yet, so {row.option} was not compared: correct the"
                        " name, unless an earlier task of this run creates it"
                    )
                    continue
                warnings.append(f"{desired.label}: {_missing(row, found)} yet; assumed to be created later")
            values[row.key] = found
        except UnknownReference as error:
            unknown.append(error)
    if unknown:
        raise UnknownReference.all_of(unknown)
    if existing is None:
        for row in desired.resource.fields:
            if row.key not in values and row.supported and desired.creation_value(row) is not None:
                values[row.key] = desired.creation_value(row)
    return values, warnings


def _resolve(
    row: Field,
    value: Value,
    desired: DesiredState,
    snapshot: Snapshot,
    allow_unknown_references: bool,
) -> Value:
    if isinstance(value, list):
        ids = [_identifier(row, item, desired, snapshot, allow_unknown_references) for item in value]
        twice = [f'"{item}"' for item, identifier in zip(value, ids, strict=True) if ids.count(identifier) > 1]
        if twice:
            raise InvalidInput([f"{desired.label}: {row.option}: {' and '.join(twice)} are the same: give it once"])
        return ids
    return _identifier(row, value, desired, snapshot, allow_unknown_references) if value else None


def _identifier(
    row: Field,
    text: str,
    desired: DesiredState,
    snapshot: Snapshot,
    allow_unknown_references: bool,
) -> Identifier:
    identifier: Identifier
    try:
        if allow_unknown_references and row.refers_to in VPN_KINDS:
            item = snapshot.find_or_none(row.refers_to, text)
            if item is None:
                return KnownAfterApply(text, row.refers_to)
            identifier = item["id"]
        else:
            identifier = snapshot.require(row.refers_to, text)["id"]
    except UnknownReference as error:
        message = f"{desired.label}: {row.option}: {error}"
        raise UnknownReference(message, sought=error.sought, **error.details) from error
    return identifier


def _missing(row: Field, unknown: KnownAfterApply) -> str:
    """The clause that names an object which is not there."""
    return f'there is no {VPN_KINDS[row.refers_to].title} named "{unknown.name}"'


KEY = "peer_address"


def drop_unchanged_host_name(
    wanted: ApiObject, existing: ApiObject | None, label: str, resolve: Resolver = socket.getaddrinfo
) -> tuple[ApiObject, list[str]]:
    """(values, warnings): ``wanted`` without a peer_address whose name resolves to the stored address.

    A name that does not resolve here counts as unchanged, with a warning: the server may use another resolver.
    """
    name = wanted.get(KEY)
    stored = (existing or {}).get(KEY)
    if not name or not stored or name == stored or is_address(name):
        return wanted, []
    without = {key: value for key, value in wanted.items() if key != KEY}
    try:
        found = {canonical_address(str(answer[4][0])) for answer in resolve(name, None)}
    except (OSError, UnicodeError):
        return without, [f'{label}: "{name}" does not resolve here, so peer_address {stored} was left as it is']
    return (without if canonical_address(stored) in found else wanted), []
