# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ends a scenario, or the whole run, in words for the person who started it."""

from __future__ import annotations


class Failure(Exception):
    """Something is not as it must be."""
