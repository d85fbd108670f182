# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Open every page of the built site in a browser, as wide as a phone and as a desk: is any page wider than its window?

    python docs/site/look.py /usr/bin/chromium-headless-shell SCREENSHOTS

By hand, with a Python that has playwright; a screenshot of each page goes into the folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HTML = Path(__file__).resolve().parents[2] / "docs" / "build" / "html"
WIDTHS = {"phone": 375, "desk": 1280}
#: The rightmost edge of what is drawn and not inside something that scrolls by itself.
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


def main(browser: str, folder: str) -> None:
    wide, pages = [], sorted(HTML.rglob("*.html"))
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, width in WIDTHS.items():
            window = chromium.new_page(viewport={"width": width, "height": 800})
            for page in pages:
                window.goto(page.as_uri())
                shown = page.relative_to(HTML).with_suffix("").as_posix()
                over = window.evaluate(TOO_WIDE)
                if over > 0:
                    wide.append(f"{shown}: {over} px wider than a {name}'s {width}")
                window.screenshot(path=f"{folder}/{name}-{shown.replace('/', '-')}.png")
        chromium.close()
    print("\n".join(wide) or f"{len(pages)} pages, {len(WIDTHS)} widths: none is wider than its window")
    sys.exit(bool(wide))


if __name__ == "__main__":
    main(*sys.argv[1:])
