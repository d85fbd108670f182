# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""VPN services switched off and on, so that the gateways renegotiate.

A strongSwan gateway keeps the tunnel of a connection that was replaced, and the new connection stays DOWN meanwhile
(docs/reliability.md). A mark in the description, written with the same PUT, tells the next run that it was no user who
switched the service off.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import looks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import SERVICE, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End

MARK = "[migrate_crypto switches it on again] "


def refuse_unmarkable(end: End) -> None:
    """Raise ``UnsupportedChange`` where the end's VPN service could not be switched off, with the mark, and on."""
    service = end.tunnel.context.service or {}
    if not service.get("admin_state_up"):
        return
    snapshot = end.tunnel.snapshot
    params = {"name": service["id"], "admin_state_up": False, "description": _marked(service)}
    try:
        with snapshot.cloud.reading_only():
            ensure(VPN_KINDS[SERVICE], params, snapshot, True)
    except InvalidInput as error:
        faults = "; ".join(fault.partition(": ")[2] for fault in error.faults)
        raise UnsupportedChange(
            f'VPN service "{shown_name(service)}" could not be switched off and on, which the gateway may need: its'
            f' description gets the note "{MARK.strip()}" meanwhile, and then: {faults}',
            hint="Change its description, or leave the switching out with -e vpn_restart=false.",
        ) from error


def restart_services(ends: t.Iterable[End], timeout: float) -> list[str]:
    """Lines on the services of these ends, which are switched off and on, all of them off before the first is on.

    One that its user has switched off stays so. Raises ``VpnError``; ``switch_on_again`` then finishes it.
    """
    services: dict[tuple[int, str], tuple[Cloud, str]] = {}
    for end in ends:
        service = end.tunnel.context.service or {}
        if is_on(service):
            cloud = end.tunnel.snapshot.cloud
            services[(id(cloud), service["id"])] = (cloud, str(service["id"]))
    names = []
    for cloud, identifier in services.values():
        item = Snapshot(cloud).require(SERVICE, identifier)
        _write(cloud, item, False, _marked(item), timeout)
        names.append(f'VPN service "{shown_name(item)}" was switched off and on')
    _until_reported_off(list(services.values()), timeout)
    for cloud, identifier in services.values():
        _switch_on(cloud, Snapshot(cloud).require(SERVICE, identifier), timeout)
    return names


def _until_reported_off(services: t.Sequence[tuple[Cloud, str]], timeout: float) -> None:
    """Wait until no agent reports the services as ACTIVE, at most ``timeout`` seconds.

    An agent reads the present state when it gets a notification: of a service that is on again by then it only reloads
    the configuration (neutron_vpnaas/services/vpn/device_drivers/ipsec.py, ``sync``).
    """
    for _last in looks(services[0][0].clock, timeout, at_once=True) if services else ():
        items = [cloud.get(VPN_KINDS[SERVICE], identifier) for cloud, identifier in services]
        if not any(item and item.get("status") == "ACTIVE" for item in items):
            return


def switched_off(snapshot: Snapshot) -> list[ApiObject]:
    """The project's services that a run has switched off, and was ended before it switched them on."""
    found = snapshot.in_project(SERVICE)
    return [item for item in found if str(item.get("description") or "").startswith(MARK.strip())]


def switch_on_again(cloud: Cloud, timeout: float) -> list[str]:
    """Lines on what an ended run has left off, and is on now. Raises ``VpnError``."""
    lines = []
    for item in switched_off(Snapshot(cloud)):
        _switch_on(cloud, item, timeout)
        lines.append(f'VPN service "{shown_name(item)}" is on again, a former run was ended while it was off')
    return lines


def _marked(service: ApiObject) -> str:
    return f"{MARK}{service.get('description') or ''}"


def _switch_on(cloud: Cloud, item: ApiObject, timeout: float) -> None:
    description = str(item.get("description") or "")
    _write(cloud, item, True, description.removeprefix(MARK).removeprefix(MARK.strip()), timeout)


def _write(cloud: Cloud, item: ApiObject, state: bool, description: str, timeout: float) -> None:
    params = {"name": item["id"], "admin_state_up": state, "description": description}
    ensure(VPN_KINDS[SERVICE], {**params, "wait": False, "timeout": timeout}, Snapshot(cloud), False)
