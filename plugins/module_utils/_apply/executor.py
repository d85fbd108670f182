# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one executor: it carries out the steps of a plan, one step or hundreds, and waits for all of them together."""

from __future__ import annotations

import typing as t
from dataclasses import replace
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.deduplicate import remove_duplicates
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.delete_replaced import (
    delete_replaced,
    deleted_before_all,
    fresh_users,
    is_deleted_before_create,
    without_old_objects,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.sequences import in_sequences
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import Waiter
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.write import Written, write
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import DependencyFailed, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import bind
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.purge import refuse_purge
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import waits_for_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import no_progress
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import stages, users_of_replaced

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions

#: Objects between two lines of progress, and seconds after which there is one at the next object: a slow cloud writes
#: few objects a minute.
REPORT_EVERY, REPORT_SECONDS = 50, 5


class Executor:
    """Carries out steps; ``changed`` says whether anything was written.

    ``progress`` is called with a line now and then, from any thread; for a single step only while it is waited for.
    """

    def __init__(
        self, steps: t.Sequence[Step], snapshot: Snapshot, options: TaskOptions, progress: Progress | None = None
    ) -> None:
        self.steps, self.snapshot, self.options = steps, snapshot, options
        self.progress = progress if progress and len(steps) > 1 else no_progress
        self.waiter = Waiter(snapshot, options, progress or no_progress)
        self.created_ids: dict[KnownAfterApply, str] = {}
        #: replacements whose old objects are deleted before anything is created
        self.delete_first: list[Step] = []
        #: those whose old objects are deleted; worker threads add to it
        self.old_deleted: list[Step] = []
        self.changed = False

    def run(self) -> None:
        """Carry out every step that can be; what failed is in ``step.error``."""
        todo = [step for step in self.steps if step.change.changed and step.error is None]
        present = [step for step in todo if step.change.action != "delete"]
        absent = [step for step in todo if step.change.action == "delete"]
        # An object that is in use cannot be replaced, and these users do not move.
        in_the_way = users_of_replaced(absent, present)
        self._delete(in_the_way)
        self._write_present(present)
        self._delete([step for step in absent if step not in in_the_way and not step.desired.purged])
        purged = [step for step in absent if step.desired.purged]
        if any(step.error for step in self.steps):
            refuse_purge(purged)
        self._delete([step for step in purged if step.error is None])
        self.waiter.until_deleted(absent)

    def _write_present(self, steps: t.Sequence[Step]) -> None:
        """Create, update and replace: new objects first, the objects they replace last."""
        replaced = [step for step in steps if step.change.action == "replace"]
        self.delete_first = deleted_before_all(replaced)
        self._delete_replaced(self.delete_first)
        self.old_deleted += [step for step in self.delete_first if step.error is None]
        for step in self.old_deleted:
            if step.change.resource.pending_until_used:
                # K5's router takes no other VPN service before the old one is gone.
                step.change = replace(step.change, awaited=step.change.predecessors)
        for stage in stages(steps):
            self._stage(stage)
        without_old_objects(self.old_deleted)
        untouched = [step for step in self.steps if step.error is None and waits_for_active(step)]
        for step in untouched:
            step.after = step.change.existing
        self.waiter.until_settled([*steps, *untouched], only_settled=replaced)
        later = [step for step in replaced if step not in self.delete_first and not is_deleted_before_create(step)]
        self._delete_replaced(later)
        self.waiter.until_settled(replaced)

    def _delete(self, steps: t.Sequence[Step]) -> None:
        for stage in reversed(stages(steps)):
            self._stage(stage)

    def _stage(self, steps: t.Sequence[Step]) -> None:
        ready = [step for step in steps if step.error is None and self._bind(step)]
        done = "deleted" if ready and ready[0].change.action == "delete" else "written"
        results = in_sequences(ready, self._write, self.snapshot.cloud.dialect, self.options.concurrency)
        clock = self.snapshot.cloud.clock
        reported = clock.now()
        for number, (step, written, error) in enumerate(results, start=1):
            self._record(step, written, error)
            due = clock.now() - reported >= REPORT_SECONDS
            if due or number % REPORT_EVERY == 0 or number == len(ready):
                reported = clock.now()
                self.progress(f"{number} of {len(ready)} objects {done}")
        self._remove_duplicates([step for step in ready if step.after and step.change.creates])

    def _write(self, step: Step) -> Written:
        if is_deleted_before_create(step) and step not in self.delete_first:
            for item in step.change.predecessors:
                self.snapshot.cloud.delete(step.change.resource, item["id"])
                self.changed = True  # also where the creation fails
            self.old_deleted.append(step)
        return write(step, self.snapshot, self.options.timeout)

    def _delete_replaced(self, steps: t.Sequence[Step]) -> None:
        """Delete the objects that were replaced, users before what they use."""
        client = self.snapshot.cloud
        for stage in reversed(stages(steps)):
            users = fresh_users({step.change.resource for step in stage}, client)
            work = partial(delete_replaced, client=client, users=users, timeout=self.options.timeout)
            for step, gone, error in in_sequences(stage, work, client.dialect, self.options.concurrency):
                step.error = step.error or error
                self.changed = self.changed or bool(gone) or bool(error and error.is_gone)
                for identifier in gone or ():
                    self.snapshot.remove(step.kind, identifier)
            self.progress(f"replaced objects of {len(stage)} steps deleted")

    def _bind(self, step: Step) -> bool:
        """Put real ids in place of objects that were to be created; false where one of them was not."""
        body, missing = bind(step.change.body, self.created_ids)
        step.change = replace(step.change, body=body)
        if missing:
            step.error = DependencyFailed(
                f"{step.change.label} was not tried: {', '.join(missing)} could not be created"
            )
        return not missing

    def _record(self, step: Step, written: Written | None, error: VpnError | None) -> None:
        """Note in the step and in the snapshot what a write came to."""
        if error is not None:
            step.error = error
            self.changed = self.changed or bool(error.written) or error.is_gone
            for item in error.written:
                self.snapshot.add(step.kind, item)
            if error.is_gone and step.change.existing is not None:
                self.snapshot.remove(step.kind, step.change.existing["id"])
            return
        self.changed = True
        after, step.created_by_other_run = written or Written(None)
        step.after = after
        if after is None and step.change.existing is not None:
            self.snapshot.remove(step.kind, step.change.existing["id"])
        if after is None:
            return
        if step.change.creates:
            unknown = KnownAfterApply(step.change.name, step.kind)
            self.created_ids[unknown] = after["id"]
            self.snapshot.remove(step.kind, unknown)
        self.snapshot.add(step.kind, after)

    def _remove_duplicates(self, steps: t.Sequence[Step]) -> None:
        """Where another run created the same object at the same time, go on with the one that both runs keep."""
        for kind in {step.kind for step in steps}:
            created = [step for step in steps if step.kind == kind]
            try:
                sent = [(step.change, step.after or {}, step.created_by_other_run) for step in created]
                found = remove_duplicates(sent, self.snapshot)
            except VpnError as error:
                # The objects are there; this was only a look, and the next run looks again.
                label = created[0].change.label
                created[0].notes.append(f"{label}: it is not known whether another run created it too: {error}")
                continue
            for step, (item, note) in zip(created, found, strict=True):
                if step.after is not None and item is not step.after:
                    self.snapshot.remove(kind, step.after["id"])
                    self.snapshot.add(kind, item)
                    self.created_ids[KnownAfterApply(step.change.name, kind)] = item["id"]
                    step.after, step.created_by_other_run = item, True
                step.notes += [note] if note else []
