# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields that several kinds have in common."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import MARKED_TEXT, NUMBER, SUBOPTIONS

DESCRIPTION = Field("description", MARKED_TEXT, server_default="")

FORMER_PROPOSAL = "A tunnel that is up may keep the former proposal until it is renegotiated."

#: For a cloud whose tenants see no agents.
ERROR_REMEDY_WITHOUT_AGENTS = (
    "Delete it (state: absent) and create it again; if it stays in ERROR, give the cloud's operator its id."
)

# K5 has it on every kind, and never in a PUT. Neutron rejects the key on every VPN kind.
AVAILABILITY_ZONE = Field(
    "availability_zone", updatable=False, not_empty=True, overrides={"neutron": {"supported": False}}
)

# Algorithms are free text: clouds differ and add new ones. auth_algorithm is always sent: Neutron 29 responds with 500
# to its own default sha1 (neutron-vpnaas 574bed135 removed sha1 from the database only). K5's lists are complete: its
# API documents of the policies, and the lists that its clients offer.
AUTH_ALGORITHM = Field(
    "auth_algorithm",
    default="sha256",
    overrides={"k5": {"default": "sha1", "choices": ("sha1",), "updatable": False}},
)
ENCRYPTION_ALGORITHM = Field(
    "encryption_algorithm",
    server_default="aes-128",
    overrides={"k5": {"choices": ("aes-128", "aes-192", "aes-256")}},
)
PFS = Field("pfs", server_default="group5", overrides={"k5": {"choices": ("group2", "group5", "group14")}})

# Bounds in seconds: from 60 (neutron_lib/api/definitions/vpn.py) to what the database's column holds, beyond which
# Neutron responds with 500; on K5 60 to 86400 ("Update IPsec policy").
LIFETIME = Field(
    "lifetime",
    SUBOPTIONS,
    suboptions=(
        Field("units", choices=("seconds",), server_default="seconds"),
        Field(
            "value", NUMBER, minimum=60, maximum=2**31 - 1, server_default=3600, overrides={"k5": {"maximum": 86400}}
        ),
    ),
)
