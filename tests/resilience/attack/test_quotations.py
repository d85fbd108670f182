# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""D3: whatever a server says, no part of a key is shown by which it can be told; a text without a key stays whole."""

from __future__ import annotations

import os
import typing as t
from itertools import product

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.known_faults import known
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.quotations import (
    CARRIERS,
    KEYS,
    NOTATIONS,
    TEXTS,
    carried,
    parts_shown,
    survivors,
)
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.scenarios import text_of
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

#: Of the keys x carriers so few are tried in the short run; the number shares no factor with theirs.
SHARE = 1 if os.environ.get("SITELINK_ATTACK") == "all" else 5
CONNECTION = "ipsec_site_connection"
Record = t.Callable[[str, object], None]


def sent(key: str) -> tuple[PreparedRunner, dict[str, t.Any]]:
    """A POST that holds the key."""
    return PreparedRunner(), {**BRANCH7, "name": "new", "psk": key, "preflight": "off"}


def stored(key: str) -> tuple[PreparedRunner, dict[str, t.Any]]:
    """A PUT that does not hold it, about a connection that does."""
    runner = PreparedRunner()
    for item in runner.cloud.store.all("ipsec_site_connections"):
        item["psk"] = key
    return runner, {"name": "branch7", "description": "new"}


def unknown(_key: str) -> tuple[PreparedRunner, dict[str, t.Any]]:
    """A request that has to do with no key: the server quotes another's."""
    return PreparedRunner(), {"name": "branch7", "description": "new"}


def output_of(runner: PreparedRunner, options: dict[str, t.Any], body: t.Any, content_type: str) -> str:
    """All that the task says when its write is answered with this error."""
    options = dict(options)

    def between(request: t.Any, _send: t.Any) -> t.Any:
        return None if request.method == "GET" else answer(request, 400, body, content_type)

    runner.between = between
    with pytest.raises(VpnError) as raised:
        runner.apply(CONNECTION, options.pop("name"), **options)
    return text_of([raised.value.message_with_hint, raised.value.details])


#: What can be told by its value only: nobody who does not know the key can tell that it is one.
BY_VALUE = (
    "value first",
    "value alone",
    "truncated in front",
    "base64",
    *(notation for notation in NOTATIONS if notation.endswith(", value")),
)
WAYS = {"sent": sent, "stored": stored, "unknown": unknown}
CASES = [(way, notation) for way, notation in product(WAYS, NOTATIONS) if way != "unknown" or notation not in BY_VALUE]


@pytest.mark.parametrize(
    ("way", "notation"),
    [pytest.param(*case, id="-".join(case), marks=known(f"quotation {'-'.join(case)}")) for case in CASES],
)
def test_d3_a_quoted_key(way: str, notation: str, record_property: Record) -> None:
    shown = []
    chosen = list(product(KEYS, CARRIERS))[::SHARE]
    for name, carrier in chosen:
        key = KEYS[name]
        body, content_type = carried(carrier, NOTATIONS[notation](key))
        text = output_of(*WAYS[way](key), body, content_type)
        assert "HTTP 400" in text
        parts = parts_shown(key, text) + survivors(notation, key, text)
        if parts:
            shown.append(f"{name} {carrier}: {parts[:2]} in {text[:300]}")
    record_property("quotations", len(chosen))
    record_property("keys shown", len(shown))
    assert not shown, "\n".join(shown)


@pytest.mark.parametrize("way", WAYS)
def test_d3_a_text_without_a_key_stays_whole(way: str, record_property: Record) -> None:
    runner, options = WAYS[way](KEYS["plain"])
    cut = []
    chosen = TEXTS if SHARE == 1 else TEXTS[::7]
    for text in chosen:
        body = {"NeutronError": {"type": "HTTPBadRequest", "message": text, "detail": ""}}
        message = message_of(runner, options, body)
        if text.rstrip(".") not in message:
            cut.append(f"{text} -> {message}")
    record_property("texts without a key", len(chosen))
    record_property("texts kept whole", len(chosen) - len(cut))
    assert not cut, "\n".join(cut)


def message_of(runner: PreparedRunner, options: dict[str, t.Any], body: t.Any) -> str:
    """The message alone, as Ansible prints it before it becomes JSON."""
    options = dict(options)

    def between(request: t.Any, _send: t.Any) -> t.Any:
        return None if request.method == "GET" else answer(request, 400, body)

    runner.between = between
    with pytest.raises(VpnError) as raised:
        runner.apply(CONNECTION, options.pop("name"), **options)
    return str(raised.value)
