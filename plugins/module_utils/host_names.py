# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""peer_address as a host name: the server resolves it when the request comes and keeps the address (neutron-vpnaas
vpn_validator.py), so a name is compared by what it resolves to here."""

from __future__ import annotations

import socket

from ansible_collections.sitelink.vpnaas.plugins.module_utils.meaning import canonical_address, is_address

KEY = "peer_address"


def without_unchanged_name(wanted, existing, label, resolve=socket.getaddrinfo):
    """(values, warnings): ``wanted`` without a peer_address whose name stands for the stored address.

    A name that does not resolve here counts as unchanged, with a warning: the server may have another resolver.
    """
    name = wanted.get(KEY)
    stored = (existing or {}).get(KEY)
    if not name or not stored or is_address(name) or name == stored:
        return wanted, []
    without = {key: value for key, value in wanted.items() if key != KEY}
    try:
        found = {canonical_address(answer[4][0]) for answer in resolve(name, None)}
    except (OSError, UnicodeError):
        return without, [f'{label}: "{name}" does not resolve here, so peer_address {stored} was left as it is']
    return (without if canonical_address(stored) in found else wanted), []
