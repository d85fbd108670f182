# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from ansible_collections.sitelink.vpnaas.tests.support.site_plans import crypto, plan, plan_both

__all__ = ["crypto", "plan", "plan_both"]
