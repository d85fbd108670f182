# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entry point for Ansible; the work is done in plugin_utils/_peer_config."""

from __future__ import annotations

from collections.abc import Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.arguments import Data
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import data

DOCUMENTATION = r"""
name: peer_config
short_description: The configuration of the peer gateway of a VPN
version_added: 1.0.0
author: "the sitelink.vpnaas authors (@sitelink)"
description:
  - Generates the configuration of the peer gateway, as text, from an IPsec site connection with its policies and its
    VPN service. The peer gets exactly the values that the cloud's gateway is configured with.
  - For V(aws) it gives data, the arguments of modules for AWS. AWS chooses addresses and keys, so a VPN service is
    enough, before a connection exists.
  - A value that the target cannot express is an error that names it. No value is left out silently, and no number is
    clamped.
  - Connections that lead to the same gateway, with the same identities and the same IKE policy, make one configuration.
  - It makes no call, and reads nothing but its input and arguments.
positional: target
options:
  _input:
    description:
      - The connections. What the role P(sitelink.vpnaas.site_to_site#role) left in C(site_to_site_result), what one of
        M(sitelink.vpnaas.vpn_topology), M(sitelink.vpnaas.vpn_topology_info), M(sitelink.vpnaas.ipsec_site_connection)
        and M(sitelink.vpnaas.ipsec_site_connection_info) returned, one connection, or a list of them.
      - Policies, services, endpoint groups and subnets that the input holds need not be given again.
    type: raw
    required: true
  target:
    description:
      - The kind of gateway.
    type: str
    required: true
    choices: [aws, fortios, ios-xe, junos, libreswan, openstack, opnsense, strongswan, vyos]
  connection:
    description:
      - Name or id of the connection that is meant, or a list of them, where the input holds connections to several
        gateways.
    type: list
    elements: str
  ike_policy:
    description: The IKE policy of the connections, a list of such, or what a task returned.
    type: raw
  ipsec_policy:
    description: The IPsec policies of the connections, or what a task returned.
    type: raw
  vpn_service:
    description:
      - The VPN service of the connections, or what a task returned. It holds the address that the peer connects to.
    type: raw
  endpoint_groups:
    description: The endpoint groups of the connections, or what a task returned.
    type: raw
  local_networks:
    description:
      - The networks behind the cloud's gateway, as C(address/length). Needed where the input has only ids of subnets;
        what the role returned has the networks.
    type: list
    elements: str
  own_address:
    description:
      - The address of the gateway's outside interface, where it is not the connection's C(peer_address) because a NAT
        stands in between, or because C(peer_address) is 0.0.0.0 or a host name.
    type: str
  endpoint_address:
    description:
      - The address of the cloud's gateway. Default is what the VPN service says.
    type: str
  endpoint_id:
    description:
      - The identity that the cloud's gateway sends, where it is neither the connection's C(local_id) nor the address.
        Which one a K5 gateway sends is not documented.
    type: str
  name:
    description:
      - The name of the configuration in the target. Default is the name of the connection, or of the VPN service
        where there are several.
    type: str
  settings:
    description:
      - What the target needs beyond the connection, such as names of its interfaces. Each target's are listed in
        the guide L(Peer configuration,https://github.com/sitelink/vpnaas/blob/main/docs/guides/peer_configuration.md).
      - Every target has the setting C(release), the release that runs on the gateway. A value that it does not have is
        an error; without it the document states the oldest release that has all values.
    type: dict
    default: {}
  psk:
    description:
      - The pre-shared key. Without it a placeholder stands where it belongs.
      - No module returns a key, so it must be given here. The result then holds it.
      - V(aws) takes none, because AWS generates the keys of its tunnels.
    type: str
  part:
    description:
      - One file of the configuration instead of the whole document, where the target has several. For V(strongswan) and
        V(libreswan) these are C(connection), without the key, and C(secrets). For V(opnsense) C(configuration) is the
        JSON without the comments of the document.
    type: str
  state:
    description:
      - V(present) generates the configuration, V(absent) the commands that remove it from the gateway again. Give
        V(absent) the same name and settings.
    type: str
    choices: [present, absent]
    default: present
    version_added: 2.0.0
  dialect:
    description:
      - V(neutron) or V(k5). Default is the dialect of the input.
    type: str
    choices: [neutron, k5]
seealso:
  - plugin: sitelink.vpnaas.site_to_site
    plugin_type: role
  - plugin: sitelink.vpnaas.strongswan_gateway
    plugin_type: role
  - module: sitelink.vpnaas.ipsec_site_connection_info
"""

EXAMPLES = r"""
- name: Show the configuration of the peer gateway, after the role site_to_site
  ansible.builtin.debug:
    msg: "{{ (site_to_site_result | sitelink.vpnaas.peer_config('strongswan')).splitlines() }}"

- name: Write it for a router, with the key
  ansible.builtin.copy:
    content: >-
      {{ site_to_site_result | sitelink.vpnaas.peer_config('ios-xe', psk=branch7_psk,
         settings={'outside_interface': 'GigabitEthernet1', 'tunnel_interface': 'Tunnel7'}) }}
    dest: branch7.ios
    mode: "0600"
  diff: false
  no_log: true

- name: Write the other end, in another project, as a task of vpn_topology
  ansible.builtin.copy:
    content: >-
      {{ site_to_site_result | sitelink.vpnaas.peer_config('openstack',
         settings={'router': 'edge2', 'subnets': ['lab']}) }}
    dest: other_end.yml
    mode: "0600"

- name: What AWS needs, as arguments of community.aws.ec2_customer_gateway and amazon.aws.ec2_vpc_vpn
  ansible.builtin.debug:
    msg: >-
      {{ site_to_site_result | sitelink.vpnaas.peer_config('aws', settings={'vpn_gateway_id': 'vgw-0a1b2c3d4e5f6'}) }}

- name: From a connection that exists, piece by piece
  ansible.builtin.debug:
    msg: >-
      {{ (found | sitelink.vpnaas.peer_config('vyos', ike_policy=ike, ipsec_policy=ipsec, vpn_service=service,
         local_networks=['10.1.0.0/24'])).splitlines() }}
  # found: ipsec_site_connection_info, ike: ike_policy_info, ipsec: ipsec_policy_info, service: vpn_service_info
"""

RETURN = r"""
_value:
  description:
    - The configuration as text, with a parameter sheet and notes as comments.
    - For V(aws) a mapping. Its C(customer_gateway) has arguments of community.aws.ec2_customer_gateway, its
      C(vpn_connection) those of amazon.aws.ec2_vpc_vpn. They are in the order in which to use them.
  type: raw
"""


def peer_config(given: object, target: str, **arguments: object) -> str | Data:
    """The filter. Raises ``AnsibleFilterError`` with every fault."""
    try:
        return data.peer_config(given, target, **arguments)
    except InvalidInput as error:
        raise AnsibleFilterError(f"peer_config: {error}") from None


class FilterModule:
    def filters(self) -> dict[str, Callable[..., str | Data]]:
        return {"peer_config": peer_config}
