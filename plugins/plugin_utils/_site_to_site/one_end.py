# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A site's topology, with the problems and warnings about it."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.input_types import site_faults
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.presets import choose_preset
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.removal import removal

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import Topology


def site_topology(given: Params, existing: Params, crypto: Params) -> Result:
    """The filter's result: ``topology``, ``crypto``, ``problems``, ``warnings`` and ``kept``.

    ``given``: the site; ``existing``: the result of vpn_topology_info; ``crypto``: presets, defaults, refused.
    """
    faults = site_faults(given)
    if faults:
        return _result(problems=faults)
    dialect, is_present = existing["dialect"], given.get("state", "present") == "present"
    preset, problem = choose_preset(given.get("crypto"), dialect, crypto)
    site = Site(given, existing["topology"], dialect, preset, crypto["presets"])
    if problem and is_present:
        return _result(problems=[problem])
    topology = site.desired() if is_present else removal(site)
    site.problems += _several_times(site) if is_present else ()
    warning = crypto["presets"][preset]["warning"].get(dialect) if is_present else None
    return _result(
        topology=topology,
        crypto=preset,
        problems=[_with_variable(problem) for problem in site.problems],
        warnings=[f"preset {preset}: {warning}"] if warning else [],
        kept=site.kept,
    )


def _several_times(site: Site) -> t.Iterator[str]:
    """Names of several connections: of one for each network or pair, each would take those of the others for its own
    that are to go."""
    counts = Counter(str(item.get("name") or site.name) for item in site.given.get("connections") or ())
    for name, count in counts.items():
        if count > 1:
            yield f'connection "{name}" is declared {count} times: give each a name of its own'


def _with_variable(problem: str) -> str:
    """The problem with the variable in front that the user has to change."""
    return f"site_to_site_connections: {problem}" if problem.startswith("connection ") else problem


def _result(
    topology: Topology | None = None,
    crypto: str | None = None,
    problems: t.Sequence[str] = (),
    warnings: t.Sequence[str] = (),
    kept: t.Sequence[str] = (),
) -> Result:
    return {
        "topology": topology or {resource.plural: [] for resource in VPN_KINDS.values()},
        "crypto": crypto,
        "problems": list(problems),
        "warnings": list(warnings),
        "kept": list(kept),
    }
