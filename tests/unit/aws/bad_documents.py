# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents that are no good, each with a part of every line with which it is refused."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import (
    ADDRESSES,
    BGP,
    CUSTOMER,
    KEYS,
    document,
    tunnel,
    vpn_connection,
)

WHOLE = document()
ENTITY = '<!DOCTYPE vpn_connection [<!ENTITY key "x">]>\n'
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">' + "".join(
        f'<!ENTITY lol{number} "{f"&lol{number - 1 if number > 1 else str()};" * 10}">' for number in range(1, 10)
    ) + "]>\n"
)  # fmt: skip
EXTERNAL = '<!DOCTYPE vpn_connection SYSTEM "file:///etc/passwd">\n'


def after_declaration(text: str) -> str:
    declaration, rest = WHOLE.split("?>\n", 1)
    return f"{declaration}?>\n{text}{rest}"


def without(*paths: str) -> str:
    """The document without these elements, named by their tag, in both tunnels."""
    text = WHOLE
    for path in paths:
        begin, end = f"<{path}>", f"</{path}>"
        while begin in text:
            first = text.index(begin)
            text = text[:first] + text[text.index(end, first) + len(end) :]
    return text


#: case -> (the document, a part of each line)
REFUSED_DOCUMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cut short after the first tunnel": (WHOLE[: WHOLE.index("</ipsec_tunnel>")], ("cut short (no element",)),
    "cut short in a key": (WHOLE[: WHOLE.index(KEYS[0]) + 9], ("not XML, or cut short",)),
    "cut short in a tag": (WHOLE[: WHOLE.rindex("</ipsec") + 4], ("not XML, or cut short",)),
    "cut at the front": (WHOLE[WHOLE.index("<ike>") :], ("not XML, or cut short",)),
    "one tunnel": (document([tunnel(0)]), ("it has 1 elements ipsec_tunnel",)),
    "no tunnel": (document([]), ("it has 0 elements ipsec_tunnel",)),
    "three tunnels": (
        document([tunnel(0), tunnel(1), tunnel(1)]),
        ("it has 3 elements", "one outside address of AWS, 198.51.100.130", "one inside address of AWS"),
    ),
    "two tunnels of one address": (
        WHOLE.replace(ADDRESSES[1], ADDRESSES[0]),
        (f"its tunnels have one outside address of AWS, {ADDRESSES[0]}",),
    ),
    "one tunnel twice": (
        document([tunnel(0), tunnel(0)]),
        ("one outside address of AWS", "one inside address of AWS"),
    ),
    "without keys": (without("pre_shared_key"), ("both tunnels: ike.pre_shared_key is missing: a VPN",)),
    "without one key": (document([tunnel(0, key=""), tunnel(1)]), ("tunnel 1: ike.pre_shared_key is missing",)),
    "keys that Ansible has hidden": (
        document([tunnel(0, key="********"), tunnel(1, key="VALUE_SPECIFIED_IN_NO_LOG_PARAMETER")]),
        ("both tunnels: Ansible has hidden ike.pre_shared_key",),
    ),
    "keys with what no key of AWS has": (
        document([tunnel(0, key="{{ lookup('pipe', 'id') }}"), tunnel(1, key="x" * 65)]),
        ("both tunnels: ike.pre_shared_key is no key of AWS",),
    ),
    "keys that AWS refuses": (
        document([tunnel(0, key="0123456789abcdef"), tunnel(1, key="short")]),
        (
            "both tunnels: ike.pre_shared_key is no key of AWS, which has 8 to 64 letters, digits, points and"
            " underscores, and no 0 in front",
        ),
    ),
    "a tunnel to itself": (
        WHOLE.replace(ADDRESSES[0], CUSTOMER),
        ("an outside address is both that of AWS and that of the customer gateway",),
    ),
    **{
        f"a gateway with the address {address}": (
            WHOLE.replace(ADDRESSES[0], address),
            ("vpn_gateway.tunnel_outside_address.ip_address is no IPv4 address of a gateway",),
        )
        for address in ("127.0.0.1", "169.254.1.1", "240.0.0.1", "255.255.255.255")
    },
    "two keys in one tunnel": (
        WHOLE.replace("</pre_shared_key>", f"</pre_shared_key><pre_shared_key>{KEYS[0]}</pre_shared_key>", 1),
        ("tunnel 1: ike.pre_shared_key stands 2 times", "tunnel 1: ike.pre_shared_key is missing"),
    ),
    "BGP": (
        document([tunnel(0, bgp=BGP), tunnel(1, bgp=BGP)], attributes=""),
        ("it is of a VPN connection with BGP",),
    ),
    "a transit gateway": (
        WHOLE.replace("<vpn_gateway_id>vgw-0a1b2c3d4e5f60718</vpn_gateway_id>", "<vpn_gateway_id></vpn_gateway_id>"),
        ("it is of a VPN connection to a transit gateway",),
    ),
    "a transit gateway by its id": (
        WHOLE.replace("<vpn_connection_type>", "<transit_gateway_id>tgw-1</transit_gateway_id><vpn_connection_type>"),
        ("it is of a VPN connection to a transit gateway",),
    ),
    "a transit gateway with BGP": (
        WHOLE.replace("vgw-0a1b2c3d4e5f60718", "").replace("NoBGPVPNConnection", ""),
        ("with BGP", "to a transit gateway"),
    ),
    "certificates in place of keys": (
        document(customer="").replace("</ike>", "<authentication>certificate</authentication></ike>")
        .replace(KEYS[0], "").replace(KEYS[1], ""),
        ("both tunnels: customer_gateway.tunnel_outside_address.ip_address is missing", "with certificates in place"),
    ),
    "another type": (WHOLE.replace("ipsec.1", "ipsec.2"), ("vpn_connection_type is not ipsec.1",)),
    "another document": ("<html><body>Sign in</body></html>", ("not a customer gateway configuration of AWS",)),
    "the sample for a device": ("crypto isakmp policy 200\n  encryption aes 128\n", ("not XML, or cut short (syntax",)),
    "JSON": ('{"VpnConnections": []}', ("not XML, or cut short",)),
    "two documents": (WHOLE + WHOLE.split("?>\n", 1)[1], ("cut short (junk after document element",)),
    "an entity of its own": (
        after_declaration(ENTITY).replace(KEYS[0], "&key;"),
        ("it has a DOCTYPE",),
    ),
    "entities that grow": (after_declaration(LAUGHS).replace(KEYS[0], "&lol9;"), ("it has a DOCTYPE",)),
    "an entity of a file": (after_declaration(EXTERNAL), ("it has a DOCTYPE",)),
    "an unknown entity": (WHOLE.replace(KEYS[0], "&key;"), ("not XML, or cut short (undefined entity",)),
    "huge": (WHOLE.replace("<ike>", f"<!-- {'x' * 200_000} --><ike>", 1), ("characters, and AWS's",)),
    "deep": ("<vpn_connection>" + "<a>" * 5000 + "</a>" * 5000 + "</vpn_connection>", ("nested deeper than 10",)),
    "another encoding declared": (WHOLE.replace("UTF-8", "UTF-16"), ('it is declared as "UTF-16"',)),
    "read in another encoding": (WHOLE.encode("utf-16").decode("latin-1"), ("not XML, or cut short",)),
    "bytes that are no UTF-8": (WHOLE.replace("vgw-0a", "\udcff"), ("it holds bytes that are no UTF-8",)),
    "another namespace": (WHOLE.replace("<ike>", "<x:ike>").replace("</ike>", "</x:ike>"), (
        "both tunnels: ike.mode is missing", "ike.pre_shared_key is missing", "ike.encryption_protocol is missing",
        "ike.authentication_protocol is missing", "ike.perfect_forward_secrecy is missing", "ike.lifetime is missing",
    )),
    "no address": (WHOLE.replace(ADDRESSES[0], "aws.example"), ("tunnel_outside_address.ip_address is no IPv4",)),
    "any address": (WHOLE.replace(ADDRESSES[0], "0.0.0.0"), ("is no IPv4 address of a gateway",)),
    "an address of IPv6": (WHOLE.replace(ADDRESSES[0], "2001:db8::1"), ("is no IPv4 address of a gateway",)),
    "two customer gateways": (
        document([tunnel(0), tunnel(1, customer="203.0.113.11")]),
        (f"its tunnels end at two addresses of the customer gateway, {CUSTOMER} and 203.0.113.11",),
    ),
    "an algorithm that AWS does not have": (
        document(ike__encryption_protocol="3des", ipsec__authentication_protocol="hmac-md5-96"),
        ("both tunnels: ike.encryption_protocol is no algorithm", "both tunnels: ipsec.authentication_protocol is no"),
    ),
    "a group that AWS does not have": (
        document(ike__perfect_forward_secrecy="group1"),
        ("both tunnels: ike.perfect_forward_secrecy is no algorithm",),
    ),
    "lifetimes out of AWS's bounds": (
        document(ike__lifetime="28801", ipsec__lifetime="an hour"),
        ("ike.lifetime is no number from 900 to 28800", "ipsec.lifetime is no number from 900 to 3600"),
    ),
    "a number of another script": (document(ike__lifetime="٩٠٠٠"), ("ike.lifetime is no number",)),
    "another protocol and modes": (
        document(ipsec__protocol="ah", ipsec__mode="transport", ike__mode="aggressive"),
        ("ipsec.protocol is not esp", "ipsec.mode is not tunnel", "ike.mode is not main"),
    ),
    "an MSS that is none": (document(ipsec__tcp_mss_adjustment="0"), ("ipsec.tcp_mss_adjustment is no number",)),
    "several things at once": (
        document([tunnel(0, key="", bgp=BGP, ike__lifetime="1"), tunnel(1, bgp=BGP, ipsec__protocol="ah")], "")
        .replace(ADDRESSES[1], ADDRESSES[0]),
        ("with BGP", "tunnel 1: ike.pre_shared_key is missing", "tunnel 1: ike.lifetime", "tunnel 2: ipsec.protocol",
         "one outside address of AWS"),
    ),
}  # fmt: skip

RESULT = vpn_connection()
#: case -> (what is given as ``aws``, a part of each line)
REFUSED_GIVEN: dict[str, tuple[object, tuple[str, ...]]] = {
    "nothing": ({}, ("give either customer_gateway_configuration or vpn_connection",)),
    "a text": (WHOLE, ("must be a mapping",)),
    "both": (
        {"customer_gateway_configuration": WHOLE, "vpn_connection": RESULT},
        ("give either customer_gateway_configuration or vpn_connection",),
    ),
    "keys of any type": ({"vpn_connection": RESULT, 1: 1, "a": 1}, ("1: there is no such key", "a: there is no such")),
    "an unknown key": ({"vpn_connection": RESULT, "tunnel": [1]}, ("tunnel: there is no such key",)),
    "an empty document": ({"customer_gateway_configuration": " \n"}, ("it is empty or no text",)),
    "a document of another type": ({"customer_gateway_configuration": ["a"]}, ("it is empty or no text",)),
    "the result of check mode": ({"vpn_connection": {"changed": True, "customer_gateway_configuration": ""}}, (
        "vpn_connection.customer_gateway_configuration: it is empty or no text: ec2_vpc_vpn returns no document",
    )),
    "a result with null": ({"vpn_connection": vpn_connection() | {"customer_gateway_configuration": None}}, (
        "it is empty or no text",
    )),
    "the result of state absent": ({"vpn_connection": {"changed": True}}, ("it is empty or no text",)),
    "a text as result": ({"vpn_connection": "vpn-1"}, ("vpn_connection: must be a mapping, the result of",)),
    "several connections": (
        {"vpn_connection": {"vpn_connections": [RESULT, RESULT]}},
        ("it holds 2 VPN connections: give one of vpn_connections",),
    ),
    "no connection": ({"vpn_connection": {"vpn_connections": []}}, ("it holds 0 VPN connections",)),
    "a connection that is gone": (
        {"vpn_connection": vpn_connection("", state="deleted")},
        ("the VPN connection is deleted: create one",),
    ),
    "a transit gateway in the result": (
        {"vpn_connection": vpn_connection(transit_gateway_id="tgw-1")},
        ("of a VPN connection to a transit gateway",),
    ),
    "BGP in the result": (
        {"vpn_connection": vpn_connection(options={"static_routes_only": False})},
        ("of a VPN connection with BGP",),
    ),
    "BGP and a transit gateway in both": (
        {"vpn_connection": vpn_connection(
            document(attributes="").replace("vgw-0a1b2c3d4e5f60718", ""), transit_gateway_id="tgw-1",
            options={"static_routes_only": False},
        )},
        ("to a transit gateway", "with BGP"),
    ),
    "no tunnels": ({"vpn_connection": RESULT, "tunnels": []}, ("tunnels: a list of 1 and 2",)),
    "a third tunnel": ({"vpn_connection": RESULT, "tunnels": [1, 3]}, ("tunnels: a list of 1 and 2",)),
    "a tunnel twice": ({"vpn_connection": RESULT, "tunnels": [1, 1]}, ("tunnels: a list of 1 and 2",)),
    "tunnels of another type": ({"vpn_connection": RESULT, "tunnels": {"a": 1}}, ("tunnels: a list of 1 and 2",)),
    "everything at once": (
        {"customer_gateway_configuration": without("pre_shared_key"), "tunnels": [3], "x": 1},
        ("x: there is no such key", "tunnels: a list of 1 and 2", "ike.pre_shared_key is missing"),
    ),
}  # fmt: skip
