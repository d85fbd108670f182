# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FUJITSU K5's VPN API, written from its documents alone. It shares no code with tests/fakes/neutron.

``K5`` is the cloud in memory. ``adapter(k5)`` gives a requests adapter for it, ``served(k5)`` serves it over HTTP.
"""

from .k5 import K5
from .transport import adapter, served

__all__ = ["K5", "adapter", "served"]
