# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP and Ansible are known where needed, peculiarities are data, files are short, options are documented, no test
imports from a conftest, and a unit test starts nothing. import-linter checks that imports go only downwards
(pyproject.toml). What is new and not complete: test_complete.py."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "plugins"
PREFIX = "ansible_collections.sitelink.vpnaas.plugins."

#: Who knows HTTP's libraries, and who hands sessions and clouds around.
HTTP_ALLOWED = {
    "_client/auth_errors",
    "_client/adapter",
    "_client/client_faults",
    "_client/config_files",
    "_client/exchange",
    "_client/identity_answers",
    "_client/login_guard",
    "_client/open_session",
    "_client/projects",
    "_client/redirects",
    "_client/session",
}
CLIENT_ALLOWED = {"_action", "_client/connect"}
ANSIBLE_ALLOWED = {
    "_action",
    "_argument_validation",
    "_controller_process",
    "_interface/access_options",
    "_interface/module",
    "_sent_arguments",
    "_terminal",
    "action",
    "filter",
    "lookup",
}
HTTP = {"keystoneauth1", "openstack", "requests", "urllib3", "http"}


def files(*folders):
    return sorted(path for folder in folders for path in (PLUGINS / folder).rglob("*.py"))


#: Short files; and those in which only data say what is peculiar (a preflight rule is about values of one kind).
SHORT = files("module_utils", "plugin_utils")
ENGINE = [path for path in files("module_utils") if path.parent.name != "_checks" or path.stem == "check_list"]
CODE = files("module_utils", "plugin_utils", "modules", "action", "filter", "lookup")


def place(path):
    """``layer/file`` of what lies in module_utils or plugin_utils, else the folder."""
    folder, *rest = path.relative_to(PLUGINS).with_suffix("").parts
    return "/".join(rest) if folder in ("module_utils", "plugin_utils") else folder


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def executed(node):
    """The nodes below this one but for what stands under ``if TYPE_CHECKING``, which Python never runs."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield child
            yield from executed(child)


@cache
def imported(path):
    """Every module that the file imports when it runs, wherever in it."""
    modules = set()
    for node in executed(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = node.module in (f"{PREFIX}module_utils", f"{PREFIX}plugin_utils")
            modules |= {f"{node.module}.{name.name}" for name in node.names} if inside else {node.module}
        elif isinstance(node, ast.Import):
            modules |= {name.name for name in node.names}
    return modules


def compared_texts(path):
    """Every text that the file compares something with."""
    return {
        constant.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        for constant in ast.walk(side)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }


def offenders(paths, fault):
    """File -> what is wrong with it, for those in which ``fault(path)`` finds something."""
    found = {path.relative_to(PLUGINS).as_posix(): fault(path) for path in paths}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_who_knows_http():
    def knows(path):
        return {module.split(".")[0] for module in imported(path)} & HTTP if place(path) not in HTTP_ALLOWED else ()

    assert offenders(CODE, knows) == {}


def test_no_test_imports_from_a_conftest():
    tests = (ROOT / "tests").rglob("*.py")
    wrong = {path.name for path in tests if any(name.split(".")[-1] == "conftest" for name in imported(path))}
    assert not wrong, "what several tests share is in tests/support, or in a file beside them"


def test_unit_tests_start_nothing():
    """They take seconds because nothing waits: no cloud, server or process."""
    started = ("tests.fakes", "task_runner", "prepared_runner", "subprocess", "multiprocessing", "requests", "rig")
    paths = sorted((ROOT / "tests" / "unit").rglob("*.py"))
    wrong = {
        path.name: names for path in paths if (names := [n for n in imported(path) if any(s in n for s in started)])
    }
    assert wrong == {}, "what needs one of these is in tests/component"


def test_who_makes_clouds():
    makers = {f"{PREFIX}module_utils._client.{name}" for name in ("client", "session")}
    assert offenders(CODE, lambda path: makers & imported(path) if place(path) not in CLIENT_ALLOWED else ()) == {}


def test_who_knows_ansible():
    def knows(path):
        return {module for module in imported(path) if module.split(".")[0] == "ansible"}

    assert offenders([path for path in CODE if place(path) not in ANSIBLE_ALLOWED], knows) == {}


def test_who_ends_a_module():
    def ends(path):
        return {"fail_json", "exit_json"} & {
            node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)
        }

    assert offenders([path for path in CODE if place(path) != "_interface/module"], ends) == {}


def test_only_apply_writes():
    """What is below ``_apply``, the planner included, sends no write; at run time ``Cloud.reading_only`` refuses it."""

    def writes(path):
        return {
            ast.unparse(node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute)
            and node.attr in {"create", "update", "delete"}
            and ast.unparse(node.value).rsplit(".", maxsplit=1)[-1] in {"cloud", "client"}
        }

    allowed = {"_apply", "_client"}
    assert offenders([path for path in files("module_utils") if path.parent.name not in allowed], writes) == {}
    assert offenders(files("module_utils/_apply"), writes) != {}


def test_nothing_prints():
    def prints(path):
        return {"print"} & {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}

    assert offenders(CODE, prints) == {}


def test_peculiarities_are_data():
    """No ``if kind == ...``: a table by kind, or an attribute of field or resource, says what is different."""
    names = {*VPN_KINDS, "router", "subnet", "flavor"}
    assert offenders(ENGINE, lambda path: compared_texts(path) & names) == {}


def test_dialects_are_data():
    assert offenders(files("module_utils"), lambda path: compared_texts(path) & {"k5", "neutron"}) == {}


def test_files_are_short():
    def too_long(path):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        return f"{lines} lines: make two files of it" if lines > 200 else None

    assert offenders(SHORT, too_long) == {}


def test_every_file_says_what_it_is():
    code = [path for path in CODE if path.parent.name != "modules" and tree(path).body]
    assert offenders(code, lambda path: None if ast.get_docstring(tree(path)) else "no docstring") == {}


def test_names_say_what_a_file_is_about():
    empty = {"utils", "util", "helpers", "helper", "misc", "common", "base"}
    assert offenders(CODE, lambda path: empty & set(path.stem.split("_"))) == {}


# --- documentation


def literal(path, name):
    """The text assigned to a name of a Python file, without importing it."""
    if not path.exists():
        pytest.fail(f"{path.relative_to(ROOT)} is missing", pytrace=False)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == name:
            # libyaml's loader: these are fifty long texts.
            return yaml.load(ast.literal_eval(node.value), Loader=yaml.CSafeLoader) or {}
    raise KeyError(f"{path}: {name}")


def documented_options(module):
    path = PLUGINS / "modules" / f"{module}.py"
    documentation = literal(path, "DOCUMENTATION")
    options = dict(documentation.get("options") or {})
    for fragment in documentation.get("extends_documentation_fragment", ()):
        if fragment.startswith("sitelink.vpnaas."):
            file, _dot, part = fragment.removeprefix("sitelink.vpnaas.").partition(".")
            result = literal(PLUGINS / "doc_fragments" / f"{file}.py", (part or "documentation").upper())
            options = merged(result.get("options") or {}, options)
    return options


def merged(fragment, own):
    """As Ansible merges: the module's own words count, suboptions are merged as well."""
    both = dict(fragment)
    for name, option in own.items():
        both[name] = {**fragment.get(name, {}), **option}
        suboptions = merged(fragment.get(name, {}).get("suboptions") or {}, option.get("suboptions") or {})
        if suboptions:
            both[name]["suboptions"] = suboptions
    return both


def shape(options, suboptions):
    """What documentation and argument spec must agree on, option by option."""
    return {
        name: {
            "type": option.get("type", "str"),
            "elements": option.get("elements"),
            "required": bool(option.get("required")),
            "default": option.get("default"),
            "choices": option.get("choices"),
            "aliases": sorted(option.get("aliases", ())),
            "options": shape(option.get(suboptions) or {}, suboptions),
        }
        for name, option in options.items()
    }


def differences(name, documented, accepted):
    """One line per property that differs, by the option's path."""
    lines = [
        f"{name}: {key} is documented as {documented[key]}, and accepted as {accepted[key]}"
        for key in accepted
        if key != "options" and documented[key] != accepted[key]
    ]
    ours, theirs = documented["options"], accepted["options"]
    lines += [f"{name}.{part} is accepted and not documented" for part in sorted(set(theirs) - set(ours))]
    lines += [f"{name}.{part} is documented and not accepted" for part in sorted(set(ours) - set(theirs))]
    for part in sorted(set(ours) & set(theirs)):
        lines += differences(f"{name}.{part}", ours[part], theirs[part])
    return lines


@pytest.mark.parametrize("module", TASKS)
def test_documentation_equals_argument_spec(module):
    documented = shape(documented_options(module), "suboptions")
    accepted = shape(TASKS[module].argument_spec, "options")
    undocumented, invented = sorted(set(accepted) - set(documented)), sorted(set(documented) - set(accepted))
    assert not undocumented, f"{module}.py and its fragments do not tell {undocumented}"
    assert not invented, f"{module}.py or its fragments tell {invented}, which no row is"
    wrong = [line for name in accepted for line in differences(name, documented[name], accepted[name])]
    assert not wrong, (
        f"{module}: correct the module's DOCUMENTATION and its fragments; a topology's items are written by"
        " development/generate_topology_docs.py:\n" + "\n".join(wrong)
    )


@pytest.mark.parametrize("module", TASKS)
def test_examples_name_our_modules_in_full_and_documentation_its_module(module):
    path = PLUGINS / "modules" / f"{module}.py"
    assert literal(path, "DOCUMENTATION")["module"] == module
    examples = literal(path, "EXAMPLES")
    assert f"sitelink.vpnaas.{module}" in str(examples)
    assert literal(path, "RETURN")
