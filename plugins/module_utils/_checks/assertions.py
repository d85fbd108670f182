# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of assertions that a validation makes: id, severity, statement, remedy and source of each.

``end_assertions.py`` has those on two ends that must agree. Those on baselines and on known faults come from their own
tables (``baselines.py``, ``_schema/known_faults.py``): their ids begin with ``baseline-`` and ``known-fault-``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import (
    Assertion,
    AssertionSeverity,
    Outcome,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE


@dataclass(frozen=True)
class AssertionRule:
    """One entry of the catalogue."""

    #: stable, in kebab-case: users select by it
    id: str
    #: the kind of the objects that it is about; "cloud" for a whole cloud
    kind: str
    #: what it means if it fails; a single row may be milder
    severity: AssertionSeverity
    #: what must hold, as a sentence without a full stop
    statement: str
    #: what to do where it does not, as a sentence
    remedy: str
    #: the document, upstream file or test that it comes from
    source: str

    def passed(self, name: str, msg: str, expected: str = "", kind: str = "") -> Assertion:
        """The row of an object that is as it must be; ``expected`` is what was found too."""
        return Assertion(
            self.id, self.severity, Outcome.PASSED, kind or self.kind, name, expected or self.statement, expected, msg
        )

    def failed(
        self,
        name: str,
        msg: str,
        expected: str = "",
        actual: str = "",
        severity: AssertionSeverity | None = None,
        remedy: str = "",
        kind: str = "",
    ) -> Assertion:
        """The row of an object that is not; severity and remedy are the rule's unless given."""
        return Assertion(
            self.id,
            severity or self.severity,
            Outcome.FAILED,
            kind or self.kind,
            name,
            expected or self.statement,
            actual,
            msg,
            remedy or self.remedy,
        )

    def not_checked(self, name: str, msg: str, remedy: str = "", kind: str = "") -> Assertion:
        """The row of what could not be read: it is never a pass."""
        return Assertion(
            self.id,
            self.severity,
            Outcome.NOT_CHECKED,
            kind or self.kind,
            name,
            self.statement,
            "unknown",
            msg,
            remedy,
        )


ERROR, WARNING, INFO = AssertionSeverity.ERROR, AssertionSeverity.WARNING, AssertionSeverity.INFO
CLOUD = "cloud"

CLOUD_READABLE = AssertionRule(
    "cloud-readable",
    CLOUD,
    ERROR,
    "the cloud answers, and the login may read its VPN objects",
    "Correct the access to the cloud, or the role of the login, and validate again.",
    "neutron_vpnaas/policies/*.py",
)
DECLARATION_VALID = AssertionRule(
    "declaration-valid",
    CLOUD,
    ERROR,
    "the declaration has no fault",
    "Correct the declaration.",
    "the checks of vpn_topology",
)
DECLARED_EXISTS = AssertionRule(
    "declared-exists", CLOUD, ERROR, "what is declared exists", "Run vpn_topology.", "the plan of vpn_topology"
)
DECLARED_ABSENT = AssertionRule(
    "declared-absent",
    CLOUD,
    ERROR,
    "what is declared absent does not exist",
    "Run vpn_topology.",
    "the plan of vpn_topology",
)
DECLARED_EQUAL = AssertionRule(
    "declared-equal",
    CLOUD,
    ERROR,
    "what is stored equals what is declared",
    "Run vpn_topology, or correct the declaration.",
    "the plan of vpn_topology",
)
DECLARED_ONLY = AssertionRule(
    "declared-only",
    CLOUD,
    WARNING,
    "what exists is declared",
    "Declare the object, or delete it.",
    "the plan of vpn_topology",
)
SWITCHED_ON = AssertionRule(
    "switched-on",
    CONNECTION,
    ERROR,
    "the connection, its VPN service and its router are switched on",
    "Set admin_state_up: true.",
    "neutron-vpnaas 29 with strongSwan: the process of a VPN service that is switched off is stopped; that of a"
    " connection has no effect there, other drivers may differ",
)
STATUS_ACTIVE = AssertionRule(
    "status-active",
    CONNECTION,
    ERROR,
    "the connection is ACTIVE by the deadline",
    "The playbook sitelink.vpnaas.diagnose looks for the cause.",
    "Networking API v2.0, VPNaaS: status",
)
SERVICE_STATUS = AssertionRule(
    "service-status",
    SERVICE,
    ERROR,
    "the VPN service is not in ERROR",
    "Look at the VPN agent's log, or delete the service and create it again.",
    "Networking API v2.0, VPNaaS: status",
)
ADDRESS_FRESH = AssertionRule(
    "address-fresh",
    SERVICE,
    ERROR,
    "the address of the VPN service is still its router's",
    "Create a new VPN service, which takes up the new address, and tell the peers.",
    "neutron_vpnaas/services/vpn/service_drivers/base_ipsec.py copies the address when the service is created",
)
AGENT_ALIVE = AssertionRule(
    "agent-alive",
    SERVICE,
    ERROR,
    "an agent that is alive and switched on hosts the router",
    "Ask the operator to start the agent.",
    "Networking API v2.0: agents that host a router",
)
QUOTA_HEADROOM = AssertionRule(
    "quota-headroom",
    CLOUD,
    ERROR,
    "the quota of the project has room for what is declared, and for one object more",
    "Ask the operator for a larger quota, or delete what is not needed.",
    "Networking API v2.0: quotas; a replacement creates the new object before it deletes the old one",
)
ASSERTIONS: tuple[AssertionRule, ...] = (
    CLOUD_READABLE,
    DECLARATION_VALID,
    DECLARED_EXISTS,
    DECLARED_ABSENT,
    DECLARED_EQUAL,
    DECLARED_ONLY,
    SWITCHED_ON,
    STATUS_ACTIVE,
    SERVICE_STATUS,
    ADDRESS_FRESH,
    AGENT_ALIVE,
    QUOTA_HEADROOM,
)
