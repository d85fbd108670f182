# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold of a step: its result, the writing calls on the line, and what a bare client finds afterwards."""

from __future__ import annotations

import re

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.case_list import Step
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.reference_client import LISTINGS
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.stored import difference, identity, named

#: What an agent writes, whenever it likes.
NOT_OURS = ("status",)


def faults(step: Step, record: dict, predicted: dict | None, cloud) -> list[str]:
    """Everything that is not as it must be; ``predicted`` is the record of the check mode run before."""
    expect, result = step.expect, record["result"]
    found = [*_failure(expect, record)]
    for key in ("changed", "action", "error_type", "status"):
        if key in expect and result.get(key, False if key == "changed" else None) != expect[key]:
            found.append(f"{key} is {result.get(key)!r}, not {expect[key]!r}")
    found += _texts(expect, result)
    if step.do == "api":
        return found
    found += _writes(step, record)
    for path, value in cloud.known(expect.get("result", {})).items():
        if _at(result, path) != value:
            found.append(f"result {path} is {_at(result, path)!r}, not {value!r}")
    pages = sum(call["method"] == "GET" for call in record["calls"])
    if "pages" in expect and pages != expect["pages"]:
        found.append(f"{pages} pages were asked for, not {expect['pages']}")
    found += _snapshot(step, record, cloud)
    if expect.get("no_diff") and result.get("diff") != {"before": {}, "after": {}}:
        found.append(f"the diff is not empty: {result.get('diff')}")
    if expect.get("as_predicted"):
        found += _prediction(step, predicted["result"], result)
    return found


def _failure(expect: dict, record: dict) -> list[str]:
    if record["failed"] == expect.get("failed", False):
        return []
    return [f"failed: {record['failed']}: {record['result'].get('msg')}"]


def _texts(expect: dict, result: dict) -> list[str]:
    """Patterns that the message and hint, or a warning, must match."""
    output = " ".join(str(result.get(key, "")) for key in ("msg", "hint"))
    warned = " ".join(map(str, result.get("warnings", ())))
    missing = [f"{output!r} does not say {word!r}" for word in expect.get("says", ()) if not re.search(word, output)]
    return missing + [
        f"{warned!r} does not warn of {word!r}" for word in expect.get("warns", ()) if not re.search(word, warned)
    ]


def _writes(step: Step, record: dict) -> list[str]:
    """Which writing calls were answered with success, and which keys a PUT carried."""
    expect = step.expect
    calls = [call for call in record["calls"] if call["method"] != "GET" and call["status"] < 400]
    result = [_call_text(call) for call in calls]
    quiet = step.check or (expect.get("changed") is False)
    wanted = expect.get("writes", [] if quiet else None)
    found = [] if wanted is None or result == wanted else [f"wrote {result}, not {wanted}"]
    if step.check and any(call["method"] != "GET" for call in record["calls"]):
        found.append("check mode wrote")
    sent = {key for call in record["calls"] for body in (call["body"] or {}).values() for key in body}
    found += [f"{key} was sent" for key in expect.get("not_sent", ()) if key in sent]
    return found + [f"{key} was not sent" for key in expect.get("sent", ()) if key not in sent]


def _call_text(call: dict) -> str:
    if call["method"] != "PUT":
        return call["method"]
    return f"PUT {','.join(sorted(key for body in call['body'].values() for key in body))}"


def _snapshot(step: Step, record: dict, cloud) -> list[str]:
    expect, before, after = step.expect, record["before"], record["contents"]
    name, found = step.options.get("name"), []
    if step.check or expect.get("changed") is False:
        found += [f"contents changed: {kind}" for kind in LISTINGS if _ours(before[kind]) != _ours(after[kind])]
    if step.do not in LISTINGS:
        return found
    stored = named(after[step.do], name)
    if expect.get("gone") and stored:
        found.append(f"{name} is still there")
    if expect.get("given_stored") or "stored" in expect:
        given = {key: value for key, value in step.options.items() if value is not None}
        wanted = cloud.known({**(given if expect.get("given_stored") else {}), **expect.get("stored", {})})
        found += difference(step.do, wanted, stored, after, cloud.ids)
    if expect.get("same_id") and identity(before[step.do], name) != identity(after[step.do], name):
        found.append("the id has changed")
    return found


def _ours(items: list[dict]) -> list[dict]:
    result = [{key: value for key, value in item.items() if key not in NOT_OURS} for item in items]
    return sorted(
        ({key: _sorted(value) for key, value in item.items()} for item in result), key=lambda item: item["id"]
    )


def _sorted(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, list) else value


def _prediction(step: Step, predicted: dict, made: dict) -> list[str]:
    """Every attribute that check mode predicted is so in the end; the difference it showed is the one that was made."""
    outcome = made.get(step.do) or {}
    wrong = [
        f"check mode foresaw {key}: {value!r}, and it is {outcome.get(key)!r}"
        for key, value in (predicted.get(step.do) or {}).items()
        if key not in NOT_OURS and outcome.get(key) != value
    ]
    if predicted.get("diff") != made.get("diff"):
        wrong.append(f"check mode foresaw the diff {predicted.get('diff')}, and it was {made.get('diff')}")
    return wrong


def _at(value: object, path: str) -> object:
    """``ike_policies.0.name`` of a result; ``.count`` is a list's length."""
    for part in path.split("."):
        if isinstance(value, list):
            if part == "count":
                return len(value)
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = (value or {}).get(part)
    return value
