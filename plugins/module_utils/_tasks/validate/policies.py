# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies that a validation looks at, against baselines."""

from __future__ import annotations

import typing as t
from datetime import datetime, timezone

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import existing_policies
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import evaluate, unreadable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.gaps import policy_gaps
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.scope import labels

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.scope import Scope


def policy_rows(
    contents: Contents, scope: Scope, baselines: t.Sequence[Baseline], connections: t.Sequence[ApiObject]
) -> t.Iterator[Assertion]:
    """A row for each baseline, policy and option, and for each policy that is not checked."""
    today = datetime.now(timezone.utc).date()
    for kind in POLICIES if baselines else ():
        try:
            policies = existing_policies(contents.snapshot, [kind])
        except VpnError as error:
            yield from unreadable(baselines, kind, str(error))
            continue
        wanted = labels(scope.policies(contents, kind))
        yield from evaluate(baselines, [one for one in policies if one.name in wanted], today)
        yield from policy_gaps(contents, scope, kind, baselines, connections)
