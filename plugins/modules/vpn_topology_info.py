#!/usr/bin/python
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
"""

EXAMPLES = r"""
"""

RETURN = r"""
"""

from ansible_collections.sitelink.vpnaas.plugins.module_utils.module import run_module


def main():
    run_module("vpn_topology_info")


if __name__ == "__main__":
    main()
