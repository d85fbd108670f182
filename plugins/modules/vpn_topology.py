#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vpn_topology
short_description: Manage a whole VPN topology in one pass
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Creates, changes and deletes VPN objects of all kinds at once. It compares the declared with the existing objects,
    and writes only the differences. If everything is as declared, it writes nothing.
  - It logs in once, lists each kind at most once before the first write, writes in the order of dependency and
    in parallel where that order allows, and waits for all connections together.
  - The items take the options of the modules M(sitelink.vpnaas.ike_policy), M(sitelink.vpnaas.ipsec_policy),
    M(sitelink.vpnaas.vpn_service), M(sitelink.vpnaas.endpoint_group) and M(sitelink.vpnaas.ipsec_site_connection), and
    are compared, changed and waited for as these modules do. Their notes hold here too.
  - An item refers to others by name or id, whether they are declared in the same topology or exist already.
  - The result holds the RV(plan), object by object. In check mode it is the plan that a run would execute.
  - With O(owner) the module marks the objects that it creates. O(purge) then deletes marked objects that are no longer
    declared.
options:
  # Type, default and suboptions of the five lists: plugins/doc_fragments/topology_items.py
  ike_policies:
    description:
      - The IKE policies, the proposals for phase 1.
  ipsec_policies:
    description:
      - The IPsec policies, the proposals for phase 2.
  vpn_services:
    description:
      - The VPN services, the routers that end tunnels.
  endpoint_groups:
    description:
      - The endpoint groups, the networks on one side of a tunnel. K5 has none.
  ipsec_site_connections:
    description:
      - The IPsec site connections, the tunnels.
  state:
    description:
      - The state of every item without a state of its own.
      - V(present) creates what is missing and changes what differs.
      - V(absent) deletes, in reverse order of dependency. With O(owner) it deletes only objects with this owner's
        mark, and lists the others in RV(unowned) and RV(owner_conflicts). Without O(owner) an object with any owner's
        mark is not deleted, and its item fails.
    type: str
    default: present
    choices: [present, absent]
  owner:
    description:
      - A name for the owner of this topology, 1 to 64 letters, digits, dots, hyphens or underscores. Use a different
        name for each topology of a project.
      - Every object created gets the mark C([sitelink:OWNER]) at the end of its description, which must have room for
        it within 255 characters. The mark is in the description because VPN objects have no tags.
      - The mark is written on create only, ignored by every comparison, kept by every change, and left out by
        M(sitelink.vpnaas.vpn_topology_info). A missing mark is never a difference.
      - Declared objects that exist without a mark are changed where they differ, as without an owner, and listed in
        RV(unowned). For those with another owner's mark see O(owner_conflict).
      - An object with another owner's mark is never deleted, replaced or treated as a duplicate, with or without this
        option. A name that such an object shares with one of yours is ambiguous, and a replacement that would have to
        move such an object fails before it writes.
    type: str
  purge:
    description:
      - Whether to delete the objects of the project that have this owner's mark and are not declared. Needs O(owner),
        and a login that names a project, or O(project).
      - They are deleted last. Nothing at all is written if the topology declares no present object, or if more than
        O(purge_max) objects would be deleted.
      - With O(state=absent) and no items it deletes everything that has this owner's mark, up to O(purge_max) objects.
      - No object is purged if any item failed, or did not reach its status in time. Objects that were not purged then
        count as failed too.
    type: bool
    default: false
  purge_max:
    description:
      - How many objects O(purge) may delete in a run. If there are more, the module fails, lists them, and writes
        nothing.
    type: int
    default: 10
  adopt:
    description:
      - Whether to add the mark to declared objects without one. Needs O(owner).
      - That is an update of the description. RV(plan) shows what it interrupts.
      - Policies in use cannot be marked, since the server refuses every change of them. They stay in RV(unowned). An
        object with the mark of another owner keeps it.
    type: bool
    default: false
  owner_conflict:
    description:
      - What to do where a present item exists with the mark of another owner. Only with O(owner).
      - V(fail) lists all such items and writes nothing.
      - V(warn) changes them where they differ, and warns. The runs of both owners then change the same object.
      - They are listed in RV(owner_conflicts).
    type: str
    default: fail
    choices: [fail, warn]
    version_added: 2.0.0
  concurrency:
    description:
      - The maximum number of concurrent requests, at least 1. These are listings and look-ups of names before the plan,
        and writes.
      - On K5, where each write drops all tunnels of a VPN service, writes to connections of one service follow one
        another. Those of different services are still parallel.
    type: int
    default: 8
notes:
  - Order of work. First policies, VPN services and endpoint groups are created and changed, then connections, and
    connections are waited for. Then items with the state V(absent) are deleted, connections first, and last comes
    O(purge).
  - All errors of the declaration are reported at once and nothing is written. These are invalid values, missing options
    of a new object, an item declared twice, references to objects that are neither declared nor existing, or that this
    topology deletes, names that several objects have, and configurations that O(preflight) refuses. Unlike in the
    modules for one object, an unknown name is an error in check mode too, since the topology is the whole.
  - An error of a single object, such as an unsupported change, a refusal by the server or an error that an agent
    reports, stops only that object and the objects that depend on it. The module processes all others, then fails and
    names all failed objects. Check mode fails too if it can predict the error.
  - O(wait) applies to connections and to deletions. O(timeout) is the limit of each of these waits, not of each
    object.
  - The pre-shared keys are never in a result, diff or log. Keep them in Ansible
    Vault or a secret store, and give them as variables. Newer versions of Ansible quote the lines of the play around a
    task that fails, so do not write a key into the play.
seealso:
  - module: sitelink.vpnaas.vpn_topology_info
  - module: sitelink.vpnaas.ike_policy
  - module: sitelink.vpnaas.ipsec_policy
  - module: sitelink.vpnaas.vpn_service
  - module: sitelink.vpnaas.endpoint_group
  - module: sitelink.vpnaas.ipsec_site_connection
  - name: Networking API v2.0
    description: The API behind this module, with its VPNaaS section.
    link: https://docs.openstack.org/api-ref/network/v2/
attributes:
  check_mode:
    support: full
    details:
      - Makes no writing request. The result is the plan. Errors that can be detected without writing are reported.
  diff_mode:
    support: full
    details:
      - A list with an entry for each object that changes. Secrets are never shown.
  idempotent:
    support: partial
    details:
      - With O(ipsec_site_connections[].update_psk=always) every run writes the key and counts as a change.
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
  - sitelink.vpnaas.topology_items
"""

EXAMPLES = r"""
- name: Connect the office with two branches
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    ike_policies:
      - name: branches-ike
        ike_version: v2
        encryption_algorithm: aes-256
        auth_algorithm: sha256
        pfs: group20
    ipsec_policies:
      - name: branches-ipsec
        encryption_algorithm: aes-256
        auth_algorithm: sha256
        pfs: group20
    vpn_services:
      - name: office-vpn
        router: edge
        subnet: office
    ipsec_site_connections:
      - name: branch1
        vpn_service: office-vpn
        ike_policy: branches-ike
        ipsec_policy: branches-ipsec
        peer_address: 203.0.113.71
        peer_cidrs:
          - 10.2.1.0/24
        psk: "{{ branch1_psk }}"
      - name: branch2
        vpn_service: office-vpn
        ike_policy: branches-ike
        ipsec_policy: branches-ipsec
        peer_address: 203.0.113.72
        peer_cidrs:
          - 10.2.2.0/24
          - 10.2.3.0/24
        psk: "{{ branch2_psk }}"
  register: office

- name: Show the address that the branches connect to
  ansible.builtin.debug:
    msg: "{{ office.objects.vpn_services | map(attribute='endpoint_address', default='known once it exists') }}"

# The variables vpn_ike_policies and so on are in a repository, as lists of items like those above.
- name: Keep a project as declared in a repository, with the cloud access as a group default
  module_defaults:
    group/sitelink.vpnaas.vpnaas:
      cloud: mycloud
      preflight: fail
  block:
    - name: Create, update, and delete objects of this repository that are no longer declared
      sitelink.vpnaas.vpn_topology:
        owner: gitops-prod
        purge: true
        purge_max: 4
        ike_policies: "{{ vpn_ike_policies }}"
        ipsec_policies: "{{ vpn_ipsec_policies }}"
        vpn_services: "{{ vpn_services }}"
        ipsec_site_connections: "{{ vpn_connections }}"

    - name: Fail if anybody has changed something since, and write nothing
      sitelink.vpnaas.vpn_topology:
        owner: gitops-prod
        purge: true
        ike_policies: "{{ vpn_ike_policies }}"
        ipsec_policies: "{{ vpn_ipsec_policies }}"
        vpn_services: "{{ vpn_services }}"
        ipsec_site_connections: "{{ vpn_connections }}"
      check_mode: true
      diff: true
      register: drift
      failed_when: drift is failed or drift is changed

- name: Adopt objects that were created manually
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    owner: gitops-prod
    adopt: true
    vpn_services:
      - name: office-vpn
    ipsec_site_connections:
      - name: branch1
      - name: branch2
  register: adopted

- name: Show why objects could not be marked
  ansible.builtin.debug:
    msg: "{{ adopted.unowned | default([]) | map(attribute='reason') }}"

- name: Remove one branch, and keep the others
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    owner: gitops-prod
    ipsec_site_connections:
      - name: branch2
        state: absent

- name: Export the topology, in the format of this module
  sitelink.vpnaas.vpn_topology_info:
    cloud: mycloud
  register: current

- name: Apply the export to the same project, which changes nothing
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    ike_policies: "{{ current.topology.ike_policies }}"
    ipsec_policies: "{{ current.topology.ipsec_policies }}"
    vpn_services: "{{ current.topology.vpn_services }}"
    endpoint_groups: "{{ current.topology.endpoint_groups | default([]) }}"
    ipsec_site_connections: "{{ current.topology.ipsec_site_connections }}"

- name: Remove all objects with this owner's mark, connections first
  sitelink.vpnaas.vpn_topology:
    cloud: mycloud
    owner: gitops-prod
    state: absent
    ipsec_site_connections:
      - name: branch1
    vpn_services:
      - name: office-vpn
    ike_policies:
      - name: branches-ike
    ipsec_policies:
      - name: branches-ipsec

- name: The same on FUJITSU K5, one network of the peer per connection
  sitelink.vpnaas.vpn_topology:
    cloud: k5
    dialect: k5
    ike_policies:
      - name: branches-ike
        availability_zone: jp-east-1a
        encryption_algorithm: aes-256
        pfs: group14
    ipsec_policies:
      - name: branches-ipsec
        availability_zone: jp-east-1a
        encryption_algorithm: aes-256
        pfs: group14
    vpn_services:
      - name: office-vpn
        availability_zone: jp-east-1a
        router: edge
        subnet: office
    ipsec_site_connections:
      - name: branch1-10-2-1-0-24
        availability_zone: jp-east-1a
        vpn_service: office-vpn
        ike_policy: branches-ike
        ipsec_policy: branches-ipsec
        peer_address: 203.0.113.71
        peer_cidrs:
          - 10.2.1.0/24
        psk: "{{ branch1_psk }}"
"""

RETURN = r"""
plan:
  description:
    - What was done to each object, in check mode what would be done, in the order of work. It holds every item, and
      with O(purge) what is purged.
  type: list
  elements: dict
  returned: success, and failure once there is a plan
  contains:
    kind:
      description: The kind of the object, by the name of its module.
      type: str
      returned: always
      sample: ipsec_site_connection
    name:
      description: The name or id that the item gives. For a purged object its name.
      type: str
      returned: always
      sample: branch1
    id:
      description: Its id; null where there is no object, or none yet.
      type: str
      returned: always
      sample: c3c1f1c1-0b3a-4f7b-9d7e-5b1f2f2f9a90
    action:
      description: One of V(none), V(create), V(update), V(replace) and V(delete).
      type: str
      returned: always
      sample: update
    changes:
      description:
        - Of an update or a replacement, each attribute that changes, by the API's name, with its value C(before) and
          C(after).
        - Empty for other actions. Secrets are not shown.
      type: dict
      returned: always
      sample: {peer_cidrs: {before: [10.2.1.0/24], after: [10.2.1.0/24, 10.2.4.0/24]}}
    interrupts:
      description:
        - Which traffic the write interrupts, as in the result of the kind's own module. For example V(none),
          V(service) or V(possibly router).
      type: str
      returned: always
      sample: possibly router
    error:
      description: Why it failed.
      type: str
      returned: for objects that failed
      sample: 'IPsec site connection "branch1" was not tried: ike_policy "branches-ike" could not be created'
applied:
  description: Whether the plan was carried out. False in check mode.
  type: bool
  returned: success, and failure once there is a plan
  version_added: 2.0.0
  sample: true
summary:
  description:
    - How many objects there are of each C(action), under its name, and how many C(failed). Failed objects are
      not counted under their action.
    - In a template write C(summary['update']), since C(update) is also a method of every dictionary.
  type: dict
  returned: success, and failure once there is a plan
  sample: {create: 5, update: 0, replace: 0, delete: 0, none: 0, failed: 0}
changed:
  description:
    - Whether anything was written, in check mode whether anything would be. It is also correct on failure.
  type: bool
  returned: always
  sample: true
diff:
  description:
    - An entry for each object of the plan that is created, changed or deleted. C(before) and C(after) hold the
      attributes that an update changes, and the whole object for a creation or deletion.
  type: list
  elements: dict
  returned: success, and failure once there is a plan
  sample:
    - before_header: IPsec site connection branch1
      after_header: IPsec site connection branch1
      before: {peer_cidrs: [10.2.1.0/24]}
      after: {peer_cidrs: [10.2.1.0/24, 10.2.4.0/24]}
objects:
  description:
    - The objects of the plan that are not deleted, as they are after the task. Each has the attributes that the result
      of its kind's own module has, and never the pre-shared key.
    - Check mode predicts the options given and the server's known defaults, without values that only the server knows.
      A reference to an object that does not exist yet is a mapping of C(name) and a null C(id).
    - On failure an object that could not be created has no C(id).
  type: dict
  returned: success, and failure once there is a plan
  contains:
    # BEGIN objects, generated from development/results.yml
    ike_policies:
      description: See M(sitelink.vpnaas.ike_policy).
      type: list
      elements: dict
      returned: always
      sample: []
    ipsec_policies:
      description: See M(sitelink.vpnaas.ipsec_policy).
      type: list
      elements: dict
      returned: always
      sample: []
    vpn_services:
      description: See M(sitelink.vpnaas.vpn_service). Each has its C(endpoint_address), which its peers connect to.
      type: list
      elements: dict
      returned: always
      sample: []
    endpoint_groups:
      description: See M(sitelink.vpnaas.endpoint_group).
      type: list
      elements: dict
      returned: always
      sample: []
    ipsec_site_connections:
      description: See M(sitelink.vpnaas.ipsec_site_connection).
      type: list
      elements: dict
      returned: always
      sample: []
    # END
subnets:
  description: The subnets that RV(objects) refer to, with their networks, as far as the task had to read them.
  type: list
  elements: dict
  returned: success, and failure once there is a plan
  contains:
    id:
      description: The id of the subnet.
      type: str
      returned: always
      sample: 5d1e8bf4-5c0e-4a4b-9a6d-2f2f5a1f5c11
    name:
      description: Its name.
      type: str
      returned: always
      sample: office
    cidr:
      description: Its network.
      type: str
      returned: always
      sample: 10.1.0.0/24
names:
  description:
    - The names of objects that RV(plan), RV(diff) and RV(objects) refer to by ID, by that ID. Only of objects that the
      task had to read.
  type: dict
  returned: success, and failure once there is a plan
  version_added: 2.0.0
  sample: {33333333-0000-4000-8000-000000000001: edge}
hints:
  description: Effects on gateways, after these actions, that you may not expect. Each is reported once.
  type: list
  elements: str
  returned: success, and failure once there is a plan, if there are any
owner_conflicts:
  description: Declared objects that exist with the mark of another owner. Each entry has the keys of RV(unowned).
  type: list
  elements: dict
  returned: success, and failure once there is a plan, where there are any
  version_added: 2.0.0
  sample:
    - kind: ipsec_site_connection
      name: branch1
      id: c3c1f1c1-0b3a-4f7b-9d7e-5b1f2f2f9a90
      reason: it is marked as gitops-test's
undeclared:
  description:
    - IPsec site connections of the project that use a declared policy or VPN service, and that nobody declares. They
      are not in this topology and have no other owner's mark. Each entry has the keys of RV(unowned).
    - They are not a difference. To treat them as drift, test this result.
  type: list
  elements: dict
  returned: success, and failure once there is a plan, where there are any
  version_added: 2.0.0
  sample:
    - kind: ipsec_site_connection
      name: made-by-hand
      id: 5f1f3a4e-4b0e-4f6c-9d0a-0f4c54b3a6de
      reason: it uses VPN service "office"
unowned:
  description: Declared objects that exist without an owner's mark.
  type: list
  elements: dict
  returned: success, and failure once there is a plan, where there are any
  contains:
    kind:
      description: The kind of the object, by the name of its module.
      type: str
      returned: always
      sample: ike_policy
    name:
      description: The name or id that the item gives.
      type: str
      returned: always
      sample: branches-ike
    id:
      description: Its id.
      type: str
      returned: always
      sample: d3f373dc-0708-4224-b6f8-676adf27dab8
    reason:
      description: Why it counts as unowned, or was not adopted or not deleted.
      type: str
      returned: always
      sample: it is in use, and the server changes no policy in use
warnings:
  description: Side effects and risks that you should know.
  type: list
  elements: str
  returned: success, where there are any
  sample:
    - 'IPsec site connection "branch1": psk has fewer than 8 characters and can be guessed: generate one of 20 or
      more'
failed_objects:
  description: The objects that failed.
  type: list
  elements: dict
  returned: failure, once there is a plan
  contains:
    kind:
      description: The kind of the object, by the name of its module.
      type: str
      returned: always
      sample: ipsec_site_connection
    name:
      description: The name or id that the item gives. For a purged object its name.
      type: str
      returned: always
      sample: branch2
    msg:
      description: What went wrong.
      type: str
      returned: always
      sample: 'IPsec site connection "branch2" has the status ERROR: the gateway could not be configured'
    hint:
      description: The remedy.
      type: str
      returned: if a remedy is known
      sample: "Look at the VPN agent's log, or delete it (state: absent) and create it again."
    status:
      description: The HTTP status of the answer that made it fail.
      type: int
      returned: where the server answered
      sample: 409
    error_type:
      description: The server's name for the error.
      type: str
      returned: where the server gave one
      sample: OverQuota
    request_id:
      description: The server's ID of the request. The cloud's operator needs it to find the error.
      type: str
      returned: where the server gave one
      sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
hint:
  description: The remedy. If several objects failed, that of the first.
  type: str
  returned: failure, if a remedy is known
  sample: Check that the topology is complete; then raise purge_max.
status:
  description: The HTTP status of the answer that made the task fail before there was a plan.
  type: int
  returned: failure before there is a plan, where the server answered
  sample: 403
error_type:
  description: The server's name for the error.
  type: str
  returned: failure before there is a plan, where the server gave one
  sample: PolicyNotAuthorized
request_id:
  description: The server's ID of the request. The cloud's operator needs it to find the error.
  type: str
  returned: failure before there is a plan, where the server gave one
  sample: req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("vpn_topology")


if __name__ == "__main__":
    main()
