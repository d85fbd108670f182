# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log lines that the playbook diagnose prints for strongSwan are charon's own."""

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_logs import PEER_LOGS

#: where Debian has charon's library
LIBRARY = Path("/usr/lib/ipsec/libcharon.so.0")
#: Names of notifications, which charon formats into its lines; RFC 7296, 3.10.1.
NOTIFICATIONS = ("AUTHENTICATION_FAILED", "NO_PROPOSAL_CHOSEN", "TS_UNACCEPTABLE")


def test_charon_has_every_line():
    formats = LIBRARY.read_bytes()
    for line, _cause in PEER_LOGS["strongswan"].entries:
        text = line
        for name in NOTIFICATIONS:
            text = text.replace(f", {name}", "").replace(name, "%N")
        # Whatever stands for a value ends a piece; what is left are charon's own words.
        for piece in re.split(r"'?\.\.\.'?|, | - |\b1 shared key\b|for '", text):
            words = piece.strip()
            assert len(words) < 4 or words.encode() in formats, f"{line}: charon does not log {words!r}"
