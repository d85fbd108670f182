# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Style and script of the pages: data, without a library."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --text: #1c2430; --soft: #5a6472; --line: #d4d9e0; --paper: #fff; --panel: #f5f7f9;
  --up: #1a7f4b; --down: #c0341d; --error: #8b1a8b; --pending: #9a6700; --unknown: #6b7280; --off: #6b7280; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ee; --soft: #a3adba; --line: #3a4350; --paper: #151a21;
  --panel: #1d242d; --up: #4cc38a; --down: #ff8a73; --error: #e08be0; --pending: #e3b341; --unknown: #9aa4b2;
  --off: #9aa4b2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1440px; padding: 1rem; font: 15px/1.45 system-ui, sans-serif; color: var(--text);
  background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: .95rem; margin: 0 0 .25rem; } p { margin: .25rem 0; } .soft { color: var(--soft); }
.failure { border-left: 4px solid var(--down); padding: .25rem .75rem; background: var(--panel); margin: .5rem 0; }
.sites { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
  align-items: start; }
.site { border: 1px solid var(--line); border-radius: 6px; padding: .6rem; background: var(--panel); min-width: 0;
  margin: 0; }
svg { display: block; width: 100%; height: auto; max-width: 480px; }
svg text { font: 12px system-ui, sans-serif; fill: var(--text); } svg text.soft { fill: var(--soft); font-size: 11px; }
svg .box { fill: var(--paper); stroke: var(--line); } svg .link { fill: none; stroke-width: 2; }
.up { stroke: var(--up); } .down { stroke: var(--down); stroke-dasharray: 5 3; }
.error { stroke: var(--error); stroke-dasharray: 2 2; } .pending { stroke: var(--pending); stroke-dasharray: 8 3; }
.unknown, .off { stroke: var(--off); stroke-dasharray: 1 4; }
svg .dot { fill: none; stroke-width: 1.5; stroke-dasharray: none; } svg .dot.up { fill: var(--up); }
svg .status { stroke: none; font-weight: 600; }
svg text.label { text-anchor: middle; font-size: 11px; paint-order: stroke; stroke: var(--panel); stroke-width: 8px;
  stroke-dasharray: none; } svg .status.up { fill: var(--up); } svg .status.down { fill: var(--down); }
svg .status.error { fill: var(--error); } svg .status.pending { fill: var(--pending); }
svg .status.unknown, svg .status.off { fill: var(--off); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0; }
.filter input { font: inherit; padding: .35rem .5rem; flex: 1 1 12rem; min-width: 0; color: inherit;
  background: var(--paper); border: 1px solid var(--soft); border-radius: 4px; }
button { font: inherit; padding: .3rem .6rem; border: 1px solid var(--line); border-radius: 4px; cursor: pointer;
  color: inherit; background: var(--panel); }
table { border-collapse: collapse; width: 100%; } th, td { min-width: 4.5rem; font-size: 13px; text-align: left;
  vertical-align: top; padding: .3rem .4rem;
  border-bottom: 1px solid var(--line); } th { font-size: .85rem; color: var(--soft); }
b.up { color: var(--up); } b.down { color: var(--down); } b.error { color: var(--error); }
b.pending { color: var(--pending); } b.unknown, b.off { color: var(--off); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 .5rem; }
.legend span { display: inline-flex; align-items: center; gap: .4rem; } .legend svg { width: 40px; }
ul.entries { padding-left: 1.2rem; } code { font-size: .92em; }
.whole { white-space: nowrap; } td:first-child { min-width: 6.6rem; }
@media (max-width: 1199px) { .long { white-space: nowrap; } thead { display: none; }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  td { display: flex; gap: .5rem; border: 0; padding: .1rem 0; }
  th, td { min-width: 0; } td::before { content: attr(data-label); flex: 0 0 7.5rem;
  color: var(--soft); } td:empty { display: none; } }
@media (max-width: 480px) { td:has(.long) { flex-wrap: wrap; gap: 0; } td:has(.long)::before { flex-basis: 100%; } }
[hidden] { display: none !important; }
"""

SCRIPT = """
const box = document.getElementById("filter"), rows = [...document.querySelectorAll("#tunnels tbody tr")];
const texts = rows.map(row => [...row.cells].map(cell => cell.textContent).join(" ").toLowerCase());
function show() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  rows.forEach((row, number) => {
    row.hidden = !words.every(word => texts[number].includes(word));
    shown += !row.hidden;
  });
  document.getElementById("shown").textContent = shown + " of " + rows.length;
}
box.addEventListener("input", show);
for (const button of document.querySelectorAll("[data-filter]"))
  button.addEventListener("click", () => { box.value = button.dataset.filter; show(); });
show();
"""
