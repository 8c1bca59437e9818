# Convenor. `make run` needs Python 3.11 or newer and nothing else; `make test` also Node for its browser.

PYTHON ?= python3
PORT ?= 5000
ITEMS ?= R S
export CONVENOR_BASE_URL ?= http://127.0.0.1:$(PORT)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: run test check contract bench bench-smoke lock packages tools browser
.DEFAULT_GOAL := run

run: packages
	@$(BIN)/convenor init
	@$(BIN)/convenor demo || echo "The database is left as it is."
	@exec $(BIN)/convenor serve --port $(PORT)

test: tools browser
	$(BIN)/python -m pytest -n 2

check: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

contract: tools browser
	@$(BIN)/python tests/contract/items.py $(ITEMS)

bench: tools
	@$(BIN)/python -m bench

bench-smoke: tools
	@$(BIN)/python -m bench --smoke

# The development lock is the wider one, so it is resolved first and the other follows it: both name the same versions.
lock: packages
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		--extra setup --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		--extra setup -c requirements-dev.lock pyproject.toml -o requirements.lock

packages: .venv/packages
tools: .venv/tools
browser: tests/node_modules/installed

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Convenor needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/packages: .venv/python requirements.lock pyproject.toml
	@echo "Installing the packages of Convenor …"
	@$(PIP) install --no-compile --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tools: .venv/packages requirements-dev.lock
	@echo "Installing the packages of the tests …"
	@$(PIP) install --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

tests/node_modules/installed: tests/package-lock.json
	@echo "Installing calendar readers, and a browser where there is none, for the tests …"
	@cd tests && npm ci --no-audit --no-fund --loglevel=error $(if $(CHROMIUM),--omit=optional)
	@touch $@
