# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work on many steps at once, where some of them must follow one another."""

from __future__ import annotations

import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import Dialect
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

Done = t.TypeVar("Done")


def in_sequences(
    steps: t.Sequence[Step], work: t.Callable[[Step], Done], dialect: Dialect, concurrency: int
) -> t.Iterator[tuple[Step, Done | None, VpnError | None]]:
    """(step, what ``work(step)`` returned or None, its ``VpnError`` or None), in the order in which they are done.

    At most ``concurrency`` steps at once; a single sequence is worked through in the calling thread.
    """
    sequences = _sequences(steps, dialect)
    cancelled = threading.Event()
    if len(sequences) < 2:
        for sequence in sequences:
            yield from _run(sequence, work, cancelled)
        return
    with ThreadPoolExecutor(max_workers=min(concurrency, len(sequences))) as pool:
        try:
            running = [pool.submit(_run_all, sequence, work, cancelled) for sequence in sequences]
            for sequence_done in as_completed(running):
                yield from sequence_done.result()
        except BaseException:
            # The task keyword timeout raises in this thread: what is running ends, what is waiting never begins.
            cancelled.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _sequences(steps: t.Sequence[Step], dialect: Dialect) -> list[list[Step]]:
    """Steps grouped by what must follow one another.

    On K5 any write interrupts the whole VPN service. A gateway holds one key for a pair of identities, so the
    connections that share one get their new key together.
    """
    sequences: dict[object, list[Step]] = {}
    for number, step in enumerate(steps):
        item = {**(step.change.existing or {}), **step.change.body}
        service = item.get("vpnservice_id")
        key: object = number
        if dialect.one_write_per_service and service:
            key = service
        elif service and step.change.body.keys() & step.change.resource.secrets():
            key = (service, item.get("peer_address"), item.get("peer_id"), item.get("local_id"))
        sequences.setdefault(key, []).append(step)
    return list(sequences.values())


def _run_all(
    steps: t.Sequence[Step], work: t.Callable[[Step], Done], cancelled: threading.Event
) -> list[tuple[Step, Done | None, VpnError | None]]:
    return list(_run(steps, work, cancelled))


def _run(
    steps: t.Sequence[Step], work: t.Callable[[Step], Done], cancelled: threading.Event
) -> t.Iterator[tuple[Step, Done | None, VpnError | None]]:
    for step in steps:
        if cancelled.is_set():
            return
        try:
            done = work(step)
        except VpnError as error:
            yield step, None, error
        else:
            yield step, done, None
