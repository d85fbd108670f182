# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cloud: one ``handle(request)`` in front of identity and network."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from . import control, faults, ovn
from .accounts import seeded
from .agent import DEVICE_DRIVERS, Agent
from .dialect import DIALECTS, ERROR_SHAPES, error_body
from .errors import ERRORS, ApiError
from .identity import Identity, identity_error
from .messages import Request, Response, json_response
from .network_api import NetworkApi
from .releases import NEWEST, STORE_WEAK, known
from .request_log import Entry, RequestLog, entry, key_bytes
from .resolver import CloudState, Resolver, resolve
from .seed_data import seed
from .store import Store, random_id

REFUSED_WRITE, REFUSED_KEY = 599, 598
INTERNAL_ERROR = "HTTPInternalServerError"


class Cloud:
    """Keystone and Neutron with VPNaaS, in memory. See README.md in this directory for every option."""

    def __init__(
        self,
        dialect: str = "neutron",
        *,
        agent: str = "ACTIVE:0",
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolver = resolve,
        new_id: Callable[[], str] = random_id,
        new_vpn_port: Callable[[dict[int, str]], dict[int, str]] | None = None,
        token_lifetime: float | None = None,
        page_limit: int | None = None,
        latency: float = 0.0,
        slow_delete: float = 0.0,
        allow_weak: bool = False,
        release: int = NEWEST,
        device_driver: str = "strongswan",
        with_extensions: Collection[str] = (),
        without: Collection[str] = (),
        network_in_catalog: bool = True,
        empty: bool = False,
    ) -> None:
        stores_weak = allow_weak or known(release) in STORE_WEAK
        self.dialect = DIALECTS[dialect](frozenset(with_extensions), frozenset(without), stores_weak, release)
        self.clock, self.sleep = clock, sleep
        self.log = RequestLog()
        self.faults: list[faults.Fault] = []
        self.latency, self.page_limit = latency, page_limit
        self.refuse_writes = self.refuse_keys = self.ignores_query = False
        self.error_shape = self.dialect.error_shape
        self.last_problem: Exception | None = None
        self._lock = threading.RLock()
        self._requests = self._network_requests = self._errors = 0
        lifetime = token_lifetime if token_lifetime is not None else self.dialect.token_lifetime
        self.accounts = seeded(dialect)
        self.identity = Identity(dialect, self.accounts, clock, lifetime, network_in_catalog)
        self.store = Store(new_id)
        self.cloud_state = CloudState(
            self.store, Agent(self.store, clock, agent), self.dialect, resolver, clock, slow_delete
        )
        self.cloud_state.new_vpn_port = new_vpn_port or partial(ovn.next_port, self.cloud_state)
        self.cloud_state.agent.release = release
        self.device_driver = device_driver
        self.network = NetworkApi(self.cloud_state, lambda: self.page_limit)
        if not empty:
            seed(self.store, self.dialect)

    def handle(self, request: Request) -> Response:
        """Answer one request. Waiting (``Response.delay``) is the transport's business, outside the lock."""
        with self._lock:
            if request.path.startswith("/embedded/"):
                return control.handle(self, request)
            self.cloud_state.agent.settle()
            response = self._logged(request)
            response.delay += self.latency
            return response

    def adapter(self):
        """A ``requests`` transport adapter: ``session.mount("http://cloud.test", cloud.adapter())``."""
        from .adapter import CloudAdapter  # Here, so that serving the cloud needs no library at all.

        return CloudAdapter(self)

    # --- what tests ask and set

    @property
    def agent(self) -> str:
        """The default behaviour of the pretend agent."""
        return self.cloud_state.agent.default

    @agent.setter
    def agent(self, behaviour: str) -> None:
        self.cloud_state.agent.default = behaviour

    @property
    def release(self) -> int:
        """Of Neutron, as far as agents differ; algorithms, extensions and roles are decided by the constructor."""
        return self.cloud_state.agent.release

    @release.setter
    def release(self, number: int) -> None:
        self.cloud_state.agent.release = known(number)

    @property
    def device_driver(self) -> str:
        """What configures the gateways: "strongswan" or "libreswan"."""
        return self.cloud_state.agent.device_driver

    @device_driver.setter
    def device_driver(self, name: str) -> None:
        if name not in DEVICE_DRIVERS:
            raise ValueError(f"not a device driver: {name!r}; try {' or '.join(DEVICE_DRIVERS)}")
        self.cloud_state.agent.device_driver = name

    @property
    def vpn_gateway(self) -> str | None:
        """What the OVN driver finds: "ready", "no agent", "unscheduled", "not ready"; None: a driver without OVN."""
        return self.cloud_state.vpn_gateway

    @vpn_gateway.setter
    def vpn_gateway(self, state: str | None) -> None:
        if state is not None and state not in ovn.GATEWAYS:
            raise ValueError(f"not a gateway's state: {state!r}; try {', '.join(ovn.GATEWAYS)} or None")
        if state is None:
            self.cloud_state.gateways.clear()
            self.cloud_state.hosted.clear()
        elif self.cloud_state.vpn_gateway is None:
            ovn.adopt_services(self.cloud_state)
        if "no agent" in (state, self.cloud_state.vpn_gateway):
            self.cloud_state.agent.alive = state != "no agent"
        self.cloud_state.vpn_gateway = state
        aliases = self.dialect.aliases | ({"vpn-agent-scheduler"} if state else set())
        self.cloud_state.dialect = replace(self.dialect, aliases=aliases)

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """Every stored object by collection, each psk replaced by its SHA-256."""
        with self._lock:
            self.cloud_state.agent.settle()
            return self.store.contents()

    def fail(self, **rule: Any) -> faults.Fault:
        """Add one fault; see ``faults.py`` for the rules. Returned is the rule itself, which counts its matches."""
        fault = faults.Fault(**rule)
        self.faults.append(fault)
        return fault

    def revoke_tokens(self) -> None:
        """Every token is invalid from now on."""
        with self._lock:
            self.identity.tokens.clear()

    def forget_log(self) -> None:
        """Empty the log; ``call`` in fault rules counts from here."""
        with self._lock:
            self.log.clear()
            self._network_requests = 0

    # --- one request

    def _logged(self, request: Request) -> Response:
        """Number it, log it, let faults strike, answer it."""
        service = "network" if request.path.startswith(("/v2.0", "/networking-ex")) else "identity"
        self._requests += 1
        self._network_requests += service == "network"
        writing = service == "network" and request.method in faults.WRITING_METHODS
        record = entry(self._requests, service, writing, request)
        self.log.append(record)
        request_id = f"req-{uuid.uuid4()}"
        struck = [fault for fault in self.faults if fault.strikes(service, self._network_requests, request)]
        record.fault = ", ".join(fault.do for fault in struck) or None
        record.handled = not any(fault.prevents for fault in struck)
        response = None
        if record.handled and service == "network":
            response = self._authorized(request, request_id, record)
        elif record.handled:
            response = self.identity.handle(request)
        for fault in struck:
            response = fault.distort(response)
        if service == "network" and request.method == "GET":
            record.key_bytes = key_bytes(response)
            if self.refuse_keys and record.key_bytes:
                response = json_response(REFUSED_KEY, {"message": "reading keys is switched off in this cloud"})
        record.request_id = request_id
        if not response.reset:
            response.headers.setdefault("X-Openstack-Request-Id", request_id)
            record.status = response.status
        return response

    def _authorized(self, request: Request, request_id: str, record: Entry) -> Response:
        caller = self.identity.caller(request.header("x-auth-token"))
        if caller is None:
            return identity_error(request.origin)
        record.user = caller.user_name
        if self.refuse_writes and record.writing:
            return json_response(REFUSED_WRITE, {"message": "writing is switched off in this cloud"})
        try:
            if request.path.startswith("/networking-ex"):
                # unknown: what else K5's second network service serves; certainly no VPN.
                raise ApiError("HTTPNotFound")
            return self.network.handle(request.without_query() if self.ignores_query else request, caller)
        except ApiError as refusal:
            return self._error(refusal.status, refusal.kind, refusal.text, request_id)
        except Exception as problem:  # noqa: BLE001 - any failure is a bare 500, in a real Neutron too
            self.last_problem = problem
            status, message = ERRORS[INTERNAL_ERROR]
            return self._error(status, INTERNAL_ERROR, message, request_id)

    def _error(self, status: int, kind: str, message: str, request_id: str) -> Response:
        shape = self.error_shape
        if shape == "rotate":
            shape = ERROR_SHAPES[self._errors % len(ERROR_SHAPES)]
            self._errors += 1
        return json_response(
            status, error_body(shape, kind, message, request_id), {"Content-Type": self.dialect.content_type}
        )
