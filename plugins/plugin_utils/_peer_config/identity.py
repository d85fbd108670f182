# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The identity of each gateway. Source: make_vpnservice_dict in neutron_vpnaas' service_drivers/base_ipsec.py.

The driver puts ``@`` before everything that is not an address, which makes it an identity of type FQDN whatever it
looks like. E-mail addresses and key ids are FQDN-typed too, and the peer must send and expect that type.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address, is_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, text_of

#: What every parser of a configuration takes without quotes.
PLAIN = re.compile(r"[A-Za-z0-9._@:+/-]+")


class Identity(t.NamedTuple):
    """``kind`` is address or fqdn."""

    text: str
    kind: str

    def __str__(self) -> str:
        return f"{self.text} (type {'address' if self.kind == 'address' else 'FQDN'})"


def identities(connection: Item, cloud_address: str, dialect: str, given: str | None) -> tuple[Identity, Identity]:
    """(identity of the gateway to be configured, identity of the cloud's gateway); ``given`` replaces the latter.

    Raises ``InvalidInput`` for identities that the two gateways cannot agree on.
    """
    peer, local = text_of(connection, "peer_id"), text_of(connection, "local_id")
    if dialect == "k5":
        peer, local = peer.lstrip("@"), local.lstrip("@")
    label = f'connection "{connection.get("name")}"'
    if not peer:
        raise InvalidInput([f"{label}: peer_id is unknown: give the connection as an info module returns it"])
    shown = {f'{label}: peer_id "{peer}"': peer, f'{label}: local_id "{local}"': local, f'endpoint_id "{given}"': given}
    faults = [fault for name, text in shown.items() if (fault := _fault(name, text or ""))]
    if faults:
        raise InvalidInput(faults)
    if local and is_address(local) != is_address(peer):
        raise InvalidInput(
            [
                f'{label}: local_id "{local}" and peer_id "{peer}" are an address and a name, and Neutron then sends'
                " both as names, which no gateway expects: leave local_id empty, or give two names"
            ]
        )
    return _identity(peer), _identity(given or local or cloud_address)


def _fault(shown: str, text: str) -> str:
    """What is wrong with an identity; empty if nothing is."""
    if text[:1] in ("@", "#"):
        return f"{shown}: Neutron puts an @ before it, and @{text[0]} begins another type: leave it out"
    # libstrongswan reads @C=DE as a distinguished name, and as a KEY_ID where that fails (identification.c).
    if "=" in text:
        return f"{shown}: strongSwan reads a text with = as another type of identity: use one without ="
    if text and not PLAIN.fullmatch(text):
        return f"{shown} holds characters that no gateway takes without quotes"
    return ""


def _identity(text: str) -> Identity:
    return Identity(canonical_address(text), "address") if is_address(text) else Identity(text, "fqdn")
