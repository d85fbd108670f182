# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lists of policies and connections in a declaration: a mapping, or what a file of variables holds."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import must_be

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result, Value

#: The plurals that are read, and the options that are read of a connection: nothing secret is among them.
PLURALS = {kind: VPN_KINDS[kind].plural for kind in (*POLICIES, CONNECTION)}
_OF_A_CONNECTION = {"name": "name", "state": "state"} | {
    key: kind for kind in POLICIES for key in (kind, VPN_KINDS[kind].key_in(CONNECTION))
}
#: What Ansible would fill in: the value is not known here.
_TEMPLATE = ("{{", "{%")
#: How far a file of variables is searched for lists that are not read.
_DEEPEST = 6
_NOT_SO_DEEP = "put the lists at the top of the file, or below one variable"


def only_policies(given: object) -> Result:
    """The policies in a declaration, and the names of the connections with those of their policies: no other value.

    ``given`` has the lists of vpn_topology, or is a mapping of one or several variables that have or are these lists
    (``vpn_topology: {ike_policies: [...]}``, ``vpn_ike_policies: [...]``). Raises ``InvalidInput``.
    """
    found: dict[str, list[dict[str, Value]]] = {plural: [] for plural in PLURALS.values()}
    faults = list(_list_faults(given))
    for name, items in _lists(given):
        plural = next(plural for plural in found if _is_called(name, plural))
        for number, item in enumerate(items):
            if not isinstance(item, dict) or not isinstance(item.get("name"), str):
                faults.append(f"{name}[{number}] is no mapping with a name")
            elif plural == PLURALS[CONNECTION]:
                found[plural].append({_OF_A_CONNECTION[key]: item[key] for key in item if key in _OF_A_CONNECTION})
            else:
                found[plural].append(dict(item))
    if not faults and not any(found[PLURALS[kind]] for kind in POLICIES):
        faults.append("it declares no IKE policy and no IPsec policy")
    if faults:
        raise InvalidInput(faults)
    return dict(found)


def _lists(given: object) -> t.Iterator[tuple[str, t.Sequence[object]]]:
    """The lists that a mapping has under one of the plurals, at its top or one level below."""
    for name, value in given.items() if isinstance(given, dict) else ():
        if isinstance(value, (list, tuple)) and any(_is_called(str(name), plural) for plural in PLURALS.values()):
            yield str(name), value
        elif isinstance(value, dict):
            yield from (
                (str(inner), items)
                for inner, items in value.items()
                if isinstance(items, (list, tuple)) and str(inner) in PLURALS.values()
            )


def _list_faults(given: object, exactly: bool = False) -> t.Iterator[str]:
    """Lists that are none: what is left out would count as audited."""
    for name, value in given.items() if isinstance(given, dict) else ():
        exact = name in PLURALS.values()
        called = exact or (not exactly and any(_is_called(str(name), plural) for plural in PLURALS.values()))
        has_lists = isinstance(value, (list, tuple)) or (
            isinstance(value, dict) and any(True for _name in _lists(value))
        )
        if called and isinstance(value, str) and is_template(value):
            yield f"{name} is a template: pass the lists as a mapping from your own playbook"
        elif called and value is not None and not has_lists:
            yield f"{name}: {must_be('a list', value)}"
        elif isinstance(value, dict) and not exactly:
            yield from _list_faults(value, exactly=True)
        elif not called:
            yield from (f"{name}: {plural} below it is not read: {_NOT_SO_DEEP}" for plural in _plurals_below(value))


def _plurals_below(value: object, depth: int = 0) -> t.Iterator[str]:
    """The names of lists of policies and connections in a value that no variable of lists is."""
    if depth < _DEEPEST and isinstance(value, dict):
        for name, inner in value.items():
            if name in PLURALS.values():
                yield str(name)
            else:
                yield from _plurals_below(inner, depth + 1)
    elif depth < _DEEPEST and isinstance(value, (list, tuple)):
        for inner in value:
            yield from _plurals_below(inner, depth + 1)


def _is_called(name: str, plural: str) -> bool:
    return name == plural or name.endswith(f"_{plural}")


def is_template(value: Value) -> bool:
    """Whether Ansible would render the value, or a part of it."""
    if isinstance(value, dict):
        return any(map(is_template, value.values()))
    return isinstance(value, str) and any(mark in value for mark in _TEMPLATE)
