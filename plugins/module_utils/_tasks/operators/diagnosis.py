# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a tunnel is not up: the likely cause first, then what to check, with this connection's values."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import check_list
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.causes import causes
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.comparison import (
    differences,
    have_same_key,
    not_comparable,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_logs import peer_log_lines

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel

#: How long the connection was waited for, in seconds.
NOT_WAITED = 0
NOT_IN_THE_API = (
    "Cause not known: the API of the cloud shows none. No traffic yet, a silent peer, a wrong key, a wrong proposal and"
    " wrong networks look the same there; the peer's log decides."
)
NOT_ALL_READ = (
    "Cause not known: the API of the cloud shows none in what could be read, and not all could be (see the note). No"
    " traffic yet, a silent peer, a wrong key, a wrong proposal and wrong networks look the same there; the peer's log"
    " decides."
)
UP = (
    "No cause to look for: the tunnel was established at the last report. If nothing passes, look at security groups,"
    " at the routes behind the peer, and at the MTU."
)
BOTH_ENDS_FIT = (
    "Cause not known: both ends fit together. No traffic yet, or packets that do not arrive, look the same in the API:"
    " send traffic, then look at the log of a gateway."
)
BOTH_ENDS_FIT_AS_FAR_AS_COMPARED = (
    "Cause not known: both ends fit together in what could be compared, and not all could be (see the note). The cause"
    " can be there, or no traffic has been sent yet: send traffic, then look at the log of a gateway."
)


def diagnosis_lines(own: Tunnel, peer: Tunnel | None, peer_note: str | None, target: str) -> list[str]:
    """The diagnosis of one end, or of both; ``peer_note`` says why the other end is not known."""
    found = [f"{text} ({own.cloud})" if peer else text for text in causes(own)]
    if peer:
        found += [f"{text} ({peer.cloud})" for text in causes(peer)]
        found += differences(own, peer)
    is_up = own.item.get("status") == "ACTIVE"
    undecided = not found and not is_up
    lines = [*_head(own, peer), "", _first(found, is_up, own, peer)]
    lines += [f"Then: {text}" for text in found[1:]]
    lines += [f"Note: {note}" for note in _notes(own, peer, peer_note, undecided)]
    if undecided:
        lines += ["", *peer_log_lines(target, own.address)]
    lines += _section("Unsupported or risky configuration", own.configuration_faults())
    lines += _section("Check, the most likely cause first", list(_checks(own)))
    return lines


def _head(own: Tunnel, peer: Tunnel | None) -> t.Iterator[str]:
    router = shown_name(own.router) if own.router else str((own.context.service or {}).get("router_id"))
    yield f"{own.label} is {own.item.get('status')}"
    yield (
        f'  {own.cloud}: id {own.item["id"]}, VPN service "{own.service_name}", router "{router}",'
        f" address {own.address or 'unknown'}, peer {own.item.get('peer_address')}"
    )
    if peer:
        yield (
            f"  {peer.cloud}: {peer.label} is {peer.item.get('status')}, id {peer.item['id']},"
            f" address {peer.address or 'unknown'}, peer {peer.item.get('peer_address')}"
        )


def _first(found: t.Sequence[str], is_up: bool, own: Tunnel, peer: Tunnel | None) -> str:
    if found:
        return f"Likely cause: {found[0]}."
    if is_up:
        return UP
    if peer:
        return BOTH_ENDS_FIT_AS_FAR_AS_COMPARED if not_comparable(own, peer) else BOTH_ENDS_FIT
    return NOT_ALL_READ if own.unread else NOT_IN_THE_API


def _notes(own: Tunnel, peer: Tunnel | None, peer_note: str | None, undecided: bool) -> t.Iterator[str]:
    if peer_note:
        yield peer_note
    if peer:
        if have_same_key(own, peer):
            yield "both ends have the same pre-shared key."
        missing = not_comparable(own, peer)
        if missing:
            yield f"not compared: {'; '.join(missing)}."
    elif own.unread:
        yield f"not all was read: {'; '.join(own.unread)}."
    if undecided and peer is None and not peer_note:
        yield "if the peer is a connection of VPNaaS too, vpn_peer_cloud compares both ends."


def _checks(own: Tunnel) -> t.Iterator[str]:
    try:
        yield from check_list(own.item, NOT_WAITED, own.snapshot)
    except (ServerError, CloudUnreachable) as error:
        yield f"the rest of this list could not be worked out: {error}"


def _section(title: str, texts: t.Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {number}. {text}" for number, text in enumerate(texts, 1))] if texts else []
