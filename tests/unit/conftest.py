# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from ansible_collections.sitelink.vpnaas.tests.support.in_process import clean_environment, pytest_collection_finish

__all__ = ["clean_environment", "pytest_collection_finish"]
