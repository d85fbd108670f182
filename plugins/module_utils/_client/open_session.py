# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session for the cloud that openstack.config describes."""

from __future__ import annotations

import typing as t
import warnings
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.redirects import CarefulSession

if t.TYPE_CHECKING:
    import requests
    from openstack.config.cloud_region import CloudRegion

with suppress(ImportError):  # session.py reports it at the login
    from urllib3.exceptions import InsecureRequestWarning

#: (name, version) of the library, for the header User-Agent. Looked up once, at the import: the search through all
#: installed packages takes milliseconds, and every task's worker would repeat it.
LIBRARY: list[tuple[str, str]] = []
with suppress(PackageNotFoundError):
    LIBRARY.append(("openstacksdk", version("openstacksdk")))


def open_session(region: CloudRegion, transport: requests.Session) -> CarefulSession:
    """As ``region.get_session()``; the session sends through ``transport``, and no request yet."""
    verify, cert = region.get_requests_verify_args()
    if not verify:
        warnings.filterwarnings("ignore", category=InsecureRequestWarning)
    return CarefulSession(
        auth=region.get_auth(),
        session=transport,
        verify=verify,
        cert=cert,
        timeout=region.config.get("api_timeout"),
        app_name="sitelink.vpnaas",
        additional_user_agent=LIBRARY,
    )
