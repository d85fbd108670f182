# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who each gateway says it is. Source: neutron_vpnaas/services/vpn/service_drivers/base_ipsec.py, make_vpnservice_dict.

The driver puts ``@`` before what is not an address, which makes it an identity of type FQDN whatever it looks like; an
e-mail address or a key id is FQDN-typed too, and the other side must send and expect that type.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils.meaning import canonical_address, is_address

#: What every parser of a configuration takes without quoting questions.
PLAIN = re.compile(r"[A-Za-z0-9._@:+/=-]+")


class Identity(t.NamedTuple):
    """``kind`` is address or fqdn."""

    text: str
    kind: str

    def __str__(self):
        return f"{self.text} (type {'address' if self.kind == 'address' else 'FQDN'})"


def identities(connection, cloud_address, dialect, given=None):
    """(the identity of the gateway to be configured, that of the cloud's gateway or what is ``given`` as such)."""
    peer, local = str(connection.get("peer_id") or ""), str(connection.get("local_id") or "")
    if dialect == "k5":
        peer, local = peer.lstrip("@"), local.lstrip("@")
    label = f'connection "{connection.get("name")}"'
    if not peer:
        raise InvalidInput([f"{label}: peer_id is not known: give the connection as an info module returns it"])
    for told, text in ((f'{label}: peer_id "{peer}"', peer), (f'{label}: local_id "{local}"', local)):
        if text[:1] in ("@", "#"):
            raise InvalidInput(
                [f"{told}: Neutron puts an @ before it, and @{text[0]} begins another type: leave it out"]
            )
        if text and not PLAIN.fullmatch(text):
            raise InvalidInput([f"{told} holds characters that no gateway takes without quotes"])
    if local and is_address(local) != is_address(peer):
        raise InvalidInput(
            [
                f'{label}: local_id "{local}" and peer_id "{peer}" are an address and a name, and Neutron then sends'
                " both as names, which no gateway expects: leave local_id empty, or give two names"
            ]
        )
    if given and not PLAIN.fullmatch(given):
        raise InvalidInput([f'endpoint_id "{given}" holds characters that no gateway takes without quotes'])
    return _identity(peer), _identity(given or local or cloud_address)


def _identity(text):
    return Identity(canonical_address(text), "address") if is_address(text) else Identity(text, "fqdn")
