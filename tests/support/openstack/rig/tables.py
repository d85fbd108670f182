# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron's tables on SQLite. Runs in the release's own environment: python -m rig.tables DATABASE

Neutron's migrations alter constraints, which SQLite cannot; the models they lead to are the same tables.
Source: neutron/db/migration/models/head.py and neutron_vpnaas/db/models/head.py, which import every model.
"""

from __future__ import annotations

import importlib
import sys

import sqlalchemy
from neutron_lib.db import model_base

#: Importing one of them registers the tables of every model.
MODELS = ("neutron.db.migration.models.head", "neutron_vpnaas.db.models.head")

if __name__ == "__main__":
    for models in MODELS:
        importlib.import_module(models)
    engine = sqlalchemy.create_engine(f"sqlite:///{sys.argv[1]}")
    model_base.BASEV2.metadata.create_all(engine)
    print(len(model_base.BASEV2.metadata.tables), "tables")
