# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook migrate_crypto: connections moved to policies with another proposal, both ends together, in waves.

Nothing is stored between runs. What is to be done follows from what exists: the names of the new policies are made of
those of the old ones, and a connection uses the one or the other.
"""
