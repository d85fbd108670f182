# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The arguments that go back to the controller: quick to send, and encrypted where they were."""

from __future__ import annotations

import pytest
from ansible.parsing import vault

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._sent_arguments import arguments_to_send

pytestmark = pytest.mark.skipif(not hasattr(vault, "VaultedValue"), reason="before core 2.19 texts carry nothing")


def test_arguments_go_back_to_the_controller_without_where_they_were_written():
    def written(value):
        return vault.Origin(description="a playbook").tag(value)

    given = written({"name": written("office"), "peer_cidrs": written([written("10.1.0.0/24")]), "mtu": 1500})
    sent = arguments_to_send(given)
    assert sent == given == {"name": "office", "peer_cidrs": ["10.1.0.0/24"], "mtu": 1500}
    assert [type(value) for value in (sent, *sent.values(), *sent["peer_cidrs"])] == [dict, str, list, int, str]


def test_an_encrypted_argument_goes_back_with_its_ciphertext():
    key = vault.VaultedValue(ciphertext="$ANSIBLE_VAULT;1.1;AES256\n3634").tag("a key in a vault")
    (sent,) = arguments_to_send([{"psk": key}])
    assert sent["psk"] is key
