# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small XML document as a tree, with the parser of Python's standard library, which expands nothing here.

A document type, and with it every entity of its own, is refused, and size and depth are bounded.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from xml.parsers import expat

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

#: AWS's documents have some 6,000 characters and a depth of 5.
MAX_CHARACTERS = 100_000
MAX_DEPTH = 10
ENCODINGS = ("utf-8", "us-ascii")


@dataclass
class Element:
    """An element without its attributes; ``text`` is without the blanks around it."""

    name: str
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]


class _Builder:
    """Handlers of expat; what they raise ends the parser."""

    def __init__(self) -> None:
        self.open: list[Element] = []
        self.root: Element | None = None

    def start(self, name: str, _attributes: object) -> None:
        if len(self.open) == MAX_DEPTH:
            raise InvalidInput([f"it is nested deeper than {MAX_DEPTH} elements, which no document of AWS is"])
        element = Element(name)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        element = self.open.pop()
        element.text = element.text.strip()

    def text(self, text: str) -> None:
        self.open[-1].text += text

    @staticmethod
    def doctype(*_declaration: object) -> t.NoReturn:
        raise InvalidInput(["it has a DOCTYPE, which AWS's documents never have: take the document from AWS again"])

    @staticmethod
    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            raise InvalidInput([f'it is declared as "{encoding[:20]}", and AWS writes UTF-8: take it from AWS again'])


def parse(text: str) -> Element:
    """The root element. Raises ``InvalidInput``, which quotes nothing of the document's content: it holds keys."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput([f"it has {len(text)} characters, and AWS's documents have less than {MAX_CHARACTERS}"])
    builder = _Builder()
    # Under this name, whatever the document declares: text has no other encoding.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.XmlDeclHandler = builder.declaration
    try:
        parser.Parse(text.strip().encode("utf-8"), True)
    except UnicodeEncodeError:
        raise InvalidInput(["it holds bytes that are no UTF-8: read the file as UTF-8"]) from None
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}"
        reason = expat.ErrorString(error.code) or "unknown error"
        raise InvalidInput(
            [f"it is not XML, or cut short ({reason}, {where}): give the whole document, as AWS returns it"]
        ) from None
    if builder.root is None:
        raise InvalidInput(["it has no element"])
    return builder.root
