# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter's work: from results to text in a format."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.assertions import assertions_document
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import (
    PLAN,
    REPORTED,
    TOPOLOGY,
    VALIDATION,
    Found,
    find_results,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.junit import junit_report
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.plan_document import gitlab_report, plan_document
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.plan_html import as_page
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.render_text import as_markdown, as_text
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.topology_html import topology_page
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.topology_markdown import topology_markdown
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.topology_text import topology_text

Renderer: t.TypeAlias = t.Callable[[t.Sequence[Found]], str]

#: what the results hold -> format -> how it is written
RENDERERS: dict[str, dict[str, Renderer]] = {
    PLAN: {
        "text": lambda found: as_text(plan_document(found)),
        "markdown": lambda found: as_markdown(plan_document(found)),
        "html": lambda found: as_page(plan_document(found)),
        "gitlab": gitlab_report,
    },
    VALIDATION: {
        "text": lambda found: as_text(assertions_document(found)),
        "markdown": lambda found: as_markdown(assertions_document(found)),
        "html": lambda found: as_page(assertions_document(found)),
        "junit": junit_report,
    },
    TOPOLOGY: {"text": topology_text, "markdown": topology_markdown, "html": topology_page},
}
FORMATS = ("text", "markdown", "html", "gitlab", "junit")


def vpn_report(given: object, report_format: object = "text") -> str:
    """A report of the results in ``given``. Raises ``InvalidInput`` for an unknown format or nothing to report."""
    if report_format not in FORMATS or not isinstance(report_format, str):
        raise InvalidInput([f"format must be one of {', '.join(FORMATS)}, got: {report_format}"])
    found = find_results(given)
    # Failures alone are those of a plan, and in the format that plans do not have, those of a validation.
    only_failures = VALIDATION if report_format == "junit" and not any(one.type in REPORTED for one in found) else PLAN
    held = next((one.type for one in found if one.type in REPORTED), only_failures)
    renderer = RENDERERS[held].get(report_format)
    if renderer is None:
        has = ", ".join(RENDERERS[held])
        raise InvalidInput([f"there is no {report_format} of a {held}: its formats are {has}"])
    return renderer(found)
