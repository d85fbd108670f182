#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: playbook_variables
short_description: Part of the playbooks, the check of their variables
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - The first task of the playbooks of this collection. It checks their variables, and refuses an extra variable that is
    misspelt.
  - It runs on the controller for every host. C(become) and C(delegate_to) have no effect.
options:
  spec:
    description:
      - The variables by name, in the form of the C(options) of a role's C(meta/argument_specs.yml).
      - A variable with C(no_log) is checked, and is not in the result.
      - A variable of the type C(raw) with C(form) is the name of a cloud or a mapping (V(cloud)), or several of these
        (V(clouds)). One of the type C(path) with the C(form) V(file) is a file that can be written.
    type: dict
    required: true
  one_of:
    description: Variables of which at least one must be given.
    type: list
    elements: str
    default: []
  required_by:
    description: The variable that must be given beside another one, by the name of that one.
    type: dict
    default: {}
seealso:
  - module: ansible.builtin.validate_argument_spec
extends_documentation_fragment:
  - sitelink.vpnaas.attributes.on_controller
"""

EXAMPLES = r"""
- name: Check the variables
  sitelink.vpnaas.playbook_variables:
    spec:
      vpn_cloud:
        description: Name of the cloud.
        type: str
      vpn_status:
        description: Status of the connections to show.
        type: list
        elements: str
        choices: [ACTIVE, DOWN, ERROR]
  register: checked
"""

RETURN = r"""
variables:
  description: The variables with their types and defaults, without those that are secret.
  returned: success
  type: dict
  sample: {vpn_cloud: mycloud, vpn_status: [DOWN]}
"""
