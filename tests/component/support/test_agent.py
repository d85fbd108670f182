# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the stand-in for the VPN agent reports, and when. Neutron's plugin is two lists here."""

from __future__ import annotations

import pytest
from rig import agent as module
from rig.agent import Agent


class Plugin:
    """The four methods of neutron_vpnaas' plugin that the agent uses."""

    def __init__(self):
        self.service = {"id": "s", "admin_state_up": True, "status": "PENDING_CREATE"}
        self.connections = {}

    def get_vpnservices(self, context, filters):
        return [dict(self.service)]

    def get_ipsec_site_connections(self, context, filters):
        return [dict(connection) for connection in self.connections.values()]

    def update_status_by_agent(self, context, messages):
        for message in messages:
            self.service["status"] = message["status"]
            for identifier, result in message["ipsec_site_connections"].items():
                # A connection deleted meanwhile is passed over, as Neutron does.
                self.connections.get(identifier, {})["status"] = result["status"]


class ReportingAgent:
    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)
        self.plugin = Plugin()
        self.agent = Agent(self.plugin, object, "DOWN:0")

    def write(self, identifier="c", description="", up=True):
        existing = self.plugin.connections.setdefault(identifier, {"id": identifier, "status": "PENDING_CREATE"})
        existing.update(description=description, admin_state_up=up)
        self.agent.vpnservice_updated(None, "r")

    def switch(self, up):
        self.plugin.service["admin_state_up"] = up
        self.agent.vpnservice_updated(None, "r")

    def at(self, moment):
        self.now = moment
        self.agent.report()
        statuses = [connection["status"] for connection in self.plugin.connections.values()]
        return (self.plugin.service["status"], *statuses)


@pytest.fixture
def reporting(monkeypatch):
    return ReportingAgent(monkeypatch)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("", {0: ("ACTIVE", "DOWN")}),
        ("to Berlin agent=ACTIVE [owner]", {0: ("ACTIVE", "ACTIVE")}),
        ("agent=ERROR:2", {0: ("PENDING_CREATE", "PENDING_CREATE"), 2: ("ACTIVE", "ERROR")}),
        (
            "agent=DOWN:1,ACTIVE:2.5",
            {0.9: ("PENDING_CREATE", "PENDING_CREATE"), 1: ("ACTIVE", "DOWN"), 3: ("ACTIVE", "ACTIVE")},
        ),
        ("agent=never", {99: ("PENDING_CREATE", "PENDING_CREATE")}),
        ("myagent=ACTIVE", {0: ("ACTIVE", "DOWN")}),
    ],
)
def test_a_marker_in_the_description_orders_the_reports(reporting, description, expected):
    reporting.write(description=description)
    assert {moment: reporting.at(moment) for moment in expected} == expected


def test_an_update_leaves_the_status_and_a_changed_marker_is_a_new_order(reporting):
    reporting.write(description="agent=ACTIVE")
    reporting.at(0)
    reporting.plugin.connections["c"]["status"] = "ERROR"
    reporting.write(description="another agent=ACTIVE")
    assert reporting.at(1) == ("ACTIVE", "ERROR")
    reporting.write(description="agent=DOWN:1")
    assert reporting.at(1) == ("ACTIVE", "ERROR")
    assert reporting.at(2) == ("ACTIVE", "DOWN")


def test_a_changed_marker_cancels_what_was_still_to_come(reporting):
    reporting.write(description="agent=ACTIVE:5")
    reporting.at(0)
    reporting.write(description="agent=DOWN:1")
    assert reporting.at(9) == ("ACTIVE", "DOWN")


def test_a_lone_connection_that_is_off_stays_pending_until_another_comes(reporting):
    reporting.write(description="agent=ACTIVE", up=False)
    assert reporting.at(0) == ("DOWN", "PENDING_CREATE")
    reporting.write("second")
    assert reporting.at(0) == ("ACTIVE", "ACTIVE", "DOWN")


def test_switching_the_service_takes_all_down_and_up_again(reporting):
    reporting.write(description="agent=ACTIVE")
    reporting.at(0)
    reporting.write("pending", description="agent=ACTIVE:60")
    reporting.at(0)
    reporting.switch(False)
    assert reporting.at(1) == ("DOWN", "DOWN", "PENDING_CREATE")
    reporting.switch(True)
    assert reporting.at(2) == ("ACTIVE", "ACTIVE", "PENDING_CREATE")
    assert reporting.at(99) == ("ACTIVE", "ACTIVE", "ACTIVE")


def test_without_connections_nothing_is_reported(reporting):
    reporting.write(description="agent=ACTIVE:1")
    reporting.at(0)
    del reporting.plugin.connections["c"]
    reporting.agent.vpnservice_updated(None, "r")
    assert reporting.at(0) == ("PENDING_CREATE",)
