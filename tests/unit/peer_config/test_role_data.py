# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role strongswan_gateway: its defaults, its README and its example say the same as its argument specs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
ROLE = ROOT / "roles/strongswan_gateway"
README = (ROLE / "README.md").read_text(encoding="utf-8")


def read(path):
    return yaml.safe_load((ROLE / path).read_text(encoding="utf-8"))


SPECS = read("meta/argument_specs.yml")["argument_specs"]["main"]["options"]


def test_defaults_are_those_of_the_argument_specs():
    assert read("defaults/main.yml") == {
        name: option["default"] for name, option in SPECS.items() if "default" in option
    }


@pytest.mark.parametrize("name", SPECS)
def test_the_readme_knows_every_variable(name):
    assert f"`{name}`" in README


def test_the_readmes_example_is_the_one_that_is_run():
    example = (ROOT / "docs/examples/strongswan_gateway.yml").read_text(encoding="utf-8")
    assert example.split("---\n", 1)[1].strip() in README


def test_every_system_is_described_whole():
    for system in read("vars/main.yml")["__strongswan_gateway_systems"].values():
        assert set(system) == {"packages", "service", "swanctl_dir"}
