# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The items of vpn_topology. Written by development/generate_topology_docs.py from the documentation of the modules for
one object each: change it there, then run that script."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  ike_policies:
    type: list
    elements: dict
    default: []
    suboptions:
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
          - The former name or the id of an object to be renamed. If there is no object of the name C(name) and one of
            this name, that one gets the name C(name) and keeps its id.
          - If both are there, the object of the name C(name) counts, with a warning. Leave the option in the playbook
            as long as you like. Other objects refer to the new name.
          - The server refuses to rename a policy in use. Set C(replace) then.
          - The state V(absent) ignores it.
        type: str
        version_added: 2.0.0
      state:
        description:
          - V(present) creates the object, or updates the differences of an existing one.
          - V(absent) deletes it. Only O(ike_policies[].name) is used then; the module ignores the other options.
          - Default is O(state) of the whole topology.
        type: str
        choices:
          - present
          - absent
      description:
        description:
          - Free text, at most 255 characters. An empty text clears it.
          - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
        type: str
      extra_attrs:
        description:
          - Attributes that a cloud derived from Neutron has beside the documented options, by their names in the API.
            They are sent, compared and returned as the others are. Numbers and their texts are equal.
          - An attribute that the server does not return cannot be compared. It is sent when the object is created,
            and afterwards there is a warning.
          - Attributes that are options of this module are refused, and so are names that contain psk, password, token
            or secret, because results show the values.
        type: dict
        aliases:
          - value_specs
        version_added: 2.0.0
      replace:
        description:
          - Replace the object if it cannot be updated, because the API cannot change the option or because the server
            refuses the change while the object is in use.
          - On Neutron the module creates the new object first and waits for it. Then it moves the users of the old
            object to the new one, and deletes the old object last. An endpoint group is exchanged in its connections,
            which keep their ids. A connection that cannot be updated is replaced too, by a new one with the same
            options, including its pre-shared key. If the new object cannot be created, the old one stays as it is.
          - On K5 the old object is deleted first, so a connection is only replaced if its C(psk) is set (in
            M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). If a run is killed in
            between, the object is missing until the next run re-creates it from the playbook.
          - The next run with V(true) completes an interrupted replacement. It recognises the new object by its name
            and its desired state, and deletes the others of that name. With V(false) two objects of one name are an
            error.
          - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only
            if C(name) names it and no other object has that name. It is never deleted as one of several, nor moved.
            M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
          - Check C(interrupts) and C(replacement) in check mode before you allow it.
        type: bool
        default: false
      lifetime:
        description:
          - How long a negotiated key is used before a new one is negotiated.
          - A key that is not given keeps its stored value; of a new policy it gets the server's default.
        type: dict
        suboptions:
          units:
            description:
              - The unit of O(ike_policies[].lifetime.value). Neutron and K5 support only seconds, which is also their
                default.
            type: str
            choices:
              - seconds
          value:
            description:
              - The lifetime in O(ike_policies[].lifetime.units), at least 60. K5 takes 86400 at most.
              - The server's default is 3600.
            type: int
      availability_zone:
        description:
          - The availability zone to create the object in. Only K5 has it, and Neutron refuses it.
          - Give the zone of the router to everything that belongs to its VPN.
          - K5's default is the default zone of the region. It cannot be changed.
        type: str
      auth_algorithm:
        description:
          - The hash that protects the integrity of the IKE exchange. Any text is passed on to the server.
          - Neutron supports V(sha256), V(sha384), V(sha512), V(aes-xcbc) and V(aes-cmac), and before version 29 also
            V(sha1).
          - K5 supports V(sha1) only.
          - Needed with ciphers that authenticate by themselves (C(-gcm-), C(-ccm-)) too. IKE then takes it as
            pseudo-random function.
          - A new policy gets V(sha256) on Neutron and V(sha1) on K5 where this is not given. It is always sent,
            because current Neutron cannot store the default of its own API, V(sha1). A policy that exists is never
            changed by this default.
        type: str
      encryption_algorithm:
        description:
          - The cipher. Clouds differ and grow, so any text is passed on to the server.
          - Neutron supports V(aes-128), V(aes-192) and V(aes-256), each also with V(-ccm-8), V(-ccm-12), V(-ccm-16),
            V(-gcm-8), V(-gcm-12) or V(-gcm-16) behind it (V(aes-256-gcm-16)), and with V(-ctr) where the cloud has
            the API extension C(vpn-aes-ctr). Before version 29 it also knew V(3des), and before version 26 it could
            store none but V(3des) and the first three.
          - K5 supports V(aes-128), V(aes-192) and V(aes-256).
          - The server's default is V(aes-128).
        type: str
      phase1_negotiation_mode:
        description:
          - How phase 1 of IKEv1 is negotiated. IKEv2 has no modes and ignores it.
          - V(aggressive) with a pre-shared key lets anyone who listens guess the key offline, and strongSwan gateways
            refuse it, so O(preflight) warns. K5 supports V(main) only.
          - The server's default is V(main).
        type: str
        choices:
          - main
          - aggressive
      ike_version:
        description:
          - The version of the IKE protocol.
          - V(v1) supports only one pair of local and peer network in a connection. Use V(v2) if the peer supports it.
          - K5 supports V(v1) only.
          - The server's default is V(v1).
        type: str
        choices:
          - v1
          - v2
      pfs:
        description:
          - The Diffie-Hellman group of the key exchange. Any text is passed on to the server.
          - Neutron supports V(group2), V(group5), and V(group14) to V(group31). Libreswan gateways refuse some of
            them, V(group2) and V(group22) among them.
          - K5 supports V(group2), V(group5) and V(group14).
          - The server's default is V(group5), which is too weak for today. Give V(group14) at least, better
            V(group19), V(group20) or V(group31).
        type: str
  ipsec_policies:
    type: list
    elements: dict
    default: []
    suboptions:
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
          - The former name or the id of an object to be renamed. If there is no object of the name C(name) and one of
            this name, that one gets the name C(name) and keeps its id.
          - If both are there, the object of the name C(name) counts, with a warning. Leave the option in the playbook
            as long as you like. Other objects refer to the new name.
          - The server refuses to rename a policy in use. Set C(replace) then.
          - The state V(absent) ignores it.
        type: str
        version_added: 2.0.0
      state:
        description:
          - V(present) creates the object, or updates the differences of an existing one.
          - V(absent) deletes it. Only O(ipsec_policies[].name) is used then; the module ignores the other options.
          - Default is O(state) of the whole topology.
        type: str
        choices:
          - present
          - absent
      description:
        description:
          - Free text, at most 255 characters. An empty text clears it.
          - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
        type: str
      extra_attrs:
        description:
          - Attributes that a cloud derived from Neutron has beside the documented options, by their names in the API.
            They are sent, compared and returned as the others are. Numbers and their texts are equal.
          - An attribute that the server does not return cannot be compared. It is sent when the object is created,
            and afterwards there is a warning.
          - Attributes that are options of this module are refused, and so are names that contain psk, password, token
            or secret, because results show the values.
        type: dict
        aliases:
          - value_specs
        version_added: 2.0.0
      replace:
        description:
          - Replace the object if it cannot be updated, because the API cannot change the option or because the server
            refuses the change while the object is in use.
          - On Neutron the module creates the new object first and waits for it. Then it moves the users of the old
            object to the new one, and deletes the old object last. An endpoint group is exchanged in its connections,
            which keep their ids. A connection that cannot be updated is replaced too, by a new one with the same
            options, including its pre-shared key. If the new object cannot be created, the old one stays as it is.
          - On K5 the old object is deleted first, so a connection is only replaced if its C(psk) is set (in
            M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). If a run is killed in
            between, the object is missing until the next run re-creates it from the playbook.
          - The next run with V(true) completes an interrupted replacement. It recognises the new object by its name
            and its desired state, and deletes the others of that name. With V(false) two objects of one name are an
            error.
          - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only
            if C(name) names it and no other object has that name. It is never deleted as one of several, nor moved.
            M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
          - Check C(interrupts) and C(replacement) in check mode before you allow it.
        type: bool
        default: false
      lifetime:
        description:
          - How long a negotiated key is used before a new one is negotiated.
          - A key that is not given keeps its stored value; of a new policy it gets the server's default.
        type: dict
        suboptions:
          units:
            description:
              - The unit of O(ipsec_policies[].lifetime.value). Neutron and K5 support only seconds, which is also
                their default.
            type: str
            choices:
              - seconds
          value:
            description:
              - The lifetime in O(ipsec_policies[].lifetime.units), at least 60. K5 takes 86400 at most.
              - The server's default is 3600.
            type: int
      availability_zone:
        description:
          - The availability zone to create the object in. Only K5 has it, and Neutron refuses it.
          - Give the zone of the router to everything that belongs to its VPN.
          - K5's default is the default zone of the region. It cannot be changed.
        type: str
      transform_protocol:
        description:
          - The protocol that protects the packets.
          - V(esp) encrypts them and passes NAT. V(ah) does neither. V(ah-esp) is refused by strongSwan and Libreswan
            as soon as a connection uses the policy. O(preflight) warns of both.
          - K5 supports V(esp) only.
          - The server's default is V(esp).
        type: str
        choices:
          - esp
          - ah
          - ah-esp
      auth_algorithm:
        description:
          - The hash that protects the integrity of the packets. Any text is passed on to the server.
          - Neutron supports V(sha256), V(sha384), V(sha512), V(aes-xcbc) and V(aes-cmac), and before version 29 also
            V(sha1).
          - K5 supports V(sha1) only.
          - Ciphers that authenticate by themselves (C(-gcm-), C(-ccm-)) do without it, but the policy has one all the
            same.
          - A new policy gets V(sha256) on Neutron and V(sha1) on K5 where this is not given. It is always sent,
            because current Neutron cannot store the default of its own API, V(sha1). A policy that exists is never
            changed by this default.
        type: str
      encryption_algorithm:
        description:
          - The cipher. Clouds differ and grow, so any text is passed on to the server.
          - Neutron supports V(aes-128), V(aes-192) and V(aes-256), each also with V(-ccm-8), V(-ccm-12), V(-ccm-16),
            V(-gcm-8), V(-gcm-12) or V(-gcm-16) behind it (V(aes-256-gcm-16)), and with V(-ctr) where the cloud has
            the API extension C(vpn-aes-ctr). Before version 29 it also knew V(3des), and before version 26 it could
            store none but V(3des) and the first three.
          - K5 supports V(aes-128), V(aes-192) and V(aes-256).
          - The server's default is V(aes-128).
        type: str
      encapsulation_mode:
        description:
          - How packets are wrapped. V(tunnel) connects networks. V(transport) connects two hosts and has little use
            between sites.
          - K5 supports V(tunnel) only.
          - The server's default is V(tunnel).
        type: str
        choices:
          - tunnel
          - transport
      pfs:
        description:
          - The Diffie-Hellman group for perfect forward secrecy, the fresh key exchange whenever phase 2 is
            negotiated again. Any text is passed on to the server.
          - Neutron supports V(group2), V(group5), and V(group14) to V(group31). Libreswan gateways refuse some of
            them, V(group2) and V(group22) among them.
          - K5 supports V(group2), V(group5) and V(group14).
          - With IKEv2 a wrong group shows late. The tunnel comes up and breaks at its first re-keying.
          - The server's default is V(group5), which is too weak for today. Give V(group14) at least, better
            V(group19), V(group20) or V(group31).
        type: str
  vpn_services:
    type: list
    elements: dict
    default: []
    suboptions:
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
          - The former name or the id of an object to be renamed. If there is no object of the name C(name) and one of
            this name, that one gets the name C(name) and keeps its id.
          - If both are there, the object of the name C(name) counts, with a warning. Leave the option in the playbook
            as long as you like. Other objects refer to the new name.
          - The server refuses to rename a policy in use. Set C(replace) then.
          - The state V(absent) ignores it.
        type: str
        version_added: 2.0.0
      state:
        description:
          - V(present) creates the object, or updates the differences of an existing one.
          - V(absent) deletes it. Only O(vpn_services[].name) is used then; the module ignores the other options.
          - Default is O(state) of the whole topology.
        type: str
        choices:
          - present
          - absent
      description:
        description:
          - Free text, at most 255 characters. An empty text clears it.
          - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
        type: str
      extra_attrs:
        description:
          - Attributes that a cloud derived from Neutron has beside the documented options, by their names in the API.
            They are sent, compared and returned as the others are. Numbers and their texts are equal.
          - An attribute that the server does not return cannot be compared. It is sent when the object is created,
            and afterwards there is a warning.
          - Attributes that are options of this module are refused, and so are names that contain psk, password, token
            or secret, because results show the values.
        type: dict
        aliases:
          - value_specs
        version_added: 2.0.0
      replace:
        description:
          - Replace the object if it cannot be updated, because the API cannot change the option or because the server
            refuses the change while the object is in use.
          - On Neutron the module creates the new object first and waits for it. Then it moves the users of the old
            object to the new one, and deletes the old object last. An endpoint group is exchanged in its connections,
            which keep their ids. A connection that cannot be updated is replaced too, by a new one with the same
            options, including its pre-shared key. If the new object cannot be created, the old one stays as it is.
          - On K5 the old object is deleted first, so a connection is only replaced if its C(psk) is set (in
            M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). If a run is killed in
            between, the object is missing until the next run re-creates it from the playbook.
          - The next run with V(true) completes an interrupted replacement. It recognises the new object by its name
            and its desired state, and deletes the others of that name. With V(false) two objects of one name are an
            error.
          - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only
            if C(name) names it and no other object has that name. It is never deleted as one of several, nor moved.
            M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
          - Check C(interrupts) and C(replacement) in check mode before you allow it.
        type: bool
        default: false
      availability_zone:
        description:
          - The availability zone to create the object in. Only K5 has it, and Neutron refuses it.
          - Give the zone of the router to everything that belongs to its VPN.
          - K5's default is the default zone of the region. It cannot be changed.
        type: str
      router:
        description:
          - Name or id of the router. It must have an external gateway. On K5 set the gateway before you create the
            VPN service.
          - Give a router one VPN service. K5 refuses a second. Neutron accepts it, but its agents configure one
            service per router, so only the connections of the service written last are configured; O(preflight)
            warns.
          - Required to create the service. It cannot be changed.
        type: str
        aliases:
          - router_id
      subnet:
        description:
          - Name or id of the one local subnet, which must be attached to the router.
          - Required to create the service on K5. It cannot be changed.
        type: str
        aliases:
          - subnet_id
      admin_state_up:
        description:
          - The administrative state of the gateway. V(false) stops it, and is the only option of the API that affects
            tunnels at once.
          - The server's default is V(true).
        type: bool
      flavor:
        description:
          - Name or id of a network flavor of service type C(VPN), which chooses among the VPN back ends of a cloud
            that has several.
          - Neutron only, where the API extension C(vpn-flavors) is there. It cannot be changed.
        type: str
        aliases:
          - flavor_id
  endpoint_groups:
    type: list
    elements: dict
    default: []
    suboptions:
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
          - The former name or the id of an object to be renamed. If there is no object of the name C(name) and one of
            this name, that one gets the name C(name) and keeps its id.
          - If both are there, the object of the name C(name) counts, with a warning. Leave the option in the playbook
            as long as you like. Other objects refer to the new name.
          - The server refuses to rename a policy in use. Set C(replace) then.
          - The state V(absent) ignores it.
        type: str
        version_added: 2.0.0
      state:
        description:
          - V(present) creates the object, or updates the differences of an existing one.
          - V(absent) deletes it. Only O(endpoint_groups[].name) is used then; the module ignores the other options.
          - Default is O(state) of the whole topology.
        type: str
        choices:
          - present
          - absent
      description:
        description:
          - Free text, at most 255 characters. An empty text clears it.
          - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
        type: str
      extra_attrs:
        description:
          - Attributes that a cloud derived from Neutron has beside the documented options, by their names in the API.
            They are sent, compared and returned as the others are. Numbers and their texts are equal.
          - An attribute that the server does not return cannot be compared. It is sent when the object is created,
            and afterwards there is a warning.
          - Attributes that are options of this module are refused, and so are names that contain psk, password, token
            or secret, because results show the values.
        type: dict
        aliases:
          - value_specs
        version_added: 2.0.0
      replace:
        description:
          - Replace the object if it cannot be updated, because the API cannot change the option or because the server
            refuses the change while the object is in use.
          - On Neutron the module creates the new object first and waits for it. Then it moves the users of the old
            object to the new one, and deletes the old object last. An endpoint group is exchanged in its connections,
            which keep their ids. A connection that cannot be updated is replaced too, by a new one with the same
            options, including its pre-shared key. If the new object cannot be created, the old one stays as it is.
          - On K5 the old object is deleted first, so a connection is only replaced if its C(psk) is set (in
            M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). If a run is killed in
            between, the object is missing until the next run re-creates it from the playbook.
          - The next run with V(true) completes an interrupted replacement. It recognises the new object by its name
            and its desired state, and deletes the others of that name. With V(false) two objects of one name are an
            error.
          - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only
            if C(name) names it and no other object has that name. It is never deleted as one of several, nor moved.
            M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
          - Check C(interrupts) and C(replacement) in check mode before you allow it.
        type: bool
        default: false
      type:
        description:
          - What O(endpoint_groups[].endpoints) are.
          - V(subnet) are subnets of this cloud, for the local side. They must be attached to the router of the VPN
            service.
          - V(cidr) are networks written as address and prefix length, for the peer's side.
          - V(network), V(router) and V(vlan) are stored, but no IPsec connection accepts them; O(preflight) warns.
          - Required to create the group. It cannot be changed.
        type: str
        choices:
          - subnet
          - cidr
          - network
          - router
          - vlan
      endpoints:
        description:
          - For O(endpoint_groups[].type=cidr) networks such as C(10.2.0.0/24), all IPv4 or all IPv6, none twice.
          - For O(endpoint_groups[].type=subnet), O(endpoint_groups[].type=network) and
            O(endpoint_groups[].type=router) names or ids of such objects.
          - For O(endpoint_groups[].type=vlan) VLAN numbers.
          - With IKEv1 a tunnel connects only one local and one peer network, see M(sitelink.vpnaas.ike_policy).
          - Required to create the group. It cannot be changed.
        type: list
        elements: str
  ipsec_site_connections:
    type: list
    elements: dict
    default: []
    suboptions:
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
          - The former name or the id of an object to be renamed. If there is no object of the name C(name) and one of
            this name, that one gets the name C(name) and keeps its id.
          - If both are there, the object of the name C(name) counts, with a warning. Leave the option in the playbook
            as long as you like. Other objects refer to the new name.
          - The server refuses to rename a policy in use. Set C(replace) then.
          - The state V(absent) ignores it.
        type: str
        version_added: 2.0.0
      state:
        description:
          - V(present) creates the object, or updates the differences of an existing one.
          - V(absent) deletes it. Only O(ipsec_site_connections[].name) is used then; the module ignores the other
            options.
          - Default is O(state) of the whole topology.
        type: str
        choices:
          - present
          - absent
      description:
        description:
          - Free text, at most 255 characters. An empty text clears it.
          - An owner mark at its end, C([sitelink:...]), is no part of it. It is not compared, and a change keeps it.
        type: str
      extra_attrs:
        description:
          - Attributes that a cloud derived from Neutron has beside the documented options, by their names in the API.
            They are sent, compared and returned as the others are. Numbers and their texts are equal.
          - An attribute that the server does not return cannot be compared. It is sent when the object is created,
            and afterwards there is a warning.
          - Attributes that are options of this module are refused, and so are names that contain psk, password, token
            or secret, because results show the values.
        type: dict
        aliases:
          - value_specs
        version_added: 2.0.0
      replace:
        description:
          - Replace the object if it cannot be updated, because the API cannot change the option or because the server
            refuses the change while the object is in use.
          - On Neutron the module creates the new object first and waits for it. Then it moves the users of the old
            object to the new one, and deletes the old object last. An endpoint group is exchanged in its connections,
            which keep their ids. A connection that cannot be updated is replaced too, by a new one with the same
            options, including its pre-shared key. If the new object cannot be created, the old one stays as it is.
          - On K5 the old object is deleted first, so a connection is only replaced if its C(psk) is set (in
            M(sitelink.vpnaas.vpn_topology) for the connections that use a replaced object). If a run is killed in
            between, the object is missing until the next run re-creates it from the playbook.
          - The next run with V(true) completes an interrupted replacement. It recognises the new object by its name
            and its desired state, and deletes the others of that name. With V(false) two objects of one name are an
            error.
          - An object with the mark of an owner (see M(sitelink.vpnaas.vpn_topology)) is replaced by this module only
            if C(name) names it and no other object has that name. It is never deleted as one of several, nor moved.
            M(sitelink.vpnaas.vpn_topology) replaces no object with another owner's mark.
          - Check C(interrupts) and C(replacement) in check mode before you allow it.
        type: bool
        default: false
      availability_zone:
        description:
          - The availability zone to create the object in. Only K5 has it, and Neutron refuses it.
          - Give the zone of the router to everything that belongs to its VPN.
          - K5's default is the default zone of the region. It cannot be changed.
        type: str
      vpn_service:
        description:
          - Name or id of the VPN service, the local gateway.
          - Required to create the connection. It cannot be changed.
        type: str
        aliases:
          - vpnservice_id
      ike_policy:
        description:
          - Name or id of the IKE policy, the proposal for phase 1.
          - Required to create the connection. It cannot be changed.
        type: str
        aliases:
          - ikepolicy_id
      ipsec_policy:
        description:
          - Name or id of the IPsec policy, the proposal for phase 2.
          - Required to create the connection. It cannot be changed.
        type: str
        aliases:
          - ipsecpolicy_id
      peer_address:
        description:
          - Outside address of the peer's gateway, IPv4 or IPv6, or on Neutron its host name. K5 takes IPv4 addresses
            only.
          - The server resolves a host name once, when it is written, and stores the address. A name that resolves to
            the stored address here is unchanged. One that does not resolve here counts as unchanged too, with a
            warning.
          - Required to create the connection.
        type: str
      peer_id:
        description:
          - The identity that the peer must present in IKE. It is an address, a host name, an e-mail address or a key
            id.
          - A peer behind NAT usually presents its inner address.
          - Neutron's drivers send and expect everything that is no address as a host name. Peers that present an
            e-mail address or a key id in its natural type do not match.
          - On create, default is O(ipsec_site_connections[].peer_address) if that is an address. Required to create
            the connection to a host name.
        type: str
      peer_cidrs:
        description:
          - The networks behind the peer, such as C(10.2.0.0/24), all IPv4 or all IPv6, none twice. The list is the
            whole of them.
          - Given where the VPN service has a subnet, and only there. K5 takes exactly one, so that every further
            network needs a connection of its own.
          - With IKEv1 Neutron's strongSwan gateways pass traffic of the first one only.
        type: list
        elements: str
      local_endpoint_group:
        description:
          - Name or id of the endpoint group of type C(subnet) with the local subnets that the tunnel reaches.
          - Given, together with O(ipsec_site_connections[].peer_endpoint_group), where the VPN service has no subnet.
            Not on K5.
        type: str
        aliases:
          - local_ep_group_id
      peer_endpoint_group:
        description:
          - Name or id of the endpoint group of type C(cidr) with the networks behind the peer.
          - Given, together with O(ipsec_site_connections[].local_endpoint_group), where the VPN service has no
            subnet. Not on K5.
        type: str
        aliases:
          - peer_ep_group_id
      local_id:
        description:
          - The identity that the local gateway presents in IKE. Empty, which is the server's default, means its
            outside address, and is nearly always right.
          - It must be of the same kind as O(ipsec_site_connections[].peer_id), both addresses or both names. Else
            strongSwan sends both as names; O(preflight) warns.
          - Not on K5.
        type: str
      mtu:
        description:
          - The MTU of the connection in bytes, at least 68, with an IPv6 peer at least 1280.
          - Neutron's strongSwan driver ignores it. Clamp the TCP MSS at the peer instead.
          - The server's default is 1500. Not on K5.
        type: int
      initiator:
        description:
          - V(bi-directional) initiates the tunnel when there is traffic, and also responds. V(response-only) waits
            for the peer.
          - Neutron's strongSwan driver ignores V(response-only).
          - The server's default is V(bi-directional).
        type: str
        choices:
          - bi-directional
          - response-only
      psk:
        description:
          - The pre-shared key that authenticates the two gateways, 1 to 255 characters and the same on both gateways.
          - On K5 without quotes and backslashes. Fewer than 8 characters can be guessed, and bring a warning.
          - Required to create the connection.
        type: str
      update_psk:
        description:
          - When the O(ipsec_site_connections[].psk) of a connection that exists is written again.
          - V(when_different) writes it when the server's copy differs. If the server does not return the key, the
            module does not change it, and warns.
          - V(on_create) never changes the key of a connection that exists, for keys that are rotated elsewhere.
          - V(always) writes it in every run, which then always counts as a change.
        type: str
        default: when_different
        choices:
          - when_different
          - on_create
          - always
      dpd:
        description:
          - Dead peer detection, the probes that detect a silent peer.
          - A key that is not given keeps its stored value; of a new connection it gets the server's default.
            O(ipsec_site_connections[].dpd.timeout) must be above O(ipsec_site_connections[].dpd.interval).
        type: dict
        suboptions:
          action:
            description:
              - What to do about a dead peer. V(hold) waits for traffic to set the tunnel up again, V(restart) does so
                at once, V(clear) gives it up.
              - V(disabled) and V(restart-by-peer) are accepted by Neutron's API, but make strongSwan drop this
                connection, and Libreswan every tunnel of the router; O(preflight) warns.
              - K5 supports V(hold) and V(restart).
              - The server's default is V(hold).
            type: str
            choices:
              - hold
              - restart
              - clear
              - disabled
              - restart-by-peer
          interval:
            description:
              - Seconds between two probes.
              - The server's default is 30.
            type: int
          timeout:
            description:
              - Seconds after which a peer that does not answer counts as dead.
              - The server's default is 120.
            type: int
      admin_state_up:
        description:
          - The administrative state of the connection.
          - Neutron's strongSwan driver ignores V(false) where the VPN service has other connections. Switch the
            M(sitelink.vpnaas.vpn_service) off to stop traffic for certain.
          - The server's default is V(true).
        type: bool
      wait_for:
        description:
          - What to wait for, see O(wait).
          - V(settled) is any status but C(PENDING_*) and C(BUILD). C(DOWN) is no failure then.
          - V(active) is the status C(ACTIVE), an established tunnel. A connection added to a service that runs stays
            C(DOWN) until there is traffic for it, or the peer initiates it, so this can time out although the
            configuration is correct. It is waited for whether or not there was anything to write; V(settled) is
            waited for after a write only.
          - The status C(ERROR) ends both at once with a failure.
        type: str
        default: settled
        choices:
          - settled
          - active
"""
