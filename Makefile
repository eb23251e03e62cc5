# Needs Python 3.11 or later with venv, and make; PostgreSQL, Node and everything else
# are installed into .venv. What is up to date is skipped.
.PHONY: setup run test check bench soak frontend translations
.DEFAULT_GOAL := setup

PYTHON ?= python3
BIN := $(CURDIR)/.venv/bin
PIP := $(BIN)/uv pip
export VIRTUAL_ENV := $(CURDIR)/.venv
export UV_PYTHON_DOWNLOADS := never
export PATH := $(BIN):$(PATH)
# Node knows its own authorities only, unless told of the machine's.
ifneq ($(SSL_CERT_FILE),)
export NODE_EXTRA_CA_CERTS ?= $(SSL_CERT_FILE)
endif

setup: .venv/installed-run frontend translations

run: setup
	@exec paigong up --demo

test: .venv/installed-dev setup
	pytest -n 2 --dist loadscope -m "not soak and not bench" --cov --cov-report=term
	@if [ -f app/frontend/package.json ]; then npm --prefix app/frontend test; fi

check: .venv/installed-dev setup
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	@if [ -f app/frontend/package.json ]; then npm --prefix app/frontend run check; fi

bench: .venv/installed-dev setup
	pytest -m bench -s tests/bench

soak: .venv/installed-dev setup
	pytest -m soak -s tests

.venv/made:
	@command -v $(PYTHON) >/dev/null || { echo "Paigong needs Python 3.11 or later: install python3, or name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Paigong needs Python 3.11 or later; $(PYTHON) is `$(PYTHON) -V`. Name another with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python lacks venv: install python3-venv (Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/uv: .venv/made requirements/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/uv.txt
	@touch $@

# The larger set holds the smaller one, so installing it serves both.
.venv/installed-dev: .venv/uv requirements/dev.txt pyproject.toml
	$(PIP) sync --quiet requirements/dev.txt requirements/uv.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch .venv/installed-run $@

# What tests and checks need stays, once it is there.
.venv/installed-run: .venv/uv requirements/run.txt pyproject.toml
	@if [ -f .venv/installed-dev ]; then $(MAKE) --no-print-directory .venv/installed-dev; else \
	  $(PIP) sync --quiet requirements/run.txt requirements/uv.txt && \
	  $(PIP) install --quiet --no-deps --no-build-isolation --editable .; \
	fi
	@touch $@

# Stamped by content, because a removed or restored file leaves no newer date.
frontend: .venv/installed-run
	@cd app/frontend 2>/dev/null && [ -f package.json ] || exit 0; \
	packages=`cat package.json package-lock.json | cksum`; \
	if [ "$$packages" != "`cat node_modules/.installed 2>/dev/null`" ]; then \
	  echo "Installing the front end's packages"; \
	  npm ci --no-audit --no-fund --loglevel=error && echo "$$packages" >node_modules/.installed || exit 1; \
	fi; \
	sources=`find . ../translations -path ./node_modules -prune -o -type f ! -name '*.mo' -print | LC_ALL=C sort | xargs cksum | cksum`; \
	if [ "$$sources" != "`cat ../static/dist/.built 2>/dev/null`" ]; then \
	  echo "Building the front end"; \
	  npm run --silent build && echo "$$sources" >../static/dist/.built || exit 1; \
	fi

CATALOGUES := $(wildcard app/translations/*/LC_MESSAGES/*.po)
translations: $(CATALOGUES:.po=.mo)

%.mo: %.po .venv/installed-run
	@pybabel --quiet compile --input-file=$< --output-file=$@ --locale=$(word 3,$(subst /, ,$<))
