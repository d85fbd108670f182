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
      - To rename an object, give its new name here and its former one as C(from_name).
    type: str
    required: true
  from_name:
    description:
      - The former name or the id of an object to be renamed. If there is no object of the name C(name) and one of this
        name, that one gets the name C(name) and keeps its id.
      - If both are there, the object of the name C(name) counts, with a warning. Leave the option in the playbook as
        long as you like. Other objects refer to the new name.
      - The server refuses to rename a policy in use. Set C(replace) then.
      - The state V(absent) ignores it.
    type: str
    version_added: 2.0.0
  state:
    description:
      - V(present) creates the object, or updates the differences of an existing one.
      - V(absent) deletes it. Only O(name) is used then; the module ignores the other options.
    type: str
    default: present
    choices: [present, absent]
  description:
    description:
      - Free text, at most 255 characters. An empty text clears it.
      - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
    type: str
  extra_attrs:
    description:
      - Attributes that a cloud derived from Neutron has beside the documented options, by their names in the API. They
        are sent, compared and returned as the others are. Numbers and their texts are equal.
      - An attribute that the server does not return cannot be compared. It is sent when the object is created, and
        afterwards there is a warning.
      - Attributes that are options of this module are refused, and so are names that contain psk, password, token or
        secret, because results show the values.
    type: dict
    aliases: [value_specs]
    version_added: 2.0.0
  replace:
    description:
      - Replace the object if it cannot be updated, because the API cannot change the option or because the server
        refuses the change while the object is in use.
      - On Neutron the module creates the new object first and waits for it. Then it moves the users of the old object
        to the new one, and deletes the old object last. An endpoint group is exchanged in its connections, which keep
        their ids. A connection that cannot be updated is replaced too, by a new one with the same options, including
        its pre-shared key. If the new object cannot be created, the old one stays as it is.
      - On K5 the old object is deleted first, so a connection is only replaced if its C(psk) is set (in
        M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). If a run is killed in between,
        the object is missing until the next run re-creates it from the playbook.
      - The next run with V(true) completes an interrupted replacement. It recognises the new object by its name and its
        desired state, and deletes the others of that name. With V(false) two objects of one name are an error.
      - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only if
        C(name) names it and no other object has that name. It is never deleted as one of several, nor moved.
        M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
      - Check C(interrupts) and C(replacement) in check mode before you allow it.
    type: bool
    default: false
notes:
  - Only options that you set are compared, by meaning and not by spelling, and only the differences are sent. An
    option that is null counts as not set.
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
          - The unit of O(lifetime.value). Neutron and K5 support only seconds, which is also their default.
        type: str
        choices: [seconds]
      value:
        description:
          - The lifetime in O(lifetime.units), at least 60. K5 takes 86400 at most.
          - The server's default is 3600.
        type: int
"""
