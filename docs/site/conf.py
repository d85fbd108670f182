# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sphinx' settings. The build copies this file beside the pages, see build.py."""

from __future__ import annotations

import re

from docutils.nodes import reference

project = "sitelink.vpnaas"
copyright = "the sitelink.vpnaas authors"
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

#: Ansible's own pages that the plugins' pages refer to. Listed here, so that no inventory has to be fetched.
ANSIBLE = "https://docs.ansible.com/ansible/latest"
ELSEWHERE = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def elsewhere(app, env, node, contnode):
    """A reference to a page of Ansible's, or None, which Sphinx reports as broken."""
    target = node.get("reftarget")
    page = ELSEWHERE.get(target)
    if builtin := re.fullmatch(r"ansible_collections\.ansible\.builtin\.(\w+)", target):
        page = f"collections/ansible/builtin/{builtin[1]}.html"
    return reference("", "", contnode, internal=False, refuri=f"{ANSIBLE}/{page}") if page else None


def setup(app):
    app.connect("missing-reference", elsewhere)
