# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying steps out: stage by stage, in parallel within a stage; only this thread touches the estate."""

from __future__ import annotations

import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import replace
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.deduplicate import remove_duplicates
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.delete_replaced import delete_replaced, fresh_users
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait_together import Waiter
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.write import write
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import bind
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import waits_for_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import stages

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


class Executor:
    """``progress`` is called with a line now and then, from any thread."""

    def __init__(self, steps: t.Sequence[Step], snapshot: Snapshot, params: Params, progress: Progress | None) -> None:
        self.steps, self.snapshot, self.params, self.progress = steps, snapshot, params, progress
        self.waiter = Waiter(snapshot, params, progress)
        self.created_ids = {}
        self.delete_first = []
        self.cancelled = threading.Event()
        self.changed = False

    def run(self) -> None:
        """Every step that can be carried out is; what failed is in ``step.error``."""
        todo = [step for step in self.steps if step.change.changed and step.error is None]
        present = [step for step in todo if step.change.action != "delete"]
        absent = [step for step in todo if step.change.action == "delete"]
        declared = [step for step in absent if not step.desired.purged]
        replaced = [step for step in present if step.change.action == "replace"]
        self.delete_first = _deleted_before_all(replaced)
        self._delete_replaced(self.delete_first)
        for stage in stages(present):
            self._stage(stage)
        untouched = [step for step in self.steps if step.error is None and waits_for_active(step.change, step.params)]
        for step in untouched:
            step.after = step.change.existing
        self.waiter.until_settled([*present, *untouched], only_settled=replaced)
        self._delete_replaced(
            [step for step in replaced if step not in self.delete_first and not _is_deleted_before_create(step)]
        )
        self.waiter.until_settled(replaced)
        for stage in reversed(stages(declared)):
            self._stage(stage)
        purged = [step for step in absent if step.desired.purged]
        if any(step.error for step in self.steps):
            for step in purged:
                step.error = UnsupportedChange(f"{step.change.label} was not purged, because other items failed")
            purged = []
        for stage in reversed(stages(purged)):
            self._stage(stage)
        self.waiter.until_deleted(declared + purged)

    def _stage(self, steps: t.Sequence[Step]) -> None:
        ready = [step for step in steps if step.error is None and self._bind(step)]
        done = "deleted" if ready and ready[0].change.action == "delete" else "written"
        with closing(self._in_sequences(ready, self._write)) as results:
            for number, (step, after, error) in enumerate(results, start=1):
                self._record(step, after, error)
                if number % 50 == 0 or number == len(ready):
                    self.progress(f"{number} of {len(ready)} objects {done}")
        self._remove_duplicates([step for step in ready if step.after and step.change.creates])

    def _write(self, step: Step):
        if _is_deleted_before_create(step) and step not in self.delete_first:
            for item in step.change.predecessors:
                self.snapshot.cloud.delete(step.change.resource, item["id"])
        return write(step.desired, step.change, self.snapshot, self.params)

    def _delete_replaced(self, steps: t.Sequence[Step]) -> None:
        """Let predecessors go, what holds others before what is held."""
        for stage in reversed(stages(steps)):
            users = fresh_users({step.change.resource for step in stage}, self.snapshot.cloud)
            with closing(
                self._in_sequences(stage, partial(delete_replaced, cloud=self.snapshot.cloud, users=users))
            ) as results:
                for step, gone, error in results:
                    step.error = step.error or error
                    self.changed = self.changed or bool(gone)
                    for identifier in gone or ():
                        self.snapshot.remove(step.kind, identifier)
            self.progress(f"predecessors of {len(stage)} objects deleted")

    def _in_sequences(self, steps: t.Sequence[Step], work):
        """(step, what ``work(step)`` gave or None, its ``VpnError`` or None), as they come in."""
        if not steps:
            return
        with ThreadPoolExecutor(max_workers=min(self.params.get("concurrency") or 1, len(steps))) as pool:
            try:
                sequences = [pool.submit(self._run_sequence, sequence, work) for sequence in self._sequences(steps)]
                for sequence in as_completed(sequences):
                    yield from sequence.result()
            except BaseException:
                # The task keyword timeout raises in this thread: what is running ends, what is waiting never begins.
                self.cancelled.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _sequences(self, steps: t.Sequence[Step]):
        """Steps that must follow one another.

        On K5 any write interrupts the whole VPN service. A gateway holds one key for a pair of identities, so the
        connections that share one get their new key together.
        """
        sequences = {}
        for number, step in enumerate(steps):
            item = {**(step.change.existing or {}), **step.change.body}
            service = item.get("vpnservice_id")
            sequence = number
            if self.snapshot.cloud.dialect.one_write_per_service and service:
                sequence = service
            elif service and step.change.body.keys() & step.change.resource.secrets():
                sequence = (service, item.get("peer_address"), item.get("peer_id"), item.get("local_id"))
            sequences.setdefault(sequence, []).append(step)
        return sequences.values()

    def _run_sequence(self, steps: t.Sequence[Step], work):
        results = []
        for step in steps:
            if self.cancelled.is_set():
                break
            try:
                results.append((step, work(step), None))
            except VpnError as error:
                results.append((step, None, error))
        return results

    def _bind(self, step: Step) -> bool:
        """Put real ids in place of objects that were to be made; false where one of them was not."""
        body, missing = bind(step.change.body, self.created_ids)
        step.change = replace(step.change, body=body)
        if missing:
            step.error = UnsupportedChange(f"{step.change.label} was not tried: {', '.join(missing)} could not be made")
        return not missing

    def _record(self, step: Step, after, error) -> None:
        if error is not None:
            step.error = error
            self.changed = self.changed or bool(error.written)
            for item in error.written:
                self.snapshot.add(step.kind, item)
            return
        self.changed = True
        step.after = after
        if after is None:
            return
        if step.change.creates:
            known_after_apply = KnownAfterApply(step.change.name, step.kind)
            self.created_ids[known_after_apply] = after["id"]
            self.snapshot.remove(step.kind, known_after_apply)
        self.snapshot.add(step.kind, after)

    def _remove_duplicates(self, steps: t.Sequence[Step]) -> None:
        for kind in {step.kind for step in steps}:
            created_ids = [step for step in steps if step.kind == kind]
            try:
                found = remove_duplicates([(step.change, step.after) for step in created_ids], self.snapshot)
            except VpnError as error:
                # The objects are there; that was only a look, and the next run looks again.
                created_ids[0].notes.append(
                    f"{created_ids[0].change.label}: whether another run made it too is not known: {error}"
                )
                continue
            for step, (item, note) in zip(created_ids, found, strict=True):
                if item is not step.after:
                    self.snapshot.remove(kind, step.after["id"])
                    self.snapshot.add(kind, item)
                    self.created_ids[KnownAfterApply(step.change.name, kind)] = item["id"]
                    step.after, step.others_made = item, True
                step.notes += [note] if note else []


def _deleted_before_all(replaced: list[Step]):
    """Where predecessors have to go first, and one of them is held by others, all go before anything is made."""
    breaking = [step for step in replaced if step.change.resource.delete_before_create]
    return breaking if any(not step.is_leaf for step in breaking) else []


def _is_deleted_before_create(step: Step) -> bool:
    """What nothing holds is deleted and created back to back."""
    return (
        step.is_leaf
        and step.change.resource.delete_before_create
        and step.change.creates
        and bool(step.change.predecessors)
    )
