# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task is a function from parameters to a result. It knows no AnsibleModule, so a module, an action plugin and a
whole topology reach the same engine."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.addresses import with_addresses
from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import Impossible, InvalidInput, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils.estate import Estate
from ansible_collections.sitelink.vpnaas.plugins.module_utils.host_names import without_unchanged_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils.preflight import examine
from ansible_collections.sitelink.vpnaas.plugins.module_utils.reconcile import carry_out, not_applied, plan, public
from ansible_collections.sitelink.vpnaas.plugins.module_utils.settling import (
    refuse_what_never_settles,
    settle_after,
    settle_before,
    wait_until_gone,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils.wish import Wish, told_to_the_api

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
    after = _make(wish, change, estate, params) if made else change.foreseen()
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


def write(wish, change, estate, params):
    """Carry out one change that is one: the stored object after it, None when it is deleted. Not waited for."""
    cloud = estate.cloud
    if change.action == "update":
        settle_before(change, estate, params["timeout"])
    try:
        after = carry_out(change, cloud)
    except ServerError as error:
        raise _with_users(error, change, estate) from None
    return _read_back(wish, change, cloud) if change.action == "update" else after


def _make(wish, change, estate, params):
    resource = change.resource
    after = write(wish, change, estate, params)
    if after is None:
        estate.drop(resource.kind, change.existing["id"])
        if params["wait"]:
            wait_until_gone(change.existing, resource, estate.cloud, params["timeout"])
        return None
    estate.put(resource.kind, after)
    return settle_after(after, resource, estate, params) if params["wait"] else after


def _read_back(wish, change, cloud):
    """The stored object; some clouds accept a change and keep the old value
    (opentelekomcloud/terraform-provider-opentelekomcloud#3149)."""
    stored = cloud.get(change.resource, change.existing["id"])
    if stored is None:
        raise Impossible(f"{wish.label} was deleted by somebody else while it was updated", hint="Run again.")
    # A host name is stored as the address it stands for, so it cannot be compared.
    sent = {key: value for key, value in change.body.items() if key != "peer_address"}
    lost = not_applied(wish, sent, stored)
    if lost:
        raise Impossible(
            f"{wish.label}: the server accepted the change of {', '.join(lost)}, but did not store it",
            hint="This is the cloud's fault: tell its operator, and give the object another name meanwhile.",
        )
    return stored


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
        raise _in_use(change, users)


def _in_use(change, users):
    # What a topology is still to make has no id yet.
    named = ", ".join(sorted(f'"{user["name"]}"' + f" ({user['id']})" * isinstance(user["id"], str) for user in users))
    if change.action == "delete":
        way_out = "Delete those first (state: absent), or let them use another one."
    else:
        way_out = "Give the changed policy a new name, and use it in connections that are made anew."
    return Impossible(f"{change.label} cannot be {change.action}d: it is in use by {named}", hint=way_out)


def _with_users(error, change, estate):
    """A refusal because of use names the users: somebody may have begun to use it since we looked."""
    if not change.existing or not (error.error_type or "").endswith("InUse"):
        return error
    users = Estate(estate.cloud).users(change.resource, change.existing["id"])
    if not users:
        return error
    error.args = (f"{error.args[0]} {_in_use(change, users)}",)
    return error
