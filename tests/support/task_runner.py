# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine in front of the embedded cloud, in one process: no socket, no sleep."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import requests

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import (
    info_spec,
    resource_spec,
    topology_spec,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure, info
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud as EmbeddedCloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DOMAIN_NAME
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION

URL = "http://cloud.test"


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.passed = 0.0

    def now(self):
        return self.passed

    def sleep(self, seconds):
        self.passed += seconds


class TaskRunner:
    """Runs tasks against one embedded cloud."""

    def __init__(self, dialect="neutron", user="demo", **options):
        self.time = Time()
        self.dialect = dialect
        options.setdefault("agent", "DOWN:0")
        self.cloud = EmbeddedCloud(dialect, clock=self.time.now, sleep=self.time.sleep, **options)
        self.user = user
        self.logged_in = None

    def transport(self):
        session = requests.Session()
        session.trust_env = False  # no proxy leads to a cloud in memory; looking for one takes a tenth of the time
        session.mount(URL, self.cloud.adapter())
        return session

    def access(self, **auth):
        return {
            "region_name": REGION[self.dialect],
            "auth": {
                "auth_url": f"{URL}/v3",
                "username": self.user,
                "password": f"{self.user}-password-3f9c",
                "project_name": "other" if self.user == "other" else "demo",
                "user_domain_name": DOMAIN_NAME[self.dialect],
                "project_domain_name": DOMAIN_NAME[self.dialect],
                **auth,
            },
        }

    def connect(self, check_mode=False, **options):
        params = {**defaults_of(info_spec()), **self.access(), **options}
        return connect(params, check_mode, self.transport(), self.clock())

    def clock(self):
        return Clock(self.time.now, self.time.sleep)

    def connected_client(self, check_mode=False):
        """A cloud with the one login that all runners share: a login takes longer than a task."""
        if self.logged_in is None:
            access, tokens = _log_in_once(self.dialect, self.user)
            self.cloud.identity.tokens.update(tokens)
            session = copy.copy(access.session)
            session.session = self.transport()
            # A 401 makes the session forget the token, and must not make other runners log in again.
            session.auth = copy.copy(session.auth)
            self.logged_in = replace(access, session=session)
        return Cloud(self.logged_in, clock=self.clock(), read_only=check_mode)

    def apply(self, kind, name, check_mode=False, **params):
        """The result of one ``ensure`` task, as its module would return it."""
        return self.task(kind, name, self.connected_client(check_mode), check_mode, **params)

    def task(self, kind, name, cloud, check_mode=False, **params):
        """One ``ensure`` task on a cloud that is logged in."""
        return ensure(VPN_KINDS[kind], {**self.options(kind), "name": name, **params}, Snapshot(cloud), check_mode)

    @staticmethod
    def options(kind):
        """The options of that kind's module, each with its default."""
        return defaults_of(resource_spec(VPN_KINDS[kind]))

    def check(self, kind, name, **params):
        """The same task in check mode, on a cloud that refuses writes."""
        with self._writes_refused(True):
            return self.apply(kind, name, check_mode=True, **params)

    def converge(self, check_mode=False, **topology):
        """The result of vpn_topology; in check mode on a cloud that refuses writes."""
        params = defaults_of(topology_spec()) | topology
        with self._writes_refused(check_mode):
            return converge(params, Snapshot(self.connected_client(check_mode)), check_mode)

    @contextmanager
    def _writes_refused(self, refused):
        self.cloud.refuse_writes = refused
        try:
            yield
        finally:
            self.cloud.refuse_writes = False

    def info(self, kind, cloud=None, **params):
        return info(VPN_KINDS[kind], params, Snapshot(cloud or self.connected_client()))

    def with_base_objects(self, **connection):
        """A service, policies and the connection ``branch7`` on them, the least that works in this dialect."""
        self.apply("ike_policy", "ike")
        self.apply("ipsec_policy", "ipsec")
        self.apply("vpn_service", "office", router="edge", subnet="office")
        options = {**BRANCH7, **connection}
        return self.apply("ipsec_site_connection", "branch7", **options)["ipsec_site_connection"]


BRANCH7 = {
    "vpn_service": "office",
    "ike_policy": "ike",
    "ipsec_policy": "ipsec",
    "peer_address": "172.24.4.233",
    "peer_cidrs": ["10.2.0.0/24"],
    "psk": "a secret of nobody else",
}


def defaults_of(spec):
    """The parameters that Ansible gives to a module of that argument spec where the task sets none."""
    return {name: option.get("default") for name, option in spec.items()}


@cache
def _log_in_once(dialect, user):
    """The access of a login, and the tokens that its cloud issued."""
    runner = TaskRunner(dialect, user)
    return runner.connect(dialect=dialect).access, runner.cloud.identity.tokens
