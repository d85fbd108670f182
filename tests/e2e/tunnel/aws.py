# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two gateways of AWS, played by one strongSwan, which is made of the document that the role gets."""

from __future__ import annotations

import secrets

from foreign import ForeignGateway
from network import Gateway, ip

from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import document, endpoints, swanctl, tunnel

#: AWS lists them in any order; tunnel 1 is the one with the lower address.
ADDRESSES = ("203.0.113.72", "203.0.113.71")


class AwsGateways:
    """``charon`` is the daemon of the gateway that no cloud manages, which gets AWS's addresses."""

    def __init__(self, charon: ForeignGateway, gateway: Gateway, customer_address: str) -> None:
        self.charon, self.gateway = charon, gateway
        # AWS's keys do not begin with 0.
        self.keys = [f"k{secrets.token_hex(16)}" for _address in ADDRESSES]
        pairs = enumerate(zip(self.keys, ADDRESSES, strict=True))
        self.document = document(
            [tunnel(number, key, customer=customer_address, address=address) for number, (key, address) in pairs]
        )
        self.endpoints = dict(enumerate(endpoints(self.document), 1))

    def start(self) -> None:
        """Both answer."""
        there = ip("-4", "address", "show", "dev", "outside", namespace=self.gateway.namespace)
        for address in ADDRESSES:
            if f" {address}/" not in there:
                ip("address", "add", f"{address}/24", "dev", "outside", namespace=self.gateway.namespace)
        self.charon.start()
        self.only(*self.endpoints)

    def only(self, *numbers: int) -> None:
        """Only these answer from now on. The others end their SAs before, as AWS does for maintenance."""
        for number, endpoint in self.endpoints.items():
            file = self.charon.swanctl_dir / "conf.d" / f"tunnel{number}.conf"
            if number in numbers:
                file.write_text(swanctl(endpoint, f"tunnel{number}"), encoding="utf-8")
                file.chmod(0o600)
            else:
                file.unlink(missing_ok=True)
        self.charon.request("swanctl", "--load-all", "--clear", "--noprompt")
        for number in self.endpoints.keys() - set(numbers):
            self.charon.request("swanctl", "--terminate", "--ike", f"tunnel{number}")
