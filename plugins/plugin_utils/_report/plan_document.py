# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of one or several plans: the first line, then what a reviewer has to look at, the most dangerous first."""

from __future__ import annotations

import json
import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mappings_of, text_of, texts_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.document import Document, Entry, Section
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import FAILURE, Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.parts import combined, failed_document
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.plan import ACTIONS, Plan

#: action -> its words in the first line and as a heading: before, and after it was done
WORDS = {
    "create": ("to create", "created"),
    "update": ("to update", "updated"),
    "replace": ("to replace", "replaced"),
    "delete": ("to delete", "deleted"),
}
#: the result's list of objects -> the heading of its section
LISTS = {
    "owner_conflicts": "Other owners' objects",
    "undeclared": "Undeclared objects that use this topology",
    "unowned": "Objects without an owner's mark",
}
#: A new object is one line; beyond this number they are only counted, where the report has to stay short.
MOST_CREATED = 200


def plan_document(found: t.Sequence[Found]) -> Document:
    """The report of these plans and failed results; several have a part each, below their sum."""
    parts = [
        failed_document(one, "No plan: the comparison failed", _lists(one.data))
        if one.type == FAILURE
        else _document(one.label, Plan(one.data))
        for one in found
    ]
    if len(parts) == 1:
        return parts[0]
    plans = [Plan(one.data) for one in found if one.type != FAILURE]
    total: Counter[str] = sum((plan.counts() for plan in plans), Counter())
    failed = len(found) - len(plans)
    headline = _headline(total, bool(plans) and all(plan.done for plan in plans), "")
    sentences = (f"{failed} of {len(found)} results failed before there was a plan.",) if failed else ()
    return combined(headline, sentences, found, parts)


def gitlab_report(found: t.Sequence[Found]) -> str:
    """What GitLab shows beside a merge request for ``artifacts: reports: terraform``.

    As in Terraform's own report a replacement counts as a creation and a deletion. Without a plan, and where an object
    of it failed or cannot be changed, the numbers are left out: there is no field for that, and the others alone would
    look like a plan that can be carried out. GitLab shows a report that could not be generated (its parser:
    ``missing_json_keys``). ``refused``, the deletions that were refused, is for other readers.
    """
    plans = [Plan(one.data) for one in found if one.type != FAILURE]
    total: Counter[str] = sum((plan.counts() for plan in plans), Counter())
    if len(plans) < len(found) or total["failed"]:
        return "{}"
    counts = {action: total[action] for action in ("create", "update", "delete")}
    counts |= {action: counts[action] + total["replace"] for action in ("create", "delete")}
    return json.dumps(counts | {key: total[key] for key in ("refused",) if total[key]})


def _headline(counts: t.Mapping[str, int], done: bool, interruption: str) -> str:
    parts = []
    for action in WORDS:
        remark = f" ({interruption})" if action == "replace" and interruption else ""
        if counts[action]:
            parts.append(f"{counts[action]} {WORDS[action][done]}{remark}")
    # What failed may have been written: a new connection that does not come up.
    if not parts and not (done and counts["failed"]):
        parts.append("nothing was changed" if done else "nothing to change")
    parts.append(f"{counts['none']} unchanged")
    if counts["refused"]:
        parts.append(f"{counts['refused']} not deleted")
    if counts["failed"]:
        parts.append(f"{counts['failed']} failed" if done else f"{counts['failed']} cannot be changed")
    return f"{'Done' if done else 'Plan'}: {', '.join(parts)}"


def _document(label: str, plan: Plan) -> Document:
    counts = plan.counts()
    changing = [step for step in plan.steps if step.action != "none" and not step.failed]
    sections = []
    if plan.failed:
        title = "Failed" if plan.done else "Cannot be changed"
        sections.append(Section(title, tuple(map(plan.entry, plan.failed))))
    for action in ACTIONS:
        steps = plan.of(action)
        entries = [plan.entry(step) for step in steps[:MOST_CREATED] if action == "create"] or list(
            map(plan.entry, steps)
        )
        if len(entries) < len(steps):
            entries.append(Entry(f"and {len(steps) - len(entries)} more"))
        if entries:
            sections.append(Section(WORDS[action][plan.done].capitalize(), tuple(entries), folds=action == "create"))
    sections += _lists(plan.data)
    sections += [
        Section(title, tuple(Entry(text) for text in texts_of(plan.data, key)), folds=True)
        for key, title in (("warnings", "Warnings"), ("hints", "After these changes"))
        if texts_of(plan.data, key)
    ]
    worst = plan.interruption(changing)
    sentences = [f"Traffic: {worst or ('nothing was interrupted' if plan.done else 'nothing is interrupted')}."]
    return Document(
        _headline(counts, plan.done, plan.interruption(plan.of("replace"))),
        tuple(sentences if changing else []),
        tuple(sections),
    )


def _lists(data: Item) -> list[Section]:
    return [_listed(title, mappings_of(data, key)) for key, title in LISTS.items() if data.get(key)]


def _listed(title: str, entries: t.Sequence[Item]) -> Section:
    def name(item: Item) -> str:
        resource = VPN_KINDS.get(text_of(item, "kind"))
        return f"{resource.title if resource else text_of(item, 'kind')} {text_of(item, 'name')}"

    return Section(title, tuple(Entry(name(item), text_of(item, "reason")) for item in entries), folds=True)
