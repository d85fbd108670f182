# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every path that deletes, with an object beside it that carries another owner's mark or belongs to another project.

``PATHS`` is the table. A row prepares what is there, makes one attempt, and says how that ends for either stranger. The
same rows run on the embedded cloud (test_others_objects.py) and on a real Neutron (tests/support/openstack).
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

import requests
from requests.adapters import BaseAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Clock, Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Estate
from ansible_collections.sitelink.vpnaas.tests.support.bench import Wire

IKE, IPSEC, SERVICE, GROUP, CONNECTION = VPN_KINDS
STRANGERS = ("owner", "project")
PSK = "a key that stays what it is"
#: What an agent or the server itself changes.
NOT_COMPARED = {"status", "updated_at", "revision_number"}
Item = dict[str, t.Any]


class Place(t.Protocol):
    """A cloud with the users demo (project demo), admin (admin in demo) and other (project other)."""

    dialect: str

    def adapter(self) -> BaseAdapter: ...
    def auth(self, user: str, project: str) -> dict[str, t.Any]: ...
    def clock(self) -> Clock | None: ...


@dataclass
class Scene:
    """One attempt on a place; ``stranger`` says what makes an object another's: its owner's mark or its project."""

    place: Place
    stranger: str
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
        return "admin" if self.stranger == "project" else "demo"

    def transport(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        for scheme in ("http://", "https://"):
            session.mount(scheme, Wire(self.place.adapter(), self))
        return session

    def connected(self, **options: t.Any) -> Cloud:
        params = {name: option.get("default") for name, option in TASKS["vpn_topology_info"].argument_spec.items()}
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
        defaults = {name: option.get("default") for name, option in task.argument_spec.items()}
        return task.run({**defaults, **params}, Estate(cloud or self.cloud(self.user)), False)

    def attempt(self, module: str, cloud: Cloud | None = None, **params: t.Any) -> None:
        """As ``run``; how it ends becomes the outcome: done, or what the error says."""
        try:
            self.run(module, cloud, **params)
            self.outcome = "done"
        except VpnError as error:
            self.outcome = error.told
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
        if self.stranger == "owner":
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
            (item,) = Estate(self.cloud(self.user)).named(kind, name)
            ids[key] = item["id"]
        peer = {"peer_address": "198.51.100.7", "peer_id": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": PSK}
        return {"name": "tunnel", **ids, **peer, **more}

    def after_the_post(self, kind: str, then: t.Callable[[], t.Any], heard: bool = True) -> None:
        """Do that once, right after (or, where it is not heard, instead of) the first POST of that kind."""

        def between(request: t.Any, send: t.Callable[[], t.Any]) -> t.Any:
            path = request.path_url.split("?")[0]
            if request.method != "POST" or not path.endswith(self.resource(kind).path):
                return None
            self.between = None
            answer = send() if heard else None
            then()
            if answer is None:
                raise requests.exceptions.ConnectionError("connection reset by peer")
            return answer

        self.between = between

    def lost(self) -> int:
        """How many of their objects are gone, or are not what they were."""
        return sum(_seen(self.stored(kind, item)) != _seen(item) for kind, item in self.theirs)

    def stored(self, kind: str, item: Item) -> Item | None:
        return self.cloud("admin").get(self.resource(kind), item["id"])

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
    """``ends`` says for each stranger how the attempt ends: done, or a word of the error."""

    name: str
    act: t.Callable[[Scene], None]
    ends: t.Mapping[str, str]
    dialects: tuple[str, ...] = ("neutron", "k5")


PATHS: list[Path] = []


def path(owner: str = "", project: str = "", dialects: tuple[str, ...] = ("neutron", "k5")) -> t.Callable:
    """Enter a row into the table."""

    def enter(act: t.Callable[[Scene], None]) -> t.Callable:
        ends = {stranger: end for stranger, end in (("owner", owner), ("project", project)) if end}
        PATHS.append(Path(act.__name__, act, ends, dialects))
        return act

    return enter


def check(path: Path, place: Place, stranger: str) -> Scene:
    """Make the attempt, and fail where it ends in another way, or an object is lost."""
    scene = Scene(place, stranger)
    scene.clean()
    path.act(scene)
    assert scene.theirs, "nothing of theirs was there"
    assert path.ends[stranger] in scene.outcome, scene.outcome
    assert "\n" not in scene.outcome
    assert PSK not in scene.outcome
    assert scene.lost() == 0, f"{scene.lost()} objects of theirs lost: {scene.outcome}"
    for kind, item, stays in scene.ours:
        assert (scene.stored(kind, item) is not None) == stays, (kind, item["name"], scene.outcome)
    return scene


def points(dialect: str) -> list[tuple[Path, str]]:
    return [(row, stranger) for row in PATHS if dialect in row.dialects for stranger in row.ends]


# --- a single module


@path(owner="marked as b's", project="done")
def absent_by_a_shared_name(scene: Scene) -> None:
    scene.make_ours(IKE, scene.stranger == "owner", name="same")
    scene.make_theirs(IKE, name="same")
    scene.attempt(IKE, name="same", state="absent")


@path(project="done")
def absent_by_the_name_of_theirs(scene: Scene) -> None:
    """A single module that names a marked object itself may delete it; another project's name is no name here."""
    scene.make_theirs(IKE, name="same")
    scene.attempt(IKE, name="same", state="absent")


@path(owner="marked as b's", project="done", dialects=("neutron",))
def replace_under_a_shared_name(scene: Scene) -> None:
    policy = scene.make_ours(IKE, scene.stranger == "owner", name="same")
    scene.make(CONNECTION, **scene.connection(ikepolicy_id=policy["id"]))
    scene.make_theirs(IKE, name="same")
    scene.attempt(IKE, name="same", pfs="group14", replace=True)


@path(owner="marked as b's", project="done")
def finish_an_interrupted_replacement(scene: Scene) -> None:
    scene.make_ours(IKE, True, name="same", pfs="group14")
    scene.make_theirs(IKE, name="same")
    scene.attempt(IKE, name="same", pfs="group14", replace=True)


@path(owner="done", project="done", dialects=("neutron",))
def replace_by_id_beside_one_of_theirs_that_fits(scene: Scene) -> None:
    policy = scene.make_ours(IKE, False, name="same")
    scene.make_ours(CONNECTION, False, **scene.connection(ikepolicy_id=policy["id"]))
    scene.make_theirs(IKE, name="same", pfs="group14")
    scene.attempt(IKE, name=policy["id"], pfs="group14", replace=True)


@path(owner="marked as b's", project="another project", dialects=("neutron",))
def replace_what_their_connection_uses(scene: Scene) -> None:
    policy = scene.make_ours(IKE, True, name="same")
    scene.make_theirs(CONNECTION, **scene.connection(ikepolicy_id=policy["id"]))
    scene.attempt(IKE, name="same", pfs="group14", replace=True)


@path(project="another project", dialects=("neutron",))
def replace_theirs_by_its_id(scene: Scene) -> None:
    group = scene.make_theirs(GROUP, name="same", type="cidr", endpoints=["10.5.0.0/24"])
    scene.attempt(GROUP, name=group["id"], endpoints=["10.6.0.0/24"], replace=True)


@path(owner="done", project="done")
def a_twin_of_theirs_after_the_post(scene: Scene) -> None:
    scene.after_the_post(IKE, lambda: scene.make_theirs(IKE, name="same"))
    scene.attempt(IKE, name="same")
    made = [item for item in scene.cloud("admin").list(scene.resource(IKE)) if item["name"] == "same"]
    assert len(made) == 2, "ours was taken for a duplicate of theirs"


@path(owner="connection", project="done")
def theirs_is_there_when_the_answer_to_the_post_is_lost(scene: Scene) -> None:
    scene.after_the_post(IKE, lambda: scene.make_theirs(IKE, name="same"), heard=False)
    scene.attempt(IKE, name="same")


@path(owner="ERROR", project="ERROR", dialects=("neutron",))
def a_successor_that_fails_is_taken_back_beside_a_twin_of_theirs(scene: Scene) -> None:
    body = scene.connection(description="agent=ERROR")
    scene.make_ours(CONNECTION, True, **{**body, "description": "agent=ACTIVE"})
    scene.run(IKE, name="other-ike")
    (other,) = Estate(scene.cloud(scene.user)).named(IKE, "other-ike")
    scene.after_the_post(CONNECTION, lambda: scene.make_theirs(CONNECTION, **{**body, "ikepolicy_id": other["id"]}))
    wanted = {"ike_policy": "other-ike", "description": "agent=ERROR", "replace": True, "wait_for": "active"}
    scene.attempt(CONNECTION, name="tunnel", **wanted)
    left = scene.cloud("admin").list(scene.resource(CONNECTION))
    assert {item["id"] for item in left} == {item["id"] for _kind, item, *_stays in (*scene.ours, *scene.theirs)}


@path(owner="marked as b's", project="done", dialects=("k5",))
def delete_and_create_on_k5_under_a_shared_name(scene: Scene) -> None:
    body = scene.connection()
    scene.make_ours(CONNECTION, scene.stranger == "owner", **body)
    scene.run(IKE, name="other-ike")
    scene.make_theirs(CONNECTION, **{**body, "peer_cidrs": ["10.3.0.0/24"]})
    scene.attempt(CONNECTION, name="tunnel", ike_policy="other-ike", psk=PSK, replace=True)


# --- a topology


def _topology(scene: Scene, cloud: Cloud | None = None, **sections: t.Any) -> None:
    scene.attempt("vpn_topology", cloud, **sections)


def _declared(**more: t.Any) -> dict[str, t.Any]:
    wired = {"vpn_service": "base", "ike_policy": "other-ike", "ipsec_policy": "base-ipsec", "psk": PSK}
    peer = {"peer_address": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"]}
    return {"name": "tunnel", **wired, **peer, "replace": True, **more}


@path(owner="marked as b's", project="done")
def a_topology_replaces_the_only_one_of_the_name(scene: Scene) -> None:
    """A8 of the faults found in 1.0.0: owner a replaced the connection of owner b."""
    body = scene.connection()
    scene.run(IKE, name="other-ike")
    scene.make_theirs(CONNECTION, **body)
    cidrs = ["10.4.0.0/24"] if scene.stranger == "project" else ["10.2.0.0/24"]
    _topology(scene, owner="a", ipsec_site_connections=[_declared(peer_cidrs=cidrs)])


@path(owner="marked as b's", project="done")
def a_topology_without_owner_replaces_the_only_one_of_the_name(scene: Scene) -> None:
    body = scene.connection()
    scene.run(IKE, name="other-ike")
    scene.make_theirs(CONNECTION, **body)
    cidrs = ["10.4.0.0/24"] if scene.stranger == "project" else ["10.2.0.0/24"]
    _topology(scene, ipsec_site_connections=[_declared(peer_cidrs=cidrs)])


@path(owner="marked as b's", project="another project", dialects=("neutron",))
def a_topology_replaces_what_their_connection_uses(scene: Scene) -> None:
    policy = scene.make_ours(IKE, True, name="same", description="[sitelink:a]")
    scene.make_theirs(CONNECTION, **scene.connection(ikepolicy_id=policy["id"]))
    _topology(scene, owner="a", ike_policies=[{"name": "same", "pfs": "group14", "replace": True}])


@path(owner="marked as b's", project="done")
def a_topology_finishes_an_interrupted_replacement(scene: Scene) -> None:
    scene.make_ours(IKE, True, name="same", pfs="group14", description="[sitelink:a]")
    scene.make_theirs(IKE, name="same")
    _topology(scene, owner="a", ike_policies=[{"name": "same", "pfs": "group14", "replace": True}])


@path(owner="marked as b's", project="done")
def a_topology_removes_duplicates(scene: Scene) -> None:
    scene.make_ours(IKE, True, name="same", description="[sitelink:a]")
    scene.make_theirs(IKE, name="same")
    _topology(scene, owner="a", ike_policies=[{"name": "same"}])


@path(owner="done", project="done")
def a_topology_finds_a_twin_of_theirs_after_the_post(scene: Scene) -> None:
    scene.after_the_post(IKE, lambda: scene.make_theirs(IKE, name="same"))
    _topology(scene, owner="a", ike_policies=[{"name": "same"}])


@path(owner="done", project="done")
def purge(scene: Scene) -> None:
    """Of another project's objects even those that carry this owner's mark stay."""
    scene.make_ours(IKE, False, name="old", description="[sitelink:a]")
    scene.make_theirs(IKE, name="old", description="[sitelink:a]" if scene.stranger == "project" else "")
    _topology(scene, owner="a", purge=True, ike_policies=[{"name": "kept"}])


@path(owner="done", project="done")
def a_topology_is_absent_with_owner(scene: Scene) -> None:
    scene.make_ours(IPSEC, False, name="same", description="[sitelink:a]")
    scene.make_theirs(IKE, name="same")
    absent = {"ike_policies": [{"name": "same"}], "ipsec_policies": [{"name": "same"}]}
    _topology(scene, owner="a", state="absent", **absent)


@path(owner="marked as b's", project="done")
def a_topology_is_absent_without_owner(scene: Scene) -> None:
    scene.make_theirs(IKE, name="same")
    _topology(scene, state="absent", ike_policies=[{"name": "same"}])


@path(owner="marked as b's", project="done")
def a_topology_is_absent_under_a_shared_name(scene: Scene) -> None:
    scene.make_ours(IKE, scene.stranger == "owner", name="same", description="[sitelink:a]")
    scene.make_theirs(IKE, name="same")
    _topology(scene, owner="a", state="absent", ike_policies=[{"name": "same"}])


# --- a login that names no project: A3 of the faults found in 1.0.0


def _with_admin_token(scene: Scene, **options: t.Any) -> Cloud:
    access = scene.cloud("admin").access
    auth = {"token": access.session.get_token(), "endpoint": access.endpoint}
    return scene.connected(auth_type="admin_token", auth=auth, **options)


@path(project="names no project")
def purge_without_a_project(scene: Scene) -> None:
    scene.make_ours(IKE, True, name="old", description="[sitelink:a]")
    scene.make_theirs(IKE, name="old", description="[sitelink:a]")
    _topology(scene, _with_admin_token(scene), owner="a", purge=True, ike_policies=[{"name": "kept"}])


@path(project="done")
def purge_with_the_project_given(scene: Scene) -> None:
    scene.make_ours(IKE, False, name="old", description="[sitelink:a]")
    scene.make_theirs(IKE, name="old", description="[sitelink:a]")
    cloud = _with_admin_token(scene, project=scene.cloud("demo").project_id)
    _topology(scene, cloud, owner="a", purge=True, ike_policies=[{"name": "kept"}])


@path(project="names no project")
def absent_without_a_project(scene: Scene) -> None:
    scene.make_theirs(IKE, name="same")
    scene.attempt(IKE, _with_admin_token(scene), name="same", state="absent")
