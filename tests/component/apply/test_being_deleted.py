# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that the cloud still lists while it deletes it is not present (row H3 of the list of faults)."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, UnsupportedChange, WaitFailed
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

CONNECTION = "ipsec_site_connection"


@pytest.fixture(params=["neutron", "k5"])
def runner(request: pytest.FixtureRequest) -> PreparedRunner:
    """A cloud whose connection branch7 is being deleted, and never gone."""
    runner = PreparedRunner(request.param)
    (item,) = runner.cloud.store.all("ipsec_site_connections")
    item["status"] = "PENDING_DELETE"
    return runner


def test_without_wait_the_task_fails_and_writes_nothing(runner: PreparedRunner) -> None:
    for check_mode in (True, False):
        with pytest.raises(UnsupportedChange) as failure:
            runner.apply(CONNECTION, "branch7", check_mode=check_mode, wait=False, **BRANCH7)
        assert "PENDING_DELETE" in str(failure.value)
        assert "wait: true" in failure.value.details["hint"]
    assert runner.written() == []


def test_it_is_waited_for_before_anything_is_written(runner: PreparedRunner) -> None:
    assert runner.apply(CONNECTION, "branch7", check_mode=True, **BRANCH7)["action"] == "create"
    with pytest.raises(WaitFailed) as failure:
        runner.apply(CONNECTION, "branch7", timeout=1, **BRANCH7)
    assert "is still PENDING_DELETE after 1 seconds" in str(failure.value)
    assert runner.written() == []


def test_its_id_names_no_object_to_create(runner: PreparedRunner) -> None:
    (item,) = runner.cloud.store.all("ipsec_site_connections")
    with pytest.raises(UnsupportedChange, match="is being deleted"):
        runner.apply(CONNECTION, item["id"], **BRANCH7)
    assert runner.written() == []


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy"])
def test_a_policy_whose_users_are_being_deleted_is_changed_once_they_are_gone(dialect: str, kind: str) -> None:
    """Fault: check mode counted them as gone, and the server's refusal ended the run."""
    runner = PreparedRunner(dialect, slow_delete=20)
    runner.apply(CONNECTION, "branch7", state="absent", wait=False)
    name, change = kind.removesuffix("_policy"), {"pfs": "group14"}
    assert runner.check(kind, name, **change)["action"] == "update"
    assert runner.apply(kind, name, **change)[kind]["pfs"] == "group14"


def test_a_policy_whose_users_are_never_gone_is_not_waited_for_longer_than_asked(runner: PreparedRunner) -> None:
    with pytest.raises(ServerError, match="in use"):
        runner.apply("ike_policy", "ike", pfs="group14", timeout=5)
    assert runner.time.passed < 30
