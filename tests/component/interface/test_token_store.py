# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The memory that the controller shares with its workers, with real forks."""

from __future__ import annotations

import os
import random
import re
import resource
import sys
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import RequestTimedOut
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._token_store import (
    HEADER,
    SLOT_BYTES,
    SLOTS,
    TokenStore,
    open_store,
)

STATE = {"state": "a token and its catalog"}


@pytest.fixture
def store():
    return TokenStore()


def in_fork(work):
    """The exit code of a fork that does the work: 0 where it returns true."""
    pid = os.fork()
    if not pid:
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def read(store, digest):
    with store.turn(digest, 5) as slot:
        return slot.read()


def write(store, digest, value):
    with store.turn(digest, 5) as slot:
        slot.write(value)
    return True


def test_what_a_fork_writes_its_siblings_read(store):
    digest = store.digest([b"a login"])
    assert in_fork(lambda: write(store, digest, STATE)) == 0
    assert in_fork(lambda: read(store, digest) == STATE) == 0
    assert read(store, digest) == STATE


def test_another_login_reads_nothing_even_in_the_same_slot(store):
    one, other = b"\0" * 8 + b"a" * 24, b"\0" * 8 + b"b" * 24
    write(store, one, STATE)
    assert read(store, other) == {}


def test_concurrent_forks_lose_no_write(store):
    """lockf, which keeps forks apart that share a descriptor; flock does not."""
    digest = store.digest([b"a login"])

    def count():
        for _time in range(20):
            with store.turn(digest, 30) as slot:
                slot.write({"count": slot.read().get("count", 0) + 1})

    pids = []
    for _fork in range(6):
        pid = os.fork()
        if not pid:
            count()
            os._exit(0)
        pids.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids] == [0] * 6
    assert read(store, digest) == {"count": 120}


def test_wait_for_a_turn_ends(store):
    digest = store.digest([b"a login"])

    def waits():
        try:
            with store.turn(digest, 0.1):
                return False
        except RequestTimedOut as error:
            return "another task of this run" in str(error)

    with store.turn(digest, 5):
        assert in_fork(waits) == 0


def test_worker_that_is_killed_frees_its_turn(store):
    digest = store.digest([b"a login"])

    def dies():
        turn = store.turn(digest, 5)
        turn.__enter__()
        os.kill(os.getpid(), 9)

    assert in_fork(dies) == -9
    assert read(store, digest) == {}


def test_where_no_memfd_is_a_file_without_a_name_does(monkeypatch):
    """As on macOS."""
    monkeypatch.delattr(os, "memfd_create", raising=False)
    store = TokenStore()
    digest = store.digest([b"a login"])
    with store.turn(digest, 5):
        assert in_fork(lambda: not store._lock(1 + int.from_bytes(digest[:7], "big"))) == 0
    assert in_fork(lambda: write(store, digest, STATE)) == 0
    assert read(store, digest) == STATE


def test_where_the_system_gives_nothing_there_is_no_store():
    def has_none():
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        return open_store() is None

    assert in_fork(has_none) == 0


def test_state_that_does_not_fit_is_not_kept(store):
    digest = store.digest([b"a login"])
    write(store, digest, STATE)
    noise = random.Random(1).randbytes(SLOT_BYTES).hex()
    write(store, digest, {"state": noise})
    assert read(store, digest) == {}


def test_after_a_state_that_does_not_fit_nobody_waits_for_one(store):
    """Twenty hosts logged in one after the other, each in vain for all others, until the last ones' time was over."""
    digest = store.digest([b"a login"])
    write(store, digest, {"state": random.Random(1).randbytes(SLOT_BYTES).hex()})
    with store.turn(digest, 5) as slot:
        assert not slot.keeps()


def test_many_logins_keep_their_states(store):
    """Of 100 logins about ten shared a slot with another one, and each of both replaced the other's token."""
    digests = [store.digest([b"login", str(number).encode()]) for number in range(SLOTS - 1)]
    for digest in digests:
        write(store, digest, {"state": digest.hex()})
    assert [read(store, digest) for digest in digests] == [{"state": digest.hex()} for digest in digests]


def test_a_login_for_which_no_slot_is_left_has_no_state(store):
    for number in range(SLOTS - 1):
        write(store, store.digest([str(number).encode()]), STATE)
    digest = store.digest([b"one more"])
    write(store, digest, STATE)
    assert read(store, digest) == {}
    with store.turn(digest, 5) as slot:
        assert not slot.keeps()


def test_no_login_waits_for_another_one(store):
    """One login of 512 waited for a cloud that did not answer, and then failed in its place."""
    held = store.digest([b"a cloud that does not answer"])
    others = [store.digest([b"login", str(number).encode()]) for number in range(SLOTS - 2)]
    with store.turn(held, 5):
        assert in_fork(lambda: all(write(store, digest, STATE) for digest in others)) == 0


def test_data_of_any_size_that_fits_stays_in_its_slot(store):
    first, second = (number.to_bytes(8, "big") + b"a" * 24 for number in (0, 1))
    write(store, second, STATE)
    room = SLOT_BYTES - HEADER.size
    for size in range(room // 2 - 200, room // 2 + 200, 7):
        write(store, first, {"state": random.Random(size).randbytes(size).hex()})
        assert read(store, second) == STATE


def test_digest_depends_on_every_part_and_on_the_run(store):
    assert store.digest([b"ab", b"c"]) == store.digest([b"ab", b"c"])
    assert store.digest([b"ab", b"c"]) != store.digest([b"a", b"bc"])
    assert store.digest([b"ab", b"c"]) != TokenStore().digest([b"ab", b"c"])


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_memory_is_left_out_of_core_dumps_and_has_no_file(store):
    write(store, store.digest([b"a login"]), STATE)
    smaps = Path("/proc/self/smaps").read_text(encoding="ascii")
    flags = re.findall(rf"\nSize: +{SLOTS * SLOT_BYTES // 1024} kB\n.*?\nVmFlags: ([^\n]*)", smaps, re.DOTALL)
    assert flags and all("dd" in each.split() for each in flags)
    # The file of the locks stays empty.
    sizes = [os.stat(entry.path).st_size for entry in os.scandir("/proc/self/fd") if "sitelink" in link(entry.path)]
    assert set(sizes) == {0}


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""
