# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task is a function from parameters to a result. It knows no AnsibleModule, so a module, an action plugin and a
whole topology reach the same engine."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.addresses import with_addresses
from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils.host_names import without_unchanged_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils.preflight import examine
from ansible_collections.sitelink.vpnaas.plugins.module_utils.reconcile import plan, public
from ansible_collections.sitelink.vpnaas.plugins.module_utils.settling import (
    refuse_what_never_settles,
    settle_after,
    wait_until_gone,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils.wish import Wish, told_to_the_api
from ansible_collections.sitelink.vpnaas.plugins.module_utils.writing import in_use, write

#: Kinds whose result says more than the server does.
DECORATIONS = {"vpn_service": with_addresses}


def check(resource, params):
    """Refuse what no cloud takes, before the log-in; what only one dialect refuses is refused after it."""
    Wish.of(resource, params)


def ensure(resource, params, estate, check_mode, _progress=None):
    """Bring one object to the wanted state: the result of the task, without secrets.

    ``params`` are a module's parameters (see ``options.py``). Raises ``VpnError``.
    """
    wish = Wish.of(estate.resource(resource.kind), params)
    change, warnings = decide(wish, estate, check_mode)
    warnings += examine(change, estate, params.get("preflight") or "warn")
    made = change.changed and not check_mode
    try:
        after = _make(wish, change, estate, params) if made else change.foreseen()
    except VpnError as error:
        if warnings:
            error.details["warnings"] = list(dict.fromkeys(warnings))  # the reason may be among them
        raise
    return outcome(change, after, warnings, estate, foreseen=check_mode)


def inform(resource, params, estate, _check_mode=True, _progress=None):
    """All objects of a kind in the project, or those that the name or id stands for."""
    resource = estate.resource(resource.kind)
    if not resource.supported:
        raise InvalidInput([f"{estate.cloud.dialect.title} has no {resource.titles}"])
    name, warnings = params.get("name"), []
    found = estate.own(resource.kind)
    if name is not None:
        found = [item for item in found if item.get("name") == name] or [
            item for item in estate.all(resource.kind) if item["id"] == name.lower()
        ]
    decorated = []
    for item in sorted(found, key=lambda item: (str(item.get("name")), item["id"])):
        item, notes = decorate(resource, item, estate)
        decorated.append(public(resource, item))
        warnings += notes
    return {"changed": False, resource.plural: decorated, **({"warnings": warnings} if warnings else {})}


def decide(wish, estate, foresee):
    """(the change, warnings): everything short of a write."""
    kind = wish.resource.kind
    if not wish.present:
        change = plan(wish, {}, estate.find(kind, wish.name))
        _refuse_what_is_in_use(change, estate)
        return change, []
    existing = estate.find_or_new_name(kind, wish.name)
    missing = wish.missing() if existing is None else []
    if missing:
        raise InvalidInput(
            [f"{wish.label} does not exist yet, and to create it these options are missing: {', '.join(missing)}"]
        )
    wanted, warnings = told_to_the_api(wish, estate, existing, foresee)
    wanted, unresolved = without_unchanged_name(wanted, existing, wish.label)
    change = plan(wish, wanted, existing)
    _refuse_what_is_in_use(change, estate)
    refuse_what_never_settles(change, estate)
    return change, [*warnings, *unresolved, *change.notes]


def outcome(change, after, warnings, estate, foreseen=False):
    """What a task returns for a change, made or foreseen."""
    resource, result = change.resource, None
    if after is not None:
        after, notes = (after, []) if foreseen and change.action == "create" else decorate(resource, after, estate)
        warnings = [*warnings, *notes]
        result = public(resource, after)
    told = {
        "changed": change.changed,
        "action": change.action,
        "interrupts": change.interrupts,
        "diff": change.diff(),
        resource.kind: result,
    }
    if resource.settles and change.action == "update":
        told["hint"] = (
            "The status is what the agent last said: it does not prove that the tunnel works with this change."
        )
    if warnings:
        told["warnings"] = list(dict.fromkeys(warnings))
    return told


def _make(wish, change, estate, params):
    resource = change.resource
    after = write(wish, change, estate, params)
    if after is None:
        estate.drop(resource.kind, change.existing["id"])
        if params["wait"]:
            wait_until_gone(change.existing, resource, estate.cloud, params["timeout"])
        return None
    estate.put(resource.kind, after)
    if not params["wait"]:
        return after
    was_in_error = (change.existing or {}).get("status") == "ERROR"
    return settle_after(after, resource, estate, params, was_in_error)


def decorate(resource, item, estate):
    """(the object with what its kind's result says beyond the server, warnings)."""
    decoration = DECORATIONS.get(resource.kind)
    return decoration(item, estate) if decoration else (item, [])


def _refuse_what_is_in_use(change, estate):
    """The server would answer 409 (400 for a group); told before, with the users' names, and in check mode too."""
    resource = change.resource
    locked = change.action == "delete" or (change.action == "update" and resource.locked_while_used)
    if not locked or not resource.used_by:
        return
    users = estate.users(resource, change.existing["id"])
    if users:
        raise in_use(change, users)
