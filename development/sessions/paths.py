# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The paths that the sessions use. What moves in the tree is changed here, and in tests/matrix/environments.toml."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
COLLECTION = "ansible_collections.sitelink.vpnaas"
#: Holds a link to the checkout under the name that Ansible wants; `make` makes it.
COLLECTIONS = CACHE / "collections"
REQUIREMENTS = ROOT / "development"
#: As a constraints file.
LINT = REQUIREMENTS / "requirements-lint.txt"
MATRIX = ROOT / "tests" / "matrix" / "environments.toml"
MATRIX_REPORT = ROOT / "tests" / "matrix" / "summary.md"
#: The module whose write_page() writes docs/conformance.md.
CONFORMANCE_REPORT = f"{COLLECTION}.tests.contract.conformance.report"
