# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One validation against clouds that answer, at least at first."""

from __future__ import annotations

import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import (
    ADDRESS_FRESH,
    AGENT_ALIVE,
    CLOUD_READABLE,
    QUOTA_HEADROOM,
    SERVICE_STATUS,
    STATUS_ACTIVE,
    SWITCHED_ON,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import (
    END_ASSERTIONS,
    KEY,
    PAIRED,
    READABLE,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_assertions import FAULT_ASSERTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import (
    CONNECTION,
    POLICIES,
    SERVICE,
    VPN_KINDS,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    CHANGES_NOT_APPLIED,
    neutron_release,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.both_ends import Side, end_rows
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.declared import (
    declared_rows,
    is_declared,
    read_declared,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.faults import fault_rows
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.gaps import (
    end_gaps,
    gateway_gaps,
    scope_rows,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.gateways import (
    connection_rows,
    service_rows,
    wait_for_status,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.planned import (
    planned_rows,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.policies import policy_rows
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.quotas import (
    Quota,
    quota_rows,
    read_quota,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.read_peers import read_peers
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.rows import Rows
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.scope import Scope

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        ApiObject,
        Params,
        Progress,
    )
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.read_peers import OpenPeer

THIS_CLOUD = "this cloud"


class Validation:
    """One run against clouds that answer, at least at first."""

    def __init__(
        self,
        params: Params,
        rows: Rows,
        snapshot: Snapshot,
        baselines: t.Sequence[Baseline],
        open_peer: OpenPeer,
        progress: Progress | None,
    ) -> None:
        self.params, self.rows, self.baselines, self.progress = params, rows, baselines, progress
        self.contents = Contents(snapshot, THIS_CLOUD)
        self.scope = Scope(params)
        self._open_peer = open_peer

    def run(self) -> None:
        """Make all assertions that are selected. The plan comes last: it changes the snapshot."""
        contents, selection, params = self.contents, self.rows.selection, self.params
        given = [*(params.get("ipsec_site_connections") or ())]
        given += [item for peer in params.get("peers") or () for item in peer.get("connections") or ()]
        contents.snapshot.cloud.add_secrets(str(item["psk"]) for item in given if item.get("psk"))
        declares_keys = any(item.get("psk") for item in params.get("ipsec_site_connections") or ())
        if declares_keys or (params.get("peers") and selection.has(KEY.id)):
            contents.snapshot.need_secrets()
        # The longest answer by far: the cloud makes it while the declaration is checked and the rest is read.
        with ThreadPoolExecutor(max_workers=1) as pool:
            contents.begin(CONNECTION, pool)
            declaration = read_declared(params, contents.snapshot) if is_declared(params) else None
            quota = self._read_rest()
            connections = self.scope.connections(contents)
        if CONNECTION in contents.unread:
            self._unreadable()
            return
        self.rows.add(*scope_rows(contents, self.scope, connections))
        self._gateways(connections)
        if selection.has_any(*END_ASSERTIONS):
            self._ends(connections)
        if selection.has_baselines():
            self.rows.add(*policy_rows(contents, self.scope, self.baselines, connections))
        items = {kind: contents.items(kind) for kind in VPN_KINDS}
        missing: dict[str, int] = {}
        unread = dict(contents.unread)
        if declaration is not None:
            found, missing = declared_rows(params, declaration, contents.snapshot, items)
            self.rows.add(*found)
        if quota is not None:
            contents.other_texts.append(quota.reason)
            self.rows.add(*quota_rows(quota, contents, missing))
        for kind, reason in unread.items():
            text = f"The {contents.snapshot.resource(kind).titles} cannot be read: {reason}"
            self.rows.add(CLOUD_READABLE.failed(contents.place, text))
        if not unread:
            self.rows.add(CLOUD_READABLE.passed(contents.place, "The cloud answers"))
        self._hide_secrets()

    def _hide_secrets(self) -> None:
        if self.contents.holds_secret():
            self.rows.without_secrets.append(self.contents.snapshot.cloud.without_secrets)

    def _read_rest(self) -> Quota | None:
        """Read everything but the connections."""
        contents, selection = self.contents, self.rows.selection
        services = self.scope.services(contents, [])
        for kind in POLICIES:
            contents.items(kind)
        if services:
            contents.by_id("router", None)
        if selection.has(AGENT_ALIVE.id):
            for service in services:
                contents.agents(service)
        if selection.has_any(*FAULT_ASSERTIONS.values()):
            contents.is_ovn()
        if not selection.has(QUOTA_HEADROOM.id):
            return None
        return Quota({}, contents.unread[SERVICE]) if SERVICE in contents.unread else read_quota(contents)

    def _unreadable(self) -> None:
        reason = self.contents.unread[CONNECTION]
        self.rows.add(CLOUD_READABLE.failed(THIS_CLOUD, f"The IPsec site connections cannot be read: {reason}"))
        self.rows.add(*planned_rows(self.params, self.baselines, "not checked, since the connections cannot be read"))
        self._hide_secrets()

    def _gateways(self, connections: t.Sequence[ApiObject]) -> None:
        contents, params, selection = self.contents, self.params, self.rows.selection
        awaited = params["wait"] and selection.has_any(STATUS_ACTIVE, FAULT_ASSERTIONS[CHANGES_NOT_APPLIED.id])
        timeout = params["timeout"] if awaited else 0
        newest, seconds, stopped = wait_for_status(contents, connections, timeout, self.progress)
        self.rows.add(*connection_rows(newest, seconds, stopped), *gateway_gaps(contents, self.scope, connections))
        if selection.has_any(SERVICE_STATUS, SWITCHED_ON, ADDRESS_FRESH, AGENT_ALIVE):
            services = self.scope.services(contents, newest)
            self.rows.add(*service_rows(services, contents, selection.has(AGENT_ALIVE.id)))
        if selection.has_any(*FAULT_ASSERTIONS.values()):
            release = neutron_release(params["release"]) if params.get("release") else None
            # A fault is the cloud's: the connections that are left out show it too.
            seen = {item["id"]: item for item in (*contents.items(CONNECTION), *newest)}
            self.rows.add(*fault_rows(contents, list(seen.values()), seconds, release))

    def _ends(self, connections: t.Sequence[ApiObject]) -> None:
        peers = self.params.get("peers") or []
        if not peers:
            self.rows.add(PAIRED.not_checked("all connections", "The other ends are not compared: no peers are given"))
            return
        cloud = self.contents.snapshot.cloud
        peer_side, complete = read_peers(peers, self.rows, self._open_peer, cloud.add_secrets)
        self.contents.other_texts += [text for end in peer_side.ends for text in end.texts()]
        self.contents.other_texts += [row.msg for row in self.rows.found if row.id == READABLE.id]
        pairing_shown = self.rows.selection.has(PAIRED.id)
        gateways = self.contents.gateways(self.scope.services(self.contents, connections))
        own = Side(self.contents.ends(self.contents.items(CONNECTION)), gateways)
        looked_at = {item["id"] for item in connections}
        self.rows.add(*end_rows(own, looked_at, peer_side, complete, pairing_shown))
        self.rows.add(*end_gaps(self.contents, self.scope, pairing_shown))
