# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All tasks of a run share one login, and nobody else has its token."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

INFO = {"sitelink.vpnaas.ike_policy_info": {"cloud": "embedded"}}
ONE_LOGIN = [("GET", "/v3"), ("POST", "/v3/auth/tokens")]


def play(site, plays, *arguments, **environment):
    """What a playbook printed; it may fail."""
    (site.folder / "several.yml").write_text(yaml.safe_dump(plays, sort_keys=False))
    return site.play(site.folder / "several.yml", *arguments, **environment)


def run(site, *tasks, hosts="localhost", **environment):
    """The requests to Keystone of a run with these tasks, which succeeds."""
    site.cloud.forget_log()
    output, code = play(site, [{"hosts": hosts, "gather_facts": False, "tasks": list(tasks)}], **environment)
    assert code == 0, output
    return logins(site)


def logins(site):
    return [(entry.method, entry.path) for entry in site.cloud.log.identity]


def auth(site, **changed):
    clouds = yaml.safe_load((site.folder / "clouds.yaml").read_text())["clouds"]["embedded"]
    return {**clouds, "auth": {**clouds["auth"], **changed}}


def changed_cloud(site, **settings):
    """A task that changes the embedded cloud between two others."""
    url = f"{auth(site)['auth']['auth_url'].removesuffix('/v3')}/embedded/settings"
    return {"ansible.builtin.uri": {"url": url, "method": "PUT", "body_format": "json", "body": settings}}


OTHER_USER = {"username": "other", "password": "other-password-3f9c", "project_name": "other"}


def test_four_tasks_take_one_discovery_and_one_token(site):
    assert run(site, INFO, INFO, INFO, INFO) == ONE_LOGIN
    assert {entry.user for entry in site.cloud.log.network} == {"demo"}


def test_plays_and_hosts_share_it(site):
    """Ten hosts at once, then another play."""
    (site.folder / "hosts").write_text("\n".join(f"host{number} ansible_connection=local" for number in range(10)))
    each = {"hosts": "all", "gather_facts": False, "tasks": [INFO]}
    output, code = play(site, [each, each], "-i", str(site.folder / "hosts"), "--forks", "10")
    assert code == 0, output
    assert logins(site) == ONE_LOGIN
    assert len(site.cloud.log.network) == 20


def test_two_runs_do_not_share_it(site):
    assert run(site, INFO) == ONE_LOGIN
    assert run(site, INFO) == ONE_LOGIN


@pytest.mark.parametrize("switch", [{"SITELINK_VPNAAS_IN_PROCESS": "0"}, {}])
def test_switch_of_the_in_process_way_switches_it_off(site, switch):
    task = INFO if switch else {**INFO, "vars": {"sitelink_vpnaas_in_process": False}}
    assert run(site, task, task, **switch) == ONE_LOGIN * 2


def test_two_users_and_two_projects_never_share_a_token(site):
    """Each task's requests are its own user's, in whatever order they come."""
    mine = {"sitelink.vpnaas.ike_policy": {"name": "mine", "cloud": auth(site)}}
    theirs = {"sitelink.vpnaas.ike_policy": {"name": "theirs", "cloud": auth(site, **OTHER_USER)}}
    assert sorted(run(site, mine, theirs, mine, theirs)) == sorted(ONE_LOGIN * 2)
    owners = {item["name"]: item["tenant_id"] for item in site.cloud.contents()["ikepolicies"]}
    projects = site.cloud.accounts.projects
    assert owners == {"mine": projects["demo"], "theirs": projects["other"]}


def test_name_of_a_cloud_alone_shares_nothing(site):
    """clouds.yaml changes between two tasks: the second one is another user."""
    changed = yaml.safe_dump({"clouds": {"embedded": auth(site, **OTHER_USER)}})
    (site.folder / "other.yaml").write_text(changed)
    copied = {
        "ansible.builtin.copy": {"src": str(site.folder / "other.yaml"), "dest": str(site.folder / "clouds.yaml")}
    }
    assert run(site, INFO, copied, INFO) == ONE_LOGIN * 2
    assert [entry.user for entry in site.cloud.log.network] == ["demo", "other"]


def test_wrong_password_does_not_get_the_token_of_the_right_one(site):
    wrong = {"sitelink.vpnaas.ike_policy_info": {"cloud": auth(site, password="no-3f9c")}, "ignore_errors": True}
    assert run(site, INFO, wrong) == ONE_LOGIN * 2
    assert len(site.cloud.log.network) == 1


def test_revoked_token_is_replaced_for_all(site):
    assert run(site, INFO, changed_cloud(site, revoke_tokens=True), INFO, INFO) == ONE_LOGIN * 2
    assert [entry.status for entry in site.cloud.log.network] == [200, 401, 200, 200]


def test_token_that_expires_soon_is_replaced(site):
    """keystoneauth1 does not use a token in its last two minutes."""
    site.cloud.identity.lifetime = 60
    run(site, INFO, changed_cloud(site, token_lifetime=3600), INFO, INFO, INFO)
    posts = [number for number, entry in enumerate(site.cloud.log) if entry.method == "POST"]
    reads = [number for number, entry in enumerate(site.cloud.log) if entry.service == "network"]
    assert len([number for number in posts if number > reads[0]]) == 1
    assert [entry.status for entry in site.cloud.log.network] == [200, 200, 200, 200]


def test_failed_login_is_shared_with_those_that_wait_for_it(site):
    """Ten hosts at once: one of them tries."""
    site.cloud.fail(path="/v3/auth/tokens", do="delay", when="after", seconds=1.5, times=0)
    (site.folder / "hosts").write_text("\n".join(f"host{number} ansible_connection=local" for number in range(10)))
    wrong = {"sitelink.vpnaas.ike_policy_info": {"cloud": auth(site, password="no-3f9c")}}
    each = {"hosts": "all", "gather_facts": False, "tasks": [wrong]}
    output, code = play(site, [each], "-i", str(site.folder / "hosts"), "--forks", "10")
    assert code != 0
    assert output.count("The identity service refused the login") >= 10, output
    assert logins(site) == ONE_LOGIN


def test_until_logs_in_each_time(site):
    wrong = {
        "sitelink.vpnaas.ike_policy_info": {"cloud": auth(site, password="no-3f9c")},
        "register": "seen",
        "until": "seen is success",
        "retries": 2,
        "delay": 0,
        "ignore_errors": True,
    }
    assert run(site, wrong) == ONE_LOGIN * 3


def test_token_is_in_no_output_and_no_file(site):
    output, code = play(
        site,
        [{"hosts": "localhost", "gather_facts": False, "tasks": [INFO, INFO]}],
        "-vvvv",
        ANSIBLE_LOG_PATH=str(site.folder / "log"),
        ANSIBLE_DEBUG="1",
    )
    assert code == 0, output
    tokens = list(site.cloud.identity.tokens)
    texts = [output, *(path.read_text(errors="replace") for path in site.folder.rglob("*") if path.is_file())]
    assert len(tokens) == 1
    assert not [text for text in texts for token in tokens if token in text]


def test_programs_that_a_task_starts_cannot_reach_it(site):
    """Neither a descriptor nor memory passes to them."""
    look = {
        "ansible.builtin.shell": "ls -l /proc/self/fd /proc/$$/fd; cat /proc/$$/maps",
        "register": "seen",
    }
    shown = {"ansible.builtin.copy": {"content": "{{ seen.stdout }}", "dest": str(site.folder / "seen")}}
    run(site, INFO, look, shown)
    assert "sitelink" not in (site.folder / "seen").read_text()


def test_results_are_the_same_with_a_shared_token(site):
    keep = {"ansible.builtin.copy": {"content": "{{ [one, two] | to_json }}", "dest": str(site.folder / "kept")}}
    run(site, {**INFO, "register": "one"}, {**INFO, "register": "two"}, keep)
    one, two = json.loads((site.folder / "kept").read_text())
    assert one == two


def test_role_with_two_ends_logs_in_once_at_each(open_site, tmp_path):
    """Its lookups too: the first task is an action, which the controller imports before the worker of the lookup."""
    with open_site(tmp_path / "paris") as paris, open_site(tmp_path / "rome") as rome:
        ends = [
            {"cloud": {"cloud": auth(site)}, "vpn_service": {"router": router}, "networks": [network]}
            for site, router, network in ((paris, "edge", "office"), (rome, "edge2", "lab"))
        ]
        variables = {"site_to_site_name": "paris-rome", "site_to_site_ends": ends, "site_to_site_psk": "a good key 1"}
        role = {"ansible.builtin.import_role": {"name": "sitelink.vpnaas.site_to_site"}, "vars": variables}
        output, code = play(paris, [{"hosts": "localhost", "gather_facts": False, "tasks": [role]}])
        assert code == 0, output
        assert (logins(paris), logins(rome)) == (ONE_LOGIN, ONE_LOGIN)


def test_playbook_of_the_readme_sends_eleven_requests_where_nothing_changes(site):
    """One discovery, one token, and one read for each object and for each reference."""
    readme = Path(__file__).resolve().parents[3] / "README.md"
    text = re.findall(r"```yaml\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)[0]
    (site.folder / "secrets.yml").write_text("branch7_psk: example-key-of-branch-7\n")
    (site.folder / "vpn.yml").write_text(text.replace("mycloud", "embedded"))
    output, code = site.play(site.folder / "vpn.yml")
    assert code == 0, output
    site.cloud.forget_log()
    output, code = site.play(site.folder / "vpn.yml")
    assert code == 0, output
    assert "changed=0" in output
    assert not site.cloud.log.writes
    assert logins(site) == ONE_LOGIN
    assert len(site.cloud.log) <= 11, site.cloud.log.calls
