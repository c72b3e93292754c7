# What there is to do here. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-sqlite test-postgresql test-browser check messages requirements bench clean

# The system's Python: a version manager's may come first on PATH and be another one.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
BIN := .venv/bin
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
# which tests come first and which are split over the workers: tests/conftest.py
PYTEST := $(BIN)/pytest -q -n 2 --dist loadscope --no-loadscope-reorder

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .venv/ready $(COMPILED) ## Everything that development needs, into .venv

.venv/ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po .venv/ready
	@$(BIN)/python tools/compile_messages.py $<

demo: setup ## Build the demonstration once, then serve it on http://127.0.0.1:8000/
	@$(BIN)/hocvien demo

run: setup ## Serve the installation in ./var (first: .venv/bin/hocvien init --unit CODE --name NAME)
	@$(BIN)/hocvien serve

test: tools-for-tests test-sqlite test-postgresql ## The whole suite, on SQLite and then on PostgreSQL

.PHONY: tools-for-tests
tools-for-tests:
	@PYTHON=$(PYTHON) tools/require-test-tools

test-sqlite: setup ## The whole suite on SQLite
	env -u DATABASE_URL $(PYTEST)

# without it: statistics taken between two tests, of tables that are empty then, make plans for one row
test-postgresql: setup ## What asks the database, on a PostgreSQL of its own
	AUTOVACUUM=off tools/with-postgresql $(PYTEST)

test-browser: setup ## Only what clicks in a real browser
	$(BIN)/pytest -q -m browser

check: setup ## Lint, types, import contracts, translations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/check_translations.py
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

messages: setup ## Collect new sentences into locale/en (needs gettext)
	@$(BIN)/python tools/collect_messages.py
	$(BIN)/python tools/compile_messages.py locale/*/LC_MESSAGES/*.po

requirements: ## Pin the newest allowed versions, hashed, without any address
	$(BIN)/uv export --quiet --upgrade --no-emit-project --no-header --format requirements-txt -o requirements/base.txt
	$(BIN)/uv export --quiet --no-emit-project --no-header --extra nation --format requirements-txt -o requirements/nation.txt
	$(BIN)/uv export --quiet --no-emit-project --no-header --all-extras --format requirements-txt -o requirements/dev.txt
	rm -f uv.lock

bench: setup ## Time the main pages, a million people with rules and obligations, a roster, a nation of 300,000 units and its real reform, on both databases
	$(BIN)/python -m bench.pages
	tools/with-postgresql $(BIN)/python -m bench.pages
	$(BIN)/python -m bench.city
	tools/with-postgresql $(BIN)/python -m bench.city
	$(BIN)/python -m bench.plans
	tools/with-postgresql $(BIN)/python -m bench.plans
	$(BIN)/python -m bench.returns
	tools/with-postgresql $(BIN)/python -m bench.returns
	$(BIN)/python -m bench.people
	tools/with-postgresql $(BIN)/python -m bench.people
	$(BIN)/python -m bench.rules
	tools/with-postgresql $(BIN)/python -m bench.rules
	$(BIN)/python -m bench.obligations
	tools/with-postgresql $(BIN)/python -m bench.obligations
	$(BIN)/python -m bench.rosters
	tools/with-postgresql $(BIN)/python -m bench.rosters
	$(BIN)/python -m bench.nation
	tools/with-postgresql $(BIN)/python -m bench.nation
	tools/with-postgresql $(BIN)/python -m bench.parquet
	tools/with-postgresql $(BIN)/python -m bench.rollup
	$(BIN)/python -m bench.reform
	tools/with-postgresql $(BIN)/python -m bench.reform

clean: ## Remove what was built; data in ./var stays
	rm -rf .venv build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find src tests config tools -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f locale/*/LC_MESSAGES/*.mo
