# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README, the guide and the playbooks say of every target that it exists, what it cannot express, and how to read
its log."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_logs import PEER_LOGS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_steps import PEER_STEPS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import DATA_TARGETS

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/guides/peer_configuration.md").read_text(encoding="utf-8")
LIMITS = GUIDE.split("## What a target cannot express")[1].split("\n## ")[0]


def is_named(target: str, text: str) -> bool:
    """Whether a text names a target: by its name, or by its title without the maker (SRX is Juniper SRX)."""
    return f"`{target}`" in text or targets.load(target).title.split()[-1] in text


@pytest.mark.parametrize("target", targets.names())
def test_the_readme_and_the_limits_name_every_target(target: str) -> None:
    (row,) = (line for line in README.splitlines() if line.startswith("| filter `sitelink.vpnaas.peer_config`"))
    assert is_named(target, row), f"README.md: the row of the filter peer_config lacks {target}"
    assert is_named(target, LIMITS), (
        f'docs/guides/peer_configuration.md, "What a target cannot express": no column and no sentence for {target}'
    )


def test_every_target_has_its_log_and_its_steps() -> None:
    known = {*targets.names(), *DATA_TARGETS}
    assert set(PEER_LOGS) == known == set(PEER_STEPS)


@pytest.mark.parametrize("playbook", ["diagnose", "migrate_crypto", "peer_config", "rotate_psk"])
def test_a_playbook_takes_every_target(playbook: str) -> None:
    (play,) = yaml.safe_load((ROOT / f"playbooks/{playbook}.yml").read_text(encoding="utf-8"))
    (spec,) = (
        task["sitelink.vpnaas.playbook_variables"]["spec"]
        for task in play["tasks"]
        if "sitelink.vpnaas.playbook_variables" in task
    )
    # The migration writes a file for each peer, and AWS takes none.
    other = () if playbook == "migrate_crypto" else DATA_TARGETS
    assert spec["vpn_target"]["choices"] == sorted([*targets.names(), *other])
