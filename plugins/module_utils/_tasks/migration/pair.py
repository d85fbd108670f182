# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tunnel and its ends, as a migration moves them."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel


# No repr: connections hold their keys.
@dataclass(frozen=True, repr=False)
class End:
    """One end of a tunnel: ``side`` is own or peer, ``old`` the policies by kind that are to be replaced."""

    side: str
    tunnel: Tunnel
    old: t.Mapping[str, ApiObject]

    @property
    def item(self) -> ApiObject:
        """The connection."""
        return self.tunnel.item

    @property
    def label(self) -> str:
        """The connection and its cloud, in a message."""
        return f"{self.tunnel.label}, {self.tunnel.cloud}"

    @property
    def status(self) -> str:
        """What the connection's agent last reported."""
        return str(self.item.get("status"))


@dataclass(frozen=True, repr=False)
class Pair:
    """A tunnel: its own end, and the peer's where a cloud manages that, too."""

    ends: tuple[End, ...]

    @property
    def own(self) -> End:
        """The end in the cloud of the task."""
        return self.ends[0]

    @property
    def name(self) -> str:
        """The name of the own connection, or its id where it has none."""
        return shown_name(self.own.item)

    @property
    def managed(self) -> bool:
        """Whether both ends are written."""
        return len(self.ends) > 1

    @property
    def done(self) -> bool:
        """Whether all ends have the new proposal."""
        return not any(end.old for end in self.ends)

    @property
    def unread(self) -> list[str]:
        """What could not be read, so that it is not known whether it is to be replaced, or which end leads back."""
        contexts = [(end, end.tunnel.context) for end in self.ends]
        return [
            f"the {VPN_KINDS[kind].title} of {end.label} cannot be read"
            for end, context in contexts
            for kind, found in (
                ("ike_policy", context.ike_policy),
                ("ipsec_policy", context.ipsec_policy),
                ("vpn_service", context.service),
            )
            if found is None
        ]
