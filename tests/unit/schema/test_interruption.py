# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The severity of an interruption has an order, and its public text stays."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption

TEXTS = ["none", "possibly connection", "connection", "possibly service", "service", "possibly router", "router"]


def test_severity_rises_from_none_to_router() -> None:
    assert [item.value for item in sorted(Interruption)] == TEXTS


def test_the_most_severe_interruption_is_the_maximum() -> None:
    assert max(Interruption.SERVICE, Interruption.NONE, Interruption.POSSIBLY_SERVICE) is Interruption.SERVICE
    assert max(Interruption.ROUTER, Interruption.SERVICE) is Interruption.ROUTER


@pytest.mark.parametrize("item", Interruption)
def test_the_public_value_is_plain_text(item: Interruption) -> None:
    assert isinstance(item.value, str) and not isinstance(item, str)
    assert json.loads(json.dumps(item.value)) == f"{item}"


def test_an_interruption_is_not_compared_with_text() -> None:
    with pytest.raises(TypeError):
        assert Interruption.NONE < "service"
