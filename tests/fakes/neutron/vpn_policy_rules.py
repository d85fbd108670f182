# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IKE and IPsec policies. Source: neutron_vpnaas 29.0.0 db/vpn/vpn_db.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .access import Caller
from .errors import ApiError, StorageError
from .resolver import CloudState

DEFAULT_LIFETIME = {"units": "seconds", "value": 3600}


def create(cloud_state: CloudState, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """A policy has no status and no rule of its own: ah-esp is refused only by a connection that uses it."""
    _set_lifetime(wanted, {**DEFAULT_LIFETIME, **wanted["lifetime"]})
    return wanted


def _set_lifetime(target: dict[str, Any], lifetime: dict[str, Any]) -> None:
    # The answer to the writing request repeats the value as sent, text included; the next reading gives a number.
    target["_echo"] = {"lifetime": lifetime}
    target["lifetime"] = {"units": lifetime["units"], "value": int(lifetime["value"])}
    if target["lifetime"]["value"] > 2**31 - 1:
        raise StorageError("Out of range value for column 'lifetime_value'")


def _rules(reference: str, in_use: str, collection: str) -> tuple[Callable, Callable]:
    """Update and delete of one kind of policy; both are refused while a connection uses it, whatever is changed."""

    def refuse_in_use(cloud_state: CloudState, stored: dict[str, Any]) -> None:
        if cloud_state.store.has("ipsec_site_connections", **{reference: stored["id"]}):
            raise ApiError(in_use, id=stored["id"])

    def update(cloud_state: CloudState, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
        refuse_in_use(cloud_state, stored)
        lifetime = changes.pop("lifetime", {})
        stored.update(changes)
        _set_lifetime(stored, {**stored["lifetime"], **{key: value for key, value in lifetime.items() if value}})

    def delete(cloud_state: CloudState, stored: dict[str, Any]) -> None:
        refuse_in_use(cloud_state, stored)
        cloud_state.store.remove(collection, stored["id"])

    return update, delete


update_ike_policy, delete_ike_policy = _rules("ikepolicy_id", "IKEPolicyInUse", "ikepolicies")
update_ipsec_policy, delete_ipsec_policy = _rules("ipsecpolicy_id", "IPsecPolicyInUse", "ipsecpolicies")
