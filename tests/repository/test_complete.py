# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kind of resource and a dialect are complete, or the test says what is missing, and where. The recipes are in
docs/architecture.md."""

from __future__ import annotations

import re

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_lifecycle import LIVES
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DOMAIN_ID, DOMAIN_NAME
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.dialect import DIALECTS as EMBEDDED_DIALECTS
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.kinds_vpn import VPN_KINDS as EMBEDDED_KINDS
from ansible_collections.sitelink.vpnaas.tests.repository.test_architecture import (
    PLUGINS,
    ROOT,
    documented_options,
    files,
    literal,
)
from ansible_collections.sitelink.vpnaas.tests.resilience.strange_values import WIRED
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

# --- a kind of resource


def parts_of_a_kind():
    """What makes a kind complete: where it stands -> the kinds that stand there."""
    group = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]["vpnaas"]
    modules = {path.stem for path in files("modules")}
    actions = {path.stem for path in files("action")}
    rows = re.compile(r"^\w+ = Resource\(", re.MULTILINE)
    resources = {
        path.stem for path in files("module_utils/_schema") if rows.search(path.read_text(encoding="utf-8"))
    } - {"networking"}

    def pairs(names):
        return {name for name in names if f"{name}_info" in names and name != "vpn_topology"}

    def sections(result):
        return {kind for kind, resource in VPN_KINDS.items() if resource.plural in result}

    topology, export = (PLUGINS / "modules" / f"vpn_topology{end}.py" for end in ("", "_info"))
    embedded = {kind.collection for kind in EMBEDDED_KINDS}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {
        "its rows, plugins/module_utils/_schema/KIND.py": resources,
        "its name in VPN_KINDS, plugins/module_utils/_schema/kinds.py": set(VPN_KINDS),
        "its modules, plugins/modules/KIND.py and KIND_info.py": pairs(modules),
        "its action files, plugins/action/KIND.py and KIND_info.py": pairs(actions),
        "its two lines in meta/runtime.yml": pairs({name for name in group if isinstance(name, str)}),
        "its section in the options of plugins/modules/vpn_topology.py": sections(
            literal(topology, "DOCUMENTATION")["options"]
        ),
        "its section under objects in RETURN of vpn_topology.py: run development/generate_topology_docs.py": sections(
            literal(topology, "RETURN")["objects"]["contains"]
        ),
        "its section in RETURN of vpn_topology_info.py: run development/generate_topology_docs.py": sections(
            literal(export, "RETURN")["topology"]["contains"]
        ),
        "its options in vpn_topology's: run development/generate_topology_docs.py": sections(
            documented_options("vpn_topology")
        ),
        "its name in README.md": {kind for kind in VPN_KINDS if f"`{kind}`" in readme or f".{kind}`" in readme},
        "its attributes, tests/fakes/neutron/kinds_vpn.py": {
            kind for kind, resource in VPN_KINDS.items() if resource.api_key_plural in embedded
        },
        "a file of its cases, tests/contract/conformance/cases/KIND.yml": {
            kind
            for path in (ROOT / "tests/contract/conformance/cases").glob("*.yml")
            for kind in re.findall(r"^kind: (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        },
        "its row in LIVES, tests/component/tasks/test_lifecycle.py": set(LIVES),
        "its row in WIRED, tests/resilience/strange_values.py": set(WIRED),
    }


def test_a_kind_of_resource_is_complete():
    places = parts_of_a_kind()
    kinds = set().union(*places.values())
    missing = [
        f"{kind} lacks {place}" for kind in sorted(kinds) for place, there in places.items() if kind not in there
    ]
    assert not missing, "\n".join(missing)


def test_every_module_has_its_action_file_its_entry_and_its_line():
    group = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]["vpnaas"]
    places = {
        "plugins/modules": {path.stem for path in files("modules")},
        "plugins/action": {path.stem for path in files("action")},
        "plugins/module_utils/_interface/registry.py": set(TASKS),
        "meta/runtime.yml": {name for name in group if isinstance(name, str)},
    }
    pure = {"site_key_file", "show_text", "playbook_variables", "role_variables"}
    without_cloud = set(places["plugins/modules"]) & pure
    for place in ("plugins/module_utils/_interface/registry.py", "meta/runtime.yml"):
        assert not places[place] & without_cloud, f"{place}: {without_cloud} takes no options of access"
        places[place] |= without_cloud
    every = set().union(*places.values())
    missing = [
        f"{name} is not in {place}" for name in sorted(every) for place, there in places.items() if name not in there
    ]
    assert not missing, "\n".join(missing)


def test_the_order_of_creation_follows_the_references():
    made = []
    for kind, resource in VPN_KINDS.items():
        for row in resource.fields:
            assert row.refers_to not in VPN_KINDS or row.refers_to in made, f"{kind}.{row.option}"
        made.append(kind)


def test_every_reference_is_known_as_a_use():
    """The rows say twice who holds an id: forwards (refers_to) and backwards (used_by)."""
    forwards = {
        (row.refers_to, kind, row.key)
        for kind, resource in VPN_KINDS.items()
        for row in resource.fields
        if row.refers_to in VPN_KINDS
    }
    backwards = {(kind, user, key) for kind, resource in VPN_KINDS.items() for user, key in resource.used_by}
    wrong = [f'{kind}: used_by lacks ("{user}", "{key}")' for kind, user, key in sorted(forwards - backwards)]
    wrong += [f"{kind}: used_by has {user}.{key}, which no row is" for kind, user, key in sorted(backwards - forwards)]
    assert not wrong, "\n".join(wrong)


# --- a dialect


def parts_of_a_dialect():
    """What makes a dialect complete: where it stands -> the dialects that stand there."""

    def choices(path):
        (line,) = re.findall(r"choices: \[(auto, )?(neutron, .*)\]", (ROOT / path).read_text(encoding="utf-8"))
        return set(line[1].split(", "))

    presets = yaml.safe_load((ROOT / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8"))
    overridden = {name for kind in VPN_KINDS.values() for owner in (kind, *kind.fields) for name in owner.overrides}
    return {
        "its name in DIALECTS, plugins/module_utils/_schema/dialects.py": set(DIALECTS),
        "its overrides of a kind or field in plugins/module_utils/_schema": overridden,
        "a choice of dialect in plugins/doc_fragments/cloud.py": choices("plugins/doc_fragments/cloud.py"),
        "a choice of dialect in plugins/filter/peer_config.py": choices("plugins/filter/peer_config.py"),
        "a choice of dialect in roles/site_to_site/meta/argument_specs.yml": choices(
            "roles/site_to_site/meta/argument_specs.yml"
        ),
        "its default preset in roles/site_to_site/vars/main/presets.yml": set(presets["site_to_site_default_presets"]),
        "its rules in DIALECTS, tests/fakes/neutron/dialect.py": set(EMBEDDED_DIALECTS),
        "its region in tests/fakes/neutron/catalog.py": set(REGION),
        "its domain in tests/fakes/neutron/accounts.py": set(DOMAIN_ID) & set(DOMAIN_NAME),
        "a life of some kind in LIVES, tests/component/tasks/test_lifecycle.py": {
            name for dialects, *_rest in LIVES.values() for name in dialects
        },
        "a guide, docs/guides/DIALECT.md": {"neutron"} | {page.stem for page in (ROOT / "docs/guides").glob("*.md")},
    }


def offered_and_unknown(dialect: str) -> list[str]:
    """The kinds and options that the tables offer on a dialect, and that its embedded cloud does not have."""
    embedded = {kind.collection: kind for kind in EMBEDDED_DIALECTS[dialect](frozenset(), frozenset(), False).kinds}
    unknown = []
    for kind, resource in VPN_KINDS.items():
        table = resource.on(dialect)
        there = embedded.get(table.api_key_plural)
        if there is None and table.supported:
            unknown.append(kind)
        elif there is not None and table.supported:
            keys = {attribute.name for attribute in there.attributes if attribute.post}
            unknown += [f"{kind}.{row.option}" for row in table.fields if row.supported and row.key not in keys]
    return unknown


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_tables_offer_what_a_dialect_has(dialect: str) -> None:
    unknown = offered_and_unknown(dialect)
    assert not unknown, (
        f"the embedded cloud {dialect} lacks {', '.join(unknown)}: add it to tests/fakes/neutron, or give the table"
        f' the override "{dialect}": {{"supported": False}} in plugins/module_utils/_schema'
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_is_detected_on_its_embedded_cloud(dialect: str) -> None:
    """Otherwise every test on that cloud runs as Neutron's dialect, and passes."""
    detected = TaskRunner(dialect).connect().dialect.name
    assert detected == dialect, (
        f"on the embedded cloud {dialect} a task takes the dialect {detected}: give the network endpoint its name in"
        " tests/fakes/neutron/catalog.py, the `endpoint_name` of plugins/module_utils/_schema/dialects.py"
    )


def test_a_dialect_is_complete():
    missing = [
        f"{name} lacks {place}"
        for name in DIALECTS
        for place, there in parts_of_a_dialect().items()
        if name not in there
    ]
    assert not missing, "\n".join(missing)
