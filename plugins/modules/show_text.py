#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: show_text
short_description: Print text as it is
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Prints lines on the terminal of the controller as they are, where M(ansible.builtin.debug) prints JSON. It works
    under every callback that prints Ansible's own messages, the default one included, and in check mode.
  - Control characters are shown as a question mark, because names come from servers and a terminal would obey them.
    Tabs and line breaks are kept.
  - The text is not in the result. It runs on the controller for every host. C(become) and C(delegate_to) have no
    effect.
options:
  text:
    description:
      - A text, or a list of lines.
      - With C(no_log) nothing is printed.
    type: raw
    required: true
  failed:
    description:
      - The task fails after it has printed the text. For a finding that ends the play.
    type: bool
    default: false
seealso:
  - module: ansible.builtin.debug
extends_documentation_fragment:
  - sitelink.vpnaas.attributes.on_controller
"""

EXAMPLES = r"""
- name: Read the connections
  sitelink.vpnaas.ipsec_site_connection_info:
    cloud: mycloud
  register: tunnels

- name: Print a line for each
  sitelink.vpnaas.show_text:
    text: "{{ tunnels.ipsec_site_connections | map(attribute='name') }}"
"""

RETURN = r"""
msg:
  description: Says that the text was printed.
  returned: when O(failed=true)
  type: str
  sample: The text above says why.
"""
