# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a gateway in a target's words to text, by the target's templates."""

from __future__ import annotations

import json
from functools import cache
from ipaddress import ip_network
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment():
    """No Ansible in it: a template sees only what it is given, and an unknown name is a fault of the template."""
    made = Environment(
        loader=FileSystemLoader(str(TEMPLATES)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.filters |= {
        "address": lambda network: str(ip_network(network).network_address),
        "netmask": lambda network: str(ip_network(network).netmask),
        "wildcard": lambda network: str(ip_network(network).hostmask),
        "ip_version": lambda network: ip_network(network).version,
    }
    return made


def render(target, table, context, part=None):
    """The whole document, or one of its parts: a file of the target."""
    templates = environment()
    parts = table["parts"]
    wanted = [part] if part else list(parts)
    mark = table["comment"]
    # The sheet goes before the first part only: the file that holds the key holds little else.
    text = commented(templates.get_template("sheet.j2").render(context), mark) if wanted[0] == next(iter(parts)) else ""
    for name in wanted:
        where = templates.from_string(parts[name]).render(context)
        text += commented(f"\n--- {where}\n", mark)
        text += templates.get_template(f"{target}.{name}.j2").render(context)
    if not part:
        text += commented("\n" + templates.get_template(f"{target}.notes.j2").render(context), mark)
    return text


def commented(text, mark):
    """Every line behind the target's mark of a comment."""
    return "".join(f"{mark}{line}".rstrip() + "\n" for line in text.splitlines())


def version():
    """The collection's version: of the installed one, or of the checkout."""
    root = Path(__file__).resolve().parents[3]
    manifest = root / "MANIFEST.json"
    if manifest.is_file():
        return json.loads(manifest.read_text(encoding="utf-8"))["collection_info"]["version"]
    for line in (root / "galaxy.yml").read_text(encoding="utf-8").splitlines():
        if line.startswith("version:"):
            return line.partition(":")[2].strip()
    return "unknown"
