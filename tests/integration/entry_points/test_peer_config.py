# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter peer_config in real playbooks: those of docs/examples, on what the embedded cloud returned."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

EXAMPLES = Path(__file__).resolve().parents[3] / "docs/examples"
GUIDE = EXAMPLES.parent / "guides/peer_configuration.md"


@pytest.fixture
def runner(site):
    """A folder with the examples, from which ``mycloud`` is the embedded cloud."""
    shutil.copytree(EXAMPLES, site.folder, dirs_exist_ok=True)
    clouds = yaml.safe_load((site.folder / "clouds.yaml").read_text(encoding="utf-8"))
    clouds["clouds"]["mycloud"] = clouds["clouds"]["embedded"]
    (site.folder / "clouds.yaml").write_text(yaml.safe_dump(clouds), encoding="utf-8")
    return site


def with_filter(runner, arguments="'strongswan'"):
    """The example of the role, with a task more: the one-liner of the guide, into a file."""
    (play,) = yaml.safe_load((runner.folder / "site_to_site.yml").read_text(encoding="utf-8"))
    text = "{{ site_to_site_result | sitelink.vpnaas.peer_config(%s) }}" % arguments  # noqa: UP031 (Jinja's braces)
    play["tasks"].append(
        {"name": "Write", "ansible.builtin.copy": {"content": text, "dest": "role.conf", "mode": "0600"}}
    )
    (runner.folder / "role.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    return runner.folder / "role.yml"


def test_the_roles_result_is_enough_and_the_pieces_give_the_same(runner):
    output, code = runner.play(with_filter(runner), "--diff")
    assert code == 0, output
    output, code = runner.play(runner.folder / "peer_configuration.yml")
    assert code == 0, output
    texts = [(runner.folder / name).read_text(encoding="utf-8") for name in ("role.conf", "branch7.conf")]
    assert texts[0] == texts[1]
    assert "remote_ts = 10.1.0.0/24\n" in texts[0] and 'id = "198.51.100.77"' in texts[0]
    output, code = runner.play(with_filter(runner))
    assert code == 0 and "changed=0" in output, output


def test_what_the_target_cannot_express_is_one_line_without_traceback(runner):
    output, code = runner.play(with_filter(runner, "'ios-xe', settings={'outside_interface': 'Gi1'}"))
    assert code != 0 and "1 local and 2 peer networks" in output and "Traceback" not in output, output


@pytest.mark.long
def test_in_check_mode_before_the_service_exists_its_address_is_asked_for(runner):
    output, code = runner.play(with_filter(runner), "--check")
    assert code != 0 and "endpoint_address is unknown: give endpoint_address" in output, output
    output, code = runner.play(with_filter(runner, "'strongswan', endpoint_address='203.0.113.9'"), "--check")
    assert code == 0, output


def test_the_guides_playbook_is_the_example():
    example = (EXAMPLES / "peer_configuration.yml").read_text(encoding="utf-8").split("---\n", 1)[1]
    assert example in GUIDE.read_text(encoding="utf-8")
