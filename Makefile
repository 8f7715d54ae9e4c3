# The OTD Hub. `make help` says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# The newest Python that the hub runs on, unless PYTHON names one.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& command -v $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTS ?= tests
NPM_FOLDERS := tests/browser tests/prism tests/meilisearch tests/webhooks tests/graphql

.PHONY: help demo setup npm test test-fast check format bench crash soak wheel lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: .venv/run.done ## Fill a hub with sample data and serve it at http://127.0.0.1:8000
	$(BIN)/otdhub demo

setup: .venv/dev.done ## Prepare .venv for running and developing

npm: ## Install what the tests with a browser or a server need (npm, half a minute)
	@for folder in $(NPM_FOLDERS); do \
		npm ci --ignore-scripts --silent --no-audit --no-fund --prefix $$folder || exit 1; done

test: setup ## Run all tests (on SQLite and PostgreSQL)
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

test-fast: setup ## Run the tests that need no browser and no server
	$(BIN)/python -m pytest -n 2 -m "not browser and not prism and not crash" $(TESTS)

check: setup ## Check format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/bench.done ## Run every benchmark at full size (an hour)
	@for name in import_catalogue sync search updates hostile relevance matching matching_weights kinds suggest web webhooks; do \
		$(BIN)/python -m benchmarks.$$name || exit 1; done

crash: setup ## Kill workers at 200 random moments, a sync at 50, and compare what is left
	HUB_CRASH_KILLS=200 $(BIN)/python -m pytest -m crash -s tests/crash

soak: setup ## Serve a hub for half an hour under webhooks, pulls and searches
	$(BIN)/python -m benchmarks.soak

wheel: setup ## Build the wheel into dist/
	$(BIN)/python -m build --no-isolation --wheel

lock: ## Write the locks anew (needs uv); hashes only, no addresses
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url -o requirements.lock pyproject.toml
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --group dev -o requirements-dev.lock pyproject.toml
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --group dev --group bench -o requirements-bench.lock pyproject.toml

clean: ## Remove what setup, tests and the demo made
	rm -rf .venv dist build demo-data .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/made:
	@test -n "$(PYTHON)" || { echo "The hub needs Python 3.11, 3.12 or 3.13 on the PATH."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run.done: .venv/made requirements.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements.lock
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/otdhub-checkout.pth"
	@printf '#!/bin/sh\nexec "%s" -m hub "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/otdhub && chmod +x $(BIN)/otdhub
	@touch $@

.venv/dev.done: .venv/run.done requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/bench.done: .venv/dev.done requirements-bench.lock
	$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@
