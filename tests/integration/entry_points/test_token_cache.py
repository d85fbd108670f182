# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Between tasks and runs the token is kept where clouds.yaml says so, in the keyring, and nowhere of our own."""

from __future__ import annotations

import pytest
import yaml

#: A keyring that is a file, so that it needs no desktop; what a real one does for the library.
KEYRING = """
import json, os
from keyring.backend import KeyringBackend

FILE = os.environ["TEST_KEYRING"]

class Keyring(KeyringBackend):
    priority = 1

    def _read(self):
        return json.load(open(FILE)) if os.path.exists(FILE) else {}

    def get_password(self, service, username):
        return self._read().get(service + username)

    def set_password(self, service, username, password):
        json.dump({**self._read(), service + username: password}, open(FILE, "w"))
"""
TASK = {"sitelink.vpnaas.ike_policy_info": {"cloud": "embedded"}}


def play(site, cached):
    clouds = yaml.safe_load((site.folder / "clouds.yaml").read_text())
    (site.folder / "clouds.yaml").write_text(yaml.safe_dump({**clouds, "cache": {"auth": cached}}))
    (site.folder / "file_keyring.py").write_text(KEYRING)
    site.cloud.forget_log()
    output, code = site.task(
        TASK,
        TEST_KEYRING=str(site.folder / "keyring.json"),
        PYTHON_KEYRING_BACKEND="file_keyring.Keyring",
        PYTHONPATH=str(site.folder),
    )
    assert code == 0, output
    return [entry.method for entry in site.cloud.log.identity]


def test_a_kept_token_saves_the_login(site):
    assert "POST" in play(site, cached=True)
    assert play(site, cached=True) == []
    site.cloud.revoke_tokens()
    assert "POST" in play(site, cached=True)
    site.cloud.forget_log()
    # The refused token stayed in the cache: each later task and run asked with it first.
    assert play(site, cached=True) == []
    assert [entry.status for entry in site.cloud.log.network] == [200]


@pytest.mark.long
def test_nothing_is_kept_unless_clouds_yaml_says_so(site):
    assert "POST" in play(site, cached=False)
    assert "POST" in play(site, cached=False)
    assert not (site.folder / "keyring.json").exists()
