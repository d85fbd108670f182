# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's playbooks in real runs, as an operator types them, on an embedded cloud."""

from __future__ import annotations

import json
import stat
from base64 import b64encode

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate

KEYS = ("secret-of-branch-7", "secret-of-lab-9")
ACCESS = ("-e", "vpn_cloud=embedded")
BRANCH7 = (*ACCESS, "-e", "vpn_connection=branch7")


def topology(access, **lab9):
    """branch7 and lab9 are the two ends of one tunnel."""
    policies = {"ike_policy": "ike", "ipsec_policy": "ipsec"}
    return {
        "cloud": access,
        "ike_policies": [
            {"name": "ike", "ike_version": "v2"},
            {"name": "ike-aes256", "encryption_algorithm": "aes-256"},
        ],
        "ipsec_policies": [{"name": "ipsec"}],
        "vpn_services": [
            {"name": "office", "router": "edge", "subnet": "office"},
            {"name": "lab", "router": "edge2", "subnet": "lab"},
        ],
        "ipsec_site_connections": [
            {
                "name": "branch7",
                "vpn_service": "office",
                "peer_address": "203.0.113.11",
                "peer_cidrs": ["10.9.0.0/24"],
                "psk": KEYS[0],
                **policies,
            },
            {
                "name": "lab9",
                "vpn_service": "lab",
                "peer_address": "203.0.113.10",
                "peer_cidrs": ["10.1.0.0/24"],
                "psk": KEYS[0],
                **policies,
                **lab9,
            },
        ],
    }


@pytest.fixture
def tunnel(site):
    """A site whose cloud has the tunnel, and a way to make the two ends differ."""

    def make(**lab9):
        task = TASKS["vpn_topology"]
        given = validate(task.argument_spec, topology(site.access, **lab9)).validated_parameters
        task.execute(given, False, lambda params, check_mode: Snapshot(connect(params, check_mode)))
        return site

    return make


def run(site, playbook, *arguments, **environment):
    """(what it printed, exit code); never a traceback or a key."""
    output, code = site.play(f"sitelink.vpnaas.{playbook}", *arguments, **environment)
    assert "Traceback" not in output, output
    assert not any(key in output for key in KEYS), "a key was printed"
    return output, code


def stored_keys(site):
    return {item["name"]: item["psk"] for item in site.cloud.store.all("ipsec_site_connections")}


# --- status and diagnose


def test_from_status_to_the_cause_in_two_commands(tunnel):
    site = tunnel(ike_policy="ike-aes256")
    output, code = run(site, "status", *ACCESS)
    assert code == 0, output
    assert "2 IPsec site connections: 2 DOWN" in output
    assert "branch7  DOWN    up     203.0.113.11  10.1.0.0/24     10.9.0.0/24      office   edge" in output
    (command,) = [line for line in output.splitlines() if line.startswith("Why branch7 is not up: ")]
    _why, _colon, command = command.partition(": ansible-playbook ")
    playbook, *arguments = command.split()
    output, code = site.play(playbook, *arguments, "-e", "vpn_peer_cloud=embedded")
    assert code == 0, output
    likely = next(line for line in output.splitlines() if line.startswith("Likely cause: "))
    assert "encryption_algorithm aes-128 and aes-256" in likely


def test_status_takes_filters(tunnel):
    site = tunnel()
    output, code = run(site, "status", *ACCESS, "-e", "vpn_status=ACTIVE,ERROR")
    assert code == 0 and "None of 2 IPsec site connections has that status." in output, output
    output, code = run(site, "status", *BRANCH7, "-e", "vpn_status=DOWN")
    assert code == 0 and "branch7" in output and "lab9" not in output, output


def test_a_key_that_differs_is_named_and_not_shown(tunnel):
    site = tunnel(psk=KEYS[1])
    output, code = run(site, "diagnose", *BRANCH7, "-e", "vpn_peer_cloud=embedded", "-vvv")
    assert code == 0 and "Likely cause: the pre-shared keys differ" in output, output


@pytest.mark.long
def test_with_the_module_instead_of_the_engine(tunnel):
    site = tunnel(psk=KEYS[1])
    output, code = run(
        site,
        "diagnose",
        *BRANCH7,
        "-e",
        "vpn_peer_cloud=embedded",
        SITELINK_VPNAAS_IN_PROCESS="0",
        OS_CLIENT_CONFIG_FILE=str(site.folder / "clouds.yaml"),
    )
    assert code == 0 and "Likely cause: the pre-shared keys differ" in output, output


# --- bad input


@pytest.mark.first_case_only
@pytest.mark.parametrize(
    ("playbook", "arguments", "wanted"),
    [
        ("status", ["-e", "vpn_clowd=embedded"], 'no variable "vpn_clowd": did you mean vpn_cloud?'),
        ("status", ["-e", "cloud=embedded"], 'no variable "cloud": did you mean vpn_cloud?'),
        ("status", [*ACCESS, "-e", "vpn_status=DOWM"], "vpn_status"),
        ("diagnose", ACCESS, "give the variable vpn_connection, name or id of the connection"),
        ("diagnose", [*ACCESS, "-e", "vpn_conection=branch7"], "did you mean vpn_connection?"),
        ("peer_config", [*BRANCH7, "-e", "vpn_psk=secret"], "vpn_psk needs vpn_dest beside it"),
        ("rotate_psk", BRANCH7, "give one of the variables vpn_psk, vpn_dest"),
        ("status", ["-e", "vpn_cloud=nowhere"], 'There is no cloud named "nowhere"'),
        ("diagnose", [*ACCESS, "-e", "vpn_connection=branch8"], 'There is no IPsec site connection named "branch8"'),
        ("peer_config", [*BRANCH7, "-e", "vpn_target=ios-xe"], "Cisco IOS-XE needs outside_interface"),
        ("status", [*ACCESS, "-e", "vpn_connection=branch8"], 'There is no IPsec site connection named "branch8"'),
        ("report", ["-e", '{"vpn_cloud": 5}'], "vpn_cloud must be the name of a cloud"),
        ("report", [*ACCESS, "-e", '{"vpn_dest": ["a.html"]}'], "vpn_dest: YAML read a list, not text"),
        ("peer_config", [*BRANCH7, "-e", "vpn_dest=nowhere/a.conf"], "vpn_dest: there is no folder"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(playbook, arguments, wanted, tunnel):
    output, code = run(tunnel(), playbook, *arguments)
    assert code != 0 and wanted in " ".join(output.split()), output


def test_a_cloud_that_does_not_answer_is_a_finding(site):
    clouds = yaml.safe_load((site.folder / "clouds.yaml").read_text(encoding="utf-8"))
    clouds["clouds"]["embedded"]["auth"]["auth_url"] = "http://127.0.0.1:9/v3"
    (site.folder / "clouds.yaml").write_text(yaml.safe_dump(clouds), encoding="utf-8")
    for playbook in ("status", "diagnose"):
        output, code = run(site, playbook, *(ACCESS if playbook == "status" else BRANCH7))
        found = [line for line in output.splitlines() if line.startswith('Cloud "embedded" does not answer: ')]
        assert code != 0 and len(found) == 1, output


def test_a_terminal_obeys_no_name(tunnel):
    site = tunnel()
    next(item for item in site.cloud.store.all("vpnservices") if item["name"] == "office")["name"] = (
        "off\x1b[2Jice {{ 6 * 7 }}"
    )
    output, code = run(site, "status", *ACCESS)
    assert code == 0 and "off?[2Jice {{ 6 * 7 }}" in output and "\x1b[2J" not in output, output


# --- peer_config


def test_peer_config_prints_the_configuration_without_a_key(tunnel):
    output, code = run(tunnel(), "peer_config", *BRANCH7)
    assert code == 0 and "remote_ts = 10.1.0.0/24\n" in output and "<PRE-SHARED KEY>" in output, output


def test_peer_config_writes_a_file_with_the_key(tunnel):
    site = tunnel()
    (site.folder / "keys.yml").write_text(f"vpn_psk: {KEYS[0]}\n", encoding="utf-8")
    wanted = [*BRANCH7, "-e", "@keys.yml", "-e", "vpn_dest=peer.conf", "-vvv", "--diff"]
    output, code = run(site, "peer_config", *wanted, "--check")
    assert code == 0 and not (site.folder / "peer.conf").exists(), output
    output, code = run(site, "peer_config", *wanted)
    written = site.folder / "peer.conf"
    text = written.read_text(encoding="utf-8")
    assert code == 0 and "PRE-SHARED KEY" not in text and b64encode(KEYS[0].encode()).decode() in text, output
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert f"The configuration is in {written}" in output


def test_settings_of_a_target(tunnel):
    settings = json.dumps({"vpn_settings": {"outside_interface": "Gi1", "tunnel_interface": "Tunnel7"}})
    output, code = run(tunnel(), "peer_config", *BRANCH7, "-e", "vpn_target=ios-xe", "-e", settings)
    assert code == 0 and "interface Tunnel7" in output, output


def test_missing_settings_are_named_with_the_argument_that_gives_them(tunnel):
    """A user of a FortiGate read which settings were missing, and not how to give them."""
    output, code = run(tunnel(), "peer_config", *BRANCH7, "-e", "vpn_target=fortios")
    assert code != 0, output
    assert "vpn_settings: FortiOS needs outside_interface" in output, "the filter's option was named"
    assert """: -e '{"vpn_settings": {"outside_interface": "...", "inside_interface": "..."}}'""" in output


@pytest.mark.long
def test_a_peer_behind_nat_binds_to_its_own_address(tunnel):
    site = tunnel()
    arguments = [*BRANCH7, "-e", "vpn_target=vyos", "-e", "vpn_own_address=192.168.0.2"]
    output, code = run(site, "peer_config", *arguments, "-e", "vpn_dest=peer.vyos")
    text = (site.folder / "peer.vyos").read_text(encoding="utf-8")
    assert code == 0 and "peer branch7 local-address '192.168.0.2'" in text, output
    output, code = run(site, "peer_config", *arguments)
    assert code == 0 and "peer branch7 local-address '192.168.0.2'" in output, output


@pytest.mark.long
def test_how_to_remove_a_configuration(tunnel):
    site = tunnel()
    arguments = [*BRANCH7, "-e", "vpn_target=vyos", "-e", "vpn_state=absent"]
    output, code = run(site, "peer_config", *arguments)
    assert code == 0 and "\ndelete vpn ipsec site-to-site peer branch7\n" in output, output
    output, code = run(site, "peer_config", *arguments, "-e", "vpn_dest=remove.vyos")
    assert code == 0 and "delete vpn ipsec" in (site.folder / "remove.vyos").read_text(encoding="utf-8"), output


# --- rotate_psk


def test_the_plan_is_printed_before_anything_is_written(tunnel):
    site = tunnel()
    (site.folder / "keys.yml").write_text(f"vpn_psk: {KEYS[1]}\n", encoding="utf-8")
    output, code = run(site, "rotate_psk", *BRANCH7, "-e", "@keys.yml", "--check", "--diff", "-vvv")
    assert code == 0 and "from the variable vpn_psk; it is never printed" in output, output
    assert stored_keys(site) == {"branch7": KEYS[0], "lab9": KEYS[0]}
    output, code = run(site, "rotate_psk", *BRANCH7, "-e", "@keys.yml", "--diff", "-vvv")
    assert code == 0 and output.index("it is never printed") < output.index("has the new key now"), output
    assert stored_keys(site) == {"branch7": KEYS[1], "lab9": KEYS[0]}
    output, code = run(site, "rotate_psk", *BRANCH7, "-e", "@keys.yml")
    assert code == 0 and "had this key already" in output and "changed=0" in output, output


def test_both_ends_get_a_generated_key(tunnel):
    site = tunnel()
    arguments = [*BRANCH7, "-e", "vpn_peer_cloud=embedded", "-e", "vpn_dest=new.psk", "-vvv", "--diff"]
    output, code = run(site, "rotate_psk", *arguments, "--check")
    assert code == 0 and "generated into the new file" in output, output
    assert not (site.folder / "new.psk").exists() and set(stored_keys(site).values()) == {KEYS[0]}
    output, code = run(site, "rotate_psk", *arguments)
    key = (site.folder / "new.psk").read_text(encoding="utf-8").strip()
    assert code == 0 and key not in output, output
    assert stored_keys(site) == {"branch7": key, "lab9": key}


def test_a_key_that_is_refused_is_written_to_neither_end(tunnel):
    site = tunnel()
    output, code = run(site, "rotate_psk", *BRANCH7, "-e", json.dumps({"vpn_psk": "x" * 300}))
    assert code != 0 and "x" * 300 not in output, output
    assert stored_keys(site) == {"branch7": KEYS[0], "lab9": KEYS[0]}


def test_a_run_that_stops_half_way_says_which_end_has_which_key(tunnel):
    """The failure named the id of one end, and nothing said that the other one had the new key."""
    site = tunnel()
    lab9 = next(item for item in site.cloud.store.all("ipsec_site_connections") if item["name"] == "lab9")
    site.cloud.fail(method="PUT", path=f"*{lab9['id']}", do="answer", status=409)
    (site.folder / "keys.yml").write_text(f"vpn_psk: {KEYS[1]}\n", encoding="utf-8")
    arguments = [*BRANCH7, "-e", "vpn_peer_cloud=embedded", "-e", "@keys.yml"]
    output, code = run(site, "rotate_psk", *arguments)
    assert code != 0 and stored_keys(site) == {"branch7": KEYS[1], "lab9": KEYS[0]}, output
    assert 'IPsec site connection "branch7", cloud "embedded": has the new key now' in output
    assert 'IPsec site connection "lab9", cloud "embedded": not written, Could not update' in output
    assert "Run this again with the same key" in output
    output, code = run(site, "rotate_psk", *arguments)
    assert code == 0 and stored_keys(site) == {"branch7": KEYS[1], "lab9": KEYS[1]}, output


# --- audit


def baseline(**rules):
    return ("-e", json.dumps({"vpn_baseline": {"name": "ours", **rules}}))


def test_an_audit_prints_the_findings_writes_them_and_fails(tunnel):
    site = tunnel()
    rules = baseline(forbid={"encryption_algorithm": ["aes-128"]}, prefer={"pfs": ["group20"]})
    for name in ("audit.html", "audit.md", "audit.json", "audit.xml"):
        output, code = run(site, "audit", *ACCESS, *rules, "-e", f"vpn_dest={name}", "-vvv", "--diff")
        assert code != 0, output
        assert 'IKE policy "ike", used by branch7, lab9\n' in output
        assert "  error    encryption_algorithm: aes-128 -> any but aes-128  (forbidden by ours)\n" in output
        assert "2 errors, 2 warnings, 1 for information in 3 of 3 policies; 1 passed, 0 not checked." in output
        text = (site.folder / name).read_text(encoding="utf-8")
        assert "encryption_algorithm" in text.replace("\\", "") and not any(key in text for key in KEYS)
    result = json.loads((site.folder / "audit.json").read_text(encoding="utf-8"))
    assert result["summary"] == {"passed": 1, "failed": 5, "not_checked": 0}


def test_an_audit_without_an_error_succeeds_and_changes_nothing(tunnel):
    site = tunnel()
    before = site.cloud.store.contents()
    output, code = run(site, "audit", *ACCESS, "-e", "vpn_baseline=neutron-29-ready")
    assert code == 0 and "0 errors, 0 warnings in 0 of 3 policies" in output and "changed=0" in output, output
    assert site.cloud.store.contents() == before


def test_a_baseline_with_a_date_of_yaml(site):
    """ansible-core 2.18 made text of a mapping that holds a date."""
    (site.folder / "rules.yml").write_text(
        "vpn_baseline: {name: ours, forbid: {pfs: [group5]}, until: 2099-12-31}\n"
        "vpn_declaration: {ike_policies: [{name: ike, pfs: group5}]}\n",
        encoding="utf-8",
    )
    output, code = run(site, "audit", "-e", "@rules.yml")
    assert code == 0 and "pfs: group5 -> any but group5  (forbidden by ours after 2099-12-31)" in output, output


def test_check_mode_writes_no_report(tunnel):
    site = tunnel()
    output, code = run(
        site, "audit", *ACCESS, "-e", "vpn_baseline=neutron-29-ready", "-e", "vpn_dest=audit.md", "--check"
    )
    assert code == 0 and not (site.folder / "audit.md").exists(), output


def test_an_audit_of_a_declaration_asks_no_cloud_and_hands_no_key_on(site):
    (site.folder / "declared.yml").write_text(
        yaml.safe_dump(
            {
                "vpn_topology": {
                    "ike_policies": [{"name": "ike", "ike_version": "v2", "auth_algorithm": "sha1"}],
                    "ipsec_site_connections": [{"name": "b7", "ike_policy": "ike", "psk": KEYS[0]}],
                }
            }
        ),
        encoding="utf-8",
    )
    (site.folder / "clouds.yaml").unlink()
    wanted = ["-e", "vpn_declaration=declared.yml", "-e", "vpn_baseline=neutron-29-ready", "-vvv"]
    for environment in ({}, {"SITELINK_VPNAAS_IN_PROCESS": "0"}):
        output, code = run(site, "audit", *wanted, **environment)
        assert code != 0 and 'IKE policy "ike", used by b7\n' in output, output
        assert "auth_algorithm: sha1 -> any but sha1" in output


@pytest.mark.long
def test_vaulted_keys_of_a_declaration_are_no_obstacle(site):
    (site.folder / "declared.yml").write_text(
        "ike_policies: [{name: ike, ike_version: v2}]\n"
        "ipsec_site_connections:\n- name: b7\n  ike_policy: ike\n  psk: !vault |\n"
        "    $ANSIBLE_VAULT;1.1;AES256\n    3634\n",
        encoding="utf-8",
    )
    output, code = run(site, "audit", "-e", "vpn_declaration=declared.yml", "-e", "vpn_baseline=neutron-29-ready")
    assert code == 0 and "0 errors" in output, output


@pytest.mark.first_case_only
@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["-e", "vpn_baseline=neutron-29"], 'did you mean "neutron-29-ready"?'),
        (["-e", "vpn_dest=audit.pdf"], "must end in .html, .md, .json or .xml"),
        ([*baseline(forbid={"pfs": ["group99"], "psk": ["x"]})], 'forbid.psk: "psk" is unknown'),
        (["-e", "vpn_declaration=nowhere.yml"], "nowhere.yml is no file of YAML that can be read"),
        (["-e", "vpn_declaration=broken.yml"], "broken.yml is no file of YAML that can be read"),
        (["-e", "vpn_declaration=empty.yml"], "it declares no IKE policy and no IPsec policy"),
        # Fault: it was an audit of the cloud.
        (["-e", '{"vpn_declaration": {}}'], "it declares no IKE policy and no IPsec policy"),
        # Fault: AttributeError.
        (["-e", '{"vpn_declaration": {"ike_policies": [{"name": "p", "extra_attrs": 5}]}}'], "must be a mapping"),
        (["-e", '{"vpn_cloud": 5}'], "vpn_cloud must be the name of a cloud"),
        (["-e", "vpn_cloud=nowhere"], 'There is no cloud named "nowhere"'),
    ],
)
def test_bad_input_of_an_audit_is_one_line_and_no_file(arguments, wanted, tunnel):
    site = tunnel()
    (site.folder / "broken.yml").write_text(f"psk: [{KEYS[0]}\n", encoding="utf-8")
    (site.folder / "empty.yml").write_text("", encoding="utf-8")
    (site.folder / "audit.md").write_text("an older report", encoding="utf-8")
    output, code = run(site, "audit", *ACCESS, "-e", "vpn_dest=audit.md", *arguments)
    assert code != 0 and wanted in " ".join(output.split()), output
    assert (site.folder / "audit.md").read_text(encoding="utf-8") == "an older report"
