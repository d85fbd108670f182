# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only the user knows: names of interfaces and zones, numbers, the release. Every value is checked by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.model import Gateway
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import shown
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.targets import Rule, Setting
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translator import Translator

#: What needs no quotation marks on any target.
PLAIN: Rule = {"pattern": "[A-Za-z0-9/._:-]+", "reason": "it holds only letters, digits and / . _ : -"}
#: Vendors write 17.06.01a, 24.7_5 and 1.5-rolling too.
RELEASE: Rule = {
    "pattern": r"(?=.{1,64}$)[vV]?[0-9]+([._A-Za-z-]+[0-9]+)*(-?[A-Za-z]+)?",
    "reason": "a release is like 17.6, 23.2R1 or v7.4",
}


def release_of(given: Mapping[str, object]) -> str:
    """The release that the gateway has; empty where it is not given, or is none."""
    value = given.get("release")
    return str(value) if value not in (None, "") and not fault_of(value, RELEASE) else ""


def fault_of(value: object, rule: Rule) -> str:
    """What is wrong with a value; empty if nothing is."""
    if isinstance(value, bool):
        return "is true or false"
    if isinstance(value, float):
        return "is a number in YAML, which may have lost a zero at its end: put it in quotation marks"
    if not isinstance(value, (str, int)):
        return "is neither text nor a number"
    for one in (PLAIN, rule):
        if not re.fullmatch(one["pattern"], str(value)):
            return one["reason"]
    return ""


def translate_settings(
    known: Mapping[str, Setting], given: Mapping[str, object], gateway: Gateway, translator: Translator
) -> dict[str, object]:
    """The settings, with defaults. What is missing, unknown or of the wrong form is added to the errors."""
    title = translator.target.title
    for name in sorted(set(given) - set(known) - {"release"}):
        translator.errors.append(f'settings: {title} has no "{shown(name)}"; it has {", ".join([*known, "release"])}')
    if given.get("release") not in (None, ""):
        _check("release", given["release"], RELEASE, translator)
    values: dict[str, object] = {}
    for name, row in known.items():
        value = given.get(name)
        value = row.get("default") if value in (None, "") else value
        if value is None:
            if row.get("ike_version", gateway.ike.ike_version) == gateway.ike.ike_version:
                translator.errors.append(f"settings: {title} needs {name}, {row['purpose']}")
        elif row.get("one_per_local_network"):
            value = _per_network(name, value, gateway, translator)
        elif isinstance(value, (list, tuple)):
            translator.errors.append(f"settings: {name} of {title} is one value, not a list")
        else:
            _check_setting(name, value, row, translator)
        values[name] = value
    for one, other in translator.target.different:
        if str(values[one]).lower() == str(values[other]).lower() and values[one] is not None:
            translator.errors.append(
                f'settings: {one} and {other} of {title} are both "{shown(values[one])}": give two'
            )
    if translator.target.name_is_interface and gateway.name in map(str, values.values()):
        translator.reject(f'the name "{gateway.name}" (give name)', "an interface has it, and the tunnel becomes one")
    return values


def _check(name: str, value: object, rule: Rule, translator: Translator) -> bool:
    fault = fault_of(value, rule)
    if fault:
        translator.errors.append(f'settings: {name} "{shown(value)}" of {translator.target.title}: {fault}')
    return not fault


def _check_setting(name: str, value: object, row: Setting, translator: Translator) -> None:
    bounds = row.get("range")
    if bounds is None:
        pattern = row.get("pattern", PLAIN["pattern"])
        _check(name, value, {"pattern": pattern, "reason": row.get("reason", PLAIN["reason"])}, translator)
        return
    least, most = bounds
    reason = f"it is a number from {least} to {most}"
    if _check(name, value, {"pattern": "[0-9]{1,10}", "reason": reason}, translator) and not (
        least <= int(str(value)) <= most
    ):
        translator.errors.append(f'settings: {name} "{value}" of {translator.target.title}: {reason}')


def _per_network(name: str, value: object, gateway: Gateway, translator: Translator) -> dict[str, object]:
    """Local network -> its value of a setting that has one for each."""
    values: list[object] = list(value) if isinstance(value, (list, tuple)) else [value]
    for one in values:
        _check(name, one, PLAIN, translator)
    if len(set(map(str, values))) < len(values):
        translator.errors.append(f"settings: {name} of {translator.target.title} names one twice: give each its own")
    networks = list(dict.fromkeys(network for child in gateway.children for network in child.own_networks))
    if len(values) != len(networks):
        translator.errors.append(
            f"settings: {name} of {translator.target.title} has {len(values)} values for {len(networks)} local"
            f" networks: give one for each of {', '.join(networks)}"
        )
    return dict(zip(networks, values, strict=False))
