# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying a plan out: stage by stage, in parallel within a stage; only this thread touches the estate."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import Impossible, NotSettled, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils.reconcile import bind
from ansible_collections.sitelink.vpnaas.plugins.module_utils.resources import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils.settling import never_settles
from ansible_collections.sitelink.vpnaas.plugins.module_utils.troubleshooting import not_settled
from ansible_collections.sitelink.vpnaas.plugins.module_utils.waiting import INTERVALS, is_pending
from ansible_collections.sitelink.vpnaas.plugins.module_utils.wish import Unmade
from ansible_collections.sitelink.vpnaas.plugins.module_utils.writing import write


def depth(kind):
    """How many kinds must be there before this one: 0 for what refers to no VPN object."""
    below = {row.refers_to for row in VPN_KINDS[kind].fields} & set(VPN_KINDS)
    return 1 + max(map(depth, below)) if below else 0


class Execution:
    """``progress`` is called with a line now and then, from any thread."""

    def __init__(self, plan, estate, params, progress):
        self.plan, self.estate, self.params, self.progress = plan, estate, params, progress
        self.made = {}
        self.cancelled = threading.Event()
        self.changed = False

    def run(self):
        """Every step that can be carried out is; what failed is in ``step.error``."""
        todo = [step for step in self.plan.steps if step.change.changed and step.error is None]
        present = [step for step in todo if step.change.action != "delete"]
        absent = [step for step in todo if step.change.action == "delete"]
        declared = [step for step in absent if not step.wish.purged]
        for stage in _stages(present):
            self._stage(stage)
        self._wait_for_agents(present)
        for stage in reversed(_stages(declared)):
            self._stage(stage)
        purged = [step for step in absent if step.wish.purged]
        if any(step.error for step in self.plan.steps):
            for step in purged:
                step.error = Impossible(f"{step.change.label} was not purged, because other items failed")
            purged = []
        for stage in reversed(_stages(purged)):
            self._stage(stage)
        self._wait_until_gone(declared + purged)

    def _stage(self, steps):
        ready = [step for step in steps if self._bind(step)]
        if not ready:
            return
        counter, total = 0, len(ready)
        done = "deleted" if ready[0].change.action == "delete" else "written"
        with ThreadPoolExecutor(max_workers=min(self.params["concurrency"], total)) as pool:
            try:
                lanes = [pool.submit(self._lane, lane) for lane in self._lanes(ready)]
                for lane in as_completed(lanes):
                    for step, after, error in lane.result():
                        self._note(step, after, error)
                        counter += 1
                        if counter % 50 == 0 or counter == total:
                            self.progress(f"{counter} of {total} objects {done}")
            except BaseException:
                # The task keyword timeout raises in this thread: what is running ends, what is waiting never begins.
                self.cancelled.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _lanes(self, steps):
        """Steps that must follow one another: on K5 any write interrupts the whole VPN service."""
        lanes = {}
        for number, step in enumerate(steps):
            service = step.change.body.get("vpnservice_id") or (step.change.existing or {}).get("vpnservice_id")
            alone = not (self.estate.cloud.dialect.one_write_per_service and service)
            lanes.setdefault(number if alone else service, []).append(step)
        return lanes.values()

    def _lane(self, steps):
        results = []
        for step in steps:
            if self.cancelled.is_set():
                break
            try:
                results.append((step, write(step.wish, step.change, self.estate, self.params), None))
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
            return
        self.changed = True
        step.after = after
        if after is None:
            return
        if step.change.action == "create":
            unmade = Unmade(step.change.name, step.kind)
            self.made[unmade] = after["id"]
            self.estate.drop(step.kind, unmade)
        self.estate.put(step.kind, after)

    def _wait_for_agents(self, steps):
        """All connections together: one listing a round, however many there are."""
        waiting = {
            step.after["id"]: step
            for step in steps
            if self.params["wait"]
            and step.after
            and step.change.resource.settles
            and not never_settles(step.after, step.change.resource, self.estate)
        }
        waiting = {identifier: step for identifier, step in waiting.items() if not self._settled(step, step.after)}
        for seen, last in self._rounds("ipsec_site_connection", waiting, "to settle"):
            for identifier, step in list(waiting.items()):
                item = seen.get(identifier)
                if item is None:
                    step.error = NotSettled(f"{step.change.label} was deleted by somebody else while it was waited for")
                else:
                    step.after = item
                    self.estate.put(step.kind, item)
                if item is None or self._settled(step, item):
                    del waiting[identifier]
                elif last:
                    wanted = step.params.get("wait_for") or "settled"
                    message, hint = not_settled(item, wanted, self.params["timeout"], self.estate)
                    step.error = NotSettled(message, hint=hint)

    def _settled(self, step, item):
        was_in_error = (step.change.existing or {}).get("status") == "ERROR"
        if item.get("status") == "ERROR" and not was_in_error:
            step.error = NotSettled(
                f"{step.change.label} has the status ERROR: the gateway could not be configured",
                hint="Look at the VPN agent's log, or delete it (state: absent) and create it again.",
            )
            return True
        if step.params.get("wait_for") == "active":
            return item.get("status") == "ACTIVE"
        return not is_pending(item)

    def _wait_until_gone(self, steps):
        for kind in {step.kind for step in steps}:
            waiting = {
                step.change.existing["id"]: step
                for step in steps
                if self.params["wait"] and step.kind == kind and step.error is None
            }
            for seen, last in self._rounds(kind, waiting, "to be gone", at_once=True):
                for identifier, step in list(waiting.items()):
                    if identifier not in seen:
                        del waiting[identifier]
                    elif last:
                        step.error = NotSettled(f"{step.change.label} is still there after {self.params['timeout']} s")

    def _rounds(self, kind, waiting, what, at_once=False):
        """(objects by id, is it the last round) until ``waiting`` is empty or the time is over."""
        resource, clock = self.estate.resource(kind), self.estate.cloud.clock
        deadline, pauses, pause = clock.now() + self.params["timeout"], iter(INTERVALS), INTERVALS[-1]
        while waiting:
            left = deadline - clock.now()
            if not at_once:
                pause = next(pauses, pause)
                clock.sleep(max(0, min(pause, left)))
            at_once = False
            self.progress(f"waiting for {len(waiting)} {resource.plural} {what}")
            yield {item["id"]: item for item in self.estate.cloud.list(resource)}, left <= pause
            if left <= pause:
                return


def _stages(steps):
    """Steps by the depth of their kind, in the order of creation."""
    depths = sorted({depth(step.kind) for step in steps})
    return [[step for step in steps if depth(step.kind) == level] for level in depths]
