#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: site_key_file
short_description: Part of the role site_to_site, the file with the pre-shared key
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - With it the role P(sitelink.vpnaas.site_to_site#role) finds the file of its variable C(site_to_site_psk_file),
    checks it, and generates a key into it if there is no file. The key is in no result.
  - It runs on the controller, as the user who runs Ansible, for every host. Connection, C(become) and
    C(delegate_to) have no effect on it, nor has the environment of the task.
options:
  path:
    description:
      - The file. It is a regular file with one line of UTF-8 text without a byte order mark.
      - If group or others have access to the file, that is a warning.
    type: str
    required: true
  resolve:
    description:
      - Replaces C($NAME) and C(${NAME}) in O(path) by environment variables of the controller, then C(~) or C(~user)
        at its beginning by a home directory, each once. A relative path is relative to the playbook.
      - A variable that is not set or empty is an error.
      - Set it to V(false) for RV(path) of an earlier task.
    type: bool
    default: true
  create:
    description:
      - Generates a key of 48 letters and digits into a new file of mode 0600, if there is none. A file that exists is
        never written, also if another run creates it at the same time.
    type: bool
    default: false
attributes:
  action:
    description: >-
      Indicates this has a corresponding action plugin so some parts of the options can be executed on the controller.
    support: full
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details:
      - Generates no key.
  diff_mode:
    description: >-
      Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
    details:
      - The key is not shown.
  platform:
    description: Target operating systems of the controller.
    support: full
    platforms: posix
seealso:
  - plugin: sitelink.vpnaas.site_key
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Generate a key, if there is no file
  sitelink.vpnaas.site_key_file:
    path: paris-rome.psk
    create: true
  register: key_file

- name: Create a connection with the key
  sitelink.vpnaas.ipsec_site_connection:
    cloud: mycloud
    name: paris-rome
    vpn_service: edge-vpn
    ike_policy: branch7-ike
    ipsec_policy: branch7-ipsec
    peer_address: 198.51.100.77
    peer_cidrs: [10.2.0.0/24]
    psk: "{{ lookup('sitelink.vpnaas.site_key', file=key_file.path, will_generate=not key_file.exists) }}"
"""

RETURN = r"""
path:
  description: The absolute path of the file.
  returned: success
  type: str
  sample: /home/demo/keys/paris-rome.psk
version:
  description: Identifies what the file holds without saying what it is. It differs after each write to the file.
  returned: if the file exists
  type: str
  sample: 2049-131090-48-1764176520123456789
exists:
  description: Whether the file exists. In check mode V(false) for a file that would be created.
  returned: success
  type: bool
  sample: true
"""
