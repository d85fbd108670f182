# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to OPNsense's API held against its own models: which fields there are, and what each of them takes."""

from __future__ import annotations

import ipaddress
import itertools
import json
import re
import typing as t
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation

#: path of the API -> (file, where the model of its one field stands)
PATHS = {
    "/api/ipsec/connections/add_connection": ("Swanctl.xml", "Connections/Connection"),
    "/api/ipsec/connections/add_local": ("Swanctl.xml", "locals/local"),
    "/api/ipsec/connections/add_remote": ("Swanctl.xml", "remotes/remote"),
    "/api/ipsec/connections/add_child": ("Swanctl.xml", "children/child"),
    "/api/ipsec/pre_shared_keys/add_item": ("IPsec.xml", "preSharedKeys/preSharedKey"),
}
RECONFIGURE = "/api/ipsec/service/reconfigure"
#: The names of the fields that a connection needs to carry a tunnel.
NEEDED = {
    "connection": {"local_addrs", "remote_addrs", "proposals", "version", "rekey_time"},
    "local": {"id", "auth"},
    "remote": {"id", "auth"},
    "child": {"local_ts", "remote_ts", "esp_proposals", "rekey_time"},
    "preSharedKey": {"ident", "remote_ident", "Key"},
}


class Refused(Exception):
    pass


class Opnsense:
    comment = "#"

    def __init__(self, folder: Path) -> None:
        self.models = {name: ElementTree.parse(folder / name) for name in ("Swanctl.xml", "IPsec.xml")}
        self.proposals = {phase: proposals(folder / "IPsecProposalField.php", phase) for phase in ("1", "2")}

    def violations(self, text: str) -> list[Violation]:
        body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        try:
            requests = json.loads(body)
        except ValueError as error:
            return [Violation("the document", f"is no JSON: {error}")]
        if text.startswith("# OPNsense: removes"):
            return [
                Violation(one["path"], "is no removal")
                for one in requests
                if not re.fullmatch(r"/api/ipsec/(connections|pre_shared_keys)/del_\w+/<uuid of .*>", one["path"])
                and one["path"] != RECONFIGURE
            ]
        found = []
        for request in requests:
            for name, value in self.fields(request, found):
                try:
                    self.check(request["path"], name, value)
                except Refused as refused:
                    found.append(Violation(f"{request['path']} {name}", str(refused)))
        return found + list(whole(requests))

    def fields(self, request: t.Any, found: list[Violation]) -> list[tuple[str, t.Any]]:
        path, body = request.get("path"), request.get("body")
        if set(request) != {"path", "body"} or (path not in PATHS and path != RECONFIGURE):
            found.append(Violation(str(path), "is no request of the API"))
            return []
        if path == RECONFIGURE:
            return []
        field = PATHS[path][1].rpartition("/")[2].replace("Connection", "connection")
        if not isinstance(body, dict) or list(body) != [field]:
            found.append(Violation(path, f"its body is not {field}"))
            return []
        for need in sorted(NEEDED[field] - {name for name, value in body[field].items() if value}):
            found.append(Violation(path, f"lacks {need}"))
        return list(body[field].items())

    def check(self, path: str, name: str, value: t.Any) -> None:  # noqa: C901 - one of the vendor's rules after another
        file, place = PATHS[path]
        model = self.models[file].find(f"items/{place}/{name}")
        if model is None:
            raise Refused("there is no such field")
        if not isinstance(value, str):
            raise Refused("is no text")
        if value == "":
            if model.findtext("Required") == "Y":
                raise Refused("is needed")
            return
        kind = model.get("type", "").lstrip(".\\")
        if kind == "BooleanField" and value not in ("0", "1"):
            raise Refused("is neither 0 nor 1")
        if kind == "IntegerField":
            low, high = (
                int(model.findtext(bound) or end) for bound, end in (("MinimumValue", 0), ("MaximumValue", 2**31))
            )
            if not re.fullmatch(r"\d+", value) or not low <= int(value) <= high:
                raise Refused(f"{value} is not within {low} to {high}")
        if kind == "OptionField":
            options = {option.get("value", option.tag) for option in model.find("OptionValues")}
            if value not in options:
                raise Refused(f"{value} is none of {sorted(options)}")
        if kind == "IPsecProposalField" and value not in self.proposals[model.findtext("Phase") or "1"]:
            raise Refused(f"{value} is no proposal that it offers")
        if kind == "NetworkField":
            _networks(value)
        if kind in ("IKEAdressField", "IKEAddressField"):
            _networks(value)
        mask = model.findtext("Mask") or model.findtext("mask")
        if mask and not re.search(mask.strip("/u").replace(r"\@", "@").replace(r"\=", "=").replace(r"\%", "%"), value):
            raise Refused(f"{value} does not match {mask}")


def _networks(value: str) -> None:
    for one in value.split(","):
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            raise Refused(str(error)) from None


def proposals(path: Path, phase: str) -> set[str]:
    """What IPsecProposalField.php makes of its lists of ciphers, hashes and groups."""
    text = path.read_text(encoding="utf-8")
    ciphers, hashes = (
        re.findall(r"'(\w+)'", re.search(rf"foreach \(\[([^\]]*)\] as \${name}\)", text)[1])
        for name in ("encalg", "intalg")
    )
    groups = re.findall(r"'(\w+)' =>", re.search(r"\$dhgroups = \[(.*?)\];", text, re.DOTALL)[1])
    aead = {cipher for cipher in ciphers if "gcm" in cipher and phase == "2"}
    return {"-".join(one) for one in itertools.product(set(ciphers) - aead, hashes, groups)} | {
        "-".join(one) for one in itertools.product(aead, groups)
    }


def whole(requests: list[t.Any]) -> t.Iterator[Violation]:
    paths = [request.get("path") for request in requests]
    once = [path for path in PATHS if not path.endswith("add_child")]
    for path in [*once, RECONFIGURE]:
        if paths.count(path) != 1:
            yield Violation(str(path), f"is there {paths.count(path)} times")
    if "/api/ipsec/connections/add_child" not in paths:
        yield Violation("add_child", "is missing")
    bodies = [next(iter(request["body"].values()), {}) for request in requests if isinstance(request.get("body"), dict)]
    parents = {body["connection"] for body in bodies if isinstance(body, dict) and "connection" in body}
    if parents != {"<uuid of add_connection>"}:
        yield Violation("connection", f"names {sorted(map(str, parents))}")
    ids = {body["id"] for body in bodies if isinstance(body, dict) and "id" in body}
    idents = {
        body[name] for body in bodies if isinstance(body, dict) for name in ("ident", "remote_ident") if name in body
    }
    if ids != idents:
        yield Violation("preSharedKey", "is not for the identities of the connection")
