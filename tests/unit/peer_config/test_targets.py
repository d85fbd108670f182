# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every target: its table is complete and described, and it says nothing its vendor does not document."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import DATA_TARGETS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.render import TEMPLATES
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.grammar import FOLDER, load, violations
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    PSK,
    SETTINGS,
    TARGETS,
    config,
    error_of,
    topology,
)
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6, variants

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/guides/peer_configuration.md").read_text(encoding="utf-8")
PRESETS = yaml.safe_load((ROOT / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8"))[
    "site_to_site_presets"
]
#: Not run by a parser of their own, so held against the vendor's statements.
DOCUMENTED = [target for target in TARGETS if targets.load(target).verified == "documentation"]
#: What every target says something about; one without AH has no row ah_auth.
WORDS = {
    "ike_version",
    "phase1_negotiation_mode",
    "ike_encryption",
    "ike_auth",
    "ike_prf",
    "ike_dh",
    "transform_protocol",
    "encapsulation_mode",
    "ipsec_encryption",
    "ipsec_auth",
    "ipsec_dh",
    "dpd_action",
    "initiator",
}


@pytest.mark.parametrize("target", DOCUMENTED)
def test_it_consists_of_documented_statements(target):
    for given in [*(topology(**variant) for variant in variants(target)), ipv6()]:
        assert violations(target, config(target, given, psk=PSK)) == []


@pytest.mark.parametrize("target", DOCUMENTED)
def test_the_grammar_is_sourced_and_refuses_what_is_not_in_it(target):
    assert all(source.startswith("https://") for source in load(target)["sources"])
    text = config(target)
    assert violations(target, text.replace("86400", "a day").replace("28800", "a day").replace("26181", "a day")) != []
    assert violations(target, f"{text}do something else\n") == ["do something else"]


def test_every_target_is_checked_by_a_grammar_or_by_its_own_parser():
    grammars = {path.stem for path in FOLDER.glob("*.yml")}
    places = {
        "documentation": "tests/unit/peer_config/grammar/{}.yml",
        "parser": "tests/e2e/peers/test_{}.py",
        "specification": "tests/unit/peer_config/test_{}.py",
    }
    wrong = []
    for target in TARGETS:
        verified = targets.load(target).verified
        place = places[verified].format(target)
        if not (ROOT / place).exists():
            wrong.append(f"{target} is verified by {verified}, and lacks {place}")
    wrong += [f"grammar/{name}.yml is of no target" for name in sorted(grammars - set(DOCUMENTED))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("target", TARGETS)
def test_a_table_is_complete_and_the_guide_describes_it(target):
    table = targets.load(target)
    words = WORDS - set(table.words)
    assert not words, f"words of targets/{target}.yml lack {sorted(words)}: without a word a row is {{}}"
    needed = [f"`{target}`", table.title, *(f"`{setting}`" for setting in table.settings)]
    missing = [text for text in needed if text not in GUIDE]
    assert not missing, f"docs/guides/peer_configuration.md does not describe {missing}"
    mandatory = {name for name, row in table.settings.items() if row.get("default") is None}
    assert mandatory <= set(SETTINGS.get(target, {})), f"SETTINGS in tests/unit/peer_config/sample.py lacks {target}'s"
    templates = {path.name for path in TEMPLATES.glob(f"{target}.*.j2")}
    expected = {f"{target}.{part}.j2" for part in [*table.parts, "notes", "absent"]}
    assert templates == expected, (
        f"{TEMPLATES.name}/ lacks {sorted(expected - templates)}; of no part of targets/{target}.yml are"
        f" {sorted(templates - expected)}"
    )


@pytest.mark.parametrize("target", TARGETS)
def test_a_document_states_its_release_its_check_and_how_to_see_that_it_works(target):
    table, text = targets.load(target), config(target)
    mark = table.comment.strip()
    comments = [line.removeprefix(mark).strip() for line in text.splitlines() if line.startswith(mark)]
    assert f"Requires {table.title} {table.minimum} or later. Checked with {table.checked}." in comments
    for what in ("Phase 1", "Phase 2", "Packets"):
        assert any(line.startswith(f"{what} ") for line in comments), what
    for name, row in table.settings.items():
        if row.get("default") is None and row.get("ike_version", "v2") == "v2":
            assert f"needs {name}, {row['purpose']}" in error_of(target, settings={})
    removal = config(target, state="absent")
    assert [line for line in removal.splitlines() if line.strip() and not line.startswith(mark)]


def test_the_filters_choices_are_the_targets():
    source = (ROOT / "plugins/filter/peer_config.py").read_text(encoding="utf-8")
    documentation = source.split('DOCUMENTATION = r"""')[1].split('"""')[0]
    choices = yaml.safe_load(documentation)["options"]["target"]["choices"]
    known = sorted([*TARGETS, *DATA_TARGETS])
    assert choices == known, f"plugins/filter/peer_config.py: the choices of target must be {known}"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_presets_targets_are_those_that_can_express_it(preset):
    row = PRESETS[preset]
    able = set()
    for target in TARGETS:
        try:
            config(target, topology(ike=row["ike"], ipsec=row["ipsec"]))
        except InvalidInput:
            continue
        able.add(target)
    declared, where = set(row["targets"]), f"{preset} in roles/site_to_site/vars/main/presets.yml"
    assert able <= declared, f"targets of {where} lack {sorted(able - declared)}"
    assert declared <= able, f"targets of {where} name {sorted(declared - able)}, which cannot express it"
