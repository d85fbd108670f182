# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task of the module playbook_text: the text that a playbook prints, and what it needs to go on."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    CloudUnreachable,
    InvalidInput,
    MissingLibrary,
    UnknownReference,
    VpnError,
    one_line,
    shortened,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import is_cloud_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import cloud_label, shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.audit import audit, check_audit
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.comparison import other_end
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.diagnosis import diagnosis_lines
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_objects import peer_objects
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.rotation import Rotation, rotation_lines
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.status import status_lines
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.table import extra_variable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import (
    read_tunnel,
    with_distinct_clouds,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel

    #: Logs in to one end's cloud.
    Open: t.TypeAlias = t.Callable[[], Snapshot]
    Playbook: t.TypeAlias = t.Callable[[Params, Snapshot, Open], Result]

AUDIT = "audit"
#: The playbooks that are not about one connection.
ABOUT_ALL = ("status", AUDIT)


def check_playbook(params: Params) -> None:
    """Raise ``InvalidInput`` with what is wrong in the options, before the login."""
    if params["playbook"] == AUDIT:
        check_audit(params)
    elif params["playbook"] not in ABOUT_ALL and not params.get("name"):
        raise InvalidInput([f"playbook {params['playbook']} needs name, the name or id of the connection"])


def operate(params: Params, open_own: Open, open_peer: Open) -> Result:
    """``text`` and ``success``; a cloud that does not answer, or an unknown name, is a text of one line.

    Raises ``MissingLibrary``.
    """
    opened: list[Snapshot] = []

    def opening(cloud: Open) -> Open:
        def call() -> Snapshot:
            opened.append(cloud())
            return opened[-1]

        return call

    if params["playbook"] == AUDIT and params.get("declaration") is not None:
        return _printed({"changed": False, **audit(params, None)})
    try:
        snapshot = opening(open_own)()
        result = PLAYBOOKS[params["playbook"]](params, snapshot, opening(open_peer))
    except MissingLibrary:
        raise
    except VpnError as error:
        return {"changed": False, "success": False, "text": [_problem(cloud_label(params.get("cloud")), error)]}
    for one in opened:  # each end's key, in the text about both
        result["text"] = [one.cloud.without_secrets(line) for line in result["text"]]
    return _printed({"changed": False, "success": True, "dialect": snapshot.cloud.dialect.name, **result})


def _printed(result: Result) -> Result:
    """The result, in which a line break of a server's name makes no line of its own."""
    return {**result, "text": [one_line(line) for line in result["text"]]}


def _problem(cloud: str, error: VpnError) -> str:
    silent = isinstance(error, CloudUnreachable) and not error.is_answered
    text = error.message_with_hint
    request_id = error.details.get("request_id")  # the text can ask to give it to the cloud's operator
    request = f" (request id {request_id})" if request_id and request_id not in text else ""
    return f"{cloud[:1].upper()}{cloud[1:]}{' does not answer' if silent else ''}: {text}{request}"


def _status(params: Params, snapshot: Snapshot, _open_peer: Open) -> Result:
    name = params.get("name")
    if name and not any(name in (item.get("name"), item["id"]) for item in snapshot.in_project(CONNECTION)):
        raise VpnError(
            f'There is no IPsec site connection named "{shortened(name)}"', hint=_what_to_give(name, snapshot)
        )
    cloud = params.get("cloud")
    given = {"vpn_cloud": cloud if is_cloud_name(cloud) else None, "vpn_project": params.get("project")}
    access = [extra_variable(variable, str(value)) for variable, value in given.items() if value]
    command = " ".join(["ansible-playbook sitelink.vpnaas.diagnose", *access, "-e vpn_connection="])
    return {"text": status_lines(params, snapshot, command)}


def _audit(params: Params, snapshot: Snapshot, _open_peer: Open) -> Result:
    return audit(params, snapshot)


def _diagnose(params: Params, snapshot: Snapshot, open_peer: Open) -> Result:
    if params.get("peer_cloud"):
        snapshot.need_secrets()  # the keys of both ends are compared
    own = _own(params, snapshot)
    peer, note = _peer(params, own, open_peer)
    own, peer = with_distinct_clouds(own, peer)
    # An end that was asked for and could not be read is no diagnosis of both.
    return {"text": diagnosis_lines(own, peer, note, params["target"]), "success": note is None}


def _rotate_psk(params: Params, snapshot: Snapshot, open_peer: Open) -> Result:
    own = _own(params, snapshot)
    peer, note = _peer(params, own, open_peer)
    if note:
        return {"success": False, "text": [f"Nothing is written: {note}"]}
    source = params["key_source"] or "not known"
    rotation = Rotation(own, peer, source, params["target"], params["peer_ready"], given=params["name"])
    return {"text": rotation_lines(rotation), "ends": rotation.ends, "ready": rotation.is_ready}


def _peer_config(params: Params, snapshot: Snapshot, _open_peer: Open) -> Result:
    return {"text": [], "objects": peer_objects(_own(params, snapshot))}


def _own(params: Params, snapshot: Snapshot) -> Tunnel:
    try:
        return read_tunnel(params["name"], snapshot, cloud_label(params.get("cloud")))
    except UnknownReference as error:
        if error.sought is None:
            raise  # several of that name: the error says what to give
        raise VpnError(str(error), hint=_what_to_give(params["name"], snapshot)) from None


def _what_to_give(name: str, snapshot: Snapshot) -> str:
    """What ``vpn_connection`` takes; for the address of a peer the connections that lead there."""
    found = [item for item in snapshot.in_project(CONNECTION) if item.get("peer_address") == name]
    if not found:
        return "vpn_connection takes the name or id of a connection; without it sitelink.vpnaas.status lists all"
    given = " or ".join(f"vpn_connection={shown_name(item)}" for item in found[:3])
    return f"{name} is the peer address of a connection: give {given}"


def _peer(params: Params, own: Tunnel, open_peer: Open) -> tuple[Tunnel | None, str | None]:
    """(the other end, why it is not known though ``peer_cloud`` is given)."""
    if not params.get("peer_cloud"):
        return None, None
    label = cloud_label(params["peer_cloud"], "the peer's cloud")
    try:
        snapshot = open_peer()
        snapshot.need_secrets()
        peer = other_end(own, snapshot, label)
    except MissingLibrary:
        raise
    except VpnError as error:
        return None, _problem(label, error)
    if peer is None:
        return None, (
            f"{label} has no connection, or several, that lead back to {own.label} ({own.address or 'address unknown'})"
        )
    return peer, None


PLAYBOOKS: dict[str, Playbook] = {
    "status": _status,
    AUDIT: _audit,
    "diagnose": _diagnose,
    "peer_config": _peer_config,
    "rotate_psk": _rotate_psk,
}
