# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""G6: the documentation leads to a setup that works."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_g6_the_installation_includes_the_library_that_the_tasks_need() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    installation = readme.split("## Installation", 1)[1].split("\n## ", 1)[0]
    assert "ansible-galaxy collection install sitelink.vpnaas" in installation
    assert "pip install openstacksdk" in installation


def test_g6_no_second_service_is_advised_on_a_router_that_has_one() -> None:
    module = (ROOT / "plugins/modules/vpn_service.py").read_text(encoding="utf-8")
    assert "create another service" not in module
    assert "A second service on the same router is no remedy" in module
