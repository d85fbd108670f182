# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every path that deletes, with an object beside it that carries another owner's mark or belongs to another project.

``PATHS`` is the table. A row prepares what is there, makes one attempt, and says how that ends for each other
owner. The same rows run on the embedded cloud (test_others_objects.py) and on a real Neutron (tests/support/openstack).
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

import requests
from requests.adapters import BaseAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import FaultAdapter
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

IKE, IPSEC, SERVICE, GROUP, CONNECTION, *_NEWER = VPN_KINDS
PSK = "a key that stays what it is"
#: What an agent or the server itself changes.
NOT_COMPARED = {"status", "updated_at", "revision_number"}
Item = dict[str, t.Any]


class Place(t.Protocol):
    """A cloud with the users demo (project demo), admin (admin in demo) and other (project other)."""

    dialect: str

    def adapter(self) -> BaseAdapter:
        """How its requests are sent."""

    def auth(self, user: str, project: str) -> dict[str, t.Any]:
        """The options of access for this user in this project."""

    def clock(self) -> Clock | None:
        """The clock of a simulated cloud; None for a real one."""


@dataclass
class CheckContext:
    """One attempt on a place; ``other_owner`` says what makes an object another's: its owner's mark or its project."""

    place: Place
    other_owner: str
    between: t.Any = None
    outcome: str = ""
    theirs: list[tuple[str, Item]] = field(default_factory=list)
    #: (kind, object of ours, whether it is there at the end)
    ours: list[tuple[str, Item, bool]] = field(default_factory=list)
    clouds: dict[tuple[str, str | None], Cloud] = field(default_factory=dict)

    @property
    def k5(self) -> bool:
        return self.place.dialect == "k5"

    @property
    def user(self) -> str:
        """Who runs tasks: only an administrator sees another project's objects at all."""
        return "admin" if self.other_owner == "project" else "demo"

    def transport(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        for scheme in ("http://", "https://"):
            session.mount(scheme, FaultAdapter(self.place.adapter(), self))
        return session

    def connected(self, **options: t.Any) -> Cloud:
        params = defaults_of(TASKS["vpn_topology_info"].argument_spec)
        params |= {"dialect": self.place.dialect, **options}
        return connect(params, transport=self.transport(), clock=self.place.clock())

    def cloud(self, user: str, project: str | None = None) -> Cloud:
        if (user, project) not in self.clouds:
            auth = self.place.auth(user, "other" if user == "other" else "demo")
            self.clouds[user, project] = self.connected(project=project, **auth)
        return self.clouds[user, project]

    def resource(self, kind: str) -> t.Any:
        return VPN_KINDS[kind].on(self.place.dialect)

    def run(self, module: str, cloud: Cloud | None = None, **params: t.Any) -> dict[str, t.Any]:
        task = TASKS[module]
        defaults = defaults_of(task.argument_spec)
        return task.run({**defaults, **params}, Snapshot(cloud or self.cloud(self.user)), False)

    def attempt(self, module: str, cloud: Cloud | None = None, **params: t.Any) -> None:
        """As ``run``; how it ends becomes the outcome: done, or what the error says."""
        try:
            self.run(module, cloud, **params)
            self.outcome = "done"
        except VpnError as error:
            self.outcome = error.message_with_hint
        finally:
            self.between = None

    def make(self, kind: str, user: str = "demo", project: str | None = None, **body: t.Any) -> Item:
        if kind in (IKE, IPSEC):
            body = {"auth_algorithm": "sha1" if self.k5 else "sha256", **body}
        return self.cloud(user, project).create(self.resource(kind), body)

    def make_ours(self, kind: str, stays: bool, **body: t.Any) -> Item:
        item = self.make(kind, **body)
        self.ours.append((kind, item, stays))
        return item

    def make_theirs(self, kind: str, **body: t.Any) -> Item:
        """An object with the mark of owner b, or one of project other."""
        if self.other_owner == "owner":
            item = self.make(kind, **{**body, "description": f"{_text(body)} [sitelink:b]".strip()})
        else:
            project = self.cloud("other").project_id
            item = self.make(kind, "admin", project, **body)
        self.theirs.append((kind, item))
        return item

    def connection(self, **more: t.Any) -> Item:
        """The body of a connection on a service and policies of ours, which are made where they are not there."""
        self.run(IKE, name="base-ike")
        self.run(IPSEC, name="base-ipsec")
        self.run(SERVICE, name="base", router="edge", subnet="office")
        ids = {}
        for kind, name, key in (
            (IKE, "base-ike", "ikepolicy_id"),
            (IPSEC, "base-ipsec", "ipsecpolicy_id"),
            (SERVICE, "base", "vpnservice_id"),
        ):
            (item,) = Snapshot(self.cloud(self.user)).by_name(kind, name)
            ids[key] = item["id"]
        peer = {"peer_address": "198.51.100.7", "peer_id": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": PSK}
        return {"name": "tunnel", **ids, **peer, **more}

    def after_the_post(self, kind: str, then: t.Callable[[], t.Any], processed: bool = True) -> None:
        """Do that once, right after (or, where it is not heard, instead of) the first POST of that kind."""

        def between(request: t.Any, send: t.Callable[[], t.Any]) -> t.Any:
            path = request.path_url.split("?")[0]
            if request.method != "POST" or not path.endswith(self.resource(kind).path):
                return None
            self.between = None
            answer = send() if processed else None
            then()
            if answer is None:
                raise requests.exceptions.ConnectionError("connection reset by peer")
            return answer

        self.between = between

    def lost(self) -> int:
        """How many of their objects are gone, or are not what they were."""
        return sum(_seen(self.stored(kind, item)) != _seen(item) for kind, item in self.theirs)

    def stored(self, kind: str, item: Item) -> Item | None:
        return self.cloud("admin").get(self.resource(kind), item["id"], with_secrets=True)

    def clean(self) -> None:
        cloud = self.cloud("admin")
        for kind in reversed(VPN_KINDS):
            resource = self.resource(kind)
            for item in cloud.list(resource) if resource.supported else ():
                cloud.delete(resource, item["id"])


def _text(body: Item) -> str:
    return str(body.get("description") or "")


def _seen(item: Item | None) -> Item | None:
    return item and {key: value for key, value in item.items() if key not in NOT_COMPARED}


@dataclass(frozen=True)
class Path:
    """``ends`` says for each other owner how the attempt ends: done, or a word of the error."""

    name: str
    act: t.Callable[[CheckContext], None]
    ends: t.Mapping[str, str]
    dialects: tuple[str, ...] = ("neutron", "k5")


PATHS: list[Path] = []


def path(owner: str = "", project: str = "", dialects: tuple[str, ...] = ("neutron", "k5")) -> t.Callable:
    """Enter a row into the table."""

    def enter(act: t.Callable[[CheckContext], None]) -> t.Callable:
        ends = {other_owner: end for other_owner, end in (("owner", owner), ("project", project)) if end}
        PATHS.append(Path(act.__name__, act, ends, dialects))
        return act

    return enter


def check(path: Path, place: Place, other_owner: str) -> CheckContext:
    """Make the attempt, and fail where it ends in another way, or an object is lost."""
    context = CheckContext(place, other_owner)
    context.clean()
    path.act(context)
    assert context.theirs, "nothing of theirs was there"
    assert path.ends[other_owner] in context.outcome, context.outcome
    assert "\n" not in context.outcome
    assert PSK not in context.outcome
    assert context.lost() == 0, f"{context.lost()} objects of theirs lost: {context.outcome}"
    for kind, item, stays in context.ours:
        assert (context.stored(kind, item) is not None) == stays, (kind, item["name"], context.outcome)
    return context


def points(dialect: str) -> list[tuple[Path, str]]:
    return [(row, other_owner) for row in PATHS if dialect in row.dialects for other_owner in row.ends]


# --- a single module


@path(owner="marked as b's", project="done")
def absent_by_a_shared_name(context: CheckContext) -> None:
    context.make_ours(IKE, context.other_owner == "owner", name="same")
    context.make_theirs(IKE, name="same")
    context.attempt(IKE, name="same", state="absent")


@path(project="done")
def absent_by_the_name_of_theirs(context: CheckContext) -> None:
    """A single module that names a marked object itself may delete it; another project's name is no name here."""
    context.make_theirs(IKE, name="same")
    context.attempt(IKE, name="same", state="absent")


@path(owner="marked as b's", project="done", dialects=("neutron",))
def replace_under_a_shared_name(context: CheckContext) -> None:
    policy = context.make_ours(IKE, context.other_owner == "owner", name="same")
    context.make(CONNECTION, **context.connection(ikepolicy_id=policy["id"]))
    context.make_theirs(IKE, name="same")
    context.attempt(IKE, name="same", pfs="group14", replace=True)


@path(owner="marked as b's", project="done")
def finish_an_interrupted_replacement(context: CheckContext) -> None:
    context.make_ours(IKE, True, name="same", pfs="group14")
    context.make_theirs(IKE, name="same")
    context.attempt(IKE, name="same", pfs="group14", replace=True)


@path(owner="done", project="done", dialects=("neutron",))
def replace_by_id_beside_one_of_theirs_that_fits(context: CheckContext) -> None:
    policy = context.make_ours(IKE, False, name="same")
    context.make_ours(CONNECTION, False, **context.connection(ikepolicy_id=policy["id"]))
    context.make_theirs(IKE, name="same", pfs="group14")
    context.attempt(IKE, name=policy["id"], pfs="group14", replace=True)


@path(owner="marked as b's", project="another project", dialects=("neutron",))
def replace_what_their_connection_uses(context: CheckContext) -> None:
    policy = context.make_ours(IKE, True, name="same")
    context.make_theirs(CONNECTION, **context.connection(ikepolicy_id=policy["id"]))
    context.attempt(IKE, name="same", pfs="group14", replace=True)


@path(project="another project", dialects=("neutron",))
def replace_theirs_by_its_id(context: CheckContext) -> None:
    group = context.make_theirs(GROUP, name="same", type="cidr", endpoints=["10.5.0.0/24"])
    context.attempt(GROUP, name=group["id"], endpoints=["10.6.0.0/24"], replace=True)


@path(owner="done", project="done")
def a_duplicate_of_theirs_after_the_post(context: CheckContext) -> None:
    context.after_the_post(IKE, lambda: context.make_theirs(IKE, name="same"))
    context.attempt(IKE, name="same")
    made = [item for item in context.cloud("admin").list(context.resource(IKE)) if item["name"] == "same"]
    assert len(made) == 2, "ours was taken for a duplicate of theirs"


@path(owner="connection", project="done")
def theirs_is_there_when_the_answer_to_the_post_is_lost(context: CheckContext) -> None:
    context.after_the_post(IKE, lambda: context.make_theirs(IKE, name="same"), processed=False)
    context.attempt(IKE, name="same")


@path(owner="ERROR", project="ERROR", dialects=("neutron",))
def a_failed_successor_is_rolled_back_beside_a_duplicate_of_theirs(context: CheckContext) -> None:
    body = context.connection(description="agent=ERROR")
    context.make_ours(CONNECTION, True, **{**body, "description": "agent=ACTIVE"})
    context.run(IKE, name="other-ike")
    (other,) = Snapshot(context.cloud(context.user)).by_name(IKE, "other-ike")
    context.after_the_post(CONNECTION, lambda: context.make_theirs(CONNECTION, **{**body, "ikepolicy_id": other["id"]}))
    wanted = {"ike_policy": "other-ike", "description": "agent=ERROR", "replace": True, "wait_for": "active"}
    context.attempt(CONNECTION, name="tunnel", **wanted)
    left = context.cloud("admin").list(context.resource(CONNECTION))
    assert {item["id"] for item in left} == {item["id"] for _kind, item, *_stays in (*context.ours, *context.theirs)}


@path(owner="marked as b's", project="done", dialects=("k5",))
def delete_and_create_on_k5_under_a_shared_name(context: CheckContext) -> None:
    body = context.connection()
    context.make_ours(CONNECTION, context.other_owner == "owner", **body)
    context.run(IKE, name="other-ike")
    context.make_theirs(CONNECTION, **{**body, "peer_cidrs": ["10.3.0.0/24"]})
    context.attempt(CONNECTION, name="tunnel", ike_policy="other-ike", psk=PSK, replace=True)


# --- a topology


def _topology(context: CheckContext, cloud: Cloud | None = None, **sections: t.Any) -> None:
    context.attempt("vpn_topology", cloud, **sections)


def _declared(**more: t.Any) -> dict[str, t.Any]:
    wired = {"vpn_service": "base", "ike_policy": "other-ike", "ipsec_policy": "base-ipsec", "psk": PSK}
    peer = {"peer_address": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"]}
    return {"name": "tunnel", **wired, **peer, "replace": True, **more}


@path(owner="marked as b's", project="done")
def a_topology_replaces_the_only_one_of_the_name(context: CheckContext) -> None:
    """A8 of the faults found in 1.0.0: owner a replaced the connection of owner b."""
    body = context.connection()
    context.run(IKE, name="other-ike")
    context.make_theirs(CONNECTION, **body)
    cidrs = ["10.4.0.0/24"] if context.other_owner == "project" else ["10.2.0.0/24"]
    _topology(context, owner="a", ipsec_site_connections=[_declared(peer_cidrs=cidrs)])


@path(owner="marked as b's", project="done")
def a_topology_without_owner_replaces_the_only_one_of_the_name(context: CheckContext) -> None:
    body = context.connection()
    context.run(IKE, name="other-ike")
    context.make_theirs(CONNECTION, **body)
    cidrs = ["10.4.0.0/24"] if context.other_owner == "project" else ["10.2.0.0/24"]
    _topology(context, ipsec_site_connections=[_declared(peer_cidrs=cidrs)])


@path(owner="marked as b's", project="another project", dialects=("neutron",))
def a_topology_replaces_what_their_connection_uses(context: CheckContext) -> None:
    policy = context.make_ours(IKE, True, name="same", description="[sitelink:a]")
    context.make_theirs(CONNECTION, **context.connection(ikepolicy_id=policy["id"]))
    _topology(context, owner="a", ike_policies=[{"name": "same", "pfs": "group14", "replace": True}])


@path(owner="marked as b's", project="done")
def a_topology_finishes_an_interrupted_replacement(context: CheckContext) -> None:
    context.make_ours(IKE, True, name="same", pfs="group14", description="[sitelink:a]")
    context.make_theirs(IKE, name="same")
    _topology(context, owner="a", ike_policies=[{"name": "same", "pfs": "group14", "replace": True}])


@path(owner="marked as b's", project="done")
def a_topology_removes_duplicates(context: CheckContext) -> None:
    context.make_ours(IKE, True, name="same", description="[sitelink:a]")
    context.make_theirs(IKE, name="same")
    _topology(context, owner="a", ike_policies=[{"name": "same"}])


@path(owner="done", project="done")
def a_topology_finds_a_duplicate_of_theirs_after_the_post(context: CheckContext) -> None:
    context.after_the_post(IKE, lambda: context.make_theirs(IKE, name="same"))
    _topology(context, owner="a", ike_policies=[{"name": "same"}])


@path(owner="done", project="done")
def purge(context: CheckContext) -> None:
    """Of another project's objects even those that carry this owner's mark stay."""
    context.make_ours(IKE, False, name="old", description="[sitelink:a]")
    context.make_theirs(IKE, name="old", description="[sitelink:a]" if context.other_owner == "project" else "")
    _topology(context, owner="a", purge=True, ike_policies=[{"name": "kept"}])


@path(owner="done", project="done")
def a_topology_is_absent_with_owner(context: CheckContext) -> None:
    context.make_ours(IPSEC, False, name="same", description="[sitelink:a]")
    context.make_theirs(IKE, name="same")
    absent = {"ike_policies": [{"name": "same"}], "ipsec_policies": [{"name": "same"}]}
    _topology(context, owner="a", state="absent", **absent)


@path(owner="marked as b's", project="done")
def a_topology_is_absent_without_owner(context: CheckContext) -> None:
    context.make_theirs(IKE, name="same")
    _topology(context, state="absent", ike_policies=[{"name": "same"}])


@path(owner="marked as b's", project="done")
def a_topology_is_absent_under_a_shared_name(context: CheckContext) -> None:
    context.make_ours(IKE, context.other_owner == "owner", name="same", description="[sitelink:a]")
    context.make_theirs(IKE, name="same")
    _topology(context, owner="a", state="absent", ike_policies=[{"name": "same"}])


# --- a login that names no project: A3 of the faults found in 1.0.0


def _with_admin_token(context: CheckContext, **options: t.Any) -> Cloud:
    access = context.cloud("admin").access
    auth = {"token": access.session.get_token(), "endpoint": access.endpoint}
    return context.connected(auth_type="admin_token", auth=auth, **options)


@path(project="names no project")
def purge_without_a_project(context: CheckContext) -> None:
    context.make_ours(IKE, True, name="old", description="[sitelink:a]")
    context.make_theirs(IKE, name="old", description="[sitelink:a]")
    _topology(context, _with_admin_token(context), owner="a", purge=True, ike_policies=[{"name": "kept"}])


@path(project="done")
def purge_with_the_project_given(context: CheckContext) -> None:
    context.make_ours(IKE, False, name="old", description="[sitelink:a]")
    context.make_theirs(IKE, name="old", description="[sitelink:a]")
    cloud = _with_admin_token(context, project=context.cloud("demo").project_id)
    _topology(context, cloud, owner="a", purge=True, ike_policies=[{"name": "kept"}])


@path(project="names no project")
def absent_without_a_project(context: CheckContext) -> None:
    context.make_theirs(IKE, name="same")
    context.attempt(IKE, _with_admin_token(context), name="same", state="absent")
