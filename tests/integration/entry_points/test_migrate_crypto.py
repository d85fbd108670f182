# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook migrate_crypto in real runs, as an operator types them, on an embedded cloud that has both ends."""

from __future__ import annotations

import stat

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.entry_points.test_playbooks import ACCESS, KEYS, run, tunnel

__all__ = ["tunnel"]
BOTH = (*ACCESS, "-e", "vpn_peer_cloud=embedded", "-e", "vpn_preset=compatible")


def proposals(site):
    """The names of each connection's policies, in the order of the connections' names."""
    store = site.cloud.store
    names = {item["id"]: item["name"] for kind in ("ikepolicies", "ipsecpolicies") for item in store.all(kind)}
    found = sorted(store.all("ipsec_site_connections"), key=lambda item: item["name"])
    return [(item["name"], names[item["ikepolicy_id"]], names[item["ipsecpolicy_id"]]) for item in found]


def test_check_mode_shows_the_waves_and_a_run_moves_both_ends(tunnel):
    site = tunnel()
    before = proposals(site)
    output, code = run(site, "migrate_crypto", *BOTH, "--check")
    assert code == 0, output
    assert "1 tunnel: 1 to move in 1 wave" in output
    assert "Wave 1: branch7; interrupts: possibly router" in output
    assert proposals(site) == before
    output, code = run(site, "migrate_crypto", *BOTH)
    assert code == 0, output
    assert 'IPsec site connection "branch7", cloud "embedded": moved, DOWN, was DOWN' in output
    assert "Old policies deleted: 2" in output
    assert proposals(site) == [(name, "ike-compatible", "ipsec-compatible") for name in ("branch7", "lab9")]
    output, code = run(site, "migrate_crypto", *BOTH)
    assert code == 0 and "1 tunnel: 1 already as wanted" in output and "changed=0" in output, output


def test_the_peer_that_you_have_to_change_gets_a_file_without_the_key(tunnel):
    site = tunnel()
    arguments = (*ACCESS, "-e", "vpn_preset=compatible", "-e", f"vpn_dest={site.folder}/peers")
    before = proposals(site)
    output, code = run(site, "migrate_crypto", *arguments)
    assert code == 0 and "2 tunnels: 2 waiting for the peer" in output, output
    assert proposals(site) == before
    written = site.folder / "peers" / "branch7"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    text = written.read_text(encoding="utf-8")
    assert "aes256-sha256-modp2048" in text and KEYS[0] not in text
    output, code = run(site, "migrate_crypto", *arguments, "-e", "vpn_peers_ready=branch7")
    assert code == 0, output
    assert [row[1] for row in proposals(site)] == ["ike-compatible", "ike"]


def test_a_wave_that_fails_is_rolled_back_and_ends_the_run(tunnel):
    site = tunnel()
    site.cloud.agent = "ERROR:0"
    before = proposals(site)
    output, code = run(site, "migrate_crypto", *BOTH, "-e", "vpn_timeout=3")
    assert code != 0, output
    assert "was rolled back, its connections have their old policies again" in output
    assert "When the cause is fixed, run this again" in output
    assert proposals(site) == before


@pytest.mark.first_case_only
@pytest.mark.parametrize("mode", [(), ("--check",)])
def test_a_tunnel_that_cannot_be_moved_fails_the_run_and_is_named(tunnel, mode):
    """Fault: it was a line of the plan only, and the run ended as a success."""
    site = tunnel()
    store = site.cloud.store
    policy = next(item for item in store.all("ikepolicies") if item["name"] == "ike")
    taken = {**policy, "id": "5b8a7f70-9a0c-4c52-8f0e-0e6f4f0c7d11", "name": "ike-compatible", "pfs": "group5"}
    store.add("ikepolicies", taken)
    before = proposals(site)
    output, code = run(site, "migrate_crypto", *BOTH, *mode)
    assert code != 0 and "Not possible" in output and "Not migrated: branch7." in output, output
    assert proposals(site) == before


@pytest.mark.long
def test_with_the_module_instead_of_the_engine(tunnel):
    site = tunnel()
    environment = {
        "SITELINK_VPNAAS_IN_PROCESS": "0",
        "OS_CLIENT_CONFIG_FILE": str(site.folder / "clouds.yaml"),
    }
    output, code = run(site, "migrate_crypto", *BOTH, **environment)
    assert code == 0, output
    assert [row[1] for row in proposals(site)] == ["ike-compatible", "ike-compatible"]


@pytest.mark.first_case_only
@pytest.mark.parametrize("mode", [(), ("--check",)])
def test_what_the_peers_configuration_lacks_is_named_before_anything_is_moved(tunnel, mode):
    """Fault: only after the plan, as the filter's option, and never in check mode."""
    site = tunnel()
    before = proposals(site)
    wanted = ("-e", "vpn_preset=compatible", "-e", "vpn_target=fortios", "-e", f"vpn_dest={site.folder}/peers")
    output, code = run(site, "migrate_crypto", *ACCESS, *wanted, *mode)
    assert code != 0, output
    assert "Nothing is written" in output and "vpn_settings: FortiOS needs outside_interface" in output
    assert proposals(site) == before and not (site.folder / "peers").exists()


@pytest.mark.first_case_only
@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (ACCESS, "give one of the variables vpn_preset, vpn_ike_policy, vpn_ipsec_policy"),
        ((*ACCESS, "-e", "vpn_preset=modren"), "vpn_preset"),
        ((*BOTH, "-e", "vpn_wave=0"), "vpn_wave: 0 must be at least 1"),
        ((*BOTH, "-e", "vpn_connection=branch8"), 'There is no IPsec site connection named "branch8"'),
        ((*ACCESS, "-e", '{"vpn_ike_policy": {"cipher": "aes-256"}}'), "vpn_ike_policy: there is no option cipher"),
        # Faults: a traceback, and an empty baseline that replaced all policies.
        ((*ACCESS, "-e", '{"vpn_ike_policy": {"lifetime": 3600}}'), "vpn_ike_policy: lifetime: must be a mapping"),
        ((*BOTH, "-e", '{"vpn_baseline": []}'), "vpn_baseline: the list is empty"),
        ((*ACCESS, "-e", "vpn_preset=compatible", "-e", "vpn_peer_cloud=nowhere"), "Nothing is written"),
    ],
)
def test_bad_input_is_one_line(tunnel, arguments, wanted):
    output, code = run(tunnel(), "migrate_crypto", *arguments)
    assert code != 0 and wanted in output, output
