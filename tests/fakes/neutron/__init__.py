# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An embedded cloud: Keystone and Neutron with VPNaaS in memory, for tests and demonstrations. See README.md."""

from .cloud import Cloud
from .messages import Request, Response

__all__ = ["Cloud", "Request", "Response"]
