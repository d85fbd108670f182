# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cloud of one end, reached from the controller: for reading only."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.access_options import access_options
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params


def snapshot_of(options: Params, logins: Logins | None = None) -> Snapshot:
    """The objects in the cloud that these connection options describe; ``logins`` are those of the run.

    Raises ``VpnError``.
    """
    return Snapshot(connect(access_options(options, "cloud"), check_mode=True, logins=logins))
