# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""G5: a private peer_id opposite a public peer_address suggests a NAT: the document says to give own_address."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.targets import names
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import config, topology

PRIVATE = "192.168.7.2"


@pytest.mark.parametrize("target", names())
def test_g5_a_private_identity_opposite_a_public_address_has_a_note(target):
    text = config(target, topology(peer_id=PRIVATE))
    assert "give own_address" in text and PRIVATE in text


@pytest.mark.parametrize("more", [{"peer_id": "198.51.100.7"}, {"peer_id": "branch7"}])
def test_g5_no_note_elsewhere(more):
    assert "give own_address" not in config("strongswan", topology(**more))


def test_g5_no_note_once_it_is_given():
    assert "give own_address" not in config("strongswan", topology(peer_id=PRIVATE), own_address=PRIVATE)
