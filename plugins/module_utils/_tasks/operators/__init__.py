# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbooks for operators print, worked out from what exists: status, diagnosis, the plan of a new key.

Every function returns lines of text without secrets. Nothing is written.
"""
