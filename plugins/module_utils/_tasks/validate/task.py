# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task of vpn_topology_validate: parameters in, assertions and summary out. It never writes."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import CLOUD_READABLE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import load
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, MissingLibrary, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import RELEASES, neutron_release
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import too_small
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.peer_faults import peer_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.planned import planned_rows
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.rows import Rows, Selection
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.validation import THIS_CLOUD, Validation

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        Params,
        Progress,
        Result,
    )
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.read_peers import OpenPeer

    OpenOwn: t.TypeAlias = t.Callable[[], Snapshot]


def check_validation(params: Params) -> None:
    """Raise ``InvalidInput`` with every fault in the options, before the login."""
    faults = list(peer_faults(params.get("peers") or []))
    baselines: list[Baseline] = []
    try:
        baselines = _baselines(params)
        Selection(params, baselines)
    except InvalidInput as error:
        faults += error.faults
    release = params.get("release")
    if release is not None and neutron_release(release) is None:
        faults.append(
            f'release: "{release}" is no release: write Neutron\'s number, such as 29, or {", ".join(RELEASES)}'
        )
    faults += too_small(params, timeout=0)
    if faults:
        raise InvalidInput(faults)


def validate(
    params: Params, open_own: OpenOwn, open_peer: OpenPeer, check_mode: bool, progress: Progress | None = None
) -> Result:
    """``assertions`` and ``summary``. In check mode what would be tested, without a request.

    Raises ``VpnError``, with both in its details, where an assertion failed that ``fail_on`` names.
    """
    baselines = _baselines(params)
    rows = Rows(Selection(params, baselines))
    if check_mode:
        rows.add(*planned_rows(params, baselines))
        rows.add_missing()
        return rows.result()
    try:
        snapshot = open_own()
    except MissingLibrary:
        raise
    except VpnError as error:
        rows.add(CLOUD_READABLE.failed(THIS_CLOUD, f"The cloud cannot be read: {error.message_with_hint}"))
        rows.add(*planned_rows(params, baselines, "not checked, since the cloud cannot be read"))
    else:
        with snapshot.cloud.reading_only():
            Validation(params, rows, snapshot, baselines, open_peer, progress).run()
        rows.add_missing()
    failing = rows.failing(params["fail_on"])
    if failing:
        raise VpnError(rows.message(failing), **rows.result())
    return rows.result()


def _baselines(params: Params) -> list[Baseline]:
    return [] if params.get("baseline") is None else load(params["baseline"])
