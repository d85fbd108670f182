# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that stand in several kinds."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import MARKED_TEXT, NUMBER, SUBOPTIONS

DESCRIPTION = Field("description", MARKED_TEXT, server_default="")

FORMER_PROPOSAL = "A tunnel that is up may keep the former proposal until it is negotiated anew."

# K5 has it on every kind, never in a PUT; Neutron refuses the key on every VPN kind.
AVAILABILITY_ZONE = Field("availability_zone", updatable=False, neutron={"supported": False})

# Algorithms are free text: clouds differ, and grow new ones. Neutron 29 answers 500 to its own default sha1
# (neutron-vpnaas 574bed135 took sha1 out of the database only), K5 knows nothing but sha1: so it is always sent.
AUTH_ALGORITHM = Field("auth_algorithm", default="sha256", k5={"default": "sha1", "updatable": False})
ENCRYPTION_ALGORITHM = Field("encryption_algorithm", server_default="aes-128")
PFS = Field("pfs", server_default="group5")

# Bounds: neutron_lib/api/definitions/vpn.py, 60 and up; K5 "Update IPsec policy", 60 to 86400, its server's to refuse.
LIFETIME = Field(
    "lifetime",
    SUBOPTIONS,
    suboptions=(
        Field("units", choices=("seconds",), server_default="seconds"),
        Field("value", NUMBER, minimum=60, server_default=3600),
    ),
)
