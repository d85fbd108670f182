# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to OPNsense's API held against the fields of its models, which opnsense.yml lists with their sources."""

from __future__ import annotations

import ipaddress
import itertools
import json
import re
import typing as t
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation

TABLE = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
PROPOSALS = TABLE.pop("proposals")
RECONFIGURE = "/api/ipsec/service/reconfigure"
#: What an object is called until the API has answered with its uuid.
UUID = r"<uuid of [^<>]+>"
REMOVAL = re.compile(
    rf"/api/ipsec/(connections/del_(connection|local|remote|child)|pre_shared_keys/del_item)/{UUID}|{RECONFIGURE}"
)


class Refused(Exception):
    pass


class Opnsense:
    comment = "#"

    def violations(self, text: str) -> list[Violation]:
        body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        try:
            requests = json.loads(body)
        except ValueError as error:
            return [Violation("the document", f"is no JSON: {error}")]
        if not isinstance(requests, list) or not all(isinstance(one, dict) for one in requests):
            return [Violation("the document", "is no list of requests")]
        if text.startswith("# OPNsense: removes"):
            return list(removal(requests))
        found = []
        for request in requests:
            for path, name, value in fields(request, found):
                try:
                    check(TABLE[path]["fields"].get(name), value)
                except Refused as refused:
                    found.append(Violation(f"{path} {name}", str(refused)))
        return found or list(whole(requests))


def removal(requests: list[dict[str, t.Any]]) -> t.Iterator[Violation]:
    for one in requests:
        if set(one) != {"path", "body"} or one["body"] != {} or not REMOVAL.fullmatch(str(one["path"])):
            yield Violation(str(one.get("path")), "is no removal")
    if not requests or requests[-1].get("path") != RECONFIGURE:
        yield Violation(RECONFIGURE, "is not the last request")


def fields(request: dict[str, t.Any], found: list[Violation]) -> list[tuple[str, str, t.Any]]:
    """(path, field, value) of a request's body; what is wrong with the request itself is added to ``found``."""
    path, body = request.get("path"), request.get("body")
    if set(request) != {"path", "body"} or path not in TABLE:
        found.append(Violation(str(path), "is no request of the API"))
        return []
    if path == RECONFIGURE:
        if body != {}:
            found.append(Violation(path, "takes no body"))
        return []
    row = TABLE[path]
    if not isinstance(body, dict) or list(body) != [row["body"]] or not isinstance(body[row["body"]], dict):
        found.append(Violation(path, f"its body is not {row['body']}"))
        return []
    given = body[row["body"]]
    required = {name for name, model in row["fields"].items() if model.get("required")} | set(row["needed"])
    found += [Violation(path, f"lacks {name}") for name in sorted(required) if given.get(name) in (None, "")]
    return [(path, name, value) for name, value in given.items()]


def check(model: dict[str, t.Any] | None, value: t.Any) -> None:
    """Raise ``Refused`` where the API would not take the value for a field of that model."""
    if model is None:
        raise Refused("there is no such field")
    if not isinstance(value, str):
        raise Refused("is no text")
    if value:
        CHECKS[model["kind"]](model, value)


def _flag(_model: dict[str, t.Any], value: str) -> None:
    if value not in ("0", "1"):
        raise Refused(f"{value} is neither 0 nor 1")


def _number(model: dict[str, t.Any], value: str) -> None:
    least, most = model["range"]
    if not re.fullmatch(r"\d+", value) or not least <= int(value) <= most:
        raise Refused(f"{value} is not within {least} to {most}")


def _option(model: dict[str, t.Any], value: str) -> None:
    if value not in model["options"]:
        raise Refused(f"{value} is none of {model['options']}")


def _proposal(model: dict[str, t.Any], value: str) -> None:
    if value not in proposals(model["phase"]):
        raise Refused(f"{value} is no proposal that it offers")


def _networks(_model: dict[str, t.Any], value: str) -> None:
    for one in value.split(","):
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            raise Refused(str(error)) from None


def _addresses(_model: dict[str, t.Any], value: str) -> None:
    """It takes host names too; the gateways of a tunnel have addresses here."""
    for one in value.split(","):
        try:
            ipaddress.ip_address(one)
        except ValueError as error:
            raise Refused(str(error)) from None


def _text(model: dict[str, t.Any], value: str) -> None:
    if "mask" in model and not re.search(model["mask"], value):
        raise Refused(f"{value} does not match {model['mask']}")


def _description(_model: dict[str, t.Any], value: str) -> None:
    if not re.fullmatch(r".{1,255}", value):
        raise Refused("a description has 1 to 255 characters, in one line")


def _reference(_model: dict[str, t.Any], value: str) -> None:
    if not re.fullmatch(UUID, value):
        raise Refused(f"{value} is no place for a uuid")


CHECKS: dict[str, t.Callable[[dict[str, t.Any], str], None]] = {
    "flag": _flag,
    "number": _number,
    "option": _option,
    "proposal": _proposal,
    "networks": _networks,
    "addresses": _addresses,
    "text": _text,
    "description": _description,
    "reference": _reference,
}


def proposals(phase: int) -> set[str]:
    """What it offers in phase 1 or 2."""
    ciphers, hashes, groups = (PROPOSALS[name] for name in ("ciphers", "hashes", "groups"))
    aead = {cipher for cipher in ciphers if "gcm" in cipher and phase == 2}
    return {"-".join(one) for one in itertools.product(set(ciphers) - aead, hashes, groups)} | {
        "-".join(one) for one in itertools.product(aead, groups)
    }


def whole(requests: list[dict[str, t.Any]]) -> t.Iterator[Violation]:
    """What the requests of one connection have to do with each other."""
    paths = [request["path"] for request in requests]
    for path in TABLE:
        count = paths.count(path)
        if count != 1 and not (count and path.endswith("add_child")):
            yield Violation(path, f"is there {count} times")
    if paths[-1] != RECONFIGURE:
        yield Violation(RECONFIGURE, "is not the last request")
    bodies = [body for request in requests for body in request["body"].values()]
    parents = {body["connection"] for body in bodies if "connection" in body}
    if parents != {"<uuid of add_connection>"}:
        yield Violation("connection", f"names {sorted(parents)}")
    names = [body["description"] for body in bodies if "local_ts" in body]
    if len(set(names)) != len(names):
        yield Violation("add_child", f"two are called {sorted(names)}")
    identities = {body["id"] for body in bodies if "id" in body}
    if identities != {body[name] for body in bodies for name in ("ident", "remote_ident") if name in body}:
        yield Violation("preSharedKey", "is not for the identities of the connection")
