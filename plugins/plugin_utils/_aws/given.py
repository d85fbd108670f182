# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is given of an end at AWS: the document by itself, or the result of amazon.aws.ec2_vpc_vpn that holds it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import check_each_network
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.document import (
    BGP,
    TRANSIT_GATEWAY,
    TUNNELS,
    read_document,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.pins import Pins, read_pins

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.tunnel import Tunnel

DOCUMENT, RESULT = "customer_gateway_configuration", "vpn_connection"
NUMBERS = tuple(range(1, TUNNELS + 1))
READ_AGAIN = "read the VPN connection with amazon.aws.ec2_vpc_vpn_info"


@dataclass(frozen=True)
class AwsEnd:
    """``tunnels`` by number, those that are to be made, and ``others``; ``pins`` by number what AWS is limited to,
    where that is known; ``routes`` the static routes, None where they are not known."""

    tunnels: dict[int, Tunnel]
    others: dict[int, Tunnel]
    pins: dict[int, Pins]
    routes: tuple[str, ...] | None = None

    @property
    def customer_address(self) -> str:
        """The address of the gateway that AWS expects, the same in all tunnels."""
        return next(iter(self.tunnels.values())).customer_address


def read_given(given: object) -> AwsEnd:
    """The end. Raises ``InvalidInput`` with everything that is wrong; no fault quotes a key."""
    if not isinstance(given, dict):
        raise InvalidInput([f"must be a mapping, such as {{{RESULT}: ...}}"])
    faults = [f"{key}: there is no such key" for key in sorted(map(str, set(given) - {DOCUMENT, RESULT, "tunnels"}))]
    numbers = _numbers(given.get("tunnels"), faults)
    result = given.get(RESULT)
    if (result is None) == (given.get(DOCUMENT) is None):
        faults.append(f"give either {DOCUMENT} or {RESULT}")
        raise InvalidInput(faults)
    name, text = (DOCUMENT, given[DOCUMENT]) if result is None else _document_of(result, faults)
    tunnels: tuple[Tunnel, ...] = ()
    if isinstance(text, str) and text.strip():
        try:
            tunnels = read_document(str(text))
        except InvalidInput as error:
            faults += [f"{name}: {fault}" for fault in error.faults]
    elif text is not None:
        faults.append(
            f"{name}: it is empty or no text: ec2_vpc_vpn returns no document in check mode or with state absent;"
            f" {READ_AGAIN}"
        )
    if faults:
        # The result and its document may say the same.
        raise InvalidInput(dict.fromkeys(faults))
    pins = read_pins(result, tunnels)
    return AwsEnd(
        tunnels={number: tunnels[number - 1] for number in numbers},
        others={number: tunnels[number - 1] for number in NUMBERS if number not in numbers},
        pins={number: pins[number - 1] for number in numbers},
        routes=_routes(result),
    )


def _numbers(given: object, faults: list[str]) -> tuple[int, ...]:
    if given is None:
        return NUMBERS
    values = list(given) if isinstance(given, (list, tuple)) else [given]
    numbers = {int(str(value)) for value in values if str(value).strip() in map(str, NUMBERS)}
    if not values or len(numbers) < len(values):
        faults.append(f"tunnels: a list of {' and '.join(map(str, NUMBERS))}, each once at most, and one at least")
    return tuple(sorted(numbers))


def _document_of(result: object, faults: list[str]) -> tuple[str, object]:
    """(where it stands, the document, or None where the result has none and ``faults`` says why)."""
    place = f"{RESULT}.{DOCUMENT}"
    if not isinstance(result, dict):
        faults.append(
            f"{RESULT}: must be a mapping, the result of amazon.aws.ec2_vpc_vpn or an item of ec2_vpc_vpn_info"
        )
        return place, None
    several = result.get("vpn_connections")
    if DOCUMENT not in result and isinstance(several, list):
        count = len(several)
        if count == 1 and isinstance(several[0], dict):
            return _document_of({key: value for key, value in several[0].items() if key != "vpn_connections"}, faults)
        faults.append(f"{RESULT}: it holds {count} VPN connections: give one of vpn_connections")
        return place, None
    if result.get("state") in ("deleting", "deleted"):
        faults.append(f"{RESULT}: the VPN connection is {result['state']}: create one")
        return place, None
    if result.get("transit_gateway_id"):
        faults.append(f"{place}: {TRANSIT_GATEWAY}")
    options = result.get("options")
    if isinstance(options, dict) and options.get("static_routes_only") is False:
        faults.append(f"{place}: {BGP}")
    return place, "" if result.get(DOCUMENT) is None else result[DOCUMENT]


def _routes(result: object) -> tuple[str, ...] | None:
    routes = result.get("routes") if isinstance(result, dict) else None
    if not isinstance(routes, list):
        return None
    return tuple(
        str(route["destination_cidr_block"])
        for route in routes
        if isinstance(route, dict) and route.get("state") not in ("deleting", "deleted")
        if _is_network(str(route.get("destination_cidr_block")))
    )


def _is_network(text: str) -> bool:
    try:
        check_each_network([text])
    except ValueError:
        return False
    return True
