# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generates the configuration of the peer gateway from a connection and its policies. Pure: it makes no API call.

``validate`` checks types, ``inputs`` finds the objects, ``build`` makes a ``model`` of them, ``translate`` puts its
values into a target's words (``targets/<name>.yml``), and ``render`` fills in the target's templates. ``generate`` is
the entry; ``data`` has the targets that take no text.
"""
