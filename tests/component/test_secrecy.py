# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No pre-shared key, password or token is in anything that is returned, raised, logged or shown, whatever a server
says; and hiding them alters no other value."""

from __future__ import annotations

import html
import json
import logging
import traceback
from urllib.parse import quote

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.collect import collect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import plan_change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN, any_quotes, auth_secrets, mask
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.component.client.test_session import AUTH, PASSWORD, EndpointStub
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

CONNECTION = "ipsec_site_connection"
#: A value of every sort that a quotation might spell differently.
KEYS = {
    "plain": "Zq7-psk-found-nowhere-else",
    "quoted": "Zq7 \"psk\" 'found' \\nowhere\\ else",
    "markup": "Zq7<psk>&found;nowhere</psk>",
    "spaced": "Zq7   psk  found     nowhere",
    "url": "Zq7/psk?found=no&where#else+%41",
    "foreign": "Zq7-psk-ÄÖÜ-\u6f22\u5b57-\U0001f511",
    "long": "Zq7" + "psk-found-nowhere-" * 14,
}
NEW_KEY = "Zq7-the-next-psk-found-nowhere-else"


def spellings(secret):
    """How the secret would read in somebody's text; no part of it that is long enough to be told apart."""
    whole = {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], html.escape(secret), quote(secret, safe="")}
    return {text for text in whole if text} | {" ".join(secret.split())}


def everything(result):
    """All that a result or failure holds, as text, in the spellings that Ansible or Python give it."""
    dumps = [json.dumps(result, default=repr, ensure_ascii=ascii_only) for ascii_only in (True, False)]
    return "\n".join([repr(result), str(result), *dumps])


def message_of(action):
    """Everything that comes out of a task, be it a result or a failure with its traceback."""
    try:
        return everything(action())
    except VpnError as error:
        trace = "".join(traceback.format_exception(error))
        return everything(str(error)) + everything(error.details) + everything(error) + everything(error.args) + trace


def assert_absent(secret, text):
    for spelling in spellings(secret):
        assert spelling not in text, text
    assert "Zq7" not in text or "Zq7" not in secret, text


# --- results


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_results_and_diffs(dialect, check_mode):
    runner, key = PreparedRunner(dialect), KEYS["plain"]
    steps = [
        ("new", BRANCH7 | {"psk": key, "peer_cidrs": ["10.9.1.0/24"]}),
        ("new", BRANCH7 | {"psk": key, "peer_cidrs": ["10.9.1.0/24"]}),
        ("branch7", {"psk": key}),
        ("branch7", {"psk": NEW_KEY, "description": "x"}),
        ("branch7", {"psk": NEW_KEY, "update_psk": "always"}),
        ("branch7", {"state": "absent"}),
    ]
    for name, options in steps:
        text = message_of(lambda: runner.apply(CONNECTION, name, check_mode=check_mode, **options))  # noqa: B023
        for secret in (key, NEW_KEY, BRANCH7["psk"], PASSWORD):
            assert_absent(secret, text)
        assert "'psk': '" not in text.replace("'psk': '(not shown", "")
    assert_absent(key, message_of(lambda: runner.info(CONNECTION)))


def test_a_changed_psk_is_seen_as_changed_and_not_shown():
    diff = PreparedRunner().apply(CONNECTION, "branch7", psk=NEW_KEY)["diff"]
    assert (diff["before"], diff["after"]) == ({"psk": "(not shown)"}, {"psk": "(not shown, new value)"})


FAULTS = [
    {"psk": KEYS["plain"] * 12},
    {"psk": f"{KEYS['plain']}\n"},
    {"psk": f"{KEYS['plain']}\x00"},
    {"psk": KEYS["plain"], "peer_address": "a b"},
    {"psk": KEYS["plain"], "vpn_service": "nobody"},
    {"psk": KEYS["plain"], "dpd": {"timeout": 1}},
    {"psk": KEYS["plain"], "preflight": "fail", "mtu": 1400},
    {"psk": "Zq7"},
    {"psk": KEYS["plain"], "description": "agent=ERROR"},
    {"psk": KEYS["plain"], "description": "agent=never"},
]


@pytest.mark.parametrize("options", FAULTS)
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_our_own_failures_and_warnings(dialect, options):
    runner = PreparedRunner(dialect)
    text = message_of(lambda: runner.apply(CONNECTION, "new", **BRANCH7 | {"peer_cidrs": ["10.9.1.0/24"]} | options))
    assert_absent(options["psk"].strip("\n\x00"), text)


# --- what a server says of a request


def quotations(body):
    """Ways to quote a request's body in an answer: (body of the answer, its content type)."""
    sent = json.loads(body)
    (content,) = sent.values()
    flat = " ".join(f"{key}={value}" for key, value in content.items())
    yield {"NeutronError": {"type": "HTTPBadRequest", "message": f"Invalid: {sent}", "detail": ""}}, "application/json"
    yield {"NeutronError": {"type": "X", "message": "Invalid", "detail": body}}, "application/json"
    yield {"NeutronError": f"Invalid: {flat}", "request_id": "req-1"}, "application/json"
    yield {"message": json.dumps(sent, ensure_ascii=False), "code": "400"}, "application/json"
    yield {"error": {"message": f"Invalid {sent!r}", "code": 400}}, "application/json"
    yield [sent], "application/json"
    yield f"<html><body><p>{html.escape(flat)}</p></body></html>", "text/html"
    yield f"<html><body>{quote(flat)}</body></html>", "text/html"
    yield flat, "text/plain"
    yield "padding " * 34 + flat, "text/plain"
    yield {"NeutronError": {"type": "X", "message": "Invalid", "detail": "padding " * 34 + flat}}, "application/json"


@pytest.mark.parametrize(("key", "method"), [*((key, "POST") for key in KEYS.values()), (KEYS["quoted"], "PUT")])
def test_a_server_that_quotes_the_request(key, method):
    runner, count = PreparedRunner(), len(list(quotations('{"a": {"psk": ""}}')))
    name, options = ("new", BRANCH7) if method == "POST" else ("branch7", {})
    for number in range(count):

        def between(request, _send, number=number):
            if request.method != method:
                return None
            body, content_type = list(quotations(request.body))[number]
            return answer(request, 400, body, content_type)

        runner.between = between
        text = message_of(lambda: runner.apply(CONNECTION, name, **options | {"psk": key}))
        assert "HTTP 400" in text
        assert_absent(key, text)


def test_a_proxy_that_quotes_the_token():
    runner = PreparedRunner()
    runner.between = lambda request, send: answer(request, 502, f"no way for {dict(request.headers)}", "text/plain")
    text = message_of(lambda: runner.apply("ike_policy", "new"))
    assert "no way for" in text
    assert_absent(runner.logged_in.session.get_token(), text)


def test_an_identity_service_that_quotes_the_password():
    stub = EndpointStub()
    stub.between = lambda request, send: (
        answer(request, 401, {"error": {"message": f"no: {request.body!r}", "code": 401}})
        if request.method == "POST"
        else None
    )
    for params in ({"auth": AUTH}, {"cloud": {"auth": AUTH}}):
        text = message_of(lambda: stub.enter(**params))  # noqa: B023
        assert "(401)" in text
        assert_absent(PASSWORD, text)


def test_a_network_that_quotes_the_password():
    """A connection's failure is told in the words of the library that raised it."""
    stub = EndpointStub()
    secret = "Zq7-in-the-url"
    auth = AUTH | {"auth_url": f"http://user:{secret}@127.0.0.1:1/v3", "password": secret}
    assert_absent(secret, message_of(lambda: stub.enter(auth=auth)))


# --- logs


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_sdk_log_path(tmp_path, level):
    stub, path = EndpointStub(), tmp_path / "requests.log"
    options = {"sdk_log_path": str(path), "sdk_log_level": level}
    cloud = stub.enter(auth=AUTH, **options)
    run_through(stub, cloud)
    lines = path.read_text().splitlines()
    verbs = {line.split()[1] for line in lines}
    assert verbs >= {"POST", "PUT", "DELETE"}
    assert [line for line in lines if " GET " in line and " 200 " in line] == [] or level == "DEBUG"
    for line in lines:
        for secret in (KEYS["quoted"], PASSWORD, cloud.access.session.get_token()):
            assert_absent(secret, line)


def test_unwritable_log_is_reported(tmp_path):
    assert "cannot be written" in message_of(lambda: EndpointStub().enter(auth=AUTH, sdk_log_path=str(tmp_path)))


def run_through(stub, cloud):
    """The life of a connection, with a refusal on the way."""
    stub.task("ike_policy", "ike", cloud)
    stub.task("ipsec_policy", "ipsec", cloud)
    stub.task("vpn_service", "office", cloud, router="edge", subnet="office")
    stub.task(CONNECTION, "new", cloud, **BRANCH7 | {"psk": KEYS["quoted"]})
    message_of(lambda: stub.task(CONNECTION, "other", cloud, **BRANCH7 | {"psk": KEYS["quoted"], "mtu": 10**12}))
    stub.task(CONNECTION, "new", cloud, psk=KEYS["quoted"] + "2")
    stub.info(CONNECTION, cloud)
    stub.task(CONNECTION, "new", cloud, state="absent")


def test_every_librarys_own_log(caplog):
    with caplog.at_level(logging.DEBUG):
        for name in ("keystoneauth", "keystoneauth1", "urllib3", "requests", "openstack", "stevedore"):
            caplog.set_level(logging.DEBUG, logger=name)
        stub = EndpointStub()
        cloud = stub.enter(auth=AUTH)
        run_through(stub, cloud)
        message_of(lambda: EndpointStub().enter(auth=AUTH | {"password": PASSWORD + "x"}))
    text = caplog.text + "".join(f"{record.args!r}" for record in caplog.records)
    assert "keystoneauth" in {record.name.split(".")[0] for record in caplog.records}
    for secret in (KEYS["quoted"], PASSWORD, cloud.access.session.get_token()):
        assert_absent(secret, text)


# --- Python's own ways to show things


def test_repr_shows_no_secret():
    runner, key = PreparedRunner(), KEYS["plain"]
    cloud = runner.connect()
    snapshot = Snapshot(cloud)
    snapshot.need_secrets()
    resource = snapshot.resource(CONNECTION)
    (existing,) = snapshot.all(CONNECTION)
    desired = DesiredState(resource, "branch7", given={"psk": key})
    change = plan_change(desired, {"psk": key}, existing)
    context = collect(CONNECTION, change.predicted(), change.body, snapshot)
    shown = "".join(map(repr, (cloud, cloud.access, snapshot, desired, change, context, context.siblings)))
    for secret in (key, existing["psk"], PASSWORD, cloud.access.session.get_token()):
        assert_absent(secret, shown)


# --- masking


@pytest.mark.parametrize(
    ("auth", "secrets"),
    [
        (AUTH, {PASSWORD}),
        ({"token": "t", "auth_url": "u"}, {"t"}),
        ({"application_credential_id": "i", "application_credential_secret": "s"}, {"s"}),
        ({"application-credential-secret": "s", "project-name": "demo"}, {"s"}),
        ({"passcode": 123456, "something_new": "s", "flag": True, "empty": "", "none": None}, {"123456", "s"}),
        (None, set()),
        ("text", set()),
    ],
)
def test_what_counts_as_secret(auth, secrets):
    assert auth_secrets(auth) == secrets


def test_the_longest_secret_goes_first():
    assert mask("abcdef abc", {"abc", "abcdef", ""}) == f"{HIDDEN} {HIDDEN}"


@pytest.mark.parametrize("name", KEYS)
def test_a_text_quotes_a_secret_where_it_is_masked(name):
    others = [key for other, key in KEYS.items() if other != name]
    for spelling in spellings(KEYS[name]):
        text = f"203.0.113.7 {spelling}"
        assert any_quotes(["branch7", text], KEYS.values())
        assert any_quotes([text], others) == (mask(text, others) != text)
    assert not any_quotes(["branch7", KEYS[name][:-1]], [KEYS[name]])
    assert not any_quotes([KEYS[name]], [])


def test_every_character_of_a_secret_is_masked_however_it_is_spelled():
    for character in [*map(chr, range(0x180)), "\u2028", "\u6f22", "\U0001f511"]:
        secret = f"psk{character}found-nowhere"
        for spelling in spellings(secret):
            assert mask(f"key={spelling};", [secret]) == f"key={HIDDEN};", repr(spelling)


def test_harmless_values_are_never_masked():
    """A user ``demo`` and a project ``demo`` do not turn the name ``demo-vpn`` into asterisks."""
    stub = EndpointStub()
    cloud = stub.enter(auth=AUTH)
    result = stub.task("ike_policy", "demo-vpn", cloud, description="Default of demo")["ike_policy"]
    assert (result["name"], result["description"]) == ("demo-vpn", "Default of demo")
    stub.between = lambda request, send: answer(request, 400, "demo of Default cannot")
    assert "demo of Default cannot" in message_of(lambda: stub.task("ike_policy", "demo-vpn", cloud))


class LogCapture(logging.Handler):
    """What reaches the root logger, where Ansible's log file listens."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def test_a_password_in_auth_url_is_in_no_message_and_no_librarys_warning():
    """keystoneauth1 warns of a cloud that it cannot discover, and fails, with the URL as it was given."""
    cloud = {"auth": {**AUTH, "auth_url": "http://demo:Zq7-in-the-url@127.0.0.1:9/v3"}, "region_name": "RegionOne"}
    root, captured = logging.getLogger(), LogCapture()
    root.addHandler(captured)
    try:
        message_of = run_task(
            "ike_policy_info", {"cloud": cloud}, False, lambda params, check: Snapshot(connect(params, check))
        )
    finally:
        root.removeHandler(captured)
    assert message_of["failed"]
    assert "was not reached" in message_of["msg"]
    assert "Zq7-in-the-url" not in f"{message_of} {captured.lines}"
