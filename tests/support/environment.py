# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment of tests in this process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def hide_clouds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide clouds.yaml and the variables of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(Path(__file__).with_name("no_clouds.yaml")))
