# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fills in the templates of a target."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_network
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import lettered, shown
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.targets import Target

#: The last character that an escape of four digits can name.
LAST_SHORT = 0xFFFF
TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Jinja without Ansible: a template sees only its context, and an undefined name is an error of the template."""
    made = Environment(
        loader=FileSystemLoader(str(TEMPLATES)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.filters["json"] = quoted
    made.filters["extract"] = lambda key, holder: holder[key]
    made.filters["lettered"] = lettered
    made.filters["address"] = lambda network: str(ip_network(network).network_address)
    made.filters["netmask"] = lambda network: str(ip_network(network).netmask)
    made.filters["wildcard"] = lambda network: str(ip_network(network).hostmask)
    return made


def render(name: str, target: Target, context: Mapping[str, object], part: str | None = None) -> str:
    """The whole document of the target ``name``, or one of its parts: a file of the target."""
    templates = environment()
    if part and target.bare_parts:
        return templates.get_template(f"{name}.{part}.j2").render(context)
    wanted = [part] if part else list(target.parts)
    mark = target.comment
    text = ""
    # The sheet goes before the first part only: the file that holds the key holds little else.
    if wanted[0] == next(iter(target.parts)):
        text = commented(templates.get_template("sheet.j2").render(context), mark)
    for one in wanted:
        place = templates.from_string(target.parts[one]).render(context)
        text += commented(f"\n--- {place}\n", mark)
        text += templates.get_template(f"{name}.{one}.j2").render(context)
    if not part:
        text += commented("\n" + templates.get_template(f"{name}.notes.j2").render(context), mark)
    return text


def render_removal(name: str, target: Target, context: Mapping[str, object]) -> str:
    """How to take away again what ``render`` configures."""
    templates = environment()
    text = commented(templates.get_template("removal.j2").render(context), target.comment)
    return text + templates.get_template(f"{name}.absent.j2").render(context)


def quoted(value: object) -> str:
    """As JSON, which is YAML too. What YAML would take for a line break, or not at all, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() or ord(one) > LAST_SHORT else f"\\u{ord(one):04x}" for one in text)


def commented(text: str, mark: str) -> str:
    """Every line behind the target's mark of a comment. Names come from a cloud, and hold what their owners like."""
    return "".join(f"{mark}{shown(line)}".rstrip() + "\n" for line in text.removesuffix("\n").split("\n"))


def version() -> str:
    """The collection's version: of the installed one, or of the checkout."""
    root = Path(__file__).resolve().parents[3]
    manifest = root / "MANIFEST.json"
    if manifest.is_file():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["collection_info"]["version"])
    for line in (root / "galaxy.yml").read_text(encoding="utf-8").splitlines():
        if line.startswith("version:"):
            return line.partition(":")[2].strip()
    return "unknown"
