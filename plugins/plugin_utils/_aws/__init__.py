# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS as the other end of a VPN. Pure: it makes no call.

``markup`` reads XML, ``document`` the customer gateway configuration that AWS gives for a VPN connection, ``given``
what the role's variables hold of it; ``proposal`` compares the algorithms with a preset, ``pins`` with what AWS is
limited to; ``connections`` and ``rules`` are what the role site_to_site makes and refuses of it, and ``arguments`` is
what the modules for AWS need from OpenStack.
"""
