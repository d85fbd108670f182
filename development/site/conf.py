# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sphinx' settings. The build copies this file beside the pages, see build.py."""

from __future__ import annotations

project = "sitelink.vpnaas"
copyright = "the sitelink.vpnaas authors"  # noqa: A001 (Sphinx wants this name)
html_title = project

# The extensions that antsibull-docs' own `sphinx-init` chooses, and the one that reads Markdown.
extensions = ["myst_parser", "sphinx_antsibull_ext"]
highlight_language = "yaml"
nitpicky = True
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 4
# Nothing is fetched while it builds: references to Ansible's own pages become links, not entries of an inventory.
default_role = "any"
