# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""See plugin_utils/_action.py: one small file per module, because ansible-lint takes the target of a redirect in
meta/runtime.yml for the module's canonical name, and rewrites users' playbooks."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import ActionModule

__all__ = ["ActionModule"]
