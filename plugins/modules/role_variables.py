#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: role_variables
short_description: Part of the role site_to_site, the check of variables that must be text
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The first task of the role P(sitelink.vpnaas.site_to_site#role). It refuses variables that YAML read as a number, a
    date, true or false where text belongs, such as a key of digits without quotes.
  - It runs on the controller for every host. C(become) and C(delegate_to) have no effect. No value is in its result.
options:
  text:
    description: Names of variables that must be text. A variable that is not set is ignored.
    type: list
    elements: str
    default: []
  text_in:
    description: Names of variables that are lists of mappings, each with the keys whose values must be text.
    type: dict
    default: {}
seealso:
  - module: ansible.builtin.validate_argument_spec
extends_documentation_fragment:
  - sitelink.vpnaas.attributes.on_controller
"""

EXAMPLES = r"""
- name: Require text for names and keys
  sitelink.vpnaas.role_variables:
    text: [site_to_site_name, site_to_site_psk]
    text_in:
      site_to_site_connections: [name, psk]
"""

RETURN = r"""
msg:
  description: The variables that are not text, and what to do. No value is in it.
  returned: failure
  type: str
  sample: "site_to_site_psk: YAML read a number, not text: put the value in quotes"
"""
