# Wufei's commands. `make` alone lists them.
#
# What is installed where: Python packages into .venv/, from the two lock files; two programs that the tests
# need (a browser and fonts) from Debian's packages. Everything a target needs, it installs by itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
FLASK := $(PY) -m flask --app wsgi
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# How many test processes; the suite is tuned for two cores.
TEST_PROCESSES ?= 2
# Each process takes its half in order and helps the other at the end: so a module's server starts once, not twice.
PYTEST := pytest -n $(TEST_PROCESSES) --dist worksteal

.PHONY: help run test test-quick lint assets bench lock access-table clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

run: $(VENV)/installed  ## Start the portal with the demonstration city (PORT=8000 HOST=127.0.0.1)
	@exec $(FLASK) serve --prepare

test: $(VENV)/installed-dev browser  ## Run all tests: rules, pages, PostgreSQL, real browser
	@$(PY) -m $(PYTEST) $(ARGS)

test-quick: $(VENV)/installed-dev  ## Run the tests that need neither a browser nor PostgreSQL
	@$(PY) -m $(PYTEST) -m "not browser and not postgres" $(ARGS)

lint: $(VENV)/installed-dev  ## Check style, types, imports, templates, translations, migrations
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going \
		lint-types lint-style lint-imports lint-templates lint-translations lint-migrations
	@echo "lint: all clear"

.PHONY: lint-types lint-style lint-imports lint-templates lint-translations lint-migrations
lint-types:
	@$(PY) -m mypy --no-error-summary
lint-style:
	@$(PY) -m ruff check --quiet .
lint-imports:
	@$(VENV)/bin/lint-imports --no-logo >.import_linter.out 2>&1 || { cat .import_linter.out; exit 1; }
lint-templates:
	@$(PY) -m djlint templates --lint --quiet
lint-translations:
	@$(FLASK) devtools translations
lint-migrations:
	@$(FLASK) devtools migrations

assets:  ## Rebuild the compiled CSS (needs Node)
	@test -f static/css/src/package.json || { echo "There is nothing to build: static/css/src has no package.json."; exit 1; }
	@command -v npm >/dev/null || { echo "make assets needs Node 20 and npm. Only this command does: the compiled CSS is committed."; exit 1; }
	cd static/css/src && npm ci --no-audit --no-fund && npm run build

bench: $(VENV)/installed-dev  ## Measure throughput, growth and photo work against the floor
	@$(PY) -m bench $(ARGS)

lock: $(VENV)/installed-dev  ## Resolve pyproject.toml again into the two lock files
	@$(PY) -m portal.devtools.lock

access-table: $(VENV)/installed-dev  ## Write again who may call which route (read the difference before you commit it)
	@UPDATE_ACCESS_TABLE=1 $(PY) -m pytest -q -n0 tests/meta/test_access.py

clean:  ## Remove .venv and caches; the data in instance/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what has to be there -------------------------------------------------------------------------------

# $(call debian,WHY): install the packages that the shell variable `missing` names, as root, or say how.
define debian
if [ -n "$$missing" ]; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing$$missing ($(1)) …"; \
		log=$$(mktemp); \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
			>"$$log" 2>&1 </dev/null || { cat "$$log"; echo "Could not install$$missing, needed: $(1)."; exit 1; }; \
		rm -f "$$log"; \
	else \
		echo "Missing:$$missing ($(1)). As root, run this line once, then try again:"; \
		echo "    apt-get update && apt-get install -y$$missing"; \
		exit 1; \
	fi; \
fi
endef

# grep reads to the end here (no -q): a listing that is cut off would count as failed.
.PHONY: browser
browser:
	@missing=; \
	command -v chromium >/dev/null || missing+=" chromium"; \
	/sbin/ldconfig -p | grep libatomic.so.1 >/dev/null || missing+=" libatomic1"; \
	fc-list :lang=zh-cn family 2>/dev/null | grep . >/dev/null || missing+=" fontconfig fonts-noto-cjk"; \
	fc-list 2>/dev/null | grep -i emoji >/dev/null || missing+=" fonts-noto-color-emoji"; \
	$(call debian,a real browser and the fonts of the pages that the tests look at)

$(VENV)/made:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Wufei needs Python 3.11 or newer; found: $$($(PYTHON) --version 2>&1 || echo none)."; exit 1; }
	@missing=; $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing=" python3-venv"; \
	$(call debian,Python needs it to make .venv)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made requirements.lock
	@echo "Installing Python packages into .venv (once, about a minute) …"
	@$(PY) -m pip install --quiet --requirement requirements.lock || \
		{ echo "pip could not install the packages of requirements.lock; is there a network?"; exit 1; }
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@echo "Installing Python packages for tests and checks (once, about a minute) …"
	@$(PY) -m pip install --quiet --requirement requirements-dev.lock || \
		{ echo "pip could not install the packages of requirements-dev.lock; is there a network?"; exit 1; }
	@touch $@
