# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Eight runs of one topology at once on an empty cloud. Names are not unique, so each may make everything; after one
more run there is no duplicate left but those in use, which it names, and whatever was kept is as wanted."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.resilience.test_matrix import held, run
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

ROUNDS = 40 if os.environ.get("SITELINK_FAULTS") == "all" else 4
RUNS = 8


class ConcurrentRunner(TaskRunner):
    """A runner whose requests take a few milliseconds, not always the same, so that runs get in between each other."""

    def __init__(self, dialect, seed):
        super().__init__(dialect)
        self.chance = random.Random(seed)

    def transport(self):
        session = super().transport()
        adapter = session.get_adapter("http://cloud.test")
        answer = adapter.send

        def send(*args, **options):
            time.sleep(self.chance.random() * 0.004)
            return answer(*args, **options)

        adapter.send = send
        return session


def used_duplicates(runner):
    """(collection, policy or service) of those that have another's name and are used by a connection."""
    contents = runner.cloud.contents()
    held_ids = {
        value for item in contents["ipsec_site_connections"] for value in item.values() if isinstance(value, str)
    }
    for collection in ("ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups"):
        items = contents.get(collection, [])
        names = Counter(item["name"] for item in items)
        yield from ((collection, item) for item in items if names[item["name"]] > 1 and item["id"] in held_ids)


@pytest.mark.parametrize("number", range(ROUNDS))
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_one_more_run_removes_duplicates(dialect, number, record_property):
    alone = TaskRunner(dialect)
    run(alone, "present")
    runner = ConcurrentRunner(dialect, number)

    def try_to_run(_number):
        try:
            return run(runner, "present")
        except VpnError:
            return None  # another run took away what this one was about to use; it would be run again

    with ThreadPoolExecutor(RUNS) as pool:
        succeeded = [result for result in pool.map(try_to_run, range(RUNS)) if result]
    at_first = held(runner)
    assert not succeeded or set(at_first) >= set(held(alone)), "a run said that all is there, and it is not"
    warnings = run(runner, "present").get("warnings", ())
    record_property("duplicates of eight runs", sum(at_first.values()) - len(at_first))
    in_use = Counter(kind for kind, item in used_duplicates(runner) if any(item["id"] in text for text in warnings))
    left = Counter(kind for kind, _name in (held(runner) - held(alone)).elements())
    record_property("duplicates", sum((left - in_use).values()))
    assert not held(alone) - held(runner) and not left - in_use
    assert not run(runner, "present")["changed"]
