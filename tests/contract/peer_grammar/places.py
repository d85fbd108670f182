# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where `make grammars` left the grammars, and the validators of the targets whose grammar is there."""

from __future__ import annotations

import os
import typing as t
from functools import cache
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar import (
    fortios,
    ios_xe,
    junos,
    openstack,
    opnsense,
    vyos,
    yang,
)
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation

CACHE = Path(__file__).resolve().parents[3] / ".cache/grammars"


class Validator(t.Protocol):
    comment: str

    def violations(self, text: str) -> list[Violation]:
        """What of the text is not in the grammar."""


def folder(name: str) -> Path:
    given = os.environ.get("SITELINK_GRAMMARS")
    places = ([Path(given) / name] if given else []) + [CACHE / name]
    return next((path for path in places if path.exists()), places[-1])


#: target -> release -> what makes its validator; FileNotFoundError where the grammar is not there
MAKERS: dict[str, dict[str, t.Callable[[], Validator]]] = {
    "vyos": {
        "1.4": lambda: vyos.Vyos(folder("vyos-sagitta")),
        "1.5": lambda: vyos.Vyos(folder("vyos-current")),
    },
    "fortios": {
        release.removeprefix("v"): lambda release=release: fortios.Fortios(CACHE / "fortios", release)
        for release in fortios.RELEASES
    },
    "openstack": {"2024.2": openstack.Openstack},
    "opnsense": {"24.7": opnsense.Opnsense},
    "junos": {"24.4R1": lambda: junos.Junos(yang.load(CACHE / "junos-24.4R1.json"))},
    "ios-xe": {
        release: lambda release=release: ios_xe.IosXe(yang.load(CACHE / f"ios-xe-{release}.json"))
        for release in ("16.12.1", "17.18.1")
    },
}


@cache
def validators(target: str) -> dict[str, Validator]:
    """Release -> validator, for the grammars that are there."""
    found = {}
    for release, make in MAKERS[target].items():
        try:
            found[release] = make()
        except FileNotFoundError:
            continue
    return found
