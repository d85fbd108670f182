# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a message or a table calls an object, and lists many."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import is_cloud_name

Item = t.TypeVar("Item", bound="t.Mapping[str, t.Any]")


def shown_name(item: t.Mapping[str, object]) -> str:
    """The name, and the id where the name is empty: the API takes objects without a name."""
    return str(item.get("name") or item.get("id"))


def cloud_label(cloud: object, otherwise: str = "this cloud") -> str:
    """A cloud in a message: by its name in clouds.yaml, never by a configuration, which may hold a password."""
    return f'cloud "{cloud}"' if is_cloud_name(cloud) else otherwise


def sorted_by_name(items: t.Iterable[Item]) -> list[Item]:
    """The objects by name, several of one name by id."""
    return sorted(items, key=lambda item: (str(item.get("name")), str(item["id"])))


def first_of(texts: t.Sequence[str], limit: int = 5) -> str:
    """The first texts, with commas between them, and how many more there are."""
    more = len(texts) - limit
    return ", ".join(texts[:limit]) + (f" and {more} more" if more > 0 else "")


def first_names(names: t.Iterable[str]) -> str:
    """As ``first_of``, each name in quotes."""
    return first_of([f'"{name}"' for name in names])
