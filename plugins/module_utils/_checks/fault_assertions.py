# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The assertions on known faults of clouds, one for each of the table (see ``_schema/known_faults.py``)."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import CLOUD, WARNING, AssertionRule
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import KNOWN_FAULTS

#: id of a fault -> the assertion that the cloud does not show it
FAULT_ASSERTIONS: dict[str, AssertionRule] = {
    fault.id: AssertionRule(
        f"known-fault-{fault.id}",
        CLOUD,
        WARNING,
        f"the cloud does not have the known fault {fault.id}",
        fault.hint,
        fault.source,
    )
    for fault in KNOWN_FAULTS
}
