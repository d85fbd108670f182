# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text that is safe where it stands: names come from servers, and may hold anything."""

from __future__ import annotations

import re

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import one_line

#: ASCII punctuation with a meaning in CommonMark, or in GitHub's and GitLab's references.
MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#!|~&$%^]")
#: Whatever is not plainly harmless in a Mermaid label.
MERMAID = re.compile(r"[^\w .,:/()-]|_", re.ASCII)
MENTION = "@<!-- -->"


def plain(value: object) -> str:
    """One line of text, with a ``?`` for each control character and for what changes its direction."""
    return one_line(str(value)).replace("\t", " ")


def markdown(value: object) -> str:
    """The text as CommonMark shows it, in a table cell too; an ``@`` mentions nobody, and an address is no link."""
    escaped = MARKDOWN.sub(lambda found: "\\" + found[0], plain(value)).replace("://", ":\\//")
    escaped = escaped.replace("www.", "www\\.")
    # A number or a dash at the beginning would make a list.
    return re.sub(r"^(\d+)([.)])(?= |$)", r"\1\\\2", re.sub(r"^([-+=:])", r"\\\1", escaped)).replace("@", MENTION)


def mermaid(value: object) -> str:
    """The text for a quoted label, with Mermaid's codes of characters."""
    return MERMAID.sub(lambda found: f"#{ord(found[0])};" if found[0].isascii() else found[0], plain(value))
