# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cloud as a transport of ``requests``: no socket, no thread. The only file here that needs a library."""

from __future__ import annotations

import datetime
import io
from http import HTTPStatus
from typing import TYPE_CHECKING

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from .messages import Request

if TYPE_CHECKING:
    from .cloud import Cloud


class CloudAdapter(BaseAdapter):
    """Hands every request of a mounted prefix to a cloud."""

    def __init__(self, cloud: Cloud) -> None:
        super().__init__()
        self.cloud = cloud

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Ask the cloud. A wait beyond the timeout ends at once: nobody's test sleeps for it."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        answer = self.cloud.handle(Request(request.method, request.url, dict(request.headers), body or b""))
        max_wait = timeout[1] if isinstance(timeout, tuple) else timeout
        if answer.delay and max_wait is not None and answer.delay > max_wait:
            raise requests.exceptions.ReadTimeout(f"read timed out (read timeout={max_wait})", request=request)
        if answer.delay:
            self.cloud.sleep(answer.delay)
        if answer.reset:
            raise requests.exceptions.ConnectionError(
                "('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))", request=request
            )
        response = requests.Response()
        response.status_code = answer.status
        response.reason = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else ""
        response.headers = CaseInsensitiveDict({"Content-Length": str(len(answer.body)), **answer.headers})
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response.raw = io.BytesIO(answer.body)
        response.url, response.request, response.connection = request.url, request, self
        response.elapsed = datetime.timedelta(seconds=answer.delay)
        return response

    def close(self) -> None:
        """Nothing is held open."""
