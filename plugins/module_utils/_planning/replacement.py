# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What else has to happen when an object is replaced: whoever holds it is moved to its successor."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import Impossible
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import plan
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import whose
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Unmade, Wish
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import HELD_KEYS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Estate


def finish(kept, others, wish):
    """The ``Change`` that deletes the others, now that the one to keep is there."""
    resource = wish.resource
    interrupts = resource.interrupts.get("replace", "none")
    return Change(resource, kept["name"], "replace", others[0], {}, interrupts, successor=kept, retires=others)


def refuse_what_is_not_ours(change: Change, wish: Wish, estate: Estate) -> None:
    """Raise ``Impossible`` where the change would delete an object of another project or of another owner.

    A deletion by id may be of any project. A single module may delete or replace the very object that it names, marked
    or not (``wish.spares_marked``).
    """
    verb = {"delete": "deleted", "replace": "replaced"}.get(change.action)
    for item in (change.existing, *change.retires) if verb else ():
        if change.action == "replace" and not estate.is_own(item):
            raise Impossible(
                f"{change.label} cannot be replaced: {item['id']} belongs to another project",
                hint="Log in to that project, or give it with the option project.",
            )
        if estate.is_anothers(item) and (wish.spares_marked or item is not change.existing):
            raise Impossible(
                f"{change.label} cannot be {verb}: {item['id']} is not this task's, {whose(item)}",
                hint="Its owner has to do that (vpn_topology with that owner), or give your object another name.",
            )


def give_way(change, wish, estate):
    """The change, and from now on its name means the successor: for the rest of the planning the predecessors are on
    their way out. Raises ``Impossible`` where somebody else's object holds one of them."""
    resource, kind = change.resource, change.resource.kind
    heir = change.successor["id"] if change.successor else Unmade(change.name, kind)
    used = False
    for item in change.retires:
        users = estate.users(resource, item["id"])
        foreign = [user for user in users if not estate.is_own(user)]
        if foreign:
            told = ", ".join(f'"{user["name"]}" ({user["id"]})' for user in foreign)
            raise Impossible(
                f"{change.label} cannot be replaced: another project's objects use it: {told}",
                hint="Their project has to let go of it first.",
            )
        marked = [user for user in users if estate.is_anothers(user)] if wish.replace else ()
        if marked:
            told = ", ".join(f'"{user["name"]}" ({user["id"]}): {whose(user)}' for user in marked)
            raise Impossible(
                f"{change.label} cannot be replaced: what uses it would have to move, and is not this task's: {told}",
                hint="Its owner has to let go of it first, or give the new object another name.",
            )
        used = used or bool(users)
        heirs = estate.heritage.successors if wish.replace or not resource.used_by else estate.heritage.twins
        heirs[item["id"]] = heir
        if not resource.used_by:
            estate.drop(kind, item["id"])
    return change if used or not resource.used_by else replace(change, interrupts="none")


def moves(estate):
    """(wish, change) for each object that holds a predecessor and that nobody has spoken for; what cannot be moved
    raises ``Impossible``. The change is an update where the API can repoint the object, else a replacement."""
    heirs = estate.heritage.successors
    for kind, keys in HELD_KEYS.items():
        resource = estate.resource(kind)
        holders = estate.all(kind) if keys and heirs and resource.supported else ()
        for item in sorted(holders, key=lambda item: (str(item.get("name")), str(item["id"]))):
            wanted = {key: heirs[item[key]] for key in keys if item.get(key) in heirs}
            if wanted:
                wish = Wish(resource, item["name"])
                if estate.is_anothers(item) or not estate.is_own(item):
                    raise Impossible(f"{wish.label} ({item['id']}) would have to move, and is not this task's")
                change = plan(wish, wanted, item, estate.heritage)
                yield wish, _with_successor_of_a_former_run(change, estate)


def _with_successor_of_a_former_run(change, estate):
    if change.action != "replace":
        return change
    resource, wanted = change.resource, change.foreseen()
    for item in estate.named(resource.kind, change.name):
        if item is change.existing or estate.is_anothers(item):
            continue
        if not different_keys(resource, item, wanted, estate.heritage):
            return replace(change, successor=item)
    return change
