# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make report-picture`: writes docs/report.png, the README's picture, from a report of three embedded clouds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.generate import vpn_report
from ansible_collections.sitelink.vpnaas.tests.browser.chromium import find_chromium
from ansible_collections.sitelink.vpnaas.tests.browser.sites import results

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "report.png"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "vpn-report.html"
        file.write_text(vpn_report(results(), "html"), encoding="utf-8")
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 700}, color_scheme="light")
        page.goto(file.as_uri())
        page.screenshot(path=PICTURE, full_page=True)
        chromium.close()


if __name__ == "__main__":
    main()
