# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection in front of the K5 of the documents: tasks as a playbook gives them, in one process."""

from __future__ import annotations

import copy
import typing as t
from dataclasses import replace
from functools import cache

import requests

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document import K5, adapter, login
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.vpn import Behaviour

URL = "http://k5.test"
PSK = "a secret of nobody else"
#: The least that each kind needs, as a playbook gives it.
LEAST: dict[str, dict[str, t.Any]] = {
    "ike_policy": {"name": "ike"},
    "ipsec_policy": {"name": "ipsec"},
    "vpn_service": {"name": "office", "router": "edge", "subnet": "office"},
    "ipsec_site_connection": {
        "name": "branch7",
        "vpn_service": "office",
        "ike_policy": "ike",
        "ipsec_policy": "ipsec",
        "peer_address": "172.24.4.233",
        "peer_cidrs": ["10.2.0.0/24"],
        "psk": PSK,
    },
}
PLURAL = {
    "ike_policy": "ike_policies",
    "ipsec_policy": "ipsec_policies",
    "vpn_service": "vpn_services",
    "ipsec_site_connection": "ipsec_site_connections",
}
AUTH = {
    "auth_url": f"{URL}/v3",
    "username": login.USER,
    "password": login.PASSWORD,
    "project_name": login.PROJECT,
    "user_domain_name": login.CONTRACT,
    "project_domain_name": login.CONTRACT,
}


class K5Runner:
    """Somebody who runs tasks against one K5. ``behaviour`` is the K5's."""

    def __init__(self, **behaviour: t.Any) -> None:
        self.seconds = 0.0
        self.k5 = K5(Behaviour(**behaviour), lambda: self.seconds)
        self.access, tokens = _log_in_once()
        self.k5.tokens |= tokens
        session = copy.copy(self.access.session)
        session.session = transport(self.k5)
        self.access = replace(self.access, session=session)

    def sleep(self, seconds: float) -> None:
        """Let time pass; nothing else does."""
        self.seconds += seconds

    def task(self, module: str, check_mode: bool = False, **given: t.Any) -> dict[str, t.Any]:
        """The result of one task, a failure included."""

        def snapshot(_params: t.Any, read_only: bool) -> Snapshot:
            return Snapshot(Cloud(self.access, clock=Clock(lambda: self.seconds, self.sleep), read_only=read_only))

        return run_task(module, given, check_mode, snapshot)

    def ground(self, kinds: t.Iterable[str] = tuple(LEAST)) -> None:
        """Make the least object of each of these kinds."""
        for kind in kinds:
            made = self.task(kind, **LEAST[kind])
            assert not made.get("failed"), made
        self.k5.log.clear()

    def stored(self, kind: str) -> list[dict[str, t.Any]]:
        """The objects of that kind as the K5 holds them."""
        path = {
            "ike_policy": "ikepolicies",
            "ipsec_policy": "ipsecpolicies",
            "vpn_service": "vpnservices",
            "ipsec_site_connection": "ipsec-site-connections",
        }[kind]
        return self.k5.vpn.objects[path]


def transport(k5: K5) -> requests.Session:
    """A ``requests`` session that leads to this K5."""
    session = requests.Session()
    session.trust_env = False
    session.mount(URL, adapter(k5))
    return session


@cache
def _log_in_once() -> tuple[t.Any, set[str]]:
    """One login for all desks: it takes longer than a task."""
    k5 = K5()
    return connect({"auth": AUTH, "region_name": login.REGION}, False, transport(k5)).access, k5.tokens


def well(runner: K5Runner, module: str, **given: t.Any) -> dict[str, t.Any]:
    """The result of a task that went well, no request of which was refused."""
    runner.k5.log.clear()
    result = runner.task(module, **given)
    assert not result.get("failed"), result["msg"]
    assert runner.k5.refused == []
    return result


def failed(runner: K5Runner, module: str, **given: t.Any) -> str:
    """What a task says that fails."""
    result = runner.task(module, **given)
    assert result.get("failed"), result
    return result["msg"]


def before(kind: str) -> list[str]:
    """The kinds that stand before this one in the order of creation."""
    return list(LEAST)[: list(LEAST).index(kind)]
