# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for many objects together: one listing a round, however many there are."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import INTERVALS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import wait_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import (
    in_error,
    is_pending,
    reason_never_settles,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


class Waiter:
    """``progress`` is called with a line per round."""

    def __init__(self, snapshot: Snapshot, params: Params, progress: Progress | None) -> None:
        self.snapshot, self.timeout, self.progress = snapshot, params["timeout"], progress
        self.wait = params["wait"]

    def until_settled(self, steps: t.Sequence[Step], only_settled=()) -> None:
        """Until each step's object has the status that its task waits for, or, ``only_settled``, is out of PENDING_*.

        Puts ``WaitFailed`` into the steps that do not get there.
        """
        waiting = {
            step.after["id"]: step
            for step in steps
            if self.wait
            and step.after
            and step.error is None
            and step.change.resource.has_agent_status
            and not reason_never_settles(step.after, step.change.resource, self.snapshot)
        }
        goals = {
            identifier: "settled" if step in only_settled else step.params.get("wait_for") or "settled"
            for identifier, step in waiting.items()
        }
        waiting = {
            identifier: step
            for identifier, step in waiting.items()
            if not _arrived(step, step.after, goals[identifier])
        }
        for seen, last in self._polls("ipsec_site_connection", waiting, "to settle"):
            for identifier, step in list(waiting.items()):
                item = seen.get(identifier)
                if item is None:
                    step.error = WaitFailed(f"{step.change.label} was deleted by somebody else while it was waited for")
                else:
                    step.after = item
                    self.snapshot.add(step.kind, item)
                if item is None or _arrived(step, item, goals[identifier]):
                    del waiting[identifier]
                elif last:
                    message, hint = wait_failure(item, goals[identifier], self.timeout, self.snapshot)
                    step.error = WaitFailed(message, hint=hint)

    def until_deleted(self, steps: t.Sequence[Step]) -> None:
        """Until what the steps deleted is there no longer."""
        for kind in {step.kind for step in steps}:
            waiting = {
                step.change.existing["id"]: step
                for step in steps
                if self.wait and step.kind == kind and step.error is None
            }
            for seen, last in self._polls(kind, waiting, "to be gone", at_once=True):
                for identifier, step in list(waiting.items()):
                    if identifier not in seen:
                        del waiting[identifier]
                    elif last:
                        step.error = WaitFailed(f"{step.change.label} is still there after {self.timeout} s")

    def _polls(self, kind: str, waiting, what, at_once: bool = False):
        """(objects by id, is it the last round) until ``waiting`` is empty or the time is over."""
        resource, clock = self.snapshot.resource(kind), self.snapshot.cloud.clock
        deadline, pauses, pause = clock.now() + self.timeout, iter(INTERVALS), INTERVALS[-1]
        while waiting:
            left = deadline - clock.now()
            if not at_once:
                pause = next(pauses, pause)
                clock.sleep(max(0, min(pause, left)))
            at_once = False
            self.progress(f"waiting for {len(waiting)} {resource.plural} {what}")
            yield {item["id"]: item for item in self.snapshot.cloud.list(resource)}, left <= pause
            if left <= pause:
                return


def _arrived(step: Step, item: ApiObject, goal: str):
    was_in_error = step.change.action == "update" and step.change.existing.get("status") == "ERROR"
    if item.get("status") == "ERROR" and not was_in_error:
        step.error = in_error(step.change.label)
        return True
    return item.get("status") == "ACTIVE" if goal == "active" else not is_pending(item)
