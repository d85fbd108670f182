# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration files of Keystone and Neutron, and the clouds.yaml for whoever wants to talk to them.

Every setting that is not simply a path says why it is there; the rest is the packages' own default.
"""

from __future__ import annotations

from rig.layout import Layout, write_private
from rig.ovn import DRIVER, MARIADB_SOCKET
from rig.seed import ROBOT, password_of

KEYSTONE = """\
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///{database}
# A test bench needs no durability, and an fsync for every commit would be most of a request's time.
sqlite_synchronous = false
[token]
provider = fernet
[fernet_tokens]
key_repository = {state}/fernet-keys
[fernet_receipts]
key_repository = {state}/fernet-keys
[credential]
key_repository = {state}/credential-keys
[identity]
# bcrypt's lowest cost: a login takes 20 ms instead of 400.
password_hash_rounds = 4
"""

NEUTRON = """\
[DEFAULT]
use_stderr = true
state_path = {state}
core_plugin = ml2
service_plugins = {service_plugins}
auth_strategy = {authentication}
api_paste_config = {venv}/etc/neutron/api-paste.ini
# A message bus inside the process that nobody listens to: there are no agents.
transport_url = fake://
# No thread besides the serving one may write: SQLite has one writer, and the loser's request would answer 500.
rpc_workers = 0
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
[database]
{connection}
[oslo_concurrency]
lock_path = {state}/locks
[ml2]
{ml2}
[ml2_type_flat]
flat_networks = physnet1
[ml2_type_vxlan]
vni_ranges = 1:10000
[service_providers]
service_provider = {provider}
[keystone_authtoken]
auth_type = password
auth_url = {keystone_url}
www_authenticate_uri = {keystone_url}
username = admin
password = {password}
project_name = admin
user_domain_id = default
project_domain_id = default
# Only the admin role is asked of a service user's token otherwise, and the bench has no separate service user.
service_token_roles_required = false
"""

#: What differs between the back ends.
OPENVSWITCH = {
    "service_plugins": "router,vpnaas",
    "connection": "connection = sqlite:///{state}/neutron.sqlite\nsqlite_synchronous = false",
    "ml2": "type_drivers = local,flat,vxlan\ntenant_network_types = vxlan\nmechanism_drivers = openvswitch",
}
OVN_ML2 = """\
type_drivers = local,flat,geneve
tenant_network_types = geneve
mechanism_drivers = ovn
[ml2_type_geneve]
vni_ranges = 1:10000
max_header_size = 38
[ovn]
ovn_nb_connection = unix:nb.sock
ovn_sb_connection = unix:sb.sock"""
OVN = {
    "service_plugins": "ovn-router,ovn-vpnaas",
    "connection": f"connection = mysql+pymysql://root@localhost/neutron?unix_socket={MARIADB_SOCKET}",
    "ml2": OVN_ML2,
}

# Name in clouds.yaml, which is also the user's, and the project it is scoped to.
CLOUDS = {"admin": "demo", "demo": "demo", "reader": "demo", "manager": "demo", "other": "other"}
CLOUDS_HEADER = """\
# Of the cloud that tests/support/openstack/boot.py started last. To use it: export OS_CLIENT_CONFIG_FILE={path}
clouds:
"""
CLOUDS_USER = """\
  {name}:
    region_name: RegionOne
    identity_api_version: 3
    auth:
      auth_url: {url}/v3
      username: {name}
      password: {password}
      project_name: {project}
      user_domain_id: default
      project_domain_id: default
"""
CLOUDS_ROBOT = """\
  {name}:
    region_name: RegionOne
    identity_api_version: 3
    auth_type: v3applicationcredential
    auth:
      auth_url: {url}/v3
      application_credential_id: {credential}
      application_credential_secret: {secret}
"""


def write_configuration(layout: Layout, keystone_url: str, driver: str) -> None:
    """Write both servers' configuration into the state folder."""
    (layout.state / "locks").mkdir(exist_ok=True)
    values = {
        "state": layout.state,
        "venv": layout.venv,
        "keystone_url": keystone_url,
        "authentication": "keystone",
        "password": password_of("admin"),
        **{name: text.format(state=layout.state) for name, text in back_end(layout).items()},
        "provider": provider(layout, driver),
    }
    for service, text in (("keystone", KEYSTONE), ("neutron", NEUTRON)):
        write_private(layout.configuration(service), text.format(database=layout.database(service), **values))


def back_end(layout: Layout) -> dict[str, str]:
    """The settings that depend on the back end and on where the tables are."""
    if layout.ovn:
        return OVN
    return OPENVSWITCH | ({"connection": OVN["connection"]} if layout.mariadb else {})


def provider(layout: Layout, driver: str) -> str:
    """The driver of every boot stays where there is another default: a service profile in the template names it."""
    reporting = f"VPN:ovn:{DRIVER}" if layout.ovn else "VPN:strongswan:rig.driver.ReportingDriver"
    return f"{reporting}\nservice_provider = VPN:other:{driver}:default" if driver else f"{reporting}:default"


def clouds_text(layout: Layout, keystone_url: str, credential_id: str) -> str:
    """A clouds.yaml with one entry per user, and one that logs in with an application credential."""
    entries = [
        CLOUDS_USER.format(name=name, project=project, url=keystone_url, password=password_of(name))
        for name, project in CLOUDS.items()
    ]
    robot = CLOUDS_ROBOT.format(url=keystone_url, credential=credential_id, **ROBOT)
    return "".join([CLOUDS_HEADER.format(path=layout.clouds), *entries, robot])
