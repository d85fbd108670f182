# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens in memory that Ansible's controller shares with the workers it forks, and that ends with the run.

The memory is anonymous: it has no name, no file and no descriptor, and is left out of core dumps. A module that is
imported in the controller makes it there once; each worker is a fork and has it too. A process that imports it by
itself has memory of its own, and shares with nobody.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import mmap
import os
import struct
import tempfile
import time
import typing as t
import zlib
from contextlib import contextmanager, suppress

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import RequestTimedOut
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._controller_process import is_enabled

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

#: Memory is used only once it is written. The first slot has the digests of the logins that have the others.
SLOTS, SLOT_BYTES = 512, 64 * 1024
#: Seconds between two looks at a lock.
PAUSE = 0.02
DIGEST_BYTES = 32
#: length of the data
HEADER = struct.Struct("I")
#: in place of a length: the data did not fit
TOO_LARGE = 2**32 - 1


class TokenStore:
    """A slot and a lock for each login: two logins neither wait for each other nor replace each other's data.

    Raises ``OSError`` where the system gives no such memory.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SLOTS * SLOT_BYTES)
        # Linux only.
        with suppress(AttributeError, OSError):
            self._memory.madvise(mmap.MADV_DONTDUMP)
        # Locks need a file; this one stays empty. flock would not keep forks apart, which share the descriptor.
        self._locks = _nameless_file()
        self._key = os.urandom(32)

    def digest(self, parts: t.Iterable[bytes]) -> bytes:
        """As ``LoginStore`` says; the key exists in this run only."""
        found = hashlib.blake2b(key=self._key, digest_size=DIGEST_BYTES)
        for part in parts:
            found.update(len(part).to_bytes(8, "big") + part)
        return found.digest()

    @contextmanager
    def turn(self, digest: bytes, seconds: float) -> t.Iterator[MemorySlot]:
        """As ``LoginStore`` says."""
        ends = time.monotonic() + seconds
        with self._locked(1 + int.from_bytes(digest[:7], "big"), ends, seconds):
            with self._locked(0, ends, seconds):
                number = self._number(digest)
            yield MemorySlot(self._memory, number)

    @contextmanager
    def _locked(self, byte: int, ends: float, seconds: float) -> t.Iterator[None]:
        """A byte of the file locked; nothing has to be there."""
        while not self._lock(byte):
            if time.monotonic() >= ends:
                raise RequestTimedOut(f"another task of this run has not finished the same login within {seconds:g} s")
            time.sleep(PAUSE)
        try:
            yield
        finally:
            fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, byte)

    def _lock(self, byte: int) -> bool:
        try:
            fcntl.lockf(self._locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except (BlockingIOError, PermissionError):  # EAGAIN or EACCES, as POSIX leaves it open
            return False
        return True

    def _number(self, digest: bytes) -> int:
        """The number of this login's slot, a free one at its first time; 0 where none is free."""
        home = int.from_bytes(digest[:8], "big")
        for step in range(SLOTS - 1):
            number = 1 + (home + step) % (SLOTS - 1)
            place = slice(number * DIGEST_BYTES, (number + 1) * DIGEST_BYTES)
            if self._memory[place] == bytes(DIGEST_BYTES):
                self._memory[place] = digest
            if self._memory[place] == digest:
                return number
        return 0


class MemorySlot:
    """A part of the memory, for one login: header and data. The number 0 is no part."""

    def __init__(self, memory: mmap.mmap, number: int) -> None:
        self._memory, self._number, self._start = memory, number, number * SLOT_BYTES

    def keeps(self) -> bool:
        """As ``Slot`` says."""
        return self._number > 0 and self._length() != TOO_LARGE

    def read(self) -> Params:
        """What was written last for this login; empty where nothing was."""
        if not self.keeps() or not self._length():
            return {}
        begin = self._start + HEADER.size
        found: Params = json.loads(zlib.decompress(self._memory[begin : begin + self._length()]))
        return found

    def write(self, value: Params) -> None:
        """Keep the value; where it does not fit, nothing is kept from now on."""
        if not self.keeps():
            return
        data = zlib.compress(json.dumps(value).encode(), 1)
        # A write that is interrupted (a task's timeout) leaves a slot without data.
        self._set_length(0)
        if HEADER.size + len(data) > SLOT_BYTES:
            self._set_length(TOO_LARGE)
            return
        begin = self._start + HEADER.size
        self._memory[begin : begin + len(data)] = data
        self._set_length(len(data))

    def _length(self) -> int:
        return int(HEADER.unpack_from(self._memory, self._start)[0])

    def _set_length(self, length: int) -> None:
        HEADER.pack_into(self._memory, self._start, length)


def _nameless_file() -> int:
    """A descriptor that only forks of this process have, and no program that they start."""
    with suppress(AttributeError, OSError):
        return os.memfd_create("sitelink.vpnaas", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def open_store() -> TokenStore | None:
    """A new store; None where the system gives none: then every task logs in by itself."""
    with suppress(OSError, ValueError):
        return TokenStore()
    return None


def logins_of_run(variables: Params | None = None, repeats_failures: bool = False) -> Logins | None:
    """The logins that this run shares; None where it shares none. ``variables`` may switch it off for a lookup."""
    return Logins(STORE, repeats_failures) if STORE and is_enabled(variables or {}) else None


#: Made where this module is imported first: in the controller, before it forks.
STORE = open_store()
