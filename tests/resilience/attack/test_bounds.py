# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E2 of the faults of 1.0.0: what clouds have is within the bounds. What is beyond them: tests/resilience/attack."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL

Between = t.Callable[[t.Any, t.Any], t.Any]


def pages(count: int, items: int) -> Between:
    """A listing of so many pages, each with so many connections."""
    read = 0

    def between(request: t.Any, _send: t.Any) -> t.Any:
        nonlocal read
        if "/vpn/ipsec-site-connections" not in request.path_url:
            return None
        page = [{"id": f"{read:08}-{item:04}", "name": f"site{read}-{item}"} for item in range(items)]
        read += 1
        href = f"{URL}/v2.0/vpn/ipsec-site-connections?marker={read}"
        links = [{"rel": "next", "href": href}] if read < count else []
        return answer(request, 200, {"ipsec_site_connections": page, "ipsec_site_connections_links": links})

    return between


def test_e2_20000_connections_are_listed() -> None:
    cloud = PreparedRunner(between=pages(20, 1000)).connected_client()
    assert len(cloud.list(VPN_KINDS["ipsec_site_connection"])) == 20_000
