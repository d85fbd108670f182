# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ``ServerError`` for an error response, out of the many shapes that Neutron, K5 and proxies use.

Shapes: ``{"NeutronError": {"type", "message", "detail"}}``; on K5 also with ``request_id`` beside it, or with a
string in place of the mapping; ``{"code", "message", "title"}`` from Neutron's pipeline; ``{"error": {...}}`` from
Keystone's middleware; HTML from a proxy.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import request_id_of, word_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    GATEWAY_IN_ERROR,
    WEAK_ALGORITHMS,
)

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

_THE_REQUEST_ID = "the request id"
_INTERNAL = f"The fault is inside the cloud: give its operator {_THE_REQUEST_ID}."
_NO_AGENT = "No VPN agent is running in the cloud: ask its operator, or try again later."
#: Neutron's error type -> what to do about it, on every cloud. Types: neutron_vpnaas/extensions/*.py,
#: neutron_lib/exceptions/vpn.py.
HINTS = {
    "RouterIsNotExternal": "Give the router an external gateway first.",
    "SubnetIsNotConnectedToRouter": "Attach the subnet to the router first, or name another subnet.",
    "IKEPolicyInUse": "Allow a replacement (replace: true), or give the changed policy another name.",
    "IPsecPolicyInUse": "Allow a replacement (replace: true), or give the changed policy another name.",
    "EndpointGroupInUse": "Delete the connections that use it, or let them use another group, first.",
    "OverQuota": "Ask the cloud's operator for more quota, or delete what is no longer needed.",
    "VPNStateInvalidToUpdate": "Wait until its status is no longer PENDING_*, then run again.",
    "MissingPeerCidrs": "The VPN service has a subnet: give peer_cidrs.",
    "InvalidEndpointGroup": "The VPN service has a subnet: give peer_cidrs instead of endpoint groups.",
    "MissingRequiredEndpointGroup": "The VPN service has no subnet: give local_endpoint_group and peer_endpoint_group.",
    "PeerCidrsInvalid": "The VPN service has no subnet: give endpoint groups instead of peer_cidrs.",
    "WrongEndpointGroupType": "The local group must be of type subnet, the peer group of type cidr.",
    "ExternalNetworkHasNoSubnet": "The router's gateway has no address of the IP version of peer_address.",
    "VPNPeerAddressNotResolved": "The cloud cannot resolve this name: give the address.",
    "IpsecValidationFailure": "This cloud's gateway does not support that IPsec policy: give another one.",
    "VPNGatewayInError": GATEWAY_IN_ERROR.hint,
    "RouterInterfaceInUseByRoute": "Take your own routes by way of that subnet out of the router (with OVN those by way"
    " of 169.254.0.2 that no connection needs), then run again.",
    "RouteInUseByVPN": "A connection needs the route: delete the connection first, or remove the network from its"
    " peer_cidrs or its peer endpoint group.",
    "VPNGatewayNotReady": "The cloud is still creating the VPN gateway: run again in a moment.",
    "VPNServiceInUse": "Delete its connections first.",
    "HTTPInternalServerError": _INTERNAL,
}
#: Name of a dialect -> hints that are true there only.
DIALECT_HINTS = {
    "neutron": {
        "HTTPInternalServerError": f"{_INTERNAL} Neutron {WEAK_ALGORITHMS.releases[0]} and later respond so to sha1"
        f" and 3des ({WEAK_ALGORITHMS.fault}); before release 26 to AES-GCM, AES-CCM, AES-CTR, AES-XCBC, AES-CMAC and"
        " groups above 14.",
        "NoVPNAgentAvailable": _NO_AGENT,
        "RouterReschedulingFailed": _NO_AGENT,
    },
    "k5": {"VPNServiceInUse": "Delete its connections first; SSL-VPN connections count too."},
}
#: Characters of a server's text that a message shows.
MAX_LENGTH = 1000
_TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.IGNORECASE | re.DOTALL)
_VERBS = {"GET": "read", "POST": "create", "PUT": "update", "DELETE": "delete"}


def error_from_response(
    resource: Resource,
    method: str,
    answer: Response,
    redact: t.Callable[[str], str],
    dialect: str,
) -> ServerError:
    """The ``ServerError`` for a response whose status is not success; ``redact`` hides secrets in the server's text,
    ``dialect`` selects the hints."""
    error_type, message, request_in_body = _read(answer, redact)
    status = answer.status_code
    text, hint = message, {**HINTS, **DIALECT_HINTS.get(dialect, {})}.get(error_type or "")
    # The hint about refused algorithms is true of reads, too: on SQLite, Neutron 29 stores what it cannot read again.
    if error_type == "HTTPInternalServerError" and resource.kind not in POLICIES:
        hint = _INTERNAL
    # Neutron's error type for an unknown path is HTTPNotFound; for an unknown object it has one type per kind.
    if status == 404 and method == "GET" and error_type in (None, "HTTPNotFound"):
        text = f"this cloud does not have {resource.path} ({text})"
        hint = hint or "The cloud has no VPNaaS, or not this part of it: ask its operator, or check the endpoint."
    elif status == 403:
        hint = hint or "The token's roles do not allow this: VPN objects need the role member of the project."
    elif status == 401:
        hint = hint or "The token is not accepted, even after a new login: check credentials and endpoint."
    request_id = request_id_of(answer, redact) or request_in_body
    if hint and request_id:
        hint = hint.replace(_THE_REQUEST_ID, f"{_THE_REQUEST_ID} {request_id}")
    return ServerError(
        _VERBS[method],
        resource.titles if method == "GET" else resource.title,
        text,
        status=status,
        error_type=error_type,
        request_id=request_id,
        hint=hint,
        retry_after=answer.headers.get("Retry-After"),
    )


def is_from_api(answer: Response) -> bool:
    """Whether the API itself sent the response: a proxy's page with status 404 does not mean that an object is gone."""
    try:
        return isinstance(answer.json(), dict)
    except (ValueError, RecursionError):
        return False


def _read(answer: Response, redact: t.Callable[[str], str]) -> tuple[str | None, str, str | None]:
    """(error type, message, request id) of the body; None for a missing type or id.

    Secrets are hidden before a text is cut or its white space changes, since a part of a secret would not be found.
    """

    def clean(text: object, max_length: int = MAX_LENGTH) -> str:
        cleaned = " ".join(redact(str(text)).split())
        return cleaned if len(cleaned) <= max_length else f"{cleaned[:max_length]}..."

    no_reason = clean(answer.reason or "the server gave no reason")
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return None, " ".join(_TAGS.sub(" ", clean(answer.text or "")).split())[:300] or no_reason, None
    if not isinstance(body, dict):
        return None, clean(body, 300), None
    error = body.get("NeutronError") or body.get("error") or body
    if not isinstance(error, dict):
        return None, clean(error), word_of(body.get("request_id"), redact)
    message, detail = clean(error.get("message") or error.get("title") or no_reason), error.get("detail")
    if isinstance(detail, str) and detail and clean(detail) not in message:
        message = f"{message} ({clean(detail, 300)})"
    request_id = word_of(body.get("request_id"), redact) or word_of(error.get("request_id"), redact)
    return word_of(error.get("type"), redact), message, request_id
