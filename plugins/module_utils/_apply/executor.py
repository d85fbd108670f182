# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying steps out: stage by stage, in parallel within a stage; only this thread touches the estate."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import replace
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.deduplicate import without_twins
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.delete_replaced import fresh_users, retire
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait_together import Patience
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.write import write
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import Impossible, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import bind
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import awaits_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Unmade
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import stages


class Execution:
    """``progress`` is called with a line now and then, from any thread."""

    def __init__(self, steps, estate, params, progress):
        self.steps, self.estate, self.params, self.progress = steps, estate, params, progress
        self.patience = Patience(estate, params, progress)
        self.made = {}
        self.first = []
        self.cancelled = threading.Event()
        self.changed = False

    def run(self):
        """Every step that can be carried out is; what failed is in ``step.error``."""
        todo = [step for step in self.steps if step.change.changed and step.error is None]
        present = [step for step in todo if step.change.action != "delete"]
        absent = [step for step in todo if step.change.action == "delete"]
        declared = [step for step in absent if not step.wish.purged]
        replaced = [step for step in present if step.change.action == "replace"]
        self.first = _to_be_broken_first(replaced)
        self._retire(self.first)
        for stage in stages(present):
            self._stage(stage)
        untouched = [step for step in self.steps if step.error is None and awaits_active(step.change, step.params)]
        for step in untouched:
            step.after = step.change.existing
        self.patience.for_agents([*present, *untouched], only_settled=replaced)
        self._retire([step for step in replaced if step not in self.first and not _breaks_by_itself(step)])
        self.patience.for_agents(replaced)
        for stage in reversed(stages(declared)):
            self._stage(stage)
        purged = [step for step in absent if step.wish.purged]
        if any(step.error for step in self.steps):
            for step in purged:
                step.error = Impossible(f"{step.change.label} was not purged, because other items failed")
            purged = []
        for stage in reversed(stages(purged)):
            self._stage(stage)
        self.patience.until_gone(declared + purged)

    def _stage(self, steps):
        ready = [step for step in steps if step.error is None and self._bind(step)]
        done = "deleted" if ready and ready[0].change.action == "delete" else "written"
        with closing(self._in_lanes(ready, self._write)) as results:
            for number, (step, after, error) in enumerate(results, start=1):
                self._note(step, after, error)
                if number % 50 == 0 or number == len(ready):
                    self.progress(f"{number} of {len(ready)} objects {done}")
        self._look_for_twins([step for step in ready if step.after and step.change.makes])

    def _write(self, step):
        if _breaks_by_itself(step) and step not in self.first:
            for item in step.change.retires:
                self.estate.cloud.delete(step.change.resource, item["id"])
        return write(step.wish, step.change, self.estate, self.params)

    def _retire(self, steps):
        """Let predecessors go, what holds others before what is held."""
        for stage in reversed(stages(steps)):
            users = fresh_users({step.change.resource for step in stage}, self.estate.cloud)
            with closing(self._in_lanes(stage, partial(retire, cloud=self.estate.cloud, users=users))) as results:
                for step, gone, error in results:
                    step.error = step.error or error
                    self.changed = self.changed or bool(gone)
                    for identifier in gone or ():
                        self.estate.drop(step.kind, identifier)
            self.progress(f"predecessors of {len(stage)} objects deleted")

    def _in_lanes(self, steps, work):
        """(step, what ``work(step)`` gave or None, its ``VpnError`` or None), as they come in."""
        if not steps:
            return
        with ThreadPoolExecutor(max_workers=min(self.params.get("concurrency") or 1, len(steps))) as pool:
            try:
                lanes = [pool.submit(self._lane, lane, work) for lane in self._lanes(steps)]
                for lane in as_completed(lanes):
                    yield from lane.result()
            except BaseException:
                # The task keyword timeout raises in this thread: what is running ends, what is waiting never begins.
                self.cancelled.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _lanes(self, steps):
        """Steps that must follow one another.

        On K5 any write interrupts the whole VPN service. A gateway holds one key for a pair of identities, so the
        connections that share one get their new key together.
        """
        lanes = {}
        for number, step in enumerate(steps):
            item = {**(step.change.existing or {}), **step.change.body}
            service = item.get("vpnservice_id")
            lane = number
            if self.estate.cloud.dialect.one_write_per_service and service:
                lane = service
            elif service and step.change.body.keys() & step.change.resource.secrets():
                lane = (service, item.get("peer_address"), item.get("peer_id"), item.get("local_id"))
            lanes.setdefault(lane, []).append(step)
        return lanes.values()

    def _lane(self, steps, work):
        results = []
        for step in steps:
            if self.cancelled.is_set():
                break
            try:
                results.append((step, work(step), None))
            except VpnError as error:
                results.append((step, None, error))
        return results

    def _bind(self, step):
        """Put real ids in place of objects that were to be made; false where one of them was not."""
        body, missing = bind(step.change.body, self.made)
        step.change = replace(step.change, body=body)
        if missing:
            step.error = Impossible(f"{step.change.label} was not tried: {', '.join(missing)} could not be made")
        return not missing

    def _note(self, step, after, error):
        if error is not None:
            step.error = error
            self.changed = self.changed or bool(error.written)
            for item in error.written:
                self.estate.put(step.kind, item)
            return
        self.changed = True
        step.after = after
        if after is None:
            return
        if step.change.makes:
            unmade = Unmade(step.change.name, step.kind)
            self.made[unmade] = after["id"]
            self.estate.drop(step.kind, unmade)
        self.estate.put(step.kind, after)

    def _look_for_twins(self, steps):
        for kind in {step.kind for step in steps}:
            made = [step for step in steps if step.kind == kind]
            try:
                found = without_twins([(step.change, step.after) for step in made], self.estate)
            except VpnError as error:
                # The objects are there; that was only a look, and the next run looks again.
                made[0].notes.append(f"{made[0].change.label}: whether another run made it too is not known: {error}")
                continue
            for step, (item, note) in zip(made, found, strict=True):
                if item is not step.after:
                    self.estate.drop(kind, step.after["id"])
                    self.estate.put(kind, item)
                    self.made[Unmade(step.change.name, kind)] = item["id"]
                    step.after, step.others_made = item, True
                step.notes += [note] if note else []


def _to_be_broken_first(replaced):
    """Where predecessors have to go first, and one of them is held by others, all go before anything is made."""
    breaking = [step for step in replaced if step.change.resource.break_before_make]
    return breaking if any(not step.is_leaf for step in breaking) else []


def _breaks_by_itself(step):
    """What nothing holds is deleted and created back to back."""
    return step.is_leaf and step.change.resource.break_before_make and step.change.makes and bool(step.change.retires)
