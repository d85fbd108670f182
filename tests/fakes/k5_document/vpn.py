# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the VPN API does with a request that is logged in: the rules between objects. Rules of one key: rules.py."""

from __future__ import annotations

import copy
import typing as t
import uuid
from dataclasses import dataclass, field

from .network import network_objects
from .rules import CONNECTION, FIRST_ZONE, KINDS, SERVICE, Kind

Object = dict[str, t.Any]


class Refused(Exception):
    """The API's refusal: HTTP status and a message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Behaviour:
    """What the documents allow a K5 to do, and a test may choose."""

    #: seconds until the agent reports a connection, and what it reports then
    agent_after: float = 0.0
    agent_status: str = "DOWN"
    #: the status of a reply to a POST
    first_status: str = "PENDING_CREATE"
    #: the status while a change is carried out, which takes ``agent_after``; empty: the status stays as it was
    update_status: str = ""
    #: seconds for which a deleted object is PENDING_DELETE
    delete_takes: float = 0.0
    #: what replies hold under psk: the key itself, or this
    psk_shown: t.Any = "as stored"
    #: whether a PUT is taken while the status is PENDING_CREATE; no document says that it is not
    updates_while_pending: bool = False
    #: "METHOD collection" -> the HTTP status with which such requests fail
    failing: dict[str, int] = field(default_factory=dict)
    #: which of the three shapes of an error is used; None: each in turn
    error_shape: int | None = None
    #: keys that no document lists, added to every reply about a connection; {psk} stands for the key
    more_keys: Object = field(default_factory=dict)


class Vpn:
    """The objects of one project, and what may be done with them. ``now`` gives the time in seconds."""

    def __init__(self, tenant_id: str, now: t.Callable[[], float], behaviour: Behaviour) -> None:
        self.tenant_id, self.now, self.behaviour = tenant_id, now, behaviour
        self.objects: dict[str, list[Object]] = network_objects(tenant_id, FIRST_ZONE)
        self.objects.update({kind.path: [] for kind in KINDS})
        #: id -> (when something happens to it, its status then; None: it is gone)
        self.coming: dict[str, tuple[float, str | None]] = {}
        self.reported: set[str] = set()

    def find(self, collection: str, identifier: str) -> Object:
        """The stored object; raises ``Refused`` with 404."""
        for item in self.objects[collection]:
            if item["id"] == identifier:
                return item
        raise Refused(404, f"{collection} {identifier} could not be found")

    def advance(self) -> None:
        """Let happen what is due by now: agents report, deleted objects go."""
        for kind in KINDS:
            for item in list(self.objects[kind.path]):
                due, status = self.coming.get(item["id"], (None, None))
                if due is None or due > self.now():
                    continue
                del self.coming[item["id"]]
                if status is None:
                    self.objects[kind.path].remove(item)
                    continue
                item["status"] = status
                self.reported.add(item["id"])
                # A service is reported together with its first connection.
                self.find(SERVICE.path, item["vpnservice_id"])["status"] = "ACTIVE"

    def shown(self, kind: Kind, item: Object) -> Object:
        """The object as a reply holds it."""
        reply = copy.deepcopy(item)
        if kind is CONNECTION:
            # The driver of K5's age writes the @ that it needs into its own database, once an agent is at work.
            if item["id"] in self.reported:
                reply["peer_id"] = f"@{item['peer_id'].lstrip('@')}"
            reply |= {key: str(text).format(psk=item["psk"]) for key, text in self.behaviour.more_keys.items()}
            if self.behaviour.psk_shown != "as stored":
                reply["psk"] = self.behaviour.psk_shown
        return reply

    def create(self, kind: Kind, body: Object) -> Object:
        """The reply to a POST; raises ``Refused``."""
        rows = {row.name: row for row in kind.rows}
        for row in kind.rows:
            if row.required and row.name not in body:
                raise Refused(400, f"Required attribute '{row.name}' not specified")
        self._check(kind, body, set(rows))
        item = {row.name: copy.deepcopy(body.get(row.name, row.given)) for row in kind.rows} | dict(kind.fixed)
        for row in kind.rows:
            if isinstance(row.given, dict):
                item[row.name] = {**row.given, **item[row.name]}
        self._check_service(kind, item)
        item |= {"id": str(uuid.uuid4()), "tenant_id": self.tenant_id}
        if kind.has_status:
            item["status"] = self.behaviour.first_status if kind is CONNECTION else "PENDING_CREATE"
        self.objects[kind.path].append(item)
        if kind is CONNECTION:
            self._expect_report(item)
        return self.shown(kind, item)

    def update(self, kind: Kind, identifier: str, body: Object) -> Object:
        """The reply to a PUT; raises ``Refused``."""
        item = self.find(kind.path, identifier)
        self._check(kind, body, {row.name for row in kind.rows if row.changes})
        if str(item.get("status", "")).startswith("PENDING_") and not self.behaviour.updates_while_pending:
            raise Refused(400, f"Invalid state {item['status']} of {kind.key} {identifier} for updating")
        if not kind.has_status:
            self._refuse_used(kind, identifier)
        for name, value in body.items():
            # Whether a left out part is kept or reset no document tells: the worse is done here.
            given = next(row.given for row in kind.rows if row.name == name)
            item[name] = {**given, **value} if isinstance(value, dict) else copy.deepcopy(value)
        if body and kind is CONNECTION:
            self._changed(item)
        return self.shown(kind, item)

    def delete(self, kind: Kind, identifier: str) -> None:
        """A DELETE; raises ``Refused``."""
        item = self.find(kind.path, identifier)
        if kind.used_as:
            self._refuse_used(kind, identifier)
        if self.behaviour.delete_takes and kind.has_status:
            item["status"] = "PENDING_DELETE"
            self.coming[identifier] = (self.now() + self.behaviour.delete_takes, None)
        else:
            self.objects[kind.path].remove(item)

    def _check(self, kind: Kind, body: t.Any, allowed: set[str]) -> None:
        if not isinstance(body, dict):
            raise Refused(400, f"Unable to find '{kind.key}' in request body")
        rows = {row.name: row for row in kind.rows}
        for name, value in body.items():
            if name not in rows:
                raise Refused(400, f"Unrecognized attribute(s) '{name}'")
            if name not in allowed:
                raise Refused(400, f"Cannot update read-only attribute {name}")
            fault = rows[name].check(value)
            if fault:
                raise Refused(400, f"Invalid input for {name}: it {fault}")
            if rows[name].refers_to and not any(o["id"] == value for o in self.objects[rows[name].refers_to]):
                raise Refused(400, f"{name} {value} could not be found")

    def _check_service(self, kind: Kind, item: Object) -> None:
        if kind is not SERVICE:
            return
        if not self.find("routers", item["router_id"])["external_gateway_info"]:
            raise Refused(400, f"Router {item['router_id']} has no external network set")
        if not any(
            port["device_id"] == item["router_id"] and port["fixed_ips"][0]["subnet_id"] == item["subnet_id"]
            for port in self.objects["ports"]
        ):
            raise Refused(400, f"Subnet {item['subnet_id']} is not connected to router {item['router_id']}")
        if any(other["router_id"] == item["router_id"] for other in self.objects[kind.path]):
            raise Refused(400, f"Router {item['router_id']} has a VPN service already")

    def _changed(self, item: Object) -> None:
        """The status stays as it was, unless the behaviour is another; a pending one may be reported now."""
        if item["status"] == self.behaviour.first_status and item["id"] not in self.coming:
            self._expect_report(item)
        elif self.behaviour.update_status:
            before, item["status"] = item["status"], self.behaviour.update_status
            self.coming[item["id"]] = (self.now() + self.behaviour.agent_after, before)

    def _refuse_used(self, kind: Kind, identifier: str) -> None:
        if any(connection[kind.used_as] == identifier for connection in self.objects[CONNECTION.path]):
            raise Refused(409, f"{kind.key} {identifier} is in use by an IPsec site connection")

    def _expect_report(self, item: Object) -> None:
        """A gateway runs, and reports, where its service and at least one of its connections are switched on."""
        siblings = [o for o in self.objects[CONNECTION.path] if o["vpnservice_id"] == item["vpnservice_id"]]
        on = self.find(SERVICE.path, item["vpnservice_id"])["admin_state_up"]
        if on and any(sibling["admin_state_up"] for sibling in siblings):
            self.coming[item["id"]] = (self.now() + self.behaviour.agent_after, self.behaviour.agent_status)
