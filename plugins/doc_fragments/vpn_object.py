# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that several kinds of VPN objects share."""

from __future__ import annotations


class ModuleDocFragment:
    # Modules that bring one object to a state.
    DOCUMENTATION = r"""
options:
  name:
    description:
      - Name or id of the object, at most 255 characters.
      - The API lets several objects have one name. The module does not guess, but fails and lists their ids.
      - An id that no object has is an error, never the name of a new object.
      - An object cannot be renamed, since its name is what it is found by.
    type: str
    required: true
  state:
    description:
      - V(present) creates the object where there is none, else changes what differs.
      - V(absent) deletes it. Only O(name) matters then; other options are not even looked up.
    type: str
    default: present
    choices: [present, absent]
  description:
    description:
      - Free text for people, at most 255 characters. An empty text clears it.
      - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
    type: str
notes:
  - Only options that are given are compared, by what they mean rather than how they are written, and only what
    differs is sent. An option that is null counts as not given.
  - Control characters, such as line breaks and tabs, are refused in every text.
"""

    # Modules that only read.
    INFO = r"""
options:
  name:
    description:
      - Return only the objects of this name, or the one that has this id.
      - Names are looked for in the project of O(project), ids in all that the token sees.
      - Without it, all objects of the project are returned.
    type: str
"""

    AVAILABILITY_ZONE = r"""
options:
  availability_zone:
    description:
      - The availability zone to create the object in. Only K5 has it, and Neutron refuses it.
      - Give the zone of the router to everything that belongs to its VPN.
      - K5's default is the default zone of the region. It cannot be changed.
    type: str
"""

    LIFETIME = r"""
options:
  lifetime:
    description:
      - How long a negotiated key is used before a new one is negotiated.
      - A key that is not given keeps its stored value; of a new policy it gets the server's default.
    type: dict
    suboptions:
      units:
        description:
          - The unit of O(lifetime.value). Neutron and K5 know seconds only, which is also their default.
        type: str
        choices: [seconds]
      value:
        description:
          - The lifetime in O(lifetime.units), at least 60. K5 takes 86400 at most.
          - The server's default is 3600.
        type: int
"""
