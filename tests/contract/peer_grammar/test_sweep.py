# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every line of every configuration is in its vendor's grammar; what cannot be expressed is refused in one line.

SITELINK_SWEEP=all for all cases, else every fifth one.
"""

from __future__ import annotations

import os
from functools import cache

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translator import parsed
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import requires, statements
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.places import MAKERS, validators
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.sweep import cases
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import config

EVERY = 1 if os.environ.get("SITELINK_SWEEP") == "all" else 5


@cache
def rendered(target, state="present", every=EVERY):
    """(label -> text, label -> the line with which it is refused)."""
    texts, refusals = {}, {}
    for label, given, arguments in list(cases())[::every]:
        try:
            texts[label] = config(target, given, **arguments, state=state)
        except InvalidInput as refused:
            refusals[label] = str(refused)
    return texts, refusals


@pytest.mark.parametrize("target", targets.names())
def test_a_case_is_rendered_or_refused_in_one_line(target, report):
    texts, refusals = rendered(target)
    assert all(len(text.splitlines()) == 1 for text in refusals.values())
    assert texts
    if target not in MAKERS:
        report.append((target, "its parser", len(texts), len(refusals), "-", "-"))


@pytest.mark.parametrize(("target", "release"), [(target, release) for target in MAKERS for release in MAKERS[target]])
def test_every_line_is_in_the_grammar(target, release, report):
    validator = validators(target).get(release)
    if validator is None:
        report.append((target, release, "no grammar", "-", "-", "-"))
        pytest.skip(f"no grammar of {target} {release}: make grammars")
    lines, violations, checked = 0, [], 0
    for state in ("present", "absent"):
        for label, text in rendered(target, state)[0].items():
            # A statement that came later than this grammar: the sheet says so.
            if parsed(requires(text)) > parsed(release):
                continue
            checked += state == "present"
            lines += len(statements(text, validator.comment))
            violations += [(label, *violation) for violation in validator.violations(text)]
    report.append((target, release, checked, len(rendered(target)[1]), lines, len(violations)))
    assert not violations, "\n".join(map(str, violations[:20]))
    assert checked
