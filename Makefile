# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Needs python3 (3.11 or later), git and a package index that pip reaches. Everything else goes into .venv*, .nox and .cache.
# Another Python: make PYTHON3=/usr/bin/python3.12 test

PYTHON3 ?= python3
PYTEST_ARGS ?=
PROCESSES ?= auto
RELEASE ?= 29
BACKEND ?=
REQUESTS ?= 300
TOPOLOGIES ?= 510
CONTENTS ?= 200

ROOT := $(CURDIR)
PYTHON := $(ROOT)/.venv/bin/python
NOX := $(ROOT)/.venv-nox/bin/nox --noxfile $(ROOT)/noxfile.py
COLLECTIONS := $(ROOT)/.cache/collections
# Ansible finds a collection by its folder's name, so the checkout gets a second name: a link to itself.
LINK := $(COLLECTIONS)/ansible_collections/sitelink/vpnaas

# Tests neither read nor write ~/.ansible, and see no other collection and no user's ansible.cfg.
unexport ANSIBLE_CONFIG
# Where an environment forbids .pyc files, every run would compile (and pytest rewrite) everything anew.
unexport PYTHONDONTWRITEBYTECODE
RUN := PATH="$(ROOT)/.venv/bin:$$PATH" PYTHONPATH=$(COLLECTIONS) \
  ANSIBLE_HOME=$(ROOT)/.cache/ansible ANSIBLE_COLLECTIONS_PATH=$(COLLECTIONS) $(PYTHON)

# The cloud that is booted: a release of Neutron, and its back end where that is not Open vSwitch.
release = $(RELEASE)$(if $(BACKEND),-$(BACKEND))

comma := ,

# Pytest's arguments: this folder, unless PYTEST_ARGS names a path itself.
only = $(if $(filter tests/%,$(PYTEST_ARGS)),,$(1)) $(PYTEST_ARGS)

# Two targets that make test runs at once, since the differential test uses one core.
PAIR := differential some-entry-points
# Of the differential test what a cloud with OVN is asked.
ON_OVN := $(addprefix tests/contract/differential/,test_neutron.py test_ovn.py test_ovn_known_differences.py)

.DEFAULT_GOAL := help
ifneq ($(MAKECMDGOALS),$(PAIR))
.NOTPARALLEL:
endif
.SUFFIXES:
.PHONY: help demo test side-by-side uncounted unit component house-rules some-faults faults attack some-entry-points entry-points differential cases conformance matrix min-max molecule examples runner
.PHONY: versions release release-check topologies validate-score migration openstack ovn releases monitoring browser report-picture peer-parsers grammars peer-grammars tunnel bench figures lint format build docs clean

help:  ## show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/run.stamp $(LINK)  ## start the embedded cloud, build a VPN on it with the example playbook, show it
	@$(RUN) development/demo.py

# Unit and component tests count which lines of plugins/ they run: Python 3.11's tracer doubles their time, so nothing else is counted.
test: COVERAGE = --cov --cov-append --cov-report=
test: uncounted unit component house-rules some-faults side-by-side  ## the tests of everyday work, in less than 15 minutes on 2 cores, without root; they boot a real Neutron. See also: make entry-points cases examples molecule runner
	@echo "coverage: unit and component tests run $$($(RUN) -m coverage report --format=total) % of the lines of plugins/"

# What both install is there before.
side-by-side: .venv/test.stamp $(LINK)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target $(PAIR)

uncounted: .venv/test.stamp
	@$(RUN) -m coverage erase

unit: .venv/test.stamp $(LINK)  ## functions alone, in ten seconds; PYTEST_ARGS="tests/unit/peer_config -k name" for some of them
	@$(RUN) -m pytest --numprocesses $(PROCESSES) $(COVERAGE) $(call only,tests/unit)

component: .venv/test.stamp $(LINK)  ## whole tasks of the engine, on an embedded cloud in the same process; PYTEST_ARGS="tests/component/client -k name"
	@$(RUN) -m pytest --numprocesses $(PROCESSES) $(COVERAGE) $(call only,tests/component)

house-rules: .venv/test.stamp $(LINK)  ## what the files of the repository must be, and a part of validate-score
	@$(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/repository tests/contract/validation)

some-faults: .venv/test.stamp $(LINK)
	@$(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/resilience)

faults: .venv/test.stamp $(LINK)  ## the long run of the fault tests: every request meets every fault and every kill, on a real Neutron too
	@SITELINK_FAULTS=all $(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/resilience)
	@SITELINK_FAULTS=all $(RUN) -m pytest tests/integration/neutron/test_hard_changes.py $(PYTEST_ARGS)

attack: .venv/test.stamp $(LINK)  ## every mutated answer, quoted key and endless server; prints how many, and what they did
	@SITELINK_ATTACK=all $(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/resilience/attack)
	@SITELINK_ENTRY_POINTS=all $(RUN) -m pytest --numprocesses $(PROCESSES) --dist loadfile tests/integration/entry_points/test_leaks.py tests/integration/entry_points/test_places.py $(PYTEST_ARGS)

# Without the tests marked long, and with the first case of those marked first_case_only.
some-entry-points: .venv/test.stamp $(LINK)
	@$(RUN) -m pytest --numprocesses $(PROCESSES) --dist loadfile $(call only,tests/integration/entry_points)

entry-points: .venv/test.stamp $(LINK)  ## the long run of real ansible-playbook runs, through the action plugins and through the modules
	@SITELINK_ENTRY_POINTS=all $(RUN) -m pytest --numprocesses $(PROCESSES) --dist loadfile $(call only,tests/integration/entry_points)

differential: .venv/test.stamp $(LINK)  ## is the embedded cloud like a real Neutron and K5's documents; REQUESTS=10000 for a long run; BACKEND=ovn
	@SITELINK_RELEASE=$(release) SITELINK_REQUESTS=$(REQUESTS) $(RUN) -m pytest $(call only,$(if $(BACKEND),$(ON_OVN),tests/contract/differential))
	@$(if $(BACKEND),,$(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/contract/k5_document))

cases: .venv/test.stamp .cache/openstackclient/test.stamp $(LINK)  ## on a real Neutron: what other clients' tests try, hard changes, kills, generated topologies and contents
	@$(RUN) -m pytest $(call only,tests/contract/conformance tests/integration/neutron)

validate-score: .venv/test.stamp $(LINK)  ## what vpn_topology_validate names of all that can differ between two ends, and findings about good pairs
	@SITELINK_VALIDATE_SCORE=all $(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/contract/validation)

topologies: .venv/test.stamp $(LINK)  ## generated topologies and contents on a real Neutron: check mode, a run and the server agree; TOPOLOGIES=600; CONTENTS=2000
	@SITELINK_TOPOLOGIES=$(TOPOLOGIES) SITELINK_CONTENTS=$(CONTENTS) $(RUN) -m pytest -s $(call only,$(addprefix tests/integration/neutron/,test_generated_topologies.py test_contents.py))

conformance: .venv/test.stamp .cache/openstackclient/test.stamp $(LINK)  ## what other clients' tests try, on a real Neutron; writes docs/conformance.md; RELEASE=25 (27, 28); BACKEND=ovn
	@SITELINK_RELEASE=$(release) $(RUN) -m pytest tests/contract/conformance --write-report $(PYTEST_ARGS)

matrix: .venv-nox/nox.stamp .venv/test.stamp .cache/openstackclient/test.stamp $(LINK)  ## several versions of all that it stands on; writes into docs/conformance.md; ONLY="core-2.18 ..."
	@$(NOX) $(if $(ONLY),--session $(addprefix matrix-,$(ONLY) report),--tags matrix)

min-max: .venv-nox/nox.stamp $(LINK)  ## of the matrix the oldest and the newest environment, without a real Neutron
	@$(NOX) --tags min-max -- short unit entry-points

versions: .venv-nox/nox.stamp $(LINK)  ## unit tests and ansible-test sanity with the versions of ONLY="core-2.18-sdk core-2.19 core-2.20 core-2.21"
	@$(NOX) --session $(addprefix matrix-,$(ONLY)) -- unit sanity

molecule: .venv/test.stamp $(LINK)  ## the scenarios in extensions/molecule: the roles, with real ansible-playbook runs
	@$(if $(wildcard extensions/molecule/*/molecule.yml),$(RUN) -m molecule test --all,echo "molecule: no scenario yet")

examples: .venv/test.stamp $(LINK)  ## every example of the documentation, on embedded clouds; says how many
	@$(RUN) -m pytest --numprocesses $(PROCESSES) $(call only,tests/integration/examples)

# Runner starts `ansible-playbook` from the PATH.
runner: .venv-runner/runner.stamp $(LINK)  ## ansible-runner, ansible-builder, ansible-navigator: real jobs on embedded clouds
	@PATH="$(ROOT)/.venv-runner/bin:$$PATH" PYTHONPATH=$(COLLECTIONS) ANSIBLE_HOME=$(ROOT)/.cache/ansible \
	  ANSIBLE_COLLECTIONS_PATH=$(COLLECTIONS) $(ROOT)/.venv-runner/bin/python -m pytest tests/integration/runner $(PYTEST_ARGS)

browser: .venv-browser/browser.stamp $(LINK)  ## the pages of vpn_report in Chromium, screenshots in .cache/browser; installs it as root on Debian
	@$(ROOT)/.venv-browser/bin/python tests/browser/chromium.py
	@PYTHONPATH=$(COLLECTIONS) $(ROOT)/.venv-browser/bin/python -m pytest $(call only,tests/browser)

report-picture: .venv-browser/browser.stamp $(LINK)  ## write docs/report.png, the README's picture of a report
	@$(ROOT)/.venv-browser/bin/python tests/browser/chromium.py
	@PYTHONPATH=$(COLLECTIONS) $(ROOT)/.venv-browser/bin/python tests/browser/picture.py

# Programs of Debian, unpacked: promtool, and Java for ansible-rulebook.
monitoring: .venv-monitoring/monitoring.stamp .cache/monitoring/tools.stamp $(LINK)  ## docs/examples/monitoring: promtool's tests, and ansible-rulebook from an alert to a diagnosis; needs Debian, no root
	@PATH="$(ROOT)/.venv-monitoring/bin:$$PATH" PYTHONPATH=$(COLLECTIONS) ANSIBLE_HOME=$(ROOT)/.cache/ansible \
	  ANSIBLE_COLLECTIONS_PATH=$(COLLECTIONS) $(ROOT)/.venv-monitoring/bin/python -m pytest $(call only,tests/integration/monitoring)

openstack:  ## boot a real Keystone and Neutron with VPNaaS from packages; RELEASE=25 (27, 28); BACKEND=ovn (Debian, no root)
	@$(PYTHON3) tests/support/openstack/boot.py --release $(release)

ovn: RELEASE := 29
ovn: BACKEND := ovn
ovn: .venv/test.stamp $(LINK)  ## the cases of the OVN back end, on a real Neutron with OVN and MariaDB; needs Debian, no root
	@SITELINK_RELEASE=$(release) SITELINK_REQUESTS=$(REQUESTS) $(RUN) -m pytest $(call only,$(wildcard tests/integration/neutron/test_ovn*.py) $(ON_OVN))

migration: .venv/test.stamp $(LINK)  ## migrate_crypto on a real Neutron 25 full of sha1, then the real upgrade to 29; prints tunnels and objects; needs Debian, no root
	@$(RUN) -m pytest $(call only,tests/integration/migration)

releases: .venv/test.stamp .cache/releases/installed.stamp $(LINK)  ## the VPN agent's code of Neutron 25 to 29: what of each write reaches a gateway; writes docs/reliability.md
	@$(RUN) -m pytest --write-report $(call only,tests/contract/releases)

peer-parsers: .venv/test.stamp .cache/peer/packages.stamp $(LINK)  ## root: strongSwan and Libreswan take what peer_config writes; the role strongswan_gateway
	@$(RUN) -m pytest $(call only,tests/e2e/peers)

grammars: .cache/grammar-tools/tools.stamp  ## the vendors' grammars of peer gateways, into .cache/grammars; SITELINK_GRAMMARS names a folder that has them
	@.cache/grammar-tools/bin/python tests/contract/peer_grammar/fetch.py

peer-grammars: .venv/test.stamp grammars $(LINK)  ## every line of peer_config held against the vendors' grammars; SITELINK_SWEEP=all for all cases
	@$(RUN) -m pytest $(call only,tests/contract/peer_grammar)

tunnel: .venv/test.stamp $(LINK)  ## root: real gateways on a real Neutron, packets through their tunnels; writes docs/tunnel.md; ONLY=k5,fast for some
	@$(RUN) tests/e2e/tunnel/run.py $(subst $(comma), ,$(ONLY))

bench: .venv/run.stamp $(LINK)  ## measure this collection and its peers, write docs/benchmarks.md; BENCH=quick for a smoke test; ONLY="one plain" for some rows of bench/benchmark.yml
	@$(RUN) bench/bench.py $(if $(filter quick,$(BENCH)),--quick) $(ONLY)

figures: .venv/test.stamp .venv-nox/nox.stamp $(LINK)  ## figures about the code: types, sizes, imports, requests of each task beside 1.0.0's
	@$(RUN) development/figures.py $(NOX) --session import-linter

lint: .venv-nox/nox.stamp $(LINK)  ## all linters, as nox sessions; STEPS="ruff sanity" for some of them, STEPS=list for their names
	@$(NOX) $(if $(filter list,$(STEPS)),--list,$(if $(STEPS),--session $(STEPS))) $(if $(CORE),-- '$(CORE)')

release-check: .venv-release/release.stamp $(LINK)  ## every point of the inclusion and certification requirements, and what shows it; ALL=1 runs what .ci/run runs, too
	@.venv-release/bin/python development/release_check.py $(if $(ALL),--run)

release: .venv-release/release.stamp $(LINK)  ## set the version that the changelog's fragments ask for, and turn them into CHANGELOG.md
	@.venv-release/bin/python development/make_release.py

format: .venv-nox/nox.stamp  ## rewrite the Python files in the project's format
	@$(NOX) --session format

build: .venv-nox/nox.stamp  ## the collection's tarball, in .cache/build
	@$(NOX) --session build

docs: .venv-nox/nox.stamp $(LINK)  ## the documentation site, in docs/build/html
	@$(NOX) --session docs

clean:  ## remove everything that make made
	@$(PYTHON3) tests/support/openstack/boot.py --stop-all
	rm -rf .venv .venv-nox .venv-runner .venv-browser .venv-monitoring .venv-release .nox .cache .pytest_cache .ruff_cache .hypothesis .ansible tests/output docs/build changelogs/.plugin-cache.yaml
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv is filled again when its requirement file changes. The demo needs only requirements-run.txt; the tests put theirs on top.
.venv/run.stamp: development/requirements-run.txt | .venv/bin/python
	$(call install,.venv,$<)
	@touch $@

.venv/test.stamp: development/requirements-test.txt .venv/run.stamp
	$(call install,.venv,$<)
	@touch $@

# The sessions of noxfile.py have venvs of their own, in .nox.
.venv-nox/nox.stamp: development/requirements-nox.txt | .venv-nox/bin/python
	$(call install,.venv-nox,$<)
	@touch $@

.venv-runner/runner.stamp: development/requirements-runner.txt development/requirements-run.txt | .venv-runner/bin/python
	$(call install,.venv-runner,$<)
	@touch $@

.venv-browser/browser.stamp: development/requirements-browser.txt development/requirements-run.txt | .venv-browser/bin/python
	$(call install,.venv-browser,$<)
	@touch $@

.venv-monitoring/monitoring.stamp: development/requirements-monitoring.txt development/requirements-run.txt | .venv-monitoring/bin/python
	$(call install,.venv-monitoring,$<)
	@touch $@

.venv-release/release.stamp: development/requirements-release.txt development/requirements-run.txt | .venv-release/bin/python
	$(call install,.venv-release,$<)
	@touch $@

.cache/monitoring/tools.stamp: tests/integration/monitoring/tools.py
	@$(PYTHON3) $<
	@mkdir -p $(@D) && touch $@

# The openstack command, as a witness that knows nothing of the collection.
.cache/openstackclient/test.stamp: tests/contract/conformance/requirements-openstackclient.txt | .cache/openstackclient/bin/python
	$(call install,.cache/openstackclient,$<)
	@touch $@

.cache/grammar-tools/tools.stamp: tests/contract/peer_grammar/requirements.txt | .cache/grammar-tools/bin/python
	$(call install,.cache/grammar-tools,$<)
	@touch $@

.cache/releases/installed.stamp: tests/contract/releases/install.py tests/support/openstack/requirements-29.txt
	@$(PYTHON3) $<
	@touch $@

.cache/peer/packages.stamp: tests/e2e/peers/packages.py
	@$(PYTHON3) $<
	@touch $@

.venv/bin/python .venv-nox/bin/python .venv-runner/bin/python .venv-browser/bin/python .venv-monitoring/bin/python .venv-release/bin/python .cache/openstackclient/bin/python .cache/grammar-tools/bin/python:
	@$(PYTHON3) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(f"{sys.executable} is Python {sys.version.split()[0]}.\
	  Name one of 3.11 or later: make PYTHON3=/path/to/python3.11")'
	@$(PYTHON3) -m venv --clear $(@D:/bin=) || { rm -rf $(@D:/bin=); echo "$(PYTHON3) cannot make a virtual environment.\
	  On Debian and Ubuntu: apt-get install python3-venv; elsewhere name another one: make PYTHON3=/path/to/python3" >&2; exit 1; }

$(LINK):
	@mkdir -p $(@D)
	@ln -sfn ../../../.. $@

define install
@echo "installing $(2) into $(1)"
@$(1)/bin/python -m pip install -qq --disable-pip-version-check --requirement $(2)
endef
