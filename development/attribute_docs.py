# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes of objects, for RETURN, out of results.yml and the tables of plugins/module_utils/_schema."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from yaml_text import loaded

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "development/results.yml"


def tables() -> dict[str, Any]:
    """Kind -> its table, imported under the collection's name wherever this checkout is."""
    packages: dict[str, list[str]] = {"": [], ".sitelink": [], ".sitelink.vpnaas": [str(ROOT)]}
    for name, folders in packages.items():
        package = sys.modules[f"ansible_collections{name}"] = ModuleType(f"ansible_collections{name}")
        package.__path__ = folders
    return import_module("ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds").VPN_KINDS


KINDS = tables()
TEXTS: dict[str, Any] = loaded(SOURCE.read_text(encoding="utf-8"))


def texts_of(kind: str) -> dict[str, Any]:
    """What results.yml says of one kind."""
    return needed(TEXTS["kinds"], kind, "kinds")


def needed(where: dict[str, Any], name: str, path: str) -> Any:
    """The entry of that name. SystemExit, which says where it is missing, if there is none."""
    if name not in where:
        sys.exit(f"{SOURCE.relative_to(ROOT)}: {path} lacks {name}")
    return where[name]


def shape(row: Any, sample: Any) -> dict[str, Any]:
    """The type of an attribute, and the clouds that return it, as its row in the table says; by its sample if ``row``
    is None."""
    if row is None:
        return {"type": {bool: "bool", int: "int", dict: "dict"}.get(type(sample), "str"), "returned": "always"}
    elements = {"elements": row.value_type.elements} if row.value_type.elements else {}
    having = [dialect for dialect in ("neutron", "k5") if row.on(dialect).supported]
    return {
        "type": row.value_type.type,
        **elements,
        "returned": "always" if len(having) == 2 else f"dialect {having[0]}",
    }


def attribute(text: dict[str, Any], row: Any = None) -> dict[str, Any]:
    """One attribute of an object. ``row`` is its row in the table, None for an attribute that is no option."""
    value = {**shape(row, text["sample"]), **text}
    parts = {part.key: part for part in row.suboptions} if row else {}
    if parts.keys() - text.get("contains", {}).keys():
        sys.exit(f"{SOURCE.relative_to(ROOT)}: contains of {row.key} must name {', '.join(parts)}")
    if "contains" in text:
        value["contains"] = {
            name: attribute({"description": value_type, "sample": text["sample"][name]}, parts.get(name))
            for name, value_type in text["contains"].items()
        }
    return value


def attributes(kind: str, info: bool) -> dict[str, Any]:
    """The attributes of an object of a kind, in the order in which they are documented."""
    own = texts_of(kind)
    rows = {row.key: row for row in KINDS[kind].fields if not row.secret}
    if own["rows"].keys() - rows.keys():
        sys.exit(
            f"{SOURCE.relative_to(ROOT)}: rows of {kind} has {min(own['rows'].keys() - rows.keys())}, which no row is"
        )
    texts = {**TEXTS["rows"], **own["rows"]}
    last = {key: text for key, text in TEXTS["last"].items() if key in rows or key != "availability_zone"}
    text = {
        **TEXTS["first"],
        **{key: needed(texts, key, f"rows of {kind}") for key in rows if key not in last},
        **own.get("own", {}),
        **last,
        **(own.get("names", {}) if info else {}),
    }
    values = {}
    for key, one in text.items():
        sample = one["sample"] if "sample" in one else needed(own["samples"], key, f"samples of {kind}")
        values[key] = attribute({**one, "sample": sample}, rows.get(key))
        if not info and not one.get("predicted", True):
            values[key]["returned"] += f", except for a {KINDS[kind].title} that check mode predicts"
    return values
