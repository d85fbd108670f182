# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prometheus's own tool accepts the files of docs/examples/monitoring, and the alerts fire where they should."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.integration.monitoring.tools import AMTOOL, PROMTOOL

EXAMPLES = Path(__file__).resolve().parents[3] / "docs/examples/monitoring"
RULES = yaml.safe_load((EXAMPLES / "vpn_alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
DASHBOARD = json.loads((EXAMPLES / "grafana_dashboard.json").read_text(encoding="utf-8"))
#: The metrics and their labels in openstack-exporter's exporters/neutron.go since its pull request 557.
LABELS = {
    "openstack_neutron_vpn_siteconnections": set(),
    "openstack_neutron_vpn_siteconnection": {
        "id",
        "project_id",
        "admin_state_up",
        "name",
        "vpn_service_id",
        "ike_policy_id",
        "ipsec_policy_id",
        "peer_id",
        "peer_ep_group_id",
        "local_id",
        "local_ep_group_id",
    },
    "openstack_neutron_vpn_service": {
        "id",
        "project_id",
        "subnet_id",
        "router_id",
        "admin_state_up",
        "name",
        "external_ipv4",
        "external_ipv6",
        "flavor_id",
    },
    "openstack_neutron_agent_state": {"id", "hostname", "service", "adminState", "availability_zone"},
}
#: Those that Prometheus adds, and prometheus.yml.
ADDED = {"cloud", "job", "instance"}


def promtool(*arguments: str, program: Path = PROMTOOL) -> str:
    done = subprocess.run([program, *arguments], cwd=EXAMPLES, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "--lint=all", "--lint-fatal", "vpn_alerts.yml"),
        ("test", "rules", "vpn_alerts_test.yml"),
    ],
    ids=" ".join,
)
def test_promtool_accepts(arguments):
    assert "SUCCESS" in promtool(*arguments)


def test_amtool_accepts_the_configuration_of_alertmanager():
    assert "SUCCESS" in promtool("check-config", "alertmanager.yml", program=AMTOOL)


def test_every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not():
    tests = yaml.safe_load((EXAMPLES / "vpn_alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    tried = [(case["alertname"], bool(case["exp_alerts"])) for test in tests for case in test["alert_rule_test"]]
    assert set(tried) == {(rule["alert"], fires) for rule in RULES for fires in (True, False)}


def queries() -> list[str]:
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return panels + [rule["expr"] for rule in RULES]


def test_only_what_the_exporter_exports_is_asked_for():
    for query in queries():
        for metric, matchers in re.findall(r"(openstack_\w+)(?:\{([^}]*)\})?", query):
            assert set(re.findall(r"(\w+)\s*=", matchers)) <= LABELS[metric] | ADDED, query


def test_the_panels_of_the_dashboard_are_queries(tmp_path):
    """Grafana's variables are texts to it: with a value in their place every query is one to Prometheus."""
    rules = [
        {"record": f"panel:{number}", "expr": query.replace("$cloud", ".*")} for number, query in enumerate(queries())
    ]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), encoding="utf-8")
    assert f"{len(rules)} rules found" in promtool("check", "rules", str(file))
