# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SAs of a namespace by netlink: to start ip for each look would take most of the processor of this kernel."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import threading

NETLINK_XFRM = 6
NEWSA, GETSA, DUMP = 0x10, 0x12, 0x301  # message types; flags NLM_F_REQUEST and NLM_F_DUMP
CLONE_NEWNET = 0x40000000
HEADER = struct.Struct("=IHHII")
#: Of struct xfrm_usersa_info: where the source's address and the number of packets stand.
SOURCE, PACKETS = 80, 168
USERSA_SIZE = 224


class SecurityAssociations:
    """A socket that was opened in the namespace, and remains there."""

    def __init__(self, namespace: str) -> None:
        self.socket: socket.socket
        self.lock = threading.Lock()
        opener = threading.Thread(target=self._open, args=(namespace,))
        opener.start()
        opener.join()

    def _open(self, namespace: str) -> None:
        """In a thread of its own, which alone enters the namespace."""
        place = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
        if ctypes.CDLL(None, use_errno=True).setns(place, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), namespace)
        os.close(place)
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_XFRM)

    def packets(self) -> list[tuple[str, int]]:
        """Of each SA its source, and how many packets it has carried."""
        found: list[tuple[str, int]] = []
        with self.lock:
            self.socket.send(HEADER.pack(16 + USERSA_SIZE, GETSA, DUMP, 1, 0) + bytes(USERSA_SIZE))
            while True:
                data = self.socket.recv(65536)
                while data:
                    length, kind, *_rest = HEADER.unpack_from(data)
                    if kind != NEWSA:
                        return found
                    body = data[16:length]
                    (count,) = struct.unpack_from("=Q", body, PACKETS)
                    found.append((socket.inet_ntoa(body[SOURCE : SOURCE + 4]), count))
                    data = data[(length + 3) & ~3 :]
