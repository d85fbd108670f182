# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For tables of many short cases: a runner whose cloud holds the objects of ``with_base_objects()``, an adapter that
lets a test answer for the server, and the form of a failure."""

from __future__ import annotations

import io
import json
import pickle

import pytest
import requests
from requests.adapters import BaseAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner


class PreparedRunner(TaskRunner):
    """Holds the objects of ``with_base_objects()`` unless ``empty``; they are copied from one prepared cloud."""

    def __init__(self, dialect="neutron", empty=False, between=None, **options):
        super().__init__(dialect, **options)
        self.between = between
        if not empty:
            copy_filled(self, TaskRunner.with_base_objects)

    def transport(self):
        session = super().transport()
        session.mount(URL, FaultAdapter(self.cloud.adapter(), self))
        return session

    def connect(self, check_mode=False, **_options):
        return self.connected_client(check_mode)

    def written(self):
        """``METHOD path`` of every writing request since the runner was made."""
        return [f"{entry.method} {entry.path}" for entry in self.cloud.log.writes]


class FaultAdapter(BaseAdapter):
    """An adapter whose ``between(request, send)`` may answer, or change the cloud's answer."""

    def __init__(self, adapter, runner):
        super().__init__()
        self.adapter, self.runner = adapter, runner

    def send(self, request, **options):
        def send():
            return self.adapter.send(request, **options)

        answer = self.runner.between(request, send) if self.runner.between else None
        return send() if answer is None else answer

    def close(self):
        self.adapter.close()


def answer(request, status, body, content_type="application/json", **headers):
    """A server's answer to that request; ``body`` is text, or a value that is sent as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    response = requests.Response()
    response.status_code, response.url, response.request = status, request.url, request
    response.headers.update({"Content-Type": content_type, **headers})
    response.encoding, response.raw = "utf-8", io.BytesIO(text.encode())
    return response


def instead(method, path, status, body, content_type="application/json", **headers):
    """A ``between`` that answers requests of this method whose path ends so; the cloud never sees them."""

    def between(request, _send):
        if request.method == method and request.path_url.split("?")[0].endswith(path):
            return answer(request, status, body, content_type, **headers)
        return None

    return between


def refused(action, *words, kind=VpnError):
    """The failure of ``action``: one line that holds every word. Returns the exception."""
    with pytest.raises(kind) as raised:
        action()
    message = str(raised.value)
    assert "\n" not in message
    for word in words:
        assert word in message, message
    return raised.value


_FILLED = {}


def copy_filled(runner, fill, **options):
    """Put into the runner's cloud what ``fill(other)`` makes of another one with these ``options`` of ``TaskRunner``.

    That one is filled once for each ``fill``, dialect and options; copying is much faster.
    """
    known = (fill, runner.dialect, *sorted(options.items()))
    if known not in _FILLED:
        other = TaskRunner(runner.dialect, **options)
        fill(other)
        store = other.cloud.store
        # The fastest deep copy there is.
        _FILLED[known] = pickle.dumps({name: store.all(name) for name in store.collections()})
    for collection, items in pickle.loads(_FILLED[known]).items():
        for item in items:
            runner.cloud.store.add(collection, item)
