# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents in the shape in which AWS gives the configuration of a customer gateway, and what its own gateways are.

The elements and their order are those of public documents: the tests of Batfish, of the AWS provider of Terraform and
of OpenStack's ec2-api, and files of users. The values are our own. moto has one fixed text, whatever it was asked for.
"""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree

CUSTOMER = "203.0.113.10"
#: The tunnels as AWS happens to list them: the lower address is the second.
ADDRESSES = ("198.51.100.130", "198.51.100.20")
KEYS = ("Zq7.second_of_AWS_found_nowhere1", "Zq7.first_of_AWS_found_nowhere_2")
INSIDE = ("169.254.44.40/30", "169.254.12.8/30")
DEFAULTS: dict[str, str] = {
    "ike.authentication_protocol": "sha1",
    "ike.encryption_protocol": "aes-128-cbc",
    "ike.lifetime": "28800",
    "ike.perfect_forward_secrecy": "group2",
    "ike.mode": "main",
    "ipsec.protocol": "esp",
    "ipsec.authentication_protocol": "hmac-sha1-96",
    "ipsec.encryption_protocol": "aes-128-cbc",
    "ipsec.lifetime": "3600",
    "ipsec.perfect_forward_secrecy": "group2",
    "ipsec.mode": "tunnel",
    "ipsec.tcp_mss_adjustment": "1379",
}
ATTRIBUTES = "<vpn_connection_attributes>NoBGPVPNConnection</vpn_connection_attributes>"
BGP = "<bgp><asn>65000</asn><hold_time>30</hold_time></bgp>"


def tunnel(
    number: int,
    key: str | None = None,
    bgp: str = "",
    customer: str = CUSTOMER,
    address: str | None = None,
    **values: str,
) -> str:
    """An ``ipsec_tunnel``; ``values``: other values of ``DEFAULTS``, with two underscores for the point."""
    one = DEFAULTS | {name.replace("__", "."): value for name, value in values.items()}
    network = INSIDE[number].split("/")[0].rsplit(".", 1)
    aws, own = (f"{network[0]}.{int(network[1]) + host}" for host in (1, 2))

    def end(name: str, outside: str, inside: str) -> str:
        return (
            f"<{name}><tunnel_outside_address><ip_address>{outside}</ip_address></tunnel_outside_address>"
            f"<tunnel_inside_address><ip_address>{inside}</ip_address><network_mask>255.255.255.252</network_mask>"
            f"<network_cidr>30</network_cidr></tunnel_inside_address>{bgp}</{name}>"
        )

    def phase(name: str, more: str) -> str:
        leaves = (
            f"<{path.split('.')[1]}>{value}</{path.split('.')[1]}>"
            for path, value in one.items()
            if path.startswith(f"{name}.")
        )
        return f"<{name}>{''.join(leaves)}{more}</{name}>"

    psk = f"<pre_shared_key>{KEYS[number] if key is None else key}</pre_shared_key>"
    dpd = "<dead_peer_detection><interval>10</interval><retries>3</retries></dead_peer_detection>"
    df = "<clear_df_bit>true</clear_df_bit><fragmentation_before_encryption>true</fragmentation_before_encryption>"
    return (
        f"<ipsec_tunnel>{end('customer_gateway', customer, own)}{end('vpn_gateway', address or ADDRESSES[number], aws)}"
        f"{phase('ike', psk)}{phase('ipsec', df + dpd)}</ipsec_tunnel>"
    )


def document(tunnels: t.Iterable[str] | None = None, attributes: str = ATTRIBUTES, **values: str) -> str:
    """The whole document; ``values`` are those of both tunnels."""
    inner = "".join((tunnel(0, **values), tunnel(1, **values)) if tunnels is None else tunnels)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<vpn_connection id="vpn-0a1b2c3d4e5f60718">'
        "<customer_gateway_id>cgw-0a1b2c3d4e5f60718</customer_gateway_id>"
        "<vpn_gateway_id>vgw-0a1b2c3d4e5f60718</vpn_gateway_id><vpn_connection_type>ipsec.1</vpn_connection_type>"
        f"{attributes}{inner}</vpn_connection>"
    )
    return text.replace("><", ">\n<") + "\n"


def vpn_connection(text: str | None = None, **changes: t.Any) -> dict[str, t.Any]:
    """The result of amazon.aws.ec2_vpc_vpn 10.1, with the document; keys as its RETURN and boto3 name them."""
    return {
        "changed": False,
        "category": "VPN",
        "customer_gateway_configuration": document() if text is None else text,
        "customer_gateway_id": "cgw-0a1b2c3d4e5f60718",
        "gateway_association_state": "associated",
        "vpn_gateway_id": "vgw-0a1b2c3d4e5f60718",
        "vpn_connection_id": "vpn-0a1b2c3d4e5f60718",
        "type": "ipsec.1",
        "state": "available",
        "options": {
            "static_routes_only": True,
            "enable_acceleration": False,
            "local_ipv4_network_cidr": "0.0.0.0/0",
            "remote_ipv4_network_cidr": "0.0.0.0/0",
            "outside_ip_address_type": "PublicIpv4",
            "tunnel_inside_ip_version": "ipv4",
            "tunnel_options": [
                {"outside_ip_address": address, "tunnel_inside_cidr": inside, "pre_shared_key": key}
                for address, inside, key in zip(ADDRESSES, INSIDE, KEYS, strict=True)
            ],
        },
        "routes": [{"destination_cidr_block": "10.1.0.0/24", "state": "available"}],
        "tags": {"Name": "office"},
        "vgw_telemetry": [],
        **changes,
    }


class Endpoint(t.NamedTuple):
    """One of the two gateways at AWS, for a strongSwan that plays it: address and key, the peer, what it accepts.

    By default AWS accepts every algorithm that it documents, takes the weakest that both have, and only answers; a dead
    peer is forgotten after 40 s (dpd action clear).
    """

    address: str
    customer_address: str
    psk: str
    ike_proposals: str = (
        "aes128-sha1-modp1024,aes128-sha256-modp2048,aes256-sha1-modp2048,aes256-sha256-modp2048,"
        "aes256-sha384-ecp384,aes256gcm16-prfsha384-ecp384"
    )
    esp_proposals: str = (
        "aes128-sha1-modp1024,aes128-sha256-modp2048,aes256-sha1-modp2048,aes256-sha256-modp2048,aes256gcm16-ecp384"
    )
    start_action: str = "none"
    dpd_action: str = "clear"
    dpd_delay: int = 10


def endpoints(text: str) -> list[Endpoint]:
    """The two gateways at AWS of a document, tunnel 1 first. Read without the collection's own parser."""
    root = ElementTree.fromstring(text)
    found = []
    for one in root.findall("ipsec_tunnel"):
        values = (
            one.findtext("vpn_gateway/tunnel_outside_address/ip_address"),
            one.findtext("customer_gateway/tunnel_outside_address/ip_address"),
            one.findtext("ike/pre_shared_key"),
        )
        found.append(Endpoint(*(str(value) for value in values)))
    return sorted(found, key=lambda endpoint: [int(part) for part in endpoint.address.split(".")])


def swanctl(endpoint: Endpoint, name: str) -> str:
    """swanctl.conf of a strongSwan that plays this gateway at AWS: it answers, takes any networks, and proposes none.

    AWS's selectors are 0.0.0.0/0 at both ends, unless the VPN connection has others, and are narrowed to the peer's.
    """
    return f"""\
connections {{
  {name} {{
    version = 2
    local_addrs = {endpoint.address}
    remote_addrs = {endpoint.customer_address}
    proposals = {endpoint.ike_proposals}
    dpd_delay = {endpoint.dpd_delay}s
    local {{
      auth = psk
      id = {endpoint.address}
    }}
    remote {{
      auth = psk
      id = {endpoint.customer_address}
    }}
    children {{
      {name} {{
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        esp_proposals = {endpoint.esp_proposals}
        start_action = {endpoint.start_action}
        dpd_action = {endpoint.dpd_action}
      }}
    }}
  }}
}}
secrets {{
  ike-{name} {{
    id-own = {endpoint.address}
    id-peer = {endpoint.customer_address}
    secret = "{endpoint.psk}"
  }}
}}
"""
