# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one waiter: until agents report a status, until a PUT is accepted, until a deleted object is gone.

One object is looked at by GET of its id, several by one listing of their kind.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import wait_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import (
    reason_never_settles,
    reason_never_settles_now,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import (
    Use,
    status_failure,
    was_so_before,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_pending, is_settled

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions

#: Seconds between two looks: short at first, since a nearby agent answers at once; agents report once a minute.
INTERVALS = (0.2, 0.5, 1, 2, 3)


def looks(clock: Clock, timeout: float, at_once: bool = False) -> t.Iterator[bool]:
    """One item for each look at the cloud, given after the pause before it; true for the last one.

    The last look is at the end of ``timeout`` seconds. ``at_once``: no pause before the first one.
    """
    deadline, intervals = clock.now() + timeout, iter(INTERVALS)
    while True:
        left = deadline - clock.now()
        pause = 0 if at_once else next(intervals, INTERVALS[-1])
        clock.sleep(max(0, min(pause, left)))
        at_once = False
        yield left <= pause
        if left <= pause:
            return


def wait_until_updatable(change: Change, snapshot: Snapshot, timeout: float) -> None:
    """Return once the server accepts a PUT, which Neutron refuses while the status is PENDING_*; raises ``WaitFailed``.

    Where that status will not end, and the cloud is not known to refuse, it returns at once.
    """
    resource, existing = change.resource, change.existing
    if existing is None or not is_pending(existing) or reason_never_settles_now(existing, resource, snapshot):
        return
    for last in looks(snapshot.cloud.clock, timeout):
        item = snapshot.cloud.get(resource, existing["id"])
        if item is None:
            raise deleted_by_others(change.label)
        if not is_pending(item):
            return
        if last and resource.has_agent_status:
            raise _timed_out(item, "settled", timeout, snapshot)
        if last:
            raise _still_there(item, resource, timeout)


def wait_until_gone(change: Change, snapshot: Snapshot, timeout: float) -> None:
    """Return once the objects that the change awaits are deleted; raises ``WaitFailed``."""
    for awaited in change.awaited:
        for last in looks(snapshot.cloud.clock, timeout, at_once=True):
            item = snapshot.cloud.get(change.resource, awaited["id"])
            if item is None:
                break
            failure = status_failure(item, Use.BEING_DELETED, change)
            if failure:
                raise failure
            if last:
                raise _still_there(item, change.resource, timeout)


class Waiter:
    """Waits for all steps together. ``progress`` is called with a line per look."""

    def __init__(self, snapshot: Snapshot, options: TaskOptions, progress: Progress) -> None:
        self.snapshot, self.options, self.progress = snapshot, options, progress

    def until_settled(self, steps: t.Sequence[Step], only_settled: t.Collection[Step] = ()) -> None:
        """Wait until each step's object has the status that its task waits for; for the steps in ``only_settled`` any
        status but PENDING_* and BUILD will do. Puts ``WaitFailed`` into the steps whose objects do not get there."""
        goals, waiting = {}, {}
        for step in steps:
            if step.after is None or step.error is not None:
                continue
            if self._has_status_to_come(step, step.after):
                goal = "settled" if step in only_settled else step.desired.wait_for
                if not _arrived(step, step.after, goal):
                    goals[step.after["id"]], waiting[step.after["id"]] = goal, step
            elif step.change.changed:
                step.error = status_failure(step.after, Use.WRITTEN, step.change)
        for seen, last in self._polls(waiting, "to settle"):
            for identifier, step in list(waiting.items()):
                item = seen.get(identifier)
                if item is None:
                    step.error = deleted_by_others(step.change.label)
                else:
                    step.after = item
                    self.snapshot.add(step.kind, item)
                if item is None or _arrived(step, item, goals[identifier]):
                    del waiting[identifier]
                elif last:
                    step.error = status_failure(item, Use.WRITTEN, step.change) or _timed_out(
                        item, goals[identifier], self.options.timeout, self.snapshot
                    )

    def until_deleted(self, steps: t.Sequence[Step]) -> None:
        """Wait until what the steps deleted is gone: third-party drivers take their time (PENDING_DELETE), Neutron's
        are done before they answer. Puts ``WaitFailed`` into the steps whose objects stay."""
        for kind in {step.kind for step in steps}:
            waiting = {
                step.change.existing["id"]: step
                for step in steps
                if self.options.wait and step.kind == kind and step.error is None and step.change.existing
            }
            for seen, last in self._polls(waiting, "to be gone", at_once=True):
                for identifier, step in list(waiting.items()):
                    item = seen.get(identifier)
                    if item is not None and not was_so_before(item, step.change):
                        step.error = status_failure(item, Use.BEING_DELETED, step.change)
                    if item is not None and last and step.error is None:
                        step.error = _still_there(item, step.change.resource, self.options.timeout)
                    if item is None or step.error:
                        del waiting[identifier]

    def _has_status_to_come(self, step: Step, item: ApiObject) -> bool:
        resource = step.change.resource
        return (
            self.options.wait and resource.has_agent_status and not reason_never_settles(item, resource, self.snapshot)
        )

    def _polls(
        self, waiting: t.Mapping[str, Step], goal: str, at_once: bool = False
    ) -> t.Iterator[tuple[dict[str, ApiObject], bool]]:
        """(objects by id, whether this is the last look) until ``waiting`` is empty or the time is over."""
        if not waiting:
            return
        client = self.snapshot.cloud
        began = client.clock.now()
        for last in looks(client.clock, self.options.timeout, at_once):
            step, *_others = waiting.values()
            resource = step.change.resource
            awaited = step.change.label if len(waiting) == 1 else f"{len(waiting)} {resource.titles}"
            passed = f"{client.clock.now() - began:.0f} of at most {self.options.timeout} s"
            self.progress(f"waiting for {awaited} {goal}, {passed}")
            if len(waiting) == 1:
                (identifier,) = waiting
                found = list(filter(None, [client.get(resource, identifier)]))
            else:
                found = client.list(resource)
            yield {item["id"]: item for item in found}, last
            if not waiting:
                return


def _arrived(step: Step, item: ApiObject, goal: str) -> bool:
    """Whether the wait for this object is over; puts an error into the step where that is because of ERROR."""
    use = Use.WRITTEN if step.change.changed else Use.AWAITED
    failure = status_failure(item, use, step.change)
    if failure and step.change.action == "update" and was_so_before(item, step.change):
        return False  # until an agent has looked again, or the time is over
    if failure:
        step.error = failure
        return True
    return item.get("status") == "ACTIVE" if goal == "active" else is_settled(item)


def deleted_by_others(label: str) -> WaitFailed:
    """The error for an object that is gone while a task waits for it."""
    return WaitFailed(f"{label} was deleted by somebody else while it was waited for")


def _timed_out(item: ApiObject, goal: str, timeout: float, snapshot: Snapshot) -> WaitFailed:
    message, hint = wait_failure(item, goal, timeout, snapshot)
    return WaitFailed(message, hint=hint)


def _still_there(item: ApiObject, resource: Resource, timeout: float) -> WaitFailed:
    return WaitFailed(
        f"{resource.label(item['name'])} is still {item.get('status') or 'there'} after {timeout} seconds",
        hint="Raise timeout, or ask the cloud's operator what holds it.",
    )
