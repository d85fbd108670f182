# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Choice of the crypto preset."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params


def choose_preset(wanted: str | None, dialect: str, crypto: Params) -> tuple[str, str | None]:
    """(name of the preset, problem with the wanted one or None); with a problem the name is the dialect's default."""
    presets: Params = crypto["presets"]
    default: str = crypto["defaults"][dialect]
    name = wanted or default
    known = ", ".join(preset for preset, row in presets.items() if dialect in row["dialects"])
    if name in presets:
        if dialect in presets[name]["dialects"]:
            return name, None
        return default, f'site_to_site_crypto: the preset "{name}" is not for {dialect}, which takes: {known}'
    reasons = [row["reason"] for row in crypto["refused"] if name.lower() in row["names"]]
    reason = f" ({reasons[0]})" if reasons else ""
    return default, f'site_to_site_crypto: there is no preset "{name}"{reason}; {dialect} takes: {known}'
