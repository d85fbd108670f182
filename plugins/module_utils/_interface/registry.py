# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module by name, with its options and its task. Module, action plugin and tests use it."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface import argspec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.access_options import access_options
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.playbook_argspec import (
    migration_spec,
    playbook_spec,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.task import migrate, validate_migration
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.task import check_playbook, operate
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure, info, validate_input
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.declaration import declare
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.task import check_validation, validate

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        Params,
        Progress,
        Result,
    )
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

    #: ``open_snapshot(params, check_mode)``.
    OpenSnapshot: t.TypeAlias = t.Callable[[Params, bool], Snapshot]


def _no_checks(_params: Params) -> None:
    """For a module that only reads."""


@dataclass(frozen=True)
class Task:
    """``run(params, snapshot, check_mode, progress)`` returns the result; ``check(params)`` finds faults before the
    login. Both raise ``VpnError``."""

    argument_spec: argspec.ArgumentSpec
    run: t.Callable[..., Result]
    check: t.Callable[[Params], object] = _no_checks
    #: ``run`` finds what ``check`` finds, and reports it together with the faults that only the cloud shows
    collects_faults: bool = False

    def execute(
        self, params: Params, check_mode: bool, open_snapshot: OpenSnapshot, progress: Progress | None = None
    ) -> Result:
        """The task's result, the warnings of the login in it. ``open_snapshot(params, check_mode)`` logs in.

        Raises ``VpnError``.
        """
        if not self.collects_faults:
            self.check(params)
        try:
            snapshot = open_snapshot(params, check_mode)
            result = self.run(params, snapshot, check_mode, progress)
        except InvalidInput:
            raise
        except VpnError as error:
            # Where the cloud cannot be asked, the declaration's own faults are reported nevertheless. With a plan the
            # cloud was asked, and a value that an object holds is not wrong.
            if "plan" not in error.details:
                self.check(params)
            raise
        warnings = [*snapshot.cloud.access.warnings, *result.get("warnings", ())]
        return {**result, "warnings": warnings} if warnings else result


class OpenedClouds:
    """The snapshots that a task opened, and the warnings on how their clouds are reached."""

    def __init__(self, open_snapshot: OpenSnapshot, check_mode: bool) -> None:
        self._open, self._check_mode = open_snapshot, check_mode
        self._opened: list[Snapshot] = []

    def open(self, params: Params) -> Snapshot:
        """The snapshot of the cloud that the options of access lead to. Raises ``VpnError``."""
        self._opened.append(self._open(params, self._check_mode))
        return self._opened[-1]

    def open_own(self, params: Params) -> Snapshot:
        """That of a playbook's variable ``vpn_cloud``."""
        return self._open_named("vpn_cloud", params)

    def open_peer(self, params: Params) -> Snapshot:
        """That of the option ``peer_cloud``: what leads to the task's own cloud must not lead to the other."""
        access = {name: option.get("default") for name, option in argspec.CLOUD_OPTIONS.items()}
        return self._open_named("vpn_peer_cloud", {**params, **access, "cloud": params["peer_cloud"]})

    def _open_named(self, variable: str, params: Params) -> Snapshot:
        try:
            return self.open(params)
        except InvalidInput as error:
            faults = [re.sub(r"^cloud\b", variable, fault) for fault in error.faults]
            raise InvalidInput(faults, **error.details) from None

    def with_warnings(self, result: Result) -> Result:
        """The result with each warning once."""
        warnings = [warning for snapshot in self._opened for warning in snapshot.cloud.access.warnings]
        return {**result, "warnings": list(dict.fromkeys(warnings))} if warnings else result


class PlaybookTask(Task):
    """A task that reads one or two clouds, and reports one that does not answer in its text."""

    def execute(
        self, params: Params, check_mode: bool, open_snapshot: OpenSnapshot, progress: Progress | None = None
    ) -> Result:
        """The task's result; it only reads. Raises ``MissingLibrary`` and ``InvalidInput``."""
        self.check(params)
        clouds = OpenedClouds(open_snapshot, True)
        return clouds.with_warnings(
            self.run(params, partial(clouds.open_own, params), partial(clouds.open_peer, params))
        )


class ValidationTask(Task):
    """A task that reads its own cloud and those of its peers; one that does not answer is a finding."""

    def execute(
        self, params: Params, check_mode: bool, open_snapshot: OpenSnapshot, progress: Progress | None = None
    ) -> Result:
        """The task's result; it only reads. Raises ``VpnError``."""
        given = [peer["cloud"] for peer in params.get("peers") or () if peer.get("cloud") is not None]
        peers = {id(cloud): access_options(cloud, "peers: cloud") for cloud in given}
        self.check(params)
        clouds = OpenedClouds(open_snapshot, True)

        def open_peer(cloud: Params) -> Snapshot:
            return clouds.open(peers[id(cloud)])

        result = self.run(params, partial(clouds.open, params), open_peer, check_mode, progress)
        return clouds.with_warnings(result)


class MigrationTask(Task):
    """A task that writes both clouds."""

    def execute(
        self, params: Params, check_mode: bool, open_snapshot: OpenSnapshot, progress: Progress | None = None
    ) -> Result:
        """The task's result. Raises ``VpnError``."""
        self.check(params)
        clouds = OpenedClouds(open_snapshot, check_mode)
        own, peer = partial(clouds.open_own, params), partial(clouds.open_peer, params)
        return clouds.with_warnings(self.run(params, own, peer, check_mode=check_mode, progress=progress))


TASKS: dict[str, Task] = {
    **{
        kind: Task(argspec.resource_spec(resource), partial(ensure, resource), partial(validate_input, resource))
        for kind, resource in VPN_KINDS.items()
    },
    **{
        f"{kind}_info": Task(argspec.info_spec(resource), partial(info, resource))
        for kind, resource in VPN_KINDS.items()
    },
    "vpn_topology": Task(argspec.topology_spec(), converge, declare, collects_faults=True),
    "vpn_topology_info": Task(argspec.export_spec(), export),
    "vpn_topology_validate": ValidationTask(argspec.validation_spec(), validate, check_validation),
    "playbook_text": PlaybookTask(playbook_spec(), operate, check_playbook),
    "crypto_migration": MigrationTask(migration_spec(), migrate, validate_migration),
}
