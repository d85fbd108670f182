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
  replace:
    description:
      - Replace the object where a difference cannot be taken away otherwise, because the API cannot change the option
        or because the server refuses it while the object is in use.
      - On Neutron the successor is made first and waited for. What uses the predecessor is moved to it, the predecessor
        is deleted last. An endpoint group is exchanged in its connections, which keep their ids. A connection that
        cannot be changed itself gets a successor too, with everything that it had, its pre-shared key included. Where
        a successor cannot be made, the predecessor stays as it was.
      - On K5 the predecessor is deleted first, so a connection is only replaced where its C(psk) is given (in
        M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). A run killed between the two
        leaves it deleted, and the next run makes it again from the playbook.
      - A run that was interrupted is finished by the next one with V(true). It knows the successor by its name and by
        being as wanted, and deletes the others of that name. With V(false) two objects of one name are an error.
      - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only where
        it is itself what C(name) names and no other object has that name. It is never deleted as one of several, nor
        moved. M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
      - Look at C(interrupts) and C(replacement) of a run in check mode before you allow it.
    type: bool
    default: false
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
