# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The argument specs that the tests of the target aws use are those of the modules themselves, as PyPI has them."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.fetch import CACHE, TABLE
from ansible_collections.sitelink.vpnaas.tests.support.aws_modules import MODULES, spec_of
from ansible_collections.sitelink.vpnaas.tests.support.aws_modules import TABLE as SPECS

FOLDER = CACHE / "aws"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="make grammars could not fetch the modules for AWS")
@pytest.mark.parametrize("name", MODULES)
def test_a_spec_is_that_of_its_module(name):
    source = (FOLDER / f"{name.rsplit('.', 1)[1]}.py").read_text(encoding="utf-8")
    assert MODULES[name] == spec_of(source)


def test_every_spec_has_its_module():
    assert SPECS["package"] == TABLE["aws"]["package"]
    assert {path.rsplit("/", 1)[1] for path in TABLE["aws"]["modules"]} == {name.rsplit(".", 1)[1] for name in MODULES}
