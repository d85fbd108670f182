# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What modules can do with check mode, diff mode and the like."""

from __future__ import annotations


class ModuleDocFragment:
    # For every module of a cloud, with one of the sections ENSURE and INFO.
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
  diff_mode:
    description: >-
      Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
  idempotent:
    description:
      - When run twice in a row outside check mode, with the same arguments, the second invocation indicates no
        change.
      - This assumes that the system controlled/queried by the module has not changed in a relevant way.
  action_group:
    description: Use C(group/sitelink.vpnaas.vpnaas) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - sitelink.vpnaas.vpnaas
  platform:
    description: Target operating systems on which the module can run.
    support: full
    platforms: posix
"""

    # Modules that manage one object; each documents itself whether it is idempotent.
    ENSURE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - Makes no writing request. The predicted object has the given options and the server's known defaults, without
        values that only the server knows, such as id and status.
      - A name of a VPN object that does not exist yet is a warning, since an earlier task may create it.
        Errors that can be detected without writing are reported.
  diff_mode:
    support: full
    details:
      - Shows the attributes that an update changes, and the whole object for other actions. Secrets are never shown.
"""

    # Modules that only read.
    INFO = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This action does not modify state.
  diff_mode:
    support: N/A
    details:
      - This action does not modify state.
  idempotent:
    support: full
    details:
      - This action does not modify state.
"""

    # Actions that run on the controller and change nothing.
    ON_CONTROLLER = r"""
options: {}
attributes:
  action:
    description: >-
      Indicates this has a corresponding action plugin so some parts of the options can be executed on the controller.
    support: full
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details:
      - This action does not modify state.
  diff_mode:
    description: >-
      Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: N/A
    details:
      - This action does not modify state.
  platform:
    description: Target operating systems of the controller.
    support: full
    platforms: posix
"""
