# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the short description of a site to a topology: what the role site_to_site hands to vpn_topology. Pure.

What belongs to a site is told by names: policies ``<site>-ike-<preset>`` and ``<site>-ipsec-<preset>``, service
``<site>``, groups ``<site>-local`` and ``<site>-peer``; and connections by both the policies they use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils.meaning import canonical_network, check_networks
from ansible_collections.sitelink.vpnaas.plugins.module_utils.resources import VPN_KINDS

#: FUJITSU K5 is known to refuse the 21st connection.
K5_CONNECTIONS = 20
POLICIES = {"ike_policy": "ike", "ipsec_policy": "ipsec"}
GROUPS = {"local_endpoint_group": ("local", "subnet"), "peer_endpoint_group": ("peer", "cidr")}


@dataclass
class Site:
    """One end: ``given`` as the role's variables say it, ``estate`` what exists, ``dialect`` the cloud's."""

    given: dict
    estate: dict
    dialect: str
    preset: str
    presets: dict
    problems: list = field(default_factory=list)
    kept: list = field(default_factory=list)

    @property
    def name(self):
        return self.given["name"]

    def present(self):
        service = {"name": self.name, **options("vpn_service", self.given.get("vpn_service"))}
        zone = {key: service[key] for key in ("availability_zone",) if self.dialect == "k5" and key in service}
        groups = self._groups()
        common = {
            "vpn_service": service["name"],
            **{kind: self._policy(kind)["name"] for kind in POLICIES},
            **zone,
        }
        connections = []
        for item in self.given.get("connections") or ():
            item = {**common, **options("ipsec_site_connection", item)}
            item.setdefault("name", self.name)
            stays = self.given.get("state") != "absent" and item.get("state") != "absent"
            if self.dialect == "k5":
                connections += self._by_network(item, stays)
            else:
                item = {**self._group_references(item, groups), **item}
                connections.append(item if stays else {"name": item["name"], "state": "absent"})
        self._refuse_too_many(connections)
        return {
            "ike_policies": [{**zone, **self._policy("ike_policy")}],
            "ipsec_policies": [{**zone, **self._policy("ipsec_policy")}],
            "vpn_services": [service],
            "endpoint_groups": groups,
            "ipsec_site_connections": connections,
        }

    def absent(self):
        """What ``present`` would make, and what else exists by this site's names; not what others still use."""
        declared = self.present()
        self.problems.clear()
        mine = {kind: set(self._own_names(kind)) for kind in POLICIES}
        connections = names(declared["ipsec_site_connections"]) | {
            item["name"] for item in self._existing("ipsec_site_connection") if self._uses(item, mine)
        }
        used_by_mine = [item for item in self._existing("ipsec_site_connection") if item["name"] in connections]
        used = {item.get(option) for item in used_by_mine for option in GROUPS} - {None}
        groups = names(declared["endpoint_groups"])
        groups |= {item["name"] for item in self._existing("endpoint_group") if self._is_own_group(item["name"], used)}
        going = {
            **{kind: self._policies_to_go(kind, mine) for kind in POLICIES},
            "vpn_service": names(declared["vpn_services"]) if self._makes_service() else set(),
            "endpoint_group": groups,
        }
        return {
            "ipsec_site_connections": _named(connections),
            **{
                VPN_KINDS[kind].plural: _named(name for name in found if not self._stays(kind, name, connections))
                for kind, found in going.items()
            },
        }

    # --- policies

    def _policy(self, kind):
        word = POLICIES[kind]
        given = options(kind, self.given.get(kind))
        policy = {"name": f"{self.name}-{word}-{self.preset}", **self.presets[self.preset][word], **given}
        policy["lifetime"] = {**self.presets[self.preset][word]["lifetime"], **without_nulls(given.get("lifetime"))}
        return policy

    def _own_names(self, kind):
        return [f"{self.name}-{POLICIES[kind]}-{preset}" for preset in self.presets] + [self._policy(kind)["name"]]

    def _policies_to_go(self, kind, mine):
        existing = {item["name"] for item in self._existing(kind)} & mine[kind]
        return existing | {self._policy(kind)["name"]}

    # --- service and groups

    def _makes_service(self):
        """A service that is only named is somebody else's: it is used, and never removed."""
        given = options("vpn_service", self.given.get("vpn_service"))
        return set(given) != {"name"} or given["name"] == self.name

    def _groups(self):
        default = {group_type: f"{self.name}-{word}" for word, group_type in GROUPS.values()}
        groups = []
        for item in self.given.get("endpoint_groups") or ():
            item = options("endpoint_group", item)
            if "name" not in item and item.get("type") not in default:
                self.problems.append(
                    f"site_to_site_endpoint_groups: a group of type {item.get('type', '(none)')} needs a name; only"
                    f" those of type {' and '.join(default)} have one of their own"
                )
                continue
            groups.append({"name": default.get(item.get("type")), **item})
        return groups

    def _group_references(self, connection, groups):
        """The site's own two groups, for a connection that names neither groups nor networks."""
        if connection.get("peer_cidrs") or set(GROUPS) & set(connection):
            return {}
        made = names(groups)
        return {
            option: f"{self.name}-{word}" for option, (word, _type) in GROUPS.items() if f"{self.name}-{word}" in made
        }

    def _is_own_group(self, name, used):
        """By its very name; by a longer one only if connections that go use it too, for site a is not site a-b."""
        own = {f"{self.name}-{word}" for word, _type in GROUPS.values()}
        return name in own or (name in used and name.startswith(f"{self.name}-"))

    # --- K5: one network per connection

    def _by_network(self, connection, stays):
        """A connection for each network, named by it, so that none is touched when another comes or goes."""
        base, networks = connection["name"], connection.get("peer_cidrs") or []
        if not stays:
            networks = []
        try:
            check_networks([str(network) for network in networks])
        except ValueError as fault:
            self.problems.append(f'connection "{base}": peer_cidrs: {fault}')
            return []
        if stays and not networks:
            self.problems.append(f'connection "{base}": peer_cidrs is missing, and K5 needs it')
            return []
        wanted = [{**connection, "name": network_name(base, network), "peer_cidrs": [network]} for network in networks]
        gone = [
            {"name": item["name"], "state": "absent"}
            for item in self._existing("ipsec_site_connection")
            if item["name"] not in names(wanted) and self._is_part(item, connection)
        ]
        return wanted + gone

    def _is_part(self, existing, connection):
        """Whether an existing connection was made for a network of this one."""
        parts = [network_name(connection["name"], network) for network in existing.get("peer_cidrs") or ()]
        same_service = existing.get("vpn_service") == connection.get("vpn_service")
        mine = {kind: self._own_names(kind) for kind in POLICIES}
        return parts == [existing["name"]] and (same_service or self._uses(existing, mine))

    def _refuse_too_many(self, connections):
        if self.dialect != "k5":
            return
        wanted = [item for item in connections if item.get("state") != "absent"]
        services = {item.get("vpn_service") for item in wanted}
        others = {
            item["name"] for item in self._existing("ipsec_site_connection") if item.get("vpn_service") in services
        } - names(connections)
        if len(wanted) + len(others) > K5_CONNECTIONS:
            self.problems.append(
                f"{len(wanted)} connections, one per peer network, and {len(others)} others of the VPN service are more"
                f" than the {K5_CONNECTIONS} that K5 takes: summarize the networks"
            )

    # --- what exists

    @staticmethod
    def _uses(connection, policies):
        """Whether both of its policies are among these; one alone may have been lent to another site."""
        return all(connection.get(kind) in policies[kind] for kind in POLICIES)

    def _existing(self, kind):
        return self.estate.get(VPN_KINDS[kind].plural) or []

    def _stays(self, kind, name, connections):
        """Whether connections that stay use it; then it stays too, and that is told."""
        references = [row.option for row in VPN_KINDS["ipsec_site_connection"].fields if row.refers_to == kind]
        users = [
            item["name"]
            for item in self._existing("ipsec_site_connection")
            if item["name"] not in connections and any(item.get(option) == name for option in references)
        ]
        if users:
            title = VPN_KINDS[kind].title
            self.kept.append(f'{title} "{name}" stays, since other connections use it: {", ".join(sorted(users))}')
        return bool(users)


def site_topology(given, existing, crypto):
    """``given``: the site; ``existing``: what vpn_topology_info returned; ``crypto``: presets, defaults, refused."""
    dialect, is_present = existing["dialect"], given.get("state", "present") == "present"
    preset, problem = choose_preset(given.get("crypto"), dialect, crypto)
    site = Site(given, existing["topology"], dialect, preset, crypto["presets"])
    if problem and is_present:
        return _answer(problems=[problem])
    topology = site.present() if is_present else site.absent()
    warning = crypto["presets"][preset]["warning"].get(dialect) if is_present else None
    return _answer(
        topology=topology,
        crypto=preset,
        problems=site.problems,
        warnings=[f"preset {preset}: {warning}"] if warning else [],
        kept=site.kept,
    )


def choose_preset(wanted, dialect, crypto):
    """(name of the preset, what is wrong with the wanted one)."""
    presets, default = crypto["presets"], crypto["defaults"][dialect]
    name = wanted or default
    known = ", ".join(preset for preset, row in presets.items() if dialect in row["dialects"])
    if name in presets:
        if dialect in presets[name]["dialects"]:
            return name, None
        return default, f'site_to_site_crypto: the preset "{name}" is not for {dialect}, which takes: {known}'
    reasons = [row["reason"] for row in crypto["refused"] if name.lower() in row["names"]]
    told = f" ({reasons[0]})" if reasons else ""
    return default, f'site_to_site_crypto: there is no preset "{name}"{told}; {dialect} takes: {known}'


def network_name(base, network):
    """``branch7`` and ``10.2.0.0/24``: ``branch7-10-2-0-0-24``."""
    canonical = canonical_network(str(network))
    return f"{base}-" + "".join(letter if letter.isalnum() else "-" for letter in canonical)


def options(kind, given):
    """What is given of one object, without nulls and with the API's spellings turned into the options' names."""
    spelled = {row.wire: row.option for row in VPN_KINDS[kind].fields if row.wire}
    return {spelled.get(option, option): value for option, value in without_nulls(given).items()}


def without_nulls(given):
    return {option: value for option, value in (given or {}).items() if value is not None}


def names(items):
    return {item["name"] for item in items}


def _named(found):
    return [{"name": name} for name in sorted(found)]


def _answer(topology=None, crypto=None, problems=(), warnings=(), kept=()):
    return {
        "topology": topology or {resource.plural: [] for resource in VPN_KINDS.values()},
        "crypto": crypto,
        "problems": list(problems),
        "warnings": list(warnings),
        "kept": list(kept),
    }
