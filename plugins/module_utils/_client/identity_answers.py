# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The responses of the identity service, checked before keystoneauth1 reads them.

keystoneauth1 takes a token and a version document as they are: a null or a text in place of a list makes it raise
TypeError, AttributeError or KeyError, which say nothing about the response. Sources of the shapes: Identity API v3
(POST /v3/auth/tokens, GET /v3), and what keystoneauth1/access and keystoneauth1/discover.py read.
"""

from __future__ import annotations

import re
import typing as t
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import ClientFault
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.urls import shown_url
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import kind_of

with suppress(ImportError):  # session.py reports it at the login
    from keystoneauth1.exceptions import DiscoveryFailure

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: No text of a token or a version document is longer.
MAX_LENGTH = 4096
#: ISO 8601, as Keystone writes it
DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?")
#: keystoneauth1/discover.py, normalize_version_number
VERSION = re.compile(r"v?\d{1,9}(\.(\d{1,9}|latest))*|v?latest")


class MalformedAnswer(ClientFault):
    """A token that does not have the form of the Identity API."""

    hint = "Check auth_url: it usually ends in /v3."


class Shape(t.NamedTuple):
    """What is expected at a place: ``accepts`` judges the value. ``keys`` are those of a mapping, of which ``needs``
    must be there; ``items`` is the shape of each item of a list."""

    expected: str
    accepts: t.Callable[[Value], bool]
    keys: t.Mapping[str, Shape] = {}
    needs: tuple[str, ...] = ()
    items: Shape | None = None


def _matching(expected: str, pattern: re.Pattern[str]) -> Shape:
    return Shape(expected, lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None)


def _mapping(needs: tuple[str, ...] = (), **keys: Shape) -> Shape:
    return Shape("a mapping", lambda value: isinstance(value, dict), keys, needs)


def _list(items: Shape) -> Shape:
    return Shape("a list", lambda value: isinstance(value, list), items=items)


def _or_null(shape: Shape) -> Shape:
    return shape._replace(accepts=lambda value: value is None or shape.accepts(value))


def _is_url(value: Value) -> bool:
    """Whether keystoneauth1 can split it: an incomplete IPv6 address is a ValueError."""
    try:
        return isinstance(value, str) and urlsplit(value) is not None
    except ValueError:
        return False


def _is_date(value: Value) -> bool:
    """Whether keystoneauth1 can read it, which it does when the token is used: 2026-02-30 is none."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return False
    try:
        datetime.strptime(value[:19].replace(" ", "T"), "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True


_TEXT = Shape(
    f"a text of at most {MAX_LENGTH} characters", lambda value: isinstance(value, str) and len(value) <= MAX_LENGTH
)
_NAME = _or_null(_TEXT)
_DATE = Shape("a date", _is_date)
_OWNER = _or_null(_mapping(id=_NAME, name=_NAME, domain=_or_null(_mapping(id=_NAME, name=_NAME))))
_ENDPOINT = _mapping(("interface", "url"), interface=_NAME, url=_NAME, name=_NAME, region=_NAME, region_id=_NAME)
_TOKEN = _mapping(
    ("expires_at",),
    expires_at=_DATE,
    project=_OWNER,
    user=_OWNER,
    domain=_OWNER,
    system=_mapping(),
    roles=_list(_mapping(("name",), name=_TEXT)),
    catalog=_list(_mapping(type=_TEXT, name=_NAME, endpoints=_list(_ENDPOINT))),
)
#: Identity API v2.0, which keystoneauth1 still speaks to a server that offers nothing else.
_ACCESS = _mapping(
    ("token", "user"),
    token=_mapping(("id", "expires"), id=_TEXT, expires=_DATE, tenant=_mapping(id=_NAME, name=_NAME)),
    user=_mapping(id=_NAME, name=_NAME, roles=_list(_mapping(("name",), name=_TEXT))),
    serviceCatalog=_list(_mapping(type=_TEXT, name=_NAME, endpoints=_list(_mapping(region=_NAME)))),
)
_NUMBER = _matching("a version", VERSION)
_VERSION = _mapping(
    id=_NUMBER,
    status=_TEXT,
    links=_list(_mapping(rel=_TEXT, href=Shape("a URL", _is_url))),
    min_version=_or_null(_NUMBER),
    max_version=_or_null(_NUMBER),
    version=_or_null(_NUMBER),
)
_TOKENS = _mapping(token=_TOKEN, access=_ACCESS)


def check_identity_answer(answer: Response) -> None:
    """Check a response of the login.

    Raises ``MalformedAnswer`` for a token, and keystoneauth1's ``DiscoveryFailure`` for a version document, without
    which a login is possible where auth_url has the version. Both name the request and the place in the body. What is
    no JSON, or has neither, is left to keystoneauth1, which says so.
    """
    posted = answer.request.method == "POST"
    fault = _fault(answer, posted)
    if fault is None:
        return
    request = f"{answer.request.method} {shown_url(str(answer.request.url))}"
    message = f"{request}: the response (HTTP {answer.status_code}) {fault}, so it is not an identity service's"
    raise MalformedAnswer(message) if posted else DiscoveryFailure(message)


def _fault(answer: Response, posted: bool) -> str | None:
    try:
        body: Value = answer.json()
    except ValueError:
        return None
    except RecursionError:
        return "is nested too deeply"
    if answer.status_code >= 300 and posted:
        return None
    if not posted:
        return _fault_of_versions(body)
    if "X-Subject-Token" not in answer.headers and isinstance(body, dict) and "token" in body:
        return "has no header X-Subject-Token"
    return _wrong(body, _TOKENS, "")


def _fault_of_versions(body: Value) -> str | None:
    if not isinstance(body, dict) or not {"versions", "version"} & set(body):
        return _wrong(body, _mapping(), "")
    if "versions" not in body:
        return _wrong(body["version"], _VERSION._replace(needs=("id", "status", "links")), "version")
    versions, place = body["versions"], "versions"
    if isinstance(versions, dict) and "values" in versions:
        versions, place = versions["values"], "versions.values"
    return _wrong(versions, _list(_VERSION), place)


def _wrong(value: Value, shape: Shape, place: str) -> str | None:
    """What is wrong at a place and below it, None where nothing is. The value itself is not shown."""
    if not shape.accepts(value):
        return f"has {kind_of(value)} at {place or 'its top'}, where {shape.expected} is expected"
    if isinstance(value, dict):
        missing = [key for key in shape.needs if key not in value]
        if missing:
            return f"has nothing at {place}.{missing[0]}"
        parts = [(value[key], part, f"{place}.{key}".lstrip(".")) for key, part in shape.keys.items() if key in value]
    elif isinstance(value, list) and shape.items:
        parts = [(item, shape.items, f"{place}[{number}]") for number, item in enumerate(value)]
    else:
        return None
    return next(filter(None, (_wrong(*part) for part in parts)), None)
