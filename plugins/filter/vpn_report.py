# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the work is done in plugin_utils/_report."""

from __future__ import annotations

from collections.abc import Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

DOCUMENTATION = r"""
name: vpn_report
short_description: A plan, a validation, or the VPNs that exist, for people to read
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Turns results into text, Markdown, an HTML page, the JSON of GitLab's merge request widget, or JUnit's XML.
  - The first line of a plan counts what is created, updated, replaced and deleted. Then follow replacements with the
    objects that they rebuild, deletions, updates with old and new values, creations, objects of other owners, and
    undeclared objects that use this topology. Ids are shown as names, where the result has these.
  - After a task that was not in check mode the same report says what was done.
  - The report of existing VPNs has a table of all tunnels and, as V(html) and V(markdown), pictures of who is connected
    to whom. A peer address that belongs to a VPN service of another cloud in the input is shown as that service.
  - The report of a validation or an audit has what failed first, the errors before the warnings, then what was not
    checked, each with the value that was found, the one that is wanted, and the remedy.
  - A report never contains a pre-shared key. Names are escaped, so they cannot become markup, commands or mentions.
  - It makes no call, and reads nothing but its input.
positional: format
options:
  _input:
    description:
      - What M(sitelink.vpnaas.vpn_topology) or one of the modules for one object returned, or what the role
        P(sitelink.vpnaas.site_to_site#role) left in C(site_to_site_result), for a plan.
      - What M(sitelink.vpnaas.vpn_topology_info) returned, for a report of existing VPNs. For K5, add what
        M(sitelink.vpnaas.vpn_service_info) returned, which has the addresses of the VPN services.
      - A mapping with the C(assertions) of a validation or an audit.
      - Also a list of these, what a loop registered, or a mapping of names of clouds to them. A failed result is
        reported with its message.
    type: raw
    required: true
  format:
    description:
      - V(text) and V(markdown) for terminals, comments on merge requests, job summaries and repositories. V(html) is
        one file that needs neither a server nor a network.
      - V(gitlab), only of a plan, is the JSON of C(artifacts:reports:terraform), in which a replacement counts as a
        creation and a deletion. Of a failed comparison it holds no numbers, which GitLab reports as an error.
      - V(junit), only of a validation, has a test for each assertion. The format has no warnings, so a warning is a
        skipped test whose message begins with its severity, as is what was not checked.
    type: str
    choices: [text, markdown, html, gitlab, junit]
    default: text
seealso:
  - module: sitelink.vpnaas.vpn_topology
  - module: sitelink.vpnaas.vpn_topology_info
"""

EXAMPLES = r"""
- name: Compare the declared topology with the existing one, and write nothing
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    vpn_services:
      - name: office
        router: edge
        subnet: office
  check_mode: true
  register: outcome

- name: Write the plan for a comment on the merge request
  ansible.builtin.copy:
    content: "{{ outcome | sitelink.vpnaas.vpn_report('markdown') }}"
    dest: plan.md
    mode: "0644"

- name: Write the numbers for GitLab's widget
  ansible.builtin.copy:
    content: "{{ outcome | sitelink.vpnaas.vpn_report('gitlab') }}"
    dest: plan.json
    mode: "0644"

- name: Read the VPNs of two clouds
  sitelink.vpnaas.vpn_topology_info:
    cloud: "{{ item }}"
  loop:
    - mycloud
    - k5
  register: clouds

- name: Write a page with a picture, and a table with a filter
  ansible.builtin.copy:
    content: "{{ clouds | sitelink.vpnaas.vpn_report('html') }}"
    dest: vpn-report.html
    mode: "0644"
  diff: false
"""

RETURN = r"""
_value:
  description: The report, which ends with a line break.
  type: str
"""


def vpn_report(given: object, format: str = "text") -> str:
    """The filter. Raises ``AnsibleFilterError``."""
    # Not at the top: whoever uses one filter of the collection makes Ansible import all of them, in each worker.
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report import generate

    try:
        return generate.vpn_report(given, format)
    except InvalidInput as error:
        raise AnsibleFilterError(f"vpn_report: {error}") from None


class FilterModule:
    def filters(self) -> dict[str, Callable[..., str]]:
        return {"vpn_report": vpn_report}
