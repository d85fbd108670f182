# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real daemons and parsers. Run by `make peer-parsers`, which brings them."""

from __future__ import annotations

import os
from itertools import count

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.charon import Charon

NUMBERS = count()


@pytest.fixture(scope="session", autouse=True)
def needs_root():
    assert os.geteuid() == 0, "the tests in tests/e2e/peers need root: run them with sudo make peer-parsers"


@pytest.fixture(scope="module")
def charon(tmp_path_factory):
    with Charon(f"sitelink-peer-{os.getpid()}-{next(NUMBERS)}", tmp_path_factory.mktemp("charon")) as daemon:
        yield daemon
