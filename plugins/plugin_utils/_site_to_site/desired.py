# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of a site.

An object belongs to a site by its name: policies ``<site>-ike-<preset>`` and ``<site>-ipsec-<preset>``, service
``<site>``, groups ``<site>-local`` and ``<site>-peer``; and connections by both the policies they use.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import (
    GROUPS,
    names,
    options,
    without_nulls,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.per_network import (
    connections_per_network,
    refuse_too_many,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.per_pair import (
    connections_per_pair,
    groups_of_pairs,
    pairs_to_go,
    split_problem,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.renaming import former_name, renaming
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.replacement import replacing

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Value
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import Topology


@dataclass
class Site:
    """One end: ``given`` by the role's variables, ``snapshot`` the topology that exists, ``dialect`` the cloud's."""

    given: Params
    snapshot: Params
    dialect: str
    preset: str
    presets: Params
    problems: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        name: str = self.given["name"]
        return name

    @property
    def per_network(self) -> bool:
        """Whether each network of the peer has a connection of its own; such clouds have availability zones too."""
        return self.dialect == "k5"

    def desired(self) -> Topology:
        """The topology that the site declares. Faults are appended to ``problems``."""
        service = {"name": self.name, **options("vpn_service", self.given.get("vpn_service"))}
        zone = {key: service[key] for key in ("availability_zone",) if self.per_network and key in service}
        groups = self._groups()
        common = {
            "vpn_service": service["name"],
            **{kind: self.policy(kind)["name"] for kind in POLICIES},
            **zone,
        }
        split = bool(self.given.get("split_pairs"))
        problem = split_problem(self) if split else None
        self.problems += [problem] if problem else []
        connections: list[ApiObject] = []
        whole: list[ApiObject] = []
        for item in self.given.get("connections") or ():
            item = {**common, **options("ipsec_site_connection", item)}
            item.setdefault("name", self.name)
            stays = self.given.get("state") != "absent" and item.get("state") != "absent"
            if self.per_network:
                connections += connections_per_network(self, item, stays)
                continue
            item = {**self._group_references(item, groups), **item}
            if split and stays:
                connections += connections_per_pair(self, item, groups)
                continue
            whole.append(item)
            connections.append(item if stays else {"name": item["name"], "state": "absent"})
        for item in whole:
            connections += pairs_to_go(self, item, connections)
        if self.per_network:
            refuse_too_many(self, connections)
        else:
            groups = groups_of_pairs(self, groups, connections, split)
        topology = {
            "ike_policies": [{**zone, **self.policy("ike_policy")}],
            "ipsec_policies": [{**zone, **self.policy("ipsec_policy")}],
            "vpn_services": [service],
            "endpoint_groups": groups,
            "ipsec_site_connections": connections,
        }
        topology = renaming(self, topology)
        if self.given.get("replace"):
            return replacing(self, topology)
        self._refuse_other_policies(topology["ipsec_site_connections"])
        return topology

    def _refuse_other_policies(self, connections: list[ApiObject]) -> None:
        """Reported before anything is written: a connection that exists cannot take new policies."""
        found = {item["name"]: item for item in self.existing("ipsec_site_connection")}
        for item in connections:
            existing = found.get(item["name"]) or found.get(item.get("from_name"))
            if existing is None or item.get("state") == "absent":
                continue
            other = [kind for kind in POLICIES if self._is_other(existing.get(kind), item[kind])]
            if item.get("from_name") and all(self._is_former(existing[kind], item[kind]) for kind in other):
                continue
            if other:
                differences = ", ".join(f'{kind} "{existing.get(kind)}", wanted "{item[kind]}"' for kind in other)
                self.problems.append(
                    f'connection "{item["name"]}" exists with {differences}, and the cloud lets no connection'
                    " change its policies: let it be replaced (site_to_site_replace: true), or leave"
                    " site_to_site_crypto as it was"
                )

    @staticmethod
    def _is_other(existing: Value, wanted: Value) -> bool:
        """A name and an id cannot be compared here: the engine, which can, decides."""
        return existing != wanted and not UUID.fullmatch(str(existing)) and not UUID.fullmatch(str(wanted))

    def _is_former(self, existing: str, wanted: str) -> bool:
        """Whether the site's rename makes one policy of the other."""
        return former_name(wanted, self.name, self.given.get("from_name")) == existing

    # --- policies

    def policy(self, kind: str) -> ApiObject:
        """The site's policy of that kind: the preset, changed by the options given."""
        word = POLICIES[kind]
        given = options(kind, self.given.get(kind))
        policy = {"name": f"{self.name}-{word}-{self.preset}", **self.presets[self.preset][word], **given}
        policy["lifetime"] = {**self.presets[self.preset][word]["lifetime"], **without_nulls(given.get("lifetime"))}
        return policy

    def own_names(self, kind: str) -> list[str]:
        """Every name that the site's policy of that kind can have."""
        return [f"{self.name}-{POLICIES[kind]}-{preset}" for preset in self.presets] + [self.policy(kind)["name"]]

    def given_options(self, kind: str) -> ApiObject:
        """What is given of the site's one object of that kind."""
        return options(kind, self.given.get(kind))

    # --- service and groups

    def creates_service(self) -> bool:
        """Whether the VPN service is the site's. One that is only named is used, and never removed."""
        given = options("vpn_service", self.given.get("vpn_service"))
        return set(given) != {"name"} or given["name"] == self.name

    def _groups(self) -> list[ApiObject]:
        default: dict[Value, str] = {group_type: f"{self.name}-{word}" for word, group_type in GROUPS.values()}
        groups: list[ApiObject] = []
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

    def _group_references(self, connection: ApiObject, groups: list[ApiObject]) -> ApiObject:
        """The site's own two groups, for a connection that names neither groups nor networks."""
        if connection.get("peer_cidrs") or set(GROUPS) & set(connection):
            return {}
        declared = names(groups)
        return {
            option: f"{self.name}-{word}"
            for option, (word, _type) in GROUPS.items()
            if f"{self.name}-{word}" in declared
        }

    # --- what exists

    @staticmethod
    def uses(connection: ApiObject, policies: t.Mapping[str, t.Collection[str]]) -> bool:
        """Whether both of its policies are among these; one alone may have been lent to another site."""
        return all(connection.get(kind) in policies[kind] for kind in POLICIES)

    def existing(self, kind: str) -> list[ApiObject]:
        """The objects of that kind in the cloud, with names in place of ids."""
        return self.snapshot.get(VPN_KINDS[kind].plural) or []
