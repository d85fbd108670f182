# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vpn_topology in real runs: progress that one can watch, and a task that is cancelled in the middle."""

from __future__ import annotations

COUNT = 60


def topology(**more):
    return {
        "sitelink.vpnaas.vpn_topology": {
            "cloud": "embedded",
            "ike_policies": [{"name": f"policy{number}"} for number in range(COUNT)],
            **more,
        }
    }


def test_long_work_shows_progress_at_v(site):
    output, code = site.task(topology(), "-v")
    assert code == 0, output
    assert f"50 of {COUNT}" in output
    quiet, code = site.task(topology(state="absent"))
    assert (code, "50 of" in quiet) == (0, False)


def test_a_cancelled_task_starts_no_further_write(site):
    """The task keyword timeout raises in the middle of the work."""
    site.cloud.latency = 0.4
    output, code = site.task(topology(concurrency=2) | {"timeout": 4})
    assert code != 0
    # Each ansible-core has words of its own.
    assert any(words in output.lower() for words in ("timed out", "timeout", "time frame")), output
    begun = len(site.cloud.log.writes)
    assert 0 < begun < COUNT
    site.cloud.latency = 0
    output, code = site.task(topology())
    assert code == 0, output
    names = [item["name"] for item in site.cloud.contents()["ikepolicies"]]
    assert sorted(names) == sorted(set(names)) == sorted(f"policy{number}" for number in range(COUNT))


def test_a_reference_to_a_group_default_reaches_every_module(site):
    """module_defaults of the action group give the cloud, so that no task needs to."""
    play = {
        "sitelink.vpnaas.vpn_topology_info": {},
        "module_defaults": {"group/sitelink.vpnaas.vpnaas": {"cloud": "embedded"}},
    }
    output, code = site.task(play)
    assert code == 0, output


def test_a_rescue_finds_the_arguments_of_the_failed_task(site):
    item = {"name": "{{ 'of' ~ 'fice' }}", "pfs": "nonsense"}
    failing = {"sitelink.vpnaas.vpn_topology": {"cloud": "embedded", "ike_policies": [item]}}
    found = "ansible_failed_task.args.ike_policies == [{'name': 'office', 'pfs': 'nonsense'}]"
    output, code = site.task({"block": [failing], "rescue": [{"ansible.builtin.assert": {"that": found}}]})
    assert code == 0, output
