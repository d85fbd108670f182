# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan will certainly ask, asked at once: the answers then wait in the snapshot."""

from __future__ import annotations

import typing as t
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import references

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

    Read: t.TypeAlias = t.Callable[[], object]

#: Requests at once of a task without the option ``concurrency``.
FEW = 4


@contextmanager
def reading_ahead(declared: t.Sequence[DesiredState], snapshot: Snapshot, concurrency: int) -> t.Iterator[None]:
    """Read the declared kinds and what the items refer to, ``concurrency`` requests at once, while the caller works.
    What this cloud does not have is not read.

    Raises at the end what the plan would raise: the ``VpnError`` of the read that it needs first.
    """
    with _begun(_reads(declared, snapshot), concurrency):
        yield


def read_object_ahead(desired: DesiredState, snapshot: Snapshot) -> None:
    """Read the object of that name and what it refers to by name. An id may be what the object holds already, which
    nothing looks up.

    Raises as ``reading_ahead`` does.
    """
    names: dict[tuple[str, str], list[str]] = {(desired.resource.kind, ""): [desired.name]}
    for row, text in references(desired) if desired.present and desired.resource.supported else ():
        if row.supported and not UUID.fullmatch(text):
            # The answers about one VPN kind are kept together, so one thread asks for them.
            names.setdefault((row.refers_to, "" if row.refers_to in VPN_KINDS else text), []).append(text)
    _at_once([partial(_ask, snapshot, kind, texts) for (kind, _text), texts in names.items()], FEW)


def read_kinds_ahead(kinds: t.Iterable[str], snapshot: Snapshot, concurrency: int = FEW) -> None:
    """List the VPN kinds that the cloud has. Raises what ``in_project`` raises, for the first of them that fails."""
    _at_once([partial(snapshot.in_project, kind) for kind in kinds if snapshot.resource(kind).supported], concurrency)


def _ask(snapshot: Snapshot, kind: str, texts: t.Sequence[str]) -> None:
    for text in texts:
        snapshot.asked(kind, text)


def _at_once(reads: t.Sequence[Read], concurrency: int) -> None:
    with _begun(reads, concurrency):
        pass


@contextmanager
def _begun(reads: t.Sequence[Read], concurrency: int) -> t.Iterator[None]:
    if concurrency < 2 or len(reads) < 2:
        yield
        return
    pool = ThreadPoolExecutor(max_workers=min(concurrency, len(reads)))
    ended = False
    try:
        begun = [pool.submit(read) for read in reads]
        yield
        for one in begun:
            one.result()
        ended = True
    except VpnError:
        ended = True
        raise
    finally:
        # What waits never begins. What was sent is not waited for after the task keyword timeout, which raises here.
        pool.shutdown(wait=ended, cancel_futures=True)


def _reads(declared: t.Sequence[DesiredState], snapshot: Snapshot) -> list[Read]:
    """One read for each question, in the order in which the plan asks them."""
    asked: dict[tuple[str, str], None] = {}
    for desired in declared:
        if desired.resource.supported:
            asked[desired.resource.kind, ""] = None
            for row, text in references(desired) if desired.present else ():
                if row.supported:
                    asked[row.refers_to, "" if row.refers_to in VPN_KINDS else text] = None
    return [partial(snapshot.asked, kind, text) if text else partial(snapshot.all, kind) for kind, text in asked]
