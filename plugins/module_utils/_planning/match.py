# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object a name means, where several have it: names are not unique, and a run that was killed while it replaced
an object, or several runs at once, leave two of one name."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import Impossible
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import plan
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.belonging import ambiguous
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import told_to_the_api


def choose(wish, estate, foresee):
    """(the object that the wish is about, or None where it is new; the objects of its name that give way to it).

    One of several is meant where it is as wanted and the user allows replacements, or, in a topology, where the others
    are just like it. Raises ``UnknownReference`` elsewhere, and where one of them carries another owner's mark: a guess
    could hit the wrong one.
    """
    kind, resource = wish.resource.kind, wish.resource
    named = estate.named(kind, wish.name)
    if len(named) < 2:
        existing = estate.find_or_new_name(kind, wish.name)
        if existing is None or not wish.replace or existing["name"] == wish.name:
            return existing, ()
        # Named by its id, so only it may give way.
        alike = [item for item in estate.named(kind, existing["name"]) if not estate.is_anothers(item)]
        fitting = [item for item in alike if fits(item, wish, estate, foresee)]
        if existing in fitting or not fitting:
            return existing, ()
        return survivor(fitting, resource, estate), (existing,)
    theirs = any(estate.is_anothers(item) for item in named)
    fitting = [] if theirs else [item for item in named if fits(item, wish, estate, foresee)]
    if not fitting:
        raise ambiguous(kind, wish.name, named, estate.owner)
    kept = survivor(fitting, resource, estate)
    others = tuple(item for item in named if item is not kept)
    if wish.replace or all(_may_go(item, kept, wish, estate) for item in others):
        return kept, others
    raise ambiguous(kind, wish.name, named, estate.owner)


def _may_go(item, kept, wish, estate):
    """Whether this one may go though its own replacement was not allowed: it holds what is being replaced, which the
    one to keep does not, or it is a twin."""
    if estate.heritage.is_held_by(item) and not estate.heritage.is_held_by(kept):
        return True
    return wish.mends_twins and not different_keys(wish.resource, item, kept, estate.heritage)


def fits(item, wish, estate, foresee):
    """Whether the object is already as wanted."""
    wanted, _warnings = told_to_the_api(wish, estate, item, foresee)
    try:
        return not plan(wish, wanted, item, estate.heritage).changed
    except Impossible:
        return False


def survivor(items, resource, estate):
    """Of objects that are alike the one to keep: what is used before what is not, then the smallest id.

    Of several that are used it is the one that the smallest id uses, and of those that use others the one that uses
    what is kept, so that every run comes to the same end.
    """

    def rank(item):
        users = [user["id"] for user in estate.users(resource, item["id"]) if isinstance(user["id"], str)]
        fading = any(estate.heritage.gives_way(value) for value in item.values() if isinstance(value, str))
        return fading, not users, min(users, default=""), item["id"]

    return min(items, key=rank)
