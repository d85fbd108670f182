# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Contents of a cloud as any client may have made them: raw requests with whatever values Neutron accepts.

After each write the whole is exported with vpn_topology_info, and the export is applied with vpn_topology. A difference
is a fault of the collection. The same walk runs on the embedded cloud and on a real Neutron.
"""

from __future__ import annotations

import random
import typing as t
from dataclasses import dataclass, field

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.retyped import refuse_retyped
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.generate import peer_config

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud

UNKNOWN = "11111111-2222-4333-8444-555555555555"
NAMES = (
    "",
    "one",
    "one",
    "two",
    "a b",
    "x" * 255,
    "ä ☃",
    '"\\%',
    "{{ x }}",
    "x\n",
    UNKNOWN,
    UNKNOWN[:-1],
    "null",
    "1e3",
)
TEXTS = (
    "",
    " ",
    "one",
    "a\nb\tc",
    "ä ☃ \u2028 \x85",
    "{{ x }}",
    "x [sitelink:a] ",
    "[sitelink:a]",
    "x [sitelink:a] [sitelink:b]",
)
IPV4 = ("10.2.0.0/24", "10.2.0.1/24", "10.2.0.99/24", "0.0.0.0/0", "10.2.0.0/16", "10.3.0.1/32", "10.1.0.0/24")
IPV6 = (
    "2001:db8:2::/64", "2001:DB8:2:0::/64", "2001:db8:2::1/64", "2001:db8:2::/ffff:ffff:ffff:ffff::", "::/0",
    "2001:db8:2::/::ffff:ffff:ffff:ffff", "2001:db8:3::/064", "2001:db8:3::/+64", "::ffff:10.0.0.0/120",
)  # fmt: skip
PEERS = ("198.51.100.10", "198.51.100.11", "0.0.0.0", "2001:db8:9::1", "2001:DB8:9:0::1", "::", "::ffff:192.0.2.1")
IDENTITIES = (*PEERS, "gateway.example.net", "@fqdn", "me@example.net", "%any", "a\nb", "10.0.0.0/8", " ", "x" * 255)
ALGORITHMS: dict[str, tuple[t.Any, ...]] = {
    "auth_algorithm": ("sha256", "sha384", "sha512", "aes-xcbc", "aes-cmac"),
    "encryption_algorithm": ("aes-128", "aes-256", "aes-256-gcm-16", "aes-192-ccm-8", "aes-128-ctr"),
    "pfs": ("group2", "group5", "group14", "group31"),
    "lifetime": (None, {}, {"value": 60}, {"value": "7200"}, {"units": "seconds", "value": 2**31 - 1}),
}
VALUES: dict[str, dict[str, tuple[t.Any, ...]]] = {
    "ike_policy": {**ALGORITHMS, "ike_version": ("v1", "v2"), "phase1_negotiation_mode": ("main", "aggressive")},
    "ipsec_policy": {
        **ALGORITHMS,
        "transform_protocol": ("esp", "esp", "esp", "ah", "ah-esp"),
        "encapsulation_mode": ("tunnel", "transport"),
    },
    "vpn_service": {"admin_state_up": (True, False, "true", 0)},
    "endpoint_group": {},
    "ipsec_site_connection": {
        "peer_address": PEERS,
        "peer_id": IDENTITIES,
        "local_id": ("", *IDENTITIES),
        "psk": ("a secret of nobody else", "short", 'a"b\\c'),
        "mtu": (1500, "1400", 68, 1280, 0, 99999),
        "initiator": ("bi-directional", "response-only"),
        "dpd": (None, {}, {"action": "disabled"}, {"interval": 0}, {"interval": "10", "timeout": "20"}),
        "admin_state_up": (True, False, "no"),
    },
}
#: What a POST has; the rest is there in half of them.
ALWAYS = {"auth_algorithm", "peer_address", "peer_id", "psk"}
ENDPOINTS = {"vlan": ("100", 100, "101", "", "a\nb"), "network": ("whatever", UNKNOWN), "router": ("edge", UNKNOWN)}
ABOUT_NOTATION = ("give it once", "is not a network", "not the type that a module returns")
MOST_OBJECTS = 40
#: Why a server takes no change at all of some objects.
STATE_FORBIDS = ("it is in use", "the server refuses that while its status is")

Answer = tuple[int, t.Any]


@dataclass
class Walk:
    """``ask(method, path, body)`` is a client of the cloud below /v2.0; ``cloud`` is the collection's, logged in."""

    ask: t.Callable[[str, str, t.Any], Answer]
    cloud: Cloud
    seed: int
    #: of so many contents one is also changed in check mode and rendered: more than half of the requests
    every: int = 1
    contents: int = 0
    differences: list[str] = field(default_factory=list)
    rendered: int = 0
    made: list[tuple[str, dict[str, t.Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.networking = {name: self.ask("GET", name, None)[1][name] for name in ("routers", "subnets")}

    def run(self, contents: int) -> None:
        """Writes until so many contents were exported and applied; an ordinary connection is there from the start."""
        plain = {"name": "plain", "auth_algorithm": "sha256"}
        self._post("ike_policy", {**plain, "ike_version": "v2"})
        self._post("ipsec_policy", plain)
        router, subnet = self._named("routers", "edge"), self._named("subnets", "office")
        self._post("vpn_service", {"name": "plain", "router_id": router, "subnet_id": subnet})
        peer = {"peer_address": PEERS[0], "peer_id": PEERS[0], "psk": "a secret of nobody else"}
        self._post(
            "ipsec_site_connection", {**self._connection(), "peer_cidrs": list(IPV4[:3]), **peer, "name": "plain"}
        )
        while self.contents < contents:
            if self._write():
                self._compare()

    def clean(self) -> None:
        """Delete what the walk made."""
        for kind, item in sorted(self.made, key=lambda one: list(VPN_KINDS).index(one[0]), reverse=True):
            self.ask("DELETE", f"{VPN_KINDS[kind].path.lstrip('/')}/{item['id']}", None)

    def _write(self) -> bool:
        """One POST, or a DELETE where there is much already; whether the cloud accepted it."""
        if len(self.made) > MOST_OBJECTS or (self.made and self.random.random() < 0.15):
            kind, item = self.random.choice(self.made)
            status, _body = self.ask("DELETE", f"{VPN_KINDS[kind].path.lstrip('/')}/{item['id']}", None)
            if status == 204:
                self.made.remove((kind, item))
            return status == 204
        kind = self.random.choice((*VPN_KINDS, "endpoint_group", *["ipsec_site_connection"] * 4))
        return self._post(kind, self._body(kind))

    def _post(self, kind: str, values: dict[str, t.Any]) -> bool:
        resource = VPN_KINDS[kind]
        status, body = self.ask("POST", resource.path.lstrip("/"), {resource.api_key: values})
        if status == 201:
            self.made.append((kind, body[resource.api_key]))
        return status == 201

    def _body(self, kind: str) -> dict[str, t.Any]:
        pick, body = self.random.choice, {"name": self.random.choice(NAMES), "description": self.random.choice(TEXTS)}
        body |= {
            key: pick(values) for key, values in VALUES[kind].items() if key in ALWAYS or self.random.random() < 0.5
        }
        if kind == "vpn_service":
            router, subnet = pick((("edge", "office"), ("edge", "office6"), ("edge2", "lab"), ("edge", None)))
            body |= {
                "router_id": self._named("routers", router),
                "subnet_id": subnet and self._named("subnets", subnet),
            }
        elif kind == "endpoint_group":
            body["type"] = pick(("cidr", "cidr", "subnet", "subnet", *ENDPOINTS))
            body["endpoints"] = self._endpoints(body["type"])
        elif kind == "ipsec_site_connection":
            body |= self._connection()
        return body

    def _endpoints(self, group_type: str) -> list[t.Any]:
        several = self.random.randint(1, 4)
        if group_type == "subnet":
            return [self._networking("subnets") for _number in range(1 + (several > 2))]
        table = {**ENDPOINTS, "cidr": self.random.choice((IPV4, IPV4, IPV6, IPV4 + IPV6))}[group_type]
        found = self.random.sample(table, min(several, len(table)))
        # Neutron compares them as they were sent, so 100 and "100" reach its database, which refuses the second; and
        # neutron_lib takes that for a collision with another client, and tries again for minutes (db/api.py).
        return list({str(one): one for one in found}.values())

    def _connection(self) -> dict[str, t.Any]:
        """A connection that accepts its service, nearly always."""
        service = self._pick("vpn_service", lambda _item: True)
        body = {
            "vpnservice_id": service.get("id", UNKNOWN),
            "ikepolicy_id": self._pick("ike_policy", lambda _item: True).get("id", UNKNOWN),
            "ipsecpolicy_id": self._pick("ipsec_policy", lambda item: item["transform_protocol"] != "ah-esp").get("id"),
        }
        if not service.get("subnet_id"):
            local, peer = (
                self._pick("endpoint_group", lambda item, wanted=wanted: item["type"] == wanted).get("id")
                for wanted in ("subnet", "cidr")
            )
            return {**body, "local_ep_group_id": local, "peer_ep_group_id": peer}
        subnet = next(item for item in self.networking["subnets"] if item["id"] == service["subnet_id"])
        networks = IPV4 if ":" not in subnet["cidr"] else IPV6
        return {**body, "peer_cidrs": self.random.sample(networks, self.random.randint(1, 3))}

    def _named(self, kind: str, name: str) -> str:
        return str(next(item["id"] for item in self.networking[kind] if item["name"] == name))

    def _networking(self, kind: str) -> str:
        return str(self.random.choice(self.networking[kind])["id"])

    def _pick(self, kind: str, accepts: t.Callable[[t.Any], bool]) -> dict[str, t.Any]:
        """An object that the walk made; an empty one where there is none."""
        return self.random.choice([item for made, item in self.made if made == kind and accepts(item)] or [{}])

    # --- what the collection makes of it

    def _compare(self) -> None:
        self.contents += 1
        exported = self.export()
        assert "a secret" not in str(exported)
        found = self._applied(exported)
        if found:
            self.differences.append(found)
        if self.contents % self.every == 0:
            self._changes_only_the_description(exported)
            self._render()

    def export(self) -> dict[str, t.Any]:
        """The topology that vpn_topology_info returns."""
        topology: dict[str, t.Any] = TASKS["vpn_topology_info"].run({"owner": None}, Snapshot(self.cloud))["topology"]
        return topology

    def _applied(self, exported: dict[str, t.Any]) -> str:
        """What differs when the export is applied; empty where nothing does."""
        try:
            result = self._apply(exported)
        except VpnError as error:
            return f"seed {self.seed}: {error}"
        entries = [entry for entry in result["plan"] if entry["action"] != "none"]
        return f"seed {self.seed}: {entries}" if entries else ""

    def _changes_only_the_description(self, exported: dict[str, t.Any]) -> None:
        """A change of something else touches nothing of what is there, and is not refused because of it."""
        texts = {plural: [{**item, "description": "new"} for item in items] for plural, items in exported.items()}
        try:
            plan = self._apply(texts, check_mode=True)["plan"]
        except VpnError as error:
            plan = error.details.get("plan")
            if plan is None:
                self.differences.append(f"seed {self.seed}, new description: {error}")
                return
        for entry in plan:
            refused = "error" in entry and not any(reason in entry["error"] for reason in STATE_FORBIDS)
            if set(entry["changes"]) - {"description"} or refused:
                self.differences.append(f"seed {self.seed}, new description: {entry}")

    def _apply(self, topology: dict[str, t.Any], check_mode: bool = False) -> dict[str, t.Any]:
        """The task as an entry point runs it: arguments validated, faults found before the login first."""
        task = TASKS["vpn_topology"]
        refuse_retyped(task.argument_spec, topology)
        validation = ArgumentSpecValidator(task.argument_spec).validate(topology)
        assert not validation.error_messages, validation.error_messages
        params = validation.validated_parameters | {"wait": False, "preflight": "warn"}
        return task.execute(params, check_mode, lambda _params, _check_mode: Snapshot(self.cloud))

    def _render(self) -> None:
        """Every connection as a peer's configuration: written, or refused in a sentence that is not about notation."""
        snapshot = Snapshot(self.cloud)
        objects = {
            resource.plural: TASKS[f"{kind}_info"].run({}, snapshot)[resource.plural]
            for kind, resource in VPN_KINDS.items()
        }
        objects["subnets"] = self.networking["subnets"]
        for connection in objects["ipsec_site_connections"]:
            try:
                own = "2001:db8:99::1" if ":" in connection["peer_address"] else "198.51.100.99"
                peer_config({"objects": objects}, "strongswan", connection=connection["id"], own_address=own)
                self.rendered += 1
            except InvalidInput as error:
                if any(words in str(error) for words in ABOUT_NOTATION):
                    self.differences.append(f"seed {self.seed}, peer_config: {error}")
