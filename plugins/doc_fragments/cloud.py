# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How to reach the cloud: the options of every module."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  cloud:
    description:
      - A text is the name of a cloud in C(clouds.yaml). It supplies O(auth), O(region_name) and the other access
        options that you do not set.
      - A mapping is a whole cloud configuration, as in C(clouds.yaml) under the name of a cloud. Options such as
        O(auth) or O(region_name) must then be inside it, not beside it. Nothing from the environment completes it.
        With the name of a cloud as its C(cloud), it completes this entry of C(clouds.yaml).
      - Not needed if O(auth) or the environment (E(OS_CLOUD), C(OS_*)) is sufficient.
    type: raw
  auth:
    description:
      - The parameters of the authentication plugin O(auth_type). For the usual C(password) these are C(auth_url),
        C(username), C(password), C(project_name), C(user_domain_name) and C(project_domain_name); for
        C(v3applicationcredential) they are C(auth_url), C(application_credential_id) and
        C(application_credential_secret).
      - Its secrets appear in no result and no message; user, project and domain names stay readable.
    type: dict
  auth_type:
    description:
      - The authentication plugin of keystoneauth1, for example V(password), V(token) or V(v3applicationcredential).
      - Default is the value in C(clouds.yaml) or E(OS_AUTH_TYPE), else V(password).
    type: str
  region_name:
    description:
      - The region of the network service.
    type: str
  interface:
    description:
      - The interface of the service's endpoint in the catalog.
      - Default is the value in C(clouds.yaml) or E(OS_INTERFACE), else V(public).
    type: str
    choices: [public, internal, admin]
    aliases: [endpoint_type]
  validate_certs:
    description:
      - Whether the servers' TLS certificates are verified.
      - Default is the value in C(clouds.yaml) or E(OS_INSECURE), else V(true).
    type: bool
    aliases: [verify]
  ca_cert:
    description:
      - Path of a bundle of certificate authorities to verify the servers with, where the cloud has an authority of
        its own.
    type: str
    aliases: [cacert]
  client_cert:
    description:
      - Path of a client certificate, for clouds that ask for one.
    type: str
    aliases: [cert]
  client_key:
    description:
      - Path of the client certificate's private key.
    type: str
    aliases: [key]
  api_timeout:
    description:
      - Seconds that one request may take in all, and that a login with all its requests may take.
      - Default is the value in C(clouds.yaml), else 60.
    type: int
  wait:
    description:
      - Whether to wait until a written object has left its transitional status (C(PENDING_*)), and a deleted one is
        gone.
      - What can never settle is not waited for. Objects without a status, such as policies and endpoint groups, are
        complete as soon as the server has answered.
      - Modules that only read accept this option and do not use it.
    type: bool
    default: true
  timeout:
    description:
      - Seconds to wait at most, see O(wait). VPN agents report about once a minute.
      - Modules that only read accept this option and do not use it.
    type: int
    default: 180
  sdk_log_path:
    description:
      - Path of a file to which requests to the network service are logged, one line each, with method, path, status,
        duration and request id, and without header and body.
    type: str
  sdk_log_level:
    description:
      - Which requests are logged in O(sdk_log_path).
      - V(INFO) means those that write and those that are refused, V(DEBUG) all of them.
    type: str
    default: INFO
    choices: [INFO, DEBUG]
  dialect:
    description:
      - The API dialect of the cloud. Dialects differ in supported options, in possible changes, and in defaults.
      - V(neutron) is OpenStack Neutron with VPNaaS.
      - V(k5) is FUJITSU Cloud Service K5.
      - V(auto) takes V(k5) where the catalog has an endpoint named C(networking), or the network service's host name
        ends in C(.cloud.global.fujitsu.com), and V(neutron) everywhere else. It costs no request.
    type: str
    default: auto
    choices: [auto, neutron, k5]
  project:
    description:
      - Name or id of the project of the objects. Default is the project of the token.
      - Names and listings never reach beyond this project, though an administrator's token sees those of all. Ids
        work anywhere, but what another project owns is not replaced.
      - Where the login names no project (O(auth_type) V(admin_token), V(none) or V(http_basic)), names, listings and
        C(purge) are refused without this option. Such a login has no token to look up a name, so give the id.
      - A name other than that of the token's own project costs a request.
    type: str
  preflight:
    description:
      - What to do before a write about configurations that the API accepts and the gateway does not support, such as
        several networks with IKEv1, or algorithms that the chosen IKE version cannot negotiate. And about values that
        the API will probably refuse, such as an algorithm that no known release of Neutron has. The message then names
        the nearest known value.
      - V(warn) writes them, with a warning that names values, reason and remedy.
      - V(fail) fails with the same message and writes nothing.
      - V(off) writes them without a warning.
      - A configuration that the server or the gateway is certain to refuse is always an error, in check mode too. This
        includes algorithms that the cloud's release cannot store. The release is what the API's extensions show.
      - Modules that only read accept this option and do not use it.
    type: str
    default: warn
    choices: [warn, fail, "off"]
requirements:
  - python >= 3.10
  - openstacksdk >= 1.0.2
  - keystoneauth1 >= 5.0.0
notes:
  - The access options have the same names and meaning as in C(openstack.cloud), so that one
    C(module_defaults) block on C(group/openstack.cloud.openstack) serves both collections. A block on
    C(group/sitelink.vpnaas.vpnaas) serves this collection alone.
  - Where an option is not given, the configuration is found as the C(openstack) command finds it, in C(clouds.yaml)
    and C(secure.yaml) in the working directory, C(~/.config/openstack) or C(/etc/openstack), and in the environment
    as E(OS_CLOUD), C(OS_AUTH_URL), C(OS_USERNAME) and so on. C(network_endpoint_override) in C(clouds.yaml) is
    heeded.
  - The module runs where the task runs, usually on C(localhost), and that machine needs the requirements, the
    configuration and access to the API.
  - Since OpenStack 2025.2 Neutron shows VPN objects to tokens with the role C(member), C(manager) or C(admin) only.
    It answers others, such as a C(reader), with empty lists, which the module reports as an error.
"""
