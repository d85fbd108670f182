# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Argument specs of the modules that the operators' playbooks are made of."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS, FILTERS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_logs import PEER_LOGS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.task import PLAYBOOKS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import ArgumentSpec, OptionSpec


def playbook_spec() -> ArgumentSpec:
    """The argument spec of playbook_text."""
    return {
        "playbook": {"type": "str", "required": True, "choices": list(PLAYBOOKS)},
        "name": {"type": "str"},
        "status": FILTERS["ipsec_site_connection"]["status"],
        "peer_cloud": {"type": "raw", "no_log": True},
        "target": {"type": "str", "default": "strongswan", "choices": sorted(PEER_LOGS)},
        "settings": {"type": "dict", "default": {}},
        "own_address": {"type": "str"},
        "config_state": {"type": "str", "default": "present", "choices": ["present", "absent"]},
        "psk": {"type": "str", "no_log": True},
        "key_source": {"type": "str", "no_log": False},
        "peer_ready": {"type": "bool", "default": False},
        "baseline": {"type": "raw"},
        "declaration": {"type": "raw"},
        "today": {"type": "str"},
        **CLOUD_OPTIONS,
    }


def migration_spec() -> ArgumentSpec:
    """The argument spec of crypto_migration."""
    names: OptionSpec = {"type": "list", "elements": "str", "default": []}
    return {
        "step": {"type": "str", "required": True, "choices": ["plan", "move", "clean"]},
        "connections": names,
        "peer_cloud": {"type": "raw", "no_log": True},
        "preset": {"type": "str"},
        "presets": {"type": "dict", "default": {}},
        "ike_policy": {"type": "dict", "default": {}},
        "ipsec_policy": {"type": "dict", "default": {}},
        "baseline": {"type": "raw"},
        "peers_ready": names,
        "wave": {"type": "int", "default": 1},
        "restart": {"type": "bool", "default": True},
        "target": {"type": "str"},
        "settings": {"type": "dict", "default": {}},
        **CLOUD_OPTIONS,
    }
