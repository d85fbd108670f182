# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generated conversations: every request goes to both clouds, and both must answer the same."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import NETWORK, ROUTER, SUBNET

from .bodies import KINDS, written
from .comparing import Rules, differ
from .reading import STRANGE_METHODS, STRANGE_PATHS, known, query, strange_bodies
from .sides import Answer, Ask, Embedded, Real

SOMEBODY = st.sampled_from(("demo",) * 8 + ("manager", "admin", "reader", "other"))
LIKELY = st.sampled_from((True, True, False))
KIND = st.sampled_from(tuple(KINDS.values()))
PEER = {"peer_address": "198.51.100.10", "peer_id": "198.51.100.10", "psk": "secret"}
# The router whose gateway and interface come and go.
MOVED = "routers/" + ROUTER["inner"]
ADDRESSES = [{"ip_address": "203.0.113.50"}, {"ip_address": "2001:db8:ffff::50"}]
GATEWAY = {"network_id": NETWORK["public"], "external_fixed_ips": ADDRESSES}
MOVED_SUBNETS = ("office", "office6", "loose", "inner")
# The methods of a conversation, the more often the oftener.
WHAT = (
    *("create", "create_connection", "update", "update_connection", "list", "list") * 3,
    *("delete", "show") * 2,
    *("send_strange_body", "use_strange_method", "use_strange_path", "move_gateway", "move_interface", "set_quota"),
)


class Conversation(RuleBasedStateMachine):
    """One sequence of requests, from the seed data on. `real` and `agent` are set before it runs."""

    real: Real
    agent: str
    overlooked: ClassVar[Rules] = {}
    asked: ClassVar[Counter[str]] = Counter()
    # What was asked up to the first difference: ids are the real cloud's own choice, so that a difference that
    # depends on them may be gone when hypothesis tries it again.
    differences: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        self.real.clean()
        self.embedded = self.new_embedded()
        self.made: dict[str, list[str]] = {path: [] for path in KINDS}
        self.router_changed = False
        self.transcript: list[str] = []

    def ask(self, user: str, method: str, path: str, body: Any = None, query: tuple = ()) -> Answer:
        """Ask both; a difference is the end."""
        ask = Ask(user, method, path, query, body)
        real = self.real.ask(ask)
        new_id = self.stored_id(ask, real)
        if new_id:
            self.made[path.removeprefix("vpn/")].append(new_id)
        embedded = self.embedded.ask(ask, new_id)
        self.asked[f"{method} {'/'.join(path.split('/')[:2])} {real.status}"] += 1
        report = differ(ask, real, embedded, self.overlooked)
        self.transcript.append(f"{ask}  -> {real.status}")
        if report:
            self.differences.append("\n  ".join(["the clouds differ:", *self.transcript[:-1], report]))
        assert report is None, self.differences[-1]
        return real

    def new_embedded(self) -> Embedded:
        return Embedded(self.agent)

    def stored_id(self, _ask: Ask, real: Answer) -> str | None:
        """The id of what the request stored."""
        return real.created_id

    def make(self, path: str, user: str = "demo", **values: object) -> str:
        self.ask(user, "POST", "vpn/" + path, {KINDS[path].singular: values})
        return self.made[path][-1]

    # --- what a tunnel needs, so that more of what follows is more than a refusal

    @initialize(legacy=LIKELY, groups=LIKELY, six=st.booleans(), other=st.booleans())
    def begin(self, legacy: bool, groups: bool, six: bool, other: bool) -> None:
        for user, wanted in (("demo", legacy or groups or six), ("other", other)):
            if wanted:
                self.make("ikepolicies", user, auth_algorithm="sha256", name="one")
                self.make("ipsecpolicies", user, auth_algorithm="sha256", name="one")
                place = "edge" if user == "demo" else "foreign"
                subnet = SUBNET["office" if user == "demo" else "foreign"]
                self.make("vpnservices", user, router_id=ROUTER[place], subnet_id=subnet)
                self.connect(user, peer_cidrs=["10.2.0.0/24"], name="one")
        if six:
            self.make("vpnservices", router_id=ROUTER["edge"], subnet_id=SUBNET["office6"])
        if groups:
            local = self.make("endpoint-groups", type="subnet", endpoints=[SUBNET["office"]])
            peer = self.make("endpoint-groups", type="cidr", endpoints=["10.20.0.0/24"])
            self.make("vpnservices", router_id=ROUTER["edge"], subnet_id=None)
            if not other:
                self.connect("demo", local_ep_group_id=local, peer_ep_group_id=peer)

    def connect(self, user: str, **values: object) -> None:
        parts = {f"{kind}policy_id": self.made[f"{kind}policies"][-1] for kind in ("ike", "ipsec")}
        service = self.made["vpnservices"][-1]
        self.make("ipsec-site-connections", user, **PEER, **parts, vpnservice_id=service, **values)

    @rule(data=st.data(), what=st.sampled_from(WHAT))
    def go_on(self, data: st.DataObject, what: str) -> None:
        """One rule for everything: of several, hypothesis would leave out some in each conversation."""
        getattr(self, what)(data.draw, data.draw(KIND))

    # --- writing

    def create(self, draw: Any, kind: Any) -> None:
        body = draw(written(kind, self.made, True))
        self.ask(draw(SOMEBODY), "POST", "vpn/" + kind.path, {kind.singular: body})

    def create_connection(self, draw: Any, _kind: Any) -> None:
        self.create(draw, KINDS["ipsec-site-connections"])

    def update(self, draw: Any, kind: Any) -> None:
        body = draw(written(kind, self.made, False))
        one = f"vpn/{kind.path}/{draw(self.one(kind))}"
        self.ask(draw(SOMEBODY), "PUT", one, {kind.singular: body})
        self.ask("demo", "GET", one)

    def update_connection(self, draw: Any, _kind: Any) -> None:
        self.update(draw, KINDS["ipsec-site-connections"])

    def delete(self, draw: Any, kind: Any) -> None:
        self.ask(draw(SOMEBODY), "DELETE", f"vpn/{kind.path}/{draw(self.one(kind))}")

    # --- reading

    def show(self, draw: Any, kind: Any) -> None:
        fields = draw(st.lists(st.sampled_from(("id", "name", "psk", "status", "project_id", "x")), max_size=2))
        one = f"vpn/{kind.path}/{draw(self.one(kind))}"
        self.ask(draw(SOMEBODY), "GET", one, query=tuple(("fields", name) for name in fields))

    def list(self, draw: Any, kind: Any) -> None:
        user, asked = draw(SOMEBODY), draw(query(kind, self.made))
        if user == "admin":
            # An admin sees every project's; the real cloud may hold some of people who are no part of this.
            asked = (("tenant_id", DEMO_PROJECT), *asked)
        self.ask(user, "GET", "vpn/" + kind.path, query=asked)

    # --- what is no proper request

    def send_strange_body(self, draw: Any, kind: Any) -> None:
        body = draw(st.sampled_from(strange_bodies(kind.singular)))
        if draw(st.booleans()):
            self.ask("demo", "PUT", f"vpn/{kind.path}/{draw(self.one(kind))}", body)
        else:
            self.ask("demo", "POST", "vpn/" + kind.path, body)

    def use_strange_method(self, draw: Any, kind: Any) -> None:
        method = draw(st.sampled_from(STRANGE_METHODS))
        path = f"vpn/{kind.path}/{draw(self.one(kind))}" + draw(st.sampled_from(("", "/x")))
        self.ask("demo", method, path, {kind.singular: {"name": "x"}} if method[0] == "P" else None)

    def use_strange_path(self, draw: Any, _kind: Any) -> None:
        method = draw(st.sampled_from(("GET", "POST")))
        self.ask("demo", method, draw(st.sampled_from(STRANGE_PATHS)), {"x": {}} if method == "POST" else None)

    # --- the network below the VPN

    def move_gateway(self, draw: Any, _kind: Any) -> None:
        gateway = draw(st.sampled_from((None, {}, GATEWAY, GATEWAY)))
        self.router_changed = True
        user = draw(st.sampled_from(("admin", "admin", "demo")))
        self.ask(user, "PUT", MOVED, {"router": {"external_gateway_info": gateway}})

    def move_interface(self, draw: Any, _kind: Any) -> None:
        action, subnet = draw(st.sampled_from(("add", "remove"))), draw(st.sampled_from(MOVED_SUBNETS))
        router = "routers/" + ROUTER["edge"] if "office" in subnet else MOVED
        self.router_changed = True
        self.ask("demo", "PUT", f"{router}/{action}_router_interface", {"subnet_id": SUBNET[subnet]})

    def set_quota(self, draw: Any, kind: Any) -> None:
        limit = draw(st.sampled_from((0, 1, 2, -1, -1, 5, "x", -2)))
        user = draw(st.sampled_from(("admin", "admin", "demo")))
        self.ask(user, "PUT", f"quotas/{DEMO_PROJECT}", {"quota": {kind.singular: limit}})

    # --- the end

    def one(self, kind: Any) -> st.SearchStrategy[str]:
        """An object of this kind, gone or not, more often than any other id."""
        own = self.made[kind.path]
        return st.one_of(*[st.sampled_from(own)] * 5, known(self.made)) if own else known(self.made)

    def teardown(self) -> None:
        self.real.clean()
        if self.router_changed:
            self.real.repair()
