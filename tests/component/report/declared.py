# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the reports of these tests are about: an office with connections to branches, as a declaration."""

from __future__ import annotations


def connection(number, **more):
    return {
        "name": f"branch{number}",
        "vpn_service": "office",
        "ike_policy": "branches-ike",
        "ipsec_policy": "branches-ipsec",
        "peer_address": f"198.51.100.{number}",
        "peer_cidrs": [f"10.2.{number}.0/24"],
        "psk": f"key-of-branch-{number}",
        **more,
    }


def office(*connections, **more):
    """One service, its policies, and these connections."""
    return {
        "ike_policies": [{"name": "branches-ike"}],
        "ipsec_policies": [{"name": "branches-ipsec"}],
        "vpn_services": [{"name": "office", "router": "edge", "subnet": "office"}],
        "ipsec_site_connections": list(connections),
        **more,
    }
