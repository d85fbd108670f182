# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a POST or PUT may carry.

Source: neutron.api.v2.base.Controller.prepare_request_body and neutron_lib.api.attributes.AttributeInfo; the order of
the checks is theirs, since only the first problem is answered.
"""

from __future__ import annotations

import copy
from typing import Any

from .access import Caller
from .attributes import REQUIRED, Kind
from .errors import ApiError, StorageError, bad_request
from .messages import Request

LARGEST_INTEGER = 2**31 - 1


def parse(request: Request) -> Any:
    """The JSON of the body; an absent body is None."""
    if not request.body:
        return None
    try:
        return request.json()
    except ValueError:
        raise ApiError("MalformedRequestBody", reason="Cannot understand JSON") from None


def content(kind: Kind, request: Request, caller: Caller, creating: bool) -> dict[str, Any]:
    """The attributes that a request carries: checked, converted and, on create, filled with defaults."""
    document = parse(request)
    if not creating and (document is None or isinstance(document, (str, int, float, bool))):
        raise ApiError("BadRequest", resource="body", message=f"Invalid format: {request.body!r}")
    if not creating and isinstance(document, list):
        raise TypeError("list indices must be integers")  # Neutron stumbles over the list before it looks at it.
    if not document:
        raise bad_request("Resource body required")
    if not isinstance(document, dict):
        raise bad_request("Body contains invalid data")
    if kind.singular + "s" in document:
        raise bad_request("Bulk operation not supported")
    sent = document.get(kind.singular)
    if sent is None:
        raise bad_request(f"Unable to find '{kind.singular}' in request body")
    if not isinstance(sent, dict):
        raise bad_request(f"Object '{kind.singular}' contains invalid data")
    sent = dict(sent)
    _owner(kind, sent, caller, creating)
    _known(kind, sent)
    (_fill if creating else _refuse_read_only)(kind, sent)
    _convert_and_check(kind, sent)
    for name in [name for name in sent if kind.by_name[name].ignored]:
        sent[name] = kind.by_name[name].default
    return sent


def _owner(kind: Kind, sent: dict, caller: Caller, creating: bool) -> None:
    names = [name for name in ("project_id", "tenant_id") if name in kind.by_name]
    given = [sent[name] for name in names if name in sent]
    if len(set(map(str, given))) > 1:
        raise bad_request("'project_id' and 'tenant_id' do not match")
    if given and given[0] != caller.project_id and not caller.is_admin:
        raise bad_request(
            "Specifying 'project_id' other than the authenticated project in request is not allowed "
            "for the current user."
        )
    if creating and not given and caller.project_id is None:
        raise bad_request("Running without keystone AuthN requires that project_id is specified")
    if given or creating:
        sent.update(dict.fromkeys(names, given[0] if given else caller.project_id))


def _known(kind: Kind, sent: dict) -> None:
    unknown = sorted(set(sent) - set(kind.by_name))
    if unknown:
        raise bad_request("Unrecognized attribute(s) '{}'".format(", ".join(unknown)))


def _fill(kind: Kind, sent: dict) -> None:
    for attribute in kind.attributes:
        if not attribute.post:
            if attribute.name in sent:
                raise bad_request(f"Attribute '{attribute.name}' not allowed in POST")
        elif attribute.name not in sent:
            if attribute.default is REQUIRED:
                raise bad_request(f"Failed to parse request. Required attribute '{attribute.name}' not specified")
            sent[attribute.name] = copy.copy(attribute.default)


def _refuse_read_only(kind: Kind, sent: dict) -> None:
    for attribute in kind.attributes:
        if attribute.name in sent and not attribute.put:
            raise bad_request(f"Cannot update read-only attribute {attribute.name}")


def _convert_and_check(kind: Kind, sent: dict) -> None:
    for attribute in kind.attributes:
        if attribute.name not in sent or (attribute.name in ("tenant_id", "project_id") and not sent[attribute.name]):
            continue
        if attribute.convert:
            sent[attribute.name] = attribute.convert(sent[attribute.name])
        problem = attribute.check(sent[attribute.name], attribute.argument)
        if problem:
            raise bad_request(f"Invalid input for {attribute.name}. Reason: {problem}.")


def fit_columns(kind: Kind, changes: dict[str, Any]) -> None:
    """What MySQL says in strict mode to a value that its column cannot hold; the API answers a bare 500."""
    for name, value in changes.items():
        column = kind.by_name[name].column if name in kind.by_name else None
        is_valid = column is None or value is None
        if isinstance(column, tuple):
            is_valid = is_valid or value in column
        elif column is int:
            is_valid = is_valid or -LARGEST_INTEGER - 1 <= int(value) <= LARGEST_INTEGER
        elif isinstance(column, int):
            is_valid = is_valid or len(str(value)) <= column
        if not is_valid:
            raise StorageError(f"Data truncated for column '{name}'")
