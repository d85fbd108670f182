# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The proposal to migrate to, and the names of the policies that have it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import date

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import audited_policy
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import findings, load
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import type_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import differs
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.value_faults import CONTROL_CHARACTERS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_findings import Finding
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: How long a name may be (neutron_lib.db.constants.NAME_FIELD_SIZE).
LONGEST_NAME = 255
#: Not part of a proposal: each gateway has its own lifetime, and a description says nothing to the peer.
_NOT_COMPARED = ("lifetime", "description")
_NAMED_AFTER = ("encryption_algorithm", "auth_algorithm", "pfs")


@dataclass(frozen=True)
class Target:
    """``values``: the wanted options by kind of policy; ``labels``: by kind, what the names of new policies end in;
    ``presets``: names of presets, which the role site_to_site puts at the end of its policies' names; ``baselines``:
    where there are any, a policy within all of them stays as it is."""

    values: t.Mapping[str, Params]
    labels: t.Mapping[str, str]
    presets: tuple[str, ...]
    baselines: tuple[Baseline, ...] = ()

    @classmethod
    def of(cls, params: Params) -> Target:
        """The target that a task's parameters describe; raises ``InvalidInput`` naming every fault."""
        presets: Params = params.get("presets") or {}
        preset: str = params.get("preset") or ""
        faults: list[str] = []
        if preset and preset not in presets:
            faults.append(f'there is no preset "{preset}"; there are: {", ".join(map(str, presets))}')
        values, labels = {}, {}
        for kind, word in POLICIES.items():
            single: Params = params.get(kind) or {}
            given = {key: value for key, value in single.items() if value is not None}
            values[kind] = {**presets.get(preset, {}).get(word, {}), **given}
            derived = "-".join(str(values[kind][key]) for key in _NAMED_AFTER if values[kind].get(key))
            labels[kind] = preset if preset and not given else derived or "migrated"
            faults += _faults(kind, values[kind])
        baselines: tuple[Baseline, ...] = ()
        try:
            baselines = () if params.get("baseline") is None else tuple(load(params["baseline"], "vpn_baseline"))
        except InvalidInput as error:
            faults += error.faults
        for kind in POLICIES if not faults else ():
            for finding in _violations(VPN_KINDS[kind], {"name": "new", **values[kind]}, baselines):
                faults.append(f"vpn_{kind}: the new proposal is not within {finding.baseline.name}: {finding.fact}")
        if not faults and all(key in _NOT_COMPARED for single in values.values() for key in single):
            faults.append(
                "the new proposal is missing: give vpn_preset, or algorithms, groups, modes or versions in"
                " vpn_ike_policy and vpn_ipsec_policy"
            )
        if faults:
            raise InvalidInput(faults)
        return cls(values, labels, tuple(presets), baselines)

    def differing(self, resource: Resource, policy: ApiObject) -> list[str]:
        """The options in which a policy's proposal differs from this one, none where a baseline lets it stay."""
        if self.baselines and not any(_violations(resource, policy, self.baselines)):
            return []
        return [
            row.option
            for row in resource.fields
            if row.option in self.values[resource.kind]
            and row.option not in _NOT_COMPARED
            and differs(row, self.values[resource.kind][row.option], policy.get(row.key), "when_different")
        ]

    def new_name(self, kind: str, policy: ApiObject) -> str:
        """The name of the policy that takes the place of this one, as the role would name it for the preset."""
        name, label = shown_name(policy), self.labels[kind]
        for preset in self.presets:
            name = name.removesuffix(f"-{preset}") or name
        return f"{name[: LONGEST_NAME - len(label) - 1]}-{label}"

    def new_options(self, resource: Resource, policy: ApiObject) -> Params:
        """The options of that policy: those wanted, and otherwise what the old one has, its owner's mark too; without
        the line breaks that a description may hold, which are refused where they are new."""
        kept = {
            row.option: policy[row.key]
            for row in resource.fields
            if row.supported and policy.get(row.key) not in (None, "", [])
        }
        kept["description"] = CONTROL_CHARACTERS.sub(" ", str(kept.get("description", "")))
        return {**kept, **self.values[resource.kind], "name": self.new_name(resource.kind, policy)}

    @property
    def summary(self) -> str:
        """The proposal, for people."""
        parts = []
        for kind, title in (("ike_policy", "IKE"), ("ipsec_policy", "IPsec")):
            shown = [str(value) for key, value in self.values[kind].items() if key not in _NOT_COMPARED]
            if shown:
                parts.append(f"{title} {', '.join(shown)}")
        return "; ".join(parts)


def _violations(resource: Resource, policy: ApiObject, baselines: t.Sequence[Baseline]) -> t.Iterator[Finding]:
    """What the baselines forbid or require otherwise, also where they allow it until a date."""
    for finding in findings(baselines, [audited_policy(resource, policy)], date.min):
        if finding.result is Outcome.FAILED and finding.rule != "prefer":
            yield finding


def _faults(kind: str, values: Params) -> t.Iterator[str]:
    resource = VPN_KINDS[kind]
    known = {row.option for row in resource.fields}
    wrong = [f"there is no option {key}" for key in values if key not in known]
    wrong += type_faults(resource.fields, values)
    if not wrong:
        wrong += DesiredState.unchecked(resource, {"name": "new", **values}).faults(new=False)
    yield from (f"vpn_{kind}: {fault}" for fault in wrong)
