# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The VPN kinds as Neutron has them.

Source: neutron_lib.api.definitions.vpn, vpn_endpoint_groups, vpn_flavors, vpn_aes_ctr, vpn_no_sha1_3des (5.0.1); the
columns: neutron_vpnaas.db.vpn.vpn_models (29.0.0).
"""

from __future__ import annotations

from . import values
from .attributes import ADMIN_STATE_UP, DESCRIPTION, IDENTIFIER, NAME, PROJECT, STATUS, TENANT, Attribute, Kind

WEAK_AUTH = ("sha1",)
WEAK_ENCRYPTION = ("3des",)
AUTH_ALGORITHMS = (*WEAK_AUTH, "sha256", "sha384", "sha512", "aes-xcbc", "aes-cmac")
_PLAIN = ("aes-128", "aes-192", "aes-256")
_AEAD = tuple(f"{key}-{mode}-{tag}" for mode in ("ccm", "gcm") for tag in (8, 12, 16) for key in _PLAIN)
COUNTER_MODES = tuple(f"{key}-ctr" for key in _PLAIN)
ENCRYPTION_ALGORITHMS = (*WEAK_ENCRYPTION, *_PLAIN, *_AEAD, *COUNTER_MODES)
PFS_GROUPS = ("group2", "group5", *(f"group{number}" for number in range(14, 32)))
AUTH_BEFORE_26 = ("sha1", "sha256", "sha384", "sha512")
ENCRYPTION_BEFORE_26 = ("3des", *_PLAIN)
PFS_BEFORE_26 = ("group2", "group5", "group14")
ENDPOINT_TYPES = ("subnet", "cidr", "network", "router", "vlan")

LIFETIME_KEYS = {"units": (values.one_of, ("seconds",)), "value": (values.in_range, (60, None))}
DPD_KEYS = {
    "action": (values.one_of, ("clear", "disabled", "hold", "restart", "restart-by-peer")),
    "interval": (values.non_negative, None),
    "timeout": (values.non_negative, None),
}


def choice(name: str, allowed: tuple[str, ...], default: str, **columns) -> Attribute:
    """An enumeration that can be set and changed."""
    return Attribute(
        name,
        post=True,
        put=True,
        default=default,
        check=values.one_of,
        argument=allowed,
        **{"column": allowed, **columns},
    )


def structure(name: str, keys: dict) -> Attribute:
    """A small dictionary; null is {}, and the rules fill in what was left out. Not filterable."""
    return Attribute(
        name,
        post=True,
        put=True,
        default={},
        convert=values.none_to_empty_dict,
        check=values.dict_of,
        argument=keys,
        filterable=False,
    )


def reference(name: str, **columns) -> Attribute:
    """The id of another object: required on create, never changed."""
    return Attribute(name, post=True, check=values.uuid_text, **columns)


def optional_reference(name: str, **columns) -> Attribute:
    """The id of another object, or null."""
    return Attribute(name, post=True, default=None, check=values.uuid_or_none, **columns)


_OWNED = (IDENTIFIER, TENANT, PROJECT, NAME, DESCRIPTION)

# 29.0.0 took sha1 and 3des out of the database's enumeration but not out of the API's: hence `column` differs.
_AUTH = choice(
    "auth_algorithm", AUTH_ALGORITHMS, "sha1", column=tuple(a for a in AUTH_ALGORITHMS if a not in WEAK_AUTH)
)
_ENCRYPTION = choice(
    "encryption_algorithm",
    ENCRYPTION_ALGORITHMS,
    "aes-128",
    column=tuple(a for a in ENCRYPTION_ALGORITHMS if a not in WEAK_ENCRYPTION),
)
_LIFETIME = structure("lifetime", LIFETIME_KEYS)
_PFS = choice("pfs", PFS_GROUPS, "group5")

IKE_POLICY = Kind(
    "ikepolicies",
    "ikepolicy",
    "vpn/ikepolicies",
    "IKEPolicyNotFound",
    (
        *_OWNED,
        _AUTH,
        _ENCRYPTION,
        choice("phase1_negotiation_mode", ("main", "aggressive"), "main"),
        _LIFETIME,
        choice("ike_version", ("v1", "v2"), "v1"),
        _PFS,
    ),
    quota=True,
    vpn=True,
    reader_sees=False,
    alias="vpnaas",
)

IPSEC_POLICY = Kind(
    "ipsecpolicies",
    "ipsecpolicy",
    "vpn/ipsecpolicies",
    "IPsecPolicyNotFound",
    (
        *_OWNED,
        choice("transform_protocol", ("ah", "ah-esp", "esp"), "esp"),
        _AUTH,
        _ENCRYPTION,
        choice("encapsulation_mode", ("transport", "tunnel"), "tunnel"),
        _LIFETIME,
        _PFS,
    ),
    quota=True,
    vpn=True,
    reader_sees=False,
    alias="vpnaas",
)

VPN_SERVICE = Kind(
    "vpnservices",
    "vpnservice",
    "vpn/vpnservices",
    "VPNServiceNotFound",
    (
        *_OWNED,
        optional_reference("subnet_id"),
        reference("router_id", sortable=True),
        ADMIN_STATE_UP,
        Attribute("external_v4_ip"),
        Attribute("external_v6_ip"),
        STATUS,
        optional_reference("flavor_id"),
    ),
    quota=True,
    vpn=True,
    reader_sees=False,
    alias="vpnaas",
)

ENDPOINT_GROUP = Kind(
    "endpoint_groups",
    "endpoint_group",
    "vpn/endpoint-groups",
    "VPNEndpointGroupNotFound",
    (
        Attribute("id", check=values.uuid_text),
        Attribute("tenant_id", post=True, default=None, check=values.string, argument=255),
        Attribute("project_id", post=True, default=None, check=values.string, argument=255),
        Attribute("name", post=True, put=True, default="", check=values.name_string, argument=255),
        DESCRIPTION,
        # The column is called endpoint_type, so a filter by `type` is accepted and filters nothing.
        Attribute("type", post=True, check=values.one_of, argument=ENDPOINT_TYPES),
        Attribute("endpoints", post=True, default=(), convert=values.to_list, filterable=False),
    ),
    quota=True,
    vpn=True,
    reader_sees=False,
    alias="vpn-endpoint-groups",
)

CONNECTION = Kind(
    "ipsec_site_connections",
    "ipsec_site_connection",
    "vpn/ipsec-site-connections",
    "IPsecSiteConnectionNotFound",
    (
        *_OWNED,
        Attribute("local_id", post=True, put=True, default="", check=values.string, column=255),
        Attribute("peer_address", post=True, put=True, check=values.string, column=255),
        Attribute("peer_id", post=True, put=True, check=values.string, column=255),
        Attribute(
            "peer_cidrs",
            post=True,
            put=True,
            default=None,
            convert=values.to_list,
            check=values.list_of_subnets_or_none,
            filterable=False,
        ),
        Attribute("local_ep_group_id", post=True, put=True, default=None, check=values.uuid_or_none),
        Attribute("peer_ep_group_id", post=True, put=True, default=None, check=values.uuid_or_none),
        Attribute("route_mode"),
        Attribute(
            "mtu", post=True, put=True, default=1500, convert=values.to_integer, check=values.non_negative, column=int
        ),
        choice("initiator", ("bi-directional", "response-only"), "bi-directional"),
        Attribute("auth_mode"),
        # The API checks no length; the column holds 255 characters.
        Attribute("psk", post=True, put=True, check=values.string, column=255),
        structure("dpd", DPD_KEYS),
        ADMIN_STATE_UP,
        STATUS,
        reference("vpnservice_id"),
        reference("ikepolicy_id"),
        reference("ipsecpolicy_id"),
    ),
    quota=True,
    vpn=True,
    reader_sees=False,
    alias="vpnaas",
)

VPN_KINDS = (VPN_SERVICE, IKE_POLICY, IPSEC_POLICY, ENDPOINT_GROUP, CONNECTION)


def kinds_for(aliases: frozenset[str], allow_weak: bool) -> tuple[Kind, ...]:
    """The kinds that a Neutron with these extensions loaded has, in the shape these give them."""
    encryption, auth, default_auth = ENCRYPTION_ALGORITHMS, AUTH_ALGORITHMS, "sha1"
    if "vpn-aes-ctr" not in aliases:
        encryption = tuple(value for value in encryption if value not in COUNTER_MODES)
    if "vpn-no-sha1-3des" in aliases:
        encryption = tuple(value for value in encryption if value not in WEAK_ENCRYPTION)
        auth, default_auth = tuple(value for value in auth if value not in WEAK_AUTH), "sha256"
    columns = {} if not allow_weak else {"column": None}
    # Release 26 is the first with vpn-aes-ctr; the columns of 25.0.1 hold nothing else.
    before_26 = "vpn-aes-ctr" not in aliases
    auth_columns = {"column": AUTH_BEFORE_26} if before_26 else columns
    encryption_columns = {"column": ENCRYPTION_BEFORE_26} if before_26 else columns
    pfs_columns = {"column": PFS_BEFORE_26} if before_26 else {}

    def reshaped(kind: Kind) -> Kind:
        if "auth_algorithm" in kind.by_name:
            kind = kind.with_changes(
                kind.change("auth_algorithm", argument=auth, default=default_auth, **auth_columns),
                kind.change("encryption_algorithm", argument=encryption, **encryption_columns),
                kind.change("pfs", **pfs_columns),
            )
        if kind is VPN_SERVICE and "vpn-flavors" not in aliases:
            kind = kind.with_changes(without=("flavor_id",))
        return kind

    return tuple(reshaped(kind) for kind in VPN_KINDS if kind.alias in aliases)
