# Two commands matter: `make run` and `make test`. Both need only Python 3.11+ and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
LINKWRIGHT_SHARED ?= ../shared
export LINKWRIGHT_SHARED
# Where it is set, every process that a test starts would compile the whole hub anew, which takes longer than most tests.
export PYTHONDONTWRITEBYTECODE :=
ARGS ?=

.PHONY: docs help run test setup setup-run ui lint fmt lock golden types requirements bench bench-peers bench-memory bench-processes flame search-report screens chaos load schemathesis-full fuzz mutation audit sbom release clean

help: ## Show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

run: setup-run ui ## Start the hub (console, API, MCP) on embedded SQLite; ARGS="--port 8400 --data DIR"
	@exec $(BIN)/linkwright serve $(ARGS)

test: setup ui ## Every test: unit, contract on SQLite and PostgreSQL, browser, acceptance
	@$(BIN)/python tests/check_machine.py
	@$(BIN)/python ui/build.py --tools
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

setup: $(VENV)/.dev ## Build the environment in .venv with everything that tests need

setup-run: $(VENV)/.run

$(BIN)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Linkwright needs Python 3.11 or later; '$(PYTHON)' is older. Install one, or name it: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "[1/4] Making the environment in $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.run: $(BIN)/uv requirements/run.txt requirements/build.txt pyproject.toml
	@echo "[2/4] Installing what Linkwright needs"
	@$(UV) --require-hashes -r requirements/run.txt
	@$(UV) --require-hashes -r requirements/build.txt
	@$(UV) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt tests/install_machine.py
	@echo "[+] Installing what the tests need"
	@$(UV) --require-hashes -r requirements/dev.txt
	@$(BIN)/python tests/install_machine.py
	@touch $@

ui: setup-run ## Build the screens and the npm package where their sources changed
	@$(BIN)/python ui/build.py

docs: setup ## Write the reference pages (errors, settings, commands) and the console's API types from the code
	@$(BIN)/python ui/build.py --tools
	@$(BIN)/python -m scripts.reference
	@$(BIN)/python -m tests.walls

lint: setup ## ruff, mypy and the layers
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

fmt: setup ## Format the Python code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock: setup ## Compile the built-in connectors against their contracts
	@$(BIN)/linkwright connector compile linear --no-tokens --contracts $(LINKWRIGHT_SHARED)/linear

golden: setup ## Write anew what authors are told of each deliberate mistake
	@$(BIN)/python -m tests.unit.connectors.mistakes

requirements: setup ## Pin the requirement files anew, with hashes and without addresses
	@for name in run build dev uv peers; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --constraint requirements/limits.in requirements/$$name.in -o requirements/$$name.txt >/dev/null; done

chaos: setup ui ## Two minutes of kills while accounts are linked, events go out and tokens are renewed; nothing may be lost
	@$(BIN)/python -m tests.chaos $(ARGS)

load: setup ui ## Two minutes of mixed calls while the provider fails; no lost write, no wrong tenant, memory flat
	@$(BIN)/python -m tests.load $(ARGS)

schemathesis-full: setup ui ## 20,000 generated calls of every operation of the OpenAPI document; ARGS="--seconds 600"
	@$(BIN)/python -m tests.openapi $(ARGS)

fuzz: setup ## Ten minutes of mutated inputs for every parser of foreign text; ARGS="--seconds N --only NAME --seed N"
	@$(BIN)/python -m tests.fuzz $(ARGS)

mutation: setup ## Change the code of vault, access, ledger and leases in small ways and see whether a test notices; ARGS="--only 'linkwright.vault.*' --sample 40"
	@$(BIN)/python -m tests.mutation $(ARGS)

bench: setup ui ## Measure POST /actions/rpc against nginx proxy_pass in one run
	@$(BIN)/python -m tests.bench $(ARGS)

bench-peers: setup ui ## The same with the MCP SDK and FastMCP beside it, and an upstream that takes 20 ms
	@test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	@$(BIN)/uv pip install --quiet --python build/peers/bin/python --require-hashes -r requirements/peers.txt
	@$(BIN)/python -m tests.bench --slow --peers build/peers/bin/python $(ARGS)

bench-memory: setup ui ## Memory for 1,000 idle MCP clients and for 10,000 accounts
	@$(BIN)/python -m tests.bench.memory $(ARGS)

bench-processes: setup ui ## Two processes on one PostgreSQL beside one of them
	@$(BIN)/python -m tests.bench.processes $(ARGS)

flame: setup ui ## Draw where the time of a call goes, into docs/pictures/flame.svg
	@$(BIN)/python -m tests.bench.flame $(ARGS)

search-report: setup ## How well actions are found, on the tune half; ARGS="test" or ARGS="--latency"
	@$(BIN)/python -m tests.search $(ARGS)

screens: setup ui ## Take every screenshot at 1280 and 360 px, light and dark, into build/screens
	@$(BIN)/python -m tests.browser.screens $(ARGS)

audit: setup ## Ask the advisory databases about every pinned package
	@$(BIN)/python -m scripts.audit

sbom: setup ## Print the bill of materials (CycloneDX)
	@$(BIN)/python -m scripts.release --bill

release: setup ui ## Build wheel, source, bill of materials, checksums and provenance into dist; ARGS="--key FILE"
	@$(BIN)/python -m scripts.release $(ARGS)

clean: ## Remove everything that was built
	rm -rf $(VENV) src/linkwright/web/dist ui/node_modules ui/embed/dist examples/embed/node_modules examples/embed/dist build
