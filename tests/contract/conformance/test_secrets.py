# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys that the cases hand to the modules are in nothing that a run prints at -vvv, returns or logs."""

from __future__ import annotations


def test_no_key_leaves(file, run_of, cloud_of):
    run, secrets = run_of(file), cloud_of(file).psk.values()
    assert run.output.count("TASK [") == len(run.records) - 1
    assert [psk for psk in secrets if psk in run.output] == []
    assert [psk for psk in secrets if psk in run.log] == []
    result = str([record["result"] for record in run.records.values()])
    assert [psk for psk in secrets if psk in result] == []


def test_the_log_names_every_writing_call(file, run_of):
    """sdk_log_path, by its lines; calls of the api steps and of the way past the proxy are none of the modules'."""
    run = run_of(file)
    written = sum(call["method"] != "GET" for record in run.records.values() for call in record["calls"])
    logged = sum(line.split()[1] in ("POST", "PUT", "DELETE") for line in run.log.splitlines() if len(line.split()) > 1)
    past_the_proxy = int("K5-8 | 1" in run.records)
    assert logged - written == past_the_proxy
