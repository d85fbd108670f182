# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The runs whose answers are mutated: an embedded cloud in a known state, what is done on it, what must remain."""

from __future__ import annotations

import json
import pickle
import re
import typing as t
from collections import Counter
from dataclasses import dataclass
from functools import cache

import requests
from requests.adapters import BaseAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import export_spec, topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.mutations import Path, mutated
from ansible_collections.sitelink.vpnaas.tests.resilience.test_matrix import PHASES, topology
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import FaultAdapter, answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner, defaults_of

Key = tuple[str, int]
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")
VPN_COLLECTIONS = ("ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups", "ipsec_site_connections")


#: action -> the module, and its options; the cloud of the other ends is the same one
READING: dict[str, tuple[str, dict[str, t.Any]]] = {
    "validate": (
        "vpn_topology_validate",
        {"peers": [{"cloud": {}}], "baseline": "ietf", "fail_on": "never", "timeout": 0},
    ),
    "audit": ("playbook_text", {"playbook": "audit", "today": "2026-11-27", "baseline": "ietf"}),
    "migrate": (
        "crypto_migration",
        {"step": "plan", "peer_cloud": "peer", "ike_policy": {"pfs": "group21"}, "ipsec_policy": {"pfs": "group21"}},
    ),
}


class Nowhere(BaseAdapter):
    """No request of a test leaves the machine, wherever a mutated catalog leads."""

    def send(self, request: requests.PreparedRequest, **_options: t.Any) -> requests.Response:
        raise requests.exceptions.ConnectionError("no route to host", request=request)

    def close(self) -> None:
        """Nothing is open."""


class AttackedRunner(TaskRunner):
    """A task runner one of whose answers is mutated: ``target`` is its key, a path in its body, and the mutation.

    ``answers`` holds the body of each answer, None where it holds no JSON, by (request, its number among those alike):
    the order of different requests may vary.
    """

    def __init__(self, dialect: str, user: str) -> None:
        super().__init__(dialect, user)
        self.between = self._between
        self.target: tuple[Key, Path, str] | None = None
        self.answers: dict[Key, t.Any] = {}

    def transport(self) -> requests.Session:
        session = super().transport()
        session.mount("http://", Nowhere())
        session.mount("https://", Nowhere())
        session.mount(URL, FaultAdapter(self.cloud.adapter(), self))
        return session

    def _between(self, request: requests.PreparedRequest, send: t.Callable[[], requests.Response]) -> t.Any:
        real = send()
        body = _json(real)
        request_line = f"{request.method} {IDENTIFIER.sub('ID', request.path_url)}"
        key = (request_line, sum(1 for line, _number in self.answers if line == request_line))
        self.answers[key] = body
        if self.target is None or self.target[0] != key or body is None:
            return real
        return answer(request, real.status_code, mutated(body, *self.target[1:]), **_kept(real))

    def deleted(self, before: set[str]) -> set[str]:
        """Ids of the objects that were there before and are not there any more."""
        return before - self.ids()

    def ids(self) -> set[str]:
        """The ids of all VPN objects that the cloud holds."""
        return {item["id"] for name in VPN_COLLECTIONS for item in self.cloud.store.all(name)}

    def duplicates(self) -> int:
        """How many objects are there beyond the first of their kind and name."""
        names = Counter((name, item["name"]) for name in VPN_COLLECTIONS for item in self.cloud.store.all(name))
        return sum(count - 1 for count in names.values())


def _json(real: requests.Response) -> t.Any:
    try:
        return real.json()
    except ValueError:
        return None


def _kept(real: requests.Response) -> dict[str, str]:
    return {name: value for name, value in real.headers.items() if name in ("X-Subject-Token", "x-subject-token")}


@dataclass(frozen=True)
class Scenario:
    """One undisturbed run of which each answer is mutated."""

    dialect: str
    #: a phase of test_matrix, or export, info, login, or a key of READING
    action: str

    def __str__(self) -> str:
        return f"{self.dialect}-{self.action}"

    @property
    def prepared(self) -> str:
        """The last phase that is done before."""
        if self.action in PHASES:
            return PHASES[PHASES.index(self.action) - 1] if self.action != "present" else ""
        return "present"

    def runner(self) -> AttackedRunner:
        """A cloud in the state that the run finds."""
        # Only an administrator finds another project by its name.
        runner = AttackedRunner(self.dialect, "admin" if self.action == "login" else "demo")
        for collection, items in pickle.loads(_state(self.dialect, self.prepared)).items():
            for item in items:
                runner.cloud.store.add(collection, item)
        return runner

    def run(self, runner: AttackedRunner) -> t.Any:
        """The result; raises whatever the engine raises."""
        if self.action == "login":
            cloud = runner.connect(dialect="auto", project="other")
            return Snapshot(cloud).all("ike_policy")
        if self.action in READING:
            module, options = READING[self.action]
            task = TASKS[module]
            params = {**_defaults(task.argument_spec), **options}
            return task.execute(params, False, lambda _asked, check: Snapshot(runner.connected_client(check)))
        cloud = runner.connected_client()
        if self.action == "export":
            return export(_defaults(export_spec()), Snapshot(cloud))
        if self.action == "info":
            return [runner.info(kind, cloud) for kind in ("ipsec_site_connection", "vpn_service")]
        return _converge(runner, cloud, self.action)


def _converge(runner: TaskRunner, cloud: t.Any, phase: str) -> t.Any:
    params = {**_defaults(topology_spec()), **topology(runner.dialect, phase), "concurrency": 1, "timeout": 20}
    return converge(params, Snapshot(cloud), check_mode=False)


@cache
def _state(dialect: str, phase: str) -> bytes:
    """What a cloud holds after a phase and those before it, and objects that no phase names."""
    runner = TaskRunner(dialect)
    runner.apply("ike_policy", "bystander")
    runner.apply("ipsec_policy", "bystander")
    if dialect == "neutron":
        runner.apply("endpoint_group", "bystander", type="cidr", endpoints=["10.250.0.0/24"])
    for earlier in PHASES[: PHASES.index(phase) + 1] if phase else ():
        _converge(runner, runner.connected_client(), earlier)
    return pickle.dumps({name: runner.cloud.store.all(name) for name in VPN_COLLECTIONS if _has(runner, name)})


def _has(runner: TaskRunner, collection: str) -> bool:
    return collection in runner.cloud.store.collections()


def _defaults(spec: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return defaults_of(spec)


def text_of(result: t.Any) -> str:
    """All that a result holds, as it is and as JSON, in which Ansible hands it over."""
    return "\n".join([json.dumps(result, default=str, ensure_ascii=False), *_texts(result)])


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, t.Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from _texts(item)
    else:
        yield str(value)
