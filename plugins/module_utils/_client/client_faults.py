# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong between a request and its response: faults that are found here, and those of the libraries."""

from __future__ import annotations


class ClientFault(Exception):
    """A response that is not used. ``hint`` says what to do."""

    hint = ""


class RequestTimedOut(ClientFault):
    """The time of a request, or of the login, is over."""

    hint = "Check auth_url, the network endpoint and proxies. For a slow cloud give a larger api_timeout (seconds)."


class AnswerTooLarge(ClientFault):
    """A response has more bytes than any that a cloud gives."""

    hint = "Check auth_url and the network endpoint: something other than OpenStack may answer there."


#: What a request raises. keystoneauth1 passes on what it does not expect of requests, urllib3 and the system; a
#: ValueError is an address that cannot be encoded.
REQUEST_ERRORS: tuple[type[Exception], ...] = (ClientFault, OSError, ValueError)
#: What openstack.config raises while it reads files; the last three for a file of an unexpected shape.
CONFIGURATION_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError, AttributeError, LookupError, TypeError)
try:
    import yaml
    from keystoneauth1.exceptions import ClientException
    from openstack.exceptions import SDKException
    from requests import RequestException
    from urllib3.exceptions import HTTPError
except ImportError:  # session.py reports it at the login
    pass
else:
    REQUEST_ERRORS = (*REQUEST_ERRORS, ClientException, RequestException, HTTPError)
    CONFIGURATION_ERRORS = (*CONFIGURATION_ERRORS, SDKException, ClientException, yaml.YAMLError)
