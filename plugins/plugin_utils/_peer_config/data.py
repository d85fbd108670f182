# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Targets that take data in place of text: AWS is configured through an API, by modules of other collections."""

from __future__ import annotations

import json
from collections.abc import Callable

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.arguments import Data, aws_arguments
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import generate

#: target -> the function that makes its data
DATA_TARGETS: dict[str, Callable[..., Data]] = {"aws": aws_arguments}


def peer_config(given: object, target: str, **arguments: object) -> str | Data:
    """The configuration of a peer of any kind: text, or for these targets data. Raises ``InvalidInput``."""
    if target in DATA_TARGETS:
        return DATA_TARGETS[target](given, **arguments)
    return generate.peer_config(given, target, **arguments)


def peer_text(given: object, target: str, **arguments: object) -> str:
    """The same as text, data as JSON. Raises ``InvalidInput``."""
    made = peer_config(given, target, **arguments)
    return made if isinstance(made, str) else f"{json.dumps(made, indent=2, ensure_ascii=False)}\n"
