# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The goals, each judged from the figures of one run: (work, goal, what was measured, whether that meets it)."""

from __future__ import annotations

import typing as t

from figures import NotMeasuredError


class Result(t.NamedTuple):
    work: str
    threshold: str
    measured: str
    met: bool


def check_all(figures, sizes, latency, measured_only=False):
    """A result for each goal; a goal without figures is not met, or left out with ``measured_only``."""
    results = []
    for threshold in GOALS:
        try:
            results.append(threshold(figures, sizes, latency))
        except NotMeasuredError as error:
            if not measured_only:
                results.append(Result(threshold.__name__, "a time", f"none ({error})", False))
    return results


def loop(figures, sizes, _latency):
    ours, peer = figures.median("loop", "loop"), figures.median("loop", "resource")
    return Result(
        f"loop of {sizes['loop']} connections, nothing to change, real Neutron, task time",
        "at least 25 times faster than openstack.cloud.resource",
        f"{peer / ours:.1f} times ({ours:.2f} s against {peer:.2f} s)",
        peer / ours >= 25,
    )


def topology(figures, sizes, _latency):
    measured, ratios = [], []
    for row, cloud in (("topology", "real Neutron"), ("plain", "embedded cloud")):
        ours, floor, nothing = (figures.median(row, by) for by in ("topology", "floor", "nothing"))
        ratios.append(ours / (floor + nothing))
        measured.append(f"{ratios[-1]:.2f} times on {cloud} ({ours:.3f} s against {floor:.3f} + {nothing:.3f} s)")
    return Result(
        f"topology, {sizes['topology']} connections, nothing to change, task time",
        "at most 1.15 times (floor + a no-op in-process task given the same items) on real Neutron, 1.4 times on the"
        " embedded cloud",
        "; ".join(measured),
        ratios[0] <= 1.15 and ratios[1] <= 1.4,
    )


def create(figures, sizes, latency):
    made = figures.calls("create", "create")
    login = latency * sum(call.startswith("identity ") for call in made)
    listings = sum(call.startswith("network GET ") for call in made)
    ideal = sizes["create"] * latency / 8 + listings * latency
    ours = figures.median("create", "create") - login
    return Result(
        f"topology, create {sizes['create']} connections, 100 ms per call, concurrency 8, login not counted",
        f"at most 1.10 times ({sizes['create']} x 0.1 / 8 s + listings)",
        f"{ours / ideal:.2f} times ({ours:.2f} s against {ideal:.2f} s with {listings} listings)",
        ours / ideal <= 1.10,
    )


def calls(figures, _sizes, _latency):
    made = figures.calls("slow", "topology")
    login = [call for call in made if call.startswith("identity ")]
    # Four VPN kinds, one kind of router and one of subnet reference are used.
    return Result(
        "calls for a no-change topology",
        "login + one listing per kind used + one per kind of router or subnet reference",
        f"{len(login)} for the login (version document, token) + {len(made) - len(login)} listings for 4 + 2 kinds",
        len(login) == 2 and len(made) - len(login) == 6,
    )


def several(figures, _sizes, _latency):
    made = figures.calls("several", "several")
    login = [call for call in made if call.startswith("identity ")]
    return Result(
        "calls of four tasks (policies, service, connection), nothing to change",
        "at most 11: one discovery, one token, one read for each object and each reference",
        f"{len(made)}, {len(login)} of them for the login",
        len(made) <= 11 and len(login) == 2,
    )


def former(figures, _sizes, _latency):
    ours, before = (figures.median("several", by) for by in ("several", "several_former"))
    return Result(
        "the same four tasks at 100 ms per call, task times",
        "at most 0.65 times those of version 1.0.0",
        f"{ours / before:.2f} times ({ours:.2f} s against {before:.2f} s)",
        ours / before <= 0.65,
    )


def policies(figures, _sizes, _latency):
    ours, floor, nothing = (figures.median("policies", by) for by in ("policy", "policy_floor", "nothing_one"))
    return Result(
        "20 tasks with one IKE policy each, nothing to change, real Neutron, time of a task",
        "at most 1.4 times (the same GET ?name= by bare requests + a task that does nothing)",
        f"{ours / (floor + nothing):.2f} times ({ours:.3f} s against {floor:.3f} + {nothing:.3f} s)",
        ours / (floor + nothing) <= 1.4,
    )


def one(figures, sizes, _latency):
    ours, floor, nothing = (figures.median("one", by) for by in ("one", "one_floor", "nothing_one"))
    return Result(
        f"one connection of {sizes['project']} in its project, nothing to change, real Neutron, task time",
        "at most 1.3 times (the same GET ?name= by bare requests + a task that does nothing)",
        f"{ours / (floor + nothing):.2f} times ({ours:.3f} s against {floor:.3f} + {nothing:.3f} s)",
        ours / (floor + nothing) <= 1.3,
    )


def validate(figures, sizes, _latency):
    ours, floor, nothing = (figures.median("validate", by) for by in ("validate", "floor", "nothing"))
    return Result(
        f"{sizes['project']} connections validated, as declared, embedded cloud, task time",
        "at most 1.5 times (the listings of the plan by bare requests + a task that does nothing, given the same"
        " items)",
        f"{ours / (floor + nothing):.2f} times ({ours:.3f} s against {floor:.3f} + {nothing:.3f} s)",
        ours / (floor + nothing) <= 1.5,
    )


def logins(figures, _sizes, _latency):
    most = figures.largest("one_embedded", "one", "logins")
    return Result(
        "10 tasks of one playbook on one cloud: tokens asked for",
        "1",
        f"{most}",
        most == 1,
    )


def keys(figures, sizes, _latency):
    read = figures.largest("keyless", "keyless", "key_bytes")
    return Result(
        f"seven tasks about {sizes['topology']} connections that compare no key: information, export, references,"
        " drift, purge, validation: bytes of keys in the answers",
        "0",
        f"{read}",
        read == 0,
    )


def memory(figures, sizes, _latency):
    most = figures.largest("large", "topology", "worker_mib")
    return Result(
        f"{sizes['large']} connections, each its own psk, nothing to change, in process: memory",
        "the worker's peak at most 200 MB",
        f"{most * 1.048576:.0f} MB ({most:.0f} MiB)",
        most * 1.048576 <= 200,
    )


def time(figures, sizes, _latency):
    large, small = figures.median("large", "topology"), figures.median("plain", "topology")
    return Result(
        f"{sizes['large']} connections, nothing to change, in process: time",
        f"at most 11 times that of {sizes['topology']}",
        f"{large / small:.1f} times ({large:.2f} s against {small:.3f} s)",
        large / small <= 11,
    )


#: In the order of the page.
GOALS = (loop, topology, create, calls, several, former, policies, one, logins, validate, keys, memory, time)
