# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a playbook: what is misspelt, missing or wrong is one line that names the right one."""

from __future__ import annotations

import pathlib

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._playbook_variables import check_variables

SPEC = {
    "vpn_cloud": {"description": "The cloud.", "type": "raw", "no_log": True},
    "vpn_connection": {"description": "Name or id of the connection.", "type": "str", "required": True},
    "vpn_status": {"description": "Statuses.", "type": "list", "elements": "str", "choices": ["ACTIVE", "DOWN"]},
    "vpn_psk": {"description": "The key.", "type": "str", "no_log": True},
    "vpn_wave": {"description": "The wave.", "type": "int", "default": 1},
    "vpn_dest": {"description": "A file.", "type": "path"},
}
PLAYBOOKS = sorted((pathlib.Path(__file__).parents[3] / "playbooks").glob("*.yml"))
GIVEN = {"vpn_connection": "branch7"}
CLOUD = {"vpn_cloud": {"type": "raw", "form": "cloud", "no_log": True}}
CLOUDS = {"vpn_cloud": {"type": "raw", "form": "clouds", "no_log": True}}


def test_values_get_types_and_defaults_and_secrets_are_left_out():
    given = {**GIVEN, "vpn_status": "ACTIVE,DOWN", "vpn_psk": "a-key", "vpn_cloud": {"auth": {"password": "p"}}}
    assert check_variables(SPEC, given, given) == {
        "vpn_connection": "branch7",
        "vpn_status": ["ACTIVE", "DOWN"],
        "vpn_wave": 1,
        "vpn_dest": None,
    }


@pytest.mark.parametrize("value", ["ACTIVE,DOWN", "ACTIVE, DOWN", " ACTIVE ,DOWN,"])
def test_blanks_beside_the_commas_of_a_list_are_no_part_of_its_values(value):
    """-e '{"vpn_status": "ACTIVE, DOWN"}' was refused for " DOWN", and no name of vpn_peers_ready matched."""
    given = {**GIVEN, "vpn_status": value}
    assert check_variables(SPEC, given, given)["vpn_status"] == ["ACTIVE", "DOWN"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"vpn_conection": "x"}, 'no variable "vpn_conection": did you mean vpn_connection?'),
        ({"connection": "x"}, 'no variable "connection": did you mean vpn_connection?'),
        ({"cloud": "x"}, 'no variable "cloud": did you mean vpn_cloud?'),
        ({"vpncloud": "x"}, 'no variable "vpncloud": did you mean vpn_cloud?'),
        ({"vpn_baseline": "x"}, "no variable vpn_baseline; it has vpn_cloud, vpn_connection"),
        ({}, "give the variable vpn_connection, name or id of the connection: -e vpn_connection=..."),
        ({"vpn_connection": ""}, "give the variable vpn_connection"),
        ({**GIVEN, "vpn_status": "DOWM"}, "vpn_status"),
        ({**GIVEN, "vpn_wave": "first"}, "vpn_wave"),
        ({**GIVEN, "vpn_psk": 342391}, "vpn_psk"),
        ({**GIVEN, "vpn_psk": {"a": "b"}}, "vpn_psk"),
    ],
)
def test_a_wrong_variable_is_one_line_that_names_the_right_one(given, wanted):
    with pytest.raises(InvalidInput) as caught:
        check_variables(SPEC, {name: value for name, value in given.items() if name in SPEC}, given)
    assert wanted in str(caught.value)
    assert "\n" not in str(caught.value) and "342391" not in str(caught.value)


def test_every_fault_is_reported_at_once():
    with pytest.raises(InvalidInput) as caught:
        check_variables(SPEC, {"vpn_wave": "first"}, ["vpn_clowd", "vpn_wave"])
    assert len(caught.value.faults) == 3


def test_variables_of_others_may_stand_beside_ours():
    assert check_variables(SPEC, GIVEN, [*GIVEN, "ansible_python_interpreter", "branch7_psk", "region"])


def test_one_variable_of_several_and_one_beside_another():
    with pytest.raises(InvalidInput, match="give one of the variables vpn_psk, vpn_dest"):
        check_variables(SPEC, GIVEN, GIVEN, one_of=["vpn_psk", "vpn_dest"])
    with pytest.raises(InvalidInput, match="vpn_psk needs vpn_dest beside it"):
        check_variables(SPEC, {**GIVEN, "vpn_psk": "a-key"}, GIVEN, required_by={"vpn_psk": "vpn_dest"})


@pytest.mark.parametrize(
    ("spec", "value", "start", "words"),
    [
        (
            CLOUD,
            5,
            "vpn_cloud must be the name of a cloud in clouds.yaml, or a mapping like an entry of that file: ",
            "YAML read a number, not text",
        ),
        (CLOUD, True, "vpn_cloud must be ", "YAML read true or false, not text: put the value in quotes"),
        (CLOUD, ["paris", "rome"], "vpn_cloud takes one cloud, not a list", "a mapping"),
        (CLOUD, "{auth: {password: s3cret}}", "vpn_cloud must be ", "this is no name of a cloud"),
        (CLOUDS, 5, "vpn_cloud must be ", "YAML read a number"),
        (CLOUDS, ["paris", 5], "vpn_cloud, cloud 2 must be ", "YAML read a number"),
        (CLOUDS, ["paris", ["rome"]], "vpn_cloud, cloud 2 must be ", "YAML read a list"),
        (CLOUDS, ["paris", None], "vpn_cloud, cloud 2 is empty", "give the name"),
        (CLOUDS, "paris,", "vpn_cloud, cloud 2 is empty", "give the name"),
        (CLOUDS, "{'auth': {'password': 's3cret'}}", "vpn_cloud, cloud 1 must be ", "this is no name of a cloud"),
    ],
)
def test_what_is_no_cloud_is_one_line_with_the_variable_and_without_the_value(spec, value, start, words):
    """The playbook report failed with "object of type 'int' has no len()", others named an option of a module, and an
    empty entry of a list was the cloud of the environment."""
    with pytest.raises(InvalidInput) as caught:
        check_variables(spec, {"vpn_cloud": value}, ["vpn_cloud"])
    assert str(caught.value).startswith(start) and words in str(caught.value)
    assert "\n" not in str(caught.value) and "s3cret" not in str(caught.value)


@pytest.mark.parametrize("value", ["", None, {}, "paris", {"auth": {"password": "s3cret"}}])
def test_a_cloud_is_a_name_a_mapping_or_that_of_the_environment(value):
    assert check_variables(CLOUD, {"vpn_cloud": value}, ["vpn_cloud"]) == {}
    assert check_variables(CLOUDS, {"vpn_cloud": value}, ["vpn_cloud"]) == {}


def test_several_clouds_are_a_list_or_names_with_commas():
    for value in ([], "paris, rome", ["paris", {"auth": {}}]):
        assert check_variables(CLOUDS, {"vpn_cloud": value}, ["vpn_cloud"]) == {}


FILE = {"vpn_dest": {"type": "path", "form": "file"}}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (["a.html"], "vpn_dest: YAML read a list, not text"),
        ({"a": 1}, "vpn_dest: YAML read a mapping, not text"),
        (5, "vpn_dest: YAML read a number, not text"),
        (".", "is a folder: name a file in it"),
        ("nowhere/a.html", "vpn_dest: there is no folder"),
        ("a\nb.html", "holds a line break or another control character"),
        ("\x1b[2Ja.html", "holds a line break or another control character"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_line_before_anything_is_read(value, wanted, tmp_path, monkeypatch):
    """peer_config wrote a file called "['a.html']", report failed in a filter, and a wrong folder was found last."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match=r"^vpn_dest: ") as caught:
        check_variables(FILE, {"vpn_dest": value}, ["vpn_dest"])
    assert wanted in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_path_is_relative_to_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert check_variables(FILE, {"vpn_dest": "a.html"}, ["vpn_dest"]) == {"vpn_dest": str(tmp_path / "a.html")}


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda path: path.stem)
def test_each_playbook_checks_its_clouds_in_its_first_task(playbook):
    (play,) = yaml.safe_load(playbook.read_text())
    spec = play["tasks"][0]["sitelink.vpnaas.playbook_variables"]["spec"]
    forms = {name: option.get("form") for name, option in spec.items()}
    assert set(forms.values()) <= {"cloud", "clouds", "file", None}
    assert all(form in ("cloud", "clouds") for name, form in forms.items() if name.endswith("_cloud"))
