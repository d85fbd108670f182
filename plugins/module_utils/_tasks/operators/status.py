# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of the playbook ``status``: one line per tunnel, those that are not up first."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import (
    OFF,
    SERVICE_OFF,
    counted,
    shown_status,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.networks import (
    shown_local_networks,
    shown_peer_networks,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.table import (
    cell_of,
    is_shell_word,
    table,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.references import (
    REFERENCES,
    References,
    matching,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

HEADERS = ("NAME", "STATUS", "ADMIN", "PEER", "LOCAL NETWORKS", "REMOTE NETWORKS", "SERVICE", "ROUTER")
#: The status that needs no look. All others come first.
UP = "ACTIVE"


def status_lines(params: Params, snapshot: Snapshot, diagnose: str) -> list[str]:
    """A summary, the table, and the command that says why a tunnel is not up: ``diagnose`` with the name appended.

    ``params`` has ``name`` and the filters of ``ipsec_site_connection_info``. Raises ``VpnError``.
    """
    references = References(snapshot)
    name = params.get("name")
    items = [item for item in snapshot.in_project(CONNECTION) if name in (None, item.get("name"), item["id"])]
    found = sorted(matching(items, params, references, CONNECTION), key=lambda item: _problems_first(item, references))
    if not found:
        return [_nothing(items)]
    lines = [_summary(found, references), "", *table(HEADERS, [_row(item, references) for item in found])]
    lines += ["", *(f"Not shown: {text}" for text in references.unread)] if references.unread else []
    lines += _services_in_error(found, references)
    names = [item.get("name") for item in snapshot.in_project(CONNECTION)]
    down = next((item for item in found if _status(item, references) != UP), None)
    if down:
        lines += ["", f"Why {shown_name(down)} is not up: {diagnose}{_shell_word(down, names)}"]
    return lines


def _problems_first(item: ApiObject, references: References) -> tuple[bool, str, str]:
    return _status(item, references) == UP, str(item.get("name")), item["id"]


def _service(item: ApiObject, references: References) -> ApiObject:
    return references.follow(item, REFERENCES[CONNECTION]["vpn_service_name"]) or {}


def _status(item: ApiObject, references: References) -> str:
    return shown_status(item, _service(item, references))


def _services_in_error(found: t.Sequence[ApiObject], references: References) -> list[str]:
    """A line for each VPN service in ERROR that one of the connections is on: their status does not show it."""
    services = {service["id"]: service for service in (_service(item, references) for item in found) if service}
    errors = [service for service in services.values() if service.get("status") == "ERROR"]
    return ["", *(f'VPN service "{shown_name(service)}" is in ERROR.' for service in errors)] if errors else []


def _nothing(items: t.Sequence[ApiObject]) -> str:
    return f"None of {len(items)} IPsec site connections has that status." if items else "No IPsec site connections."


def _summary(found: t.Sequence[ApiObject], references: References) -> str:
    each = counted(_status(item, references) for item in found)
    return f"{len(found)} IPsec site connection{'s' if len(found) > 1 else ''}: {each}"


def _row(item: ApiObject, references: References) -> list[str]:
    service = _service(item, references)
    # The policies are not in the table, so they are not read.
    router = references.follow(item, REFERENCES[CONNECTION]["router_name"]) or {}
    return [
        shown_name(item),
        shown_status(item, service),
        _admin_state(item, service),
        str(item.get("peer_address")),
        cell_of(shown_local_networks(item, references)),
        cell_of(shown_peer_networks(item, references)),
        str(service.get("name") or item.get("vpnservice_id")),
        str(router.get("name") or service.get("router_id") or "?"),
    ]


def _admin_state(item: ApiObject, service: ApiObject) -> str:
    """As the ``openstack`` command shows it; a service that is switched off takes its connections with it."""
    return {OFF: "down", SERVICE_OFF: "service down"}.get(shown_status(item, service), "up")


def _shell_word(item: ApiObject, names: t.Sequence[Value]) -> str:
    """The name where a shell takes it as it is and no other connection has it, else the id."""
    name = str(item.get("name") or "")
    return name if is_shell_word(name) and names.count(name) == 1 else str(item["id"])
