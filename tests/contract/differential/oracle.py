# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection and a real Neutron say to the same options."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import log_in
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate
from ansible_collections.sitelink.vpnaas.tests.contract.differential.bodies import KINDS
from ansible_collections.sitelink.vpnaas.tests.contract.differential.sides import VPN_PATHS, Ask, Real, exchange
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET

POLICY = {"auth_algorithm": "sha256", "name": "ground"}
PREREQUISITES = (
    ("ikepolicies", POLICY),
    ("ipsecpolicies", POLICY),
    ("vpnservices", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"], "name": "ground"}),
    ("vpnservices", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office6"], "name": "ground six"}),
    ("vpnservices", {"router_id": ROUTER["edge"], "subnet_id": None, "name": "ground groups"}),
    ("endpoint-groups", {"type": "subnet", "endpoints": [SUBNET["office"]], "name": "ground local"}),
    ("endpoint-groups", {"type": "cidr", "endpoints": ["10.20.0.0/24"], "name": "ground peer"}),
)


class Comparison(NamedTuple):
    """``status`` is the server's where it spoke, ``reason`` the words of whoever refused; None is accepted."""

    reason: str | None
    status: int | None = None
    error_type: str | None = None

    @property
    def is_ours(self) -> bool:
        return self.reason is not None and self.status is None


class Oracle:
    """The engine with a session of its own, and plain requests, on one real cloud."""

    def __init__(self, real: Real, facts: dict) -> None:
        self.real = real
        auth = {
            "auth_url": f"{facts['keystone_url']}/v3",
            "username": "demo",
            "password": "demo-password-3f9c",
            "project_name": "demo",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        }
        self.cloud = Cloud(log_in({"auth": auth, "dialect": "neutron"}))
        self.made: dict[str, list[str]] = {path: [] for path in KINDS}
        for path, values in PREREQUISITES:
            answer = real.ask(Ask("demo", "POST", f"vpn/{path}", body={KINDS[path].singular: values}))
            assert answer.created_id, answer
            self.made[path].append(answer.created_id)

    def engine(self, path: str, options: dict[str, Any]) -> Comparison:
        """What becomes of a task with these options; API names are aliases, so a body is a set of options."""
        resource = next(resource for resource in VPN_KINDS.values() if resource.path == f"/vpn/{path}")
        task = TASKS[resource.kind]
        given = json.loads(exchange(json.dumps(options), self.real.there))
        validation = validate(dict(task.argument_spec), {**given, "wait": False})
        if validation.error_messages:
            return Comparison(f"type: {validation.errors.msg}")
        try:
            task.check(validation.validated_parameters)
            task.run(validation.validated_parameters, Snapshot(self.cloud), False)
        except VpnError as error:
            return Comparison(str(error), error.details.get("status"), error.details.get("error_type"))
        return Comparison(None)

    def server(self, path: str, options: dict[str, Any]) -> Comparison:
        """What the server says to the same as a body."""
        answer = self.real.ask(Ask("demo", "POST", f"vpn/{path}", body={KINDS[path].singular: options}))
        return Comparison(None if answer.status == 201 else str(answer.body), answer.status)

    def clear(self) -> None:
        """Delete all but the prerequisites."""
        demo = self.real.api_users["demo"]
        for path in VPN_PATHS:
            for found in demo.listing(f"vpn/{path}"):
                if found["id"] not in self.made[path]:
                    assert demo.ask("DELETE", f"vpn/{path}/{found['id']}").status_code == 204
