# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of objects in the target, made of the names in the cloud."""

from __future__ import annotations

import re

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

ID_DIGITS = 8


def shown(text: object) -> str:
    """Text for a message or a comment: one line, without characters that a terminal or a command line interprets.

    ? is the help of several command lines, also in a comment; ! recalls commands in a shell, also in a comment.
    """
    line = str(text)
    if line.isprintable() and "?" not in line and "!" not in line:
        return line  # nearly all are
    return "".join(one if one.isprintable() and one not in "?!" else "_" for one in line)


def lettered(name: str) -> str:
    """The name for a target that wants a letter in front, or reads a number as something else."""
    return name if name[0].isalpha() else f"vpn-{name}"


def identifier(text: str, object_id: str) -> str:
    """A name that every target takes: letters, digits, hyphens and underscores.

    Where letters of ``text`` are lost, the first digits of the id keep names apart that would become the same. Raises
    ``InvalidInput`` where there is no id.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")
    # Blanks and punctuation may go; letters of other alphabets are what tells names apart.
    if plain and text.isascii():
        return plain
    digits = re.sub(r"[^A-Za-z0-9]", "", object_id)[:ID_DIGITS]
    if not digits:
        raise InvalidInput([f'the name "{text}" holds letters that no target takes in a name: give name'])
    return f"{plain or 'vpn'}-{digits}"
