#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vpn_topology_validate
short_description: Validate a VPN topology and the other ends of its tunnels, without changing anything
version_added: 2.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Makes assertions about VPN objects, and fails if one does not hold. Each has an id, a severity, the value that was
    found, the one that is wanted, and a remedy. What could not be read is not checked, and never counts as passed.
  - It never writes, and C(changed) is always false.
  - What is stored equals what is declared, C(declared-*). The items take the options of M(sitelink.vpnaas.vpn_topology)
    and are compared as it compares them. Missing and undeclared objects are named too.
  - Each connection is V(ACTIVE) within O(timeout), and switched on with its VPN service and router. The address of each
    VPN service is still its router's. An agent hosts the router and is alive, if the login may read agents.
  - With O(peers) both ends of each tunnel agree, C(ends-*), on proposals, key, identities, addresses and networks.
    Where each end may have a value of its own, such as a lifetime, a difference is only noted.
  - With O(baseline) the policies are within a set of rules. The quotas have room, and the cloud shows no known fault.
  - The filter P(sitelink.vpnaas.vpn_report#filter) turns the result into text, Markdown, a page or JUnit.
options:
  # Type, default and suboptions of the five lists: plugins/doc_fragments/topology_items.py
  ike_policies:
    description:
      - The IKE policies that should exist.
  ipsec_policies:
    description:
      - The IPsec policies that should exist.
  vpn_services:
    description:
      - The VPN services that should exist.
  endpoint_groups:
    description:
      - The endpoint groups that should exist. K5 has none.
  ipsec_site_connections:
    description:
      - The IPsec site connections that should exist.
      - If any object is declared in these lists, the module looks at the declared objects and at what the declared
        connections use. If nothing is declared, it looks at all objects of the project, or of O(owner).
      - What exists besides is listed as not checked, under V(scope-complete) and V(baseline-NAME). Known faults of the
        cloud are looked for on all connections of the project.
      - Give a connection's C(psk) to have it compared with the stored one.
  state:
    description:
      - The state that every item without a state of its own should have.
    type: str
    default: present
    choices: [present, absent]
  owner:
    description:
      - The owner of the topology, see M(sitelink.vpnaas.vpn_topology). Objects that carry this mark and are not
        declared are named. Without it these are all objects of the project without a mark, of the kinds that are
        declared.
    type: str
  peers:
    description:
      - Where the other ends of the tunnels are. Each entry has either O(peers[].cloud) or O(peers[].connections).
      - A connection belongs to the one that leads back to it. Several connections between the same gateways are
        paired by their networks. A connection without another end is a finding.
    type: list
    elements: dict
    default: []
    suboptions:
      cloud:
        description:
          - The options of this module that lead to the peer's cloud, such as C(cloud), the name of an entry of
            C(clouds.yaml), C(region_name) and C(project). Nothing of this task's own access is used for it.
        type: dict
      connections:
        description:
          - The connections of a gateway that no cloud shows, or of a cloud that this login cannot read, in the form of
            M(sitelink.vpnaas.vpn_topology_info), as seen from that gateway. Its C(peer_address) is your gateway's.
          - Beside the options of M(sitelink.vpnaas.ipsec_site_connection), C(address) is the gateway's own address,
            C(local_networks) are the networks behind it, and C(peer_networks) stands for C(peer_cidrs).
            C(ike_policy) and C(ipsec_policy) are the names of policies in the lists below, or mappings of their
            options. The keys of the API, such as C(ikepolicy_id), are taken too.
          - What is not given is not checked.
        type: list
        elements: dict
      ike_policies:
        description:
          - The IKE policies of O(peers[].connections).
        type: list
        elements: dict
      ipsec_policies:
        description:
          - The IPsec policies of O(peers[].connections).
        type: list
        elements: dict
      vpn_services:
        description:
          - The VPN services of O(peers[].connections), for their addresses and subnets. Give the
            C(objects.vpn_services) of M(sitelink.vpnaas.vpn_topology_info), or the C(vpn_services) of
            M(sitelink.vpnaas.vpn_service_info).
        type: list
        elements: dict
      endpoint_groups:
        description:
          - The endpoint groups of O(peers[].connections).
        type: list
        elements: dict
      subnets:
        description:
          - The subnets of the VPN services and endpoint groups, with C(cidr) and C(id) or C(name), such as the
            C(subnets) of M(sitelink.vpnaas.vpn_topology_info).
        type: list
        elements: dict
  baseline:
    description:
      - The name of a set of rules that the collection has, such as V(ietf) or V(neutron-29-ready), a mapping with rules
        of your own, or a list of these. The guide on assurance lists them. An empty one is refused.
    type: raw
  only:
    description:
      - Make only these assertions. An item is an id, or what several ids begin with, such as V(ends) or V(declared).
      - A cloud or a peer that cannot be read, and faults of the declaration, are reported in any case.
    type: list
    elements: str
    default: []
  skip:
    description:
      - Do not make these assertions. Items as in O(only).
    type: list
    elements: str
    default: []
  fail_on:
    description:
      - The least severity of a failed assertion that fails the task. With V(never) it does not fail.
    type: str
    default: error
    choices: [error, warning, never]
  release:
    description:
      - The release of the cloud's Neutron, such as V(27) or V(2025.2). The API does not tell it. With it more can be
        said on known faults of V(25) to V(29). A release that contradicts the extensions of the API is not used.
    type: str
notes:
  - O(wait) and O(timeout) apply to the status. Connections that are V(ACTIVE) or in V(ERROR) are not waited for. With
    O(wait=false) the status counts as it is.
  - The module sends one listing per kind of object, one request per VPN service for its agents as long as the login may
    read them, and one for the quotas. It reads keys only to compare them.
  - Two ends with the same wrong value agree. The declaration and the baseline tell what the value should be.
  - Whether packets pass is tested by the tasks C(verify) of the role P(sitelink.vpnaas.site_to_site#role).
seealso:
  - module: sitelink.vpnaas.vpn_topology
  - module: sitelink.vpnaas.vpn_topology_info
  - plugin: sitelink.vpnaas.vpn_report
    plugin_type: filter
  - name: Networking API v2.0
    description: The API behind this module, with its VPNaaS section.
    link: https://docs.openstack.org/api-ref/network/v2/
attributes:
  check_mode:
    support: full
    details:
      - Sends no request. The result lists what would be tested, each as not checked.
  diff_mode:
    support: none
  idempotent:
    support: full
extends_documentation_fragment:
  - sitelink.vpnaas.cloud
  - sitelink.vpnaas.attributes
  - sitelink.vpnaas.topology_items
"""

EXAMPLES = r"""
- name: Validate all tunnels of the project, whatever is found
  sitelink.vpnaas.vpn_topology_validate:
    cloud: mycloud
    timeout: 0
    fail_on: never
  register: validation

- name: Write a page about it
  ansible.builtin.copy:
    content: "{{ validation | sitelink.vpnaas.vpn_report('html') }}"
    dest: validation.html
    mode: "0644"

# The variables vpn_ike_policies and so on are in a repository, as lists of items of vpn_topology.
- name: Fail unless the project is as declared, and its policies are within a baseline
  sitelink.vpnaas.vpn_topology_validate:
    cloud: mycloud
    ike_policies: "{{ vpn_ike_policies }}"
    ipsec_policies: "{{ vpn_ipsec_policies }}"
    baseline: neutron-29-ready
    only:
      - declared
      - baseline

- name: Compare both ends, in two clouds
  sitelink.vpnaas.vpn_topology_validate:
    cloud: mycloud
    peers:
      - cloud:
          cloud: k5
    only:
      - ends
    fail_on: never

- name: Compare one end with what the administrator of the other gateway says
  sitelink.vpnaas.vpn_topology_validate:
    cloud: mycloud
    peers:
      - connections:
          - name: partner
            address: 203.0.113.77
            peer_address: 203.0.113.10
            peer_id: 203.0.113.10
            local_networks:
              - 10.2.0.0/24
            peer_networks:
              - 10.1.0.0/24
            ike_policy:
              ike_version: v2
              encryption_algorithm: aes-256
              auth_algorithm: sha256
              pfs: group20
    only:
      - ends
    fail_on: never

- name: List what would be tested, without a request
  sitelink.vpnaas.vpn_topology_validate:
    cloud: mycloud
    baseline: ietf
  check_mode: true
"""

RETURN = r"""
assertions:
  description: What was tested, in the order of the tests.
  type: list
  elements: dict
  returned: success, and failure of an assertion
  contains:
    id:
      description: The id of the assertion, by which O(only) and O(skip) select.
      type: str
      returned: always
      sample: ends-ike-encryption
    severity:
      description:
        - What it means if it fails. V(error), no traffic or a state that is forbidden. V(warning), a worse state.
          V(info), good to know.
      type: str
      returned: always
      sample: error
    result:
      description: V(passed), V(failed), or V(not_checked) if it could not be read.
      type: str
      returned: always
      sample: failed
    kind:
      description: The kind of the object, by the name of its module; V(cloud) for a whole cloud.
      type: str
      returned: always
      sample: ipsec_site_connection
    name:
      description: The name of the object.
      type: str
      returned: always
      sample: branch7
    expected:
      description: What must be, without keys.
      type: str
      returned: always
      sample: aes-256
    actual:
      description: What was found, without keys.
      type: str
      returned: always
      sample: aes-128
    msg:
      description: The same as a sentence.
      type: str
      returned: always
      sample: >-
        IPsec site connection "branch7": the proposals differ, IKE policy "strong" (this cloud) and "old"
        (cloud "rome"): encryption_algorithm aes-128 and aes-256
    remedy:
      description: What to do; empty if it passed.
      type: str
      returned: always
      sample: "Give both policies the same value: a policy in use is replaced (replace: true)."
summary:
  description: How many assertions there are of each result.
  type: dict
  returned: success, and failure of an assertion
  contains:
    passed:
      description: The number of assertions that hold.
      type: int
      returned: always
      sample: 31
    failed:
      description: The number of those that do not, whatever their severity.
      type: int
      returned: always
      sample: 1
    not_checked:
      description: The number of those that could not be checked.
      type: int
      returned: always
      sample: 4
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.module import run_module


def main() -> None:
    run_module("vpn_topology_validate")


if __name__ == "__main__":
    main()
