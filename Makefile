# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
# They prepare what they need: system packages through apt where missing, Python packages in .venv.
# Stamps in .venv remember what is prepared: a second run starts at once and needs no network.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.ONESHELL:
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

# --- what the system must have: a command that succeeds when it is there, and the package that brings it ---------

unless  = $(shell { $(1); } >/dev/null 2>&1 || echo $(2))
library = $(call unless,$(PYTHON) -c 'from ctypes import CDLL; CDLL("$(1)")',$(2))

FOR_RUNNING = $(strip \
  $(call unless,$(PYTHON) -c 'import ensurepip; import venv',python3-venv) \
  $(call library,libpango-1.0.so.0,libpango-1.0-0) \
  $(call library,libpangoft2-1.0.so.0,libpangoft2-1.0-0) \
  $(call library,libharfbuzz-subset.so.0,libharfbuzz-subset0))

# Debian has a Chromium without windows, which is quicker; Ubuntu has the whole one, under another name.
CHROMIUM = $(shell grep -qs '^ID=ubuntu' /etc/os-release && echo chromium-browser || echo chromium-headless-shell)

FOR_TESTING = $(strip \
  $(call unless,command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome,$(CHROMIUM)) \
  $(call unless,command -v java,default-jre-headless) \
  $(call unless,test -e /usr/share/java/jaxb-runtime.jar,libjaxb-java) \
  $(call unless,command -v pdftotext && command -v pdftoppm,poppler-utils) \
  $(call unless,command -v soffice,libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-writer-nogui) \
  $(call unless,command -v initdb || ls /usr/lib/postgresql/*/bin/initdb,postgresql))

# Installs $(1), or says in one sentence which packages are missing and how to get them.
define install_packages
missing="$(1)"
if [ -n "$$missing" ]; then
  sentence="Missing from this system: $$missing. Install with 'sudo apt-get install $$missing' (or your system's own packages of the same libraries), then run make again."
  if ! command -v apt-get >/dev/null; then echo "$$sentence" >&2; exit 1; fi
  if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else echo "$$sentence" >&2; exit 1; fi
  echo "Installing system packages: $$missing"
  log=$$(mktemp)
  if ! { $$sudo apt-get update && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; } >"$$log" 2>&1 </dev/null
  then tail -n 5 "$$log" >&2; rm -f "$$log"; echo "$$sentence" >&2; exit 1; fi
  rm -f "$$log"
fi
endef

# --- preparation -------------------------------------------------------------------------------------------------

$(VENV)/.for-running: requirements.txt
	@$(call install_packages,$(FOR_RUNNING))
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: run make with PYTHON=python3.11, or whichever you have.")'
	echo "Preparing $(VENV) (once, about a minute)"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -r requirements.txt
	# --no-deps: the versions are those of requirements.txt, and nothing else is looked for.
	$(PIP) install --no-deps --editable .
	touch $@

$(VENV)/.for-testing: requirements-dev.txt $(VENV)/.for-running
	@$(call install_packages,$(FOR_TESTING))
	echo "Preparing the test tools (once, about a minute)"
	$(PIP) install -r requirements-dev.txt
	touch $@

.PHONY: help setup setup-tests demo run test check lint types contracts content soak bench samples screenshots pin clean

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r target meaning; do printf '  make %-12s %s\n' "$$target" "$$meaning"; done

setup: $(VENV)/.for-running ## Prepare everything that Mandate needs to run

setup-tests: $(VENV)/.for-testing ## Prepare everything that the tests need too

# --- use ---------------------------------------------------------------------------------------------------------

demo: setup ## Fill three invented clients, write a report and start the site
	@$(BIN)/mandate demo

run: setup ## Start the site on your own data
	@$(BIN)/mandate serve

samples: setup ## Build the reports of the three sample clients into build/samples
	@$(BIN)/mandate sample --out build/samples
	for client in build/samples/*/; do $(BIN)/mandate assess "$$client"facts.yaml "$$client"answers.csv --out "$$client"; done

# --- checks ------------------------------------------------------------------------------------------------------

test: setup-tests ## Run all tests
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: lint types contracts content test ## Run everything that a change must pass, tests last

lint: setup-tests ## Check style
	@$(BIN)/ruff check --quiet .

types: setup-tests ## Check types
	@$(BIN)/mypy

contracts: setup-tests ## Check which package may import which
	@$(BIN)/lint-imports

content: setup ## Check the content packs
	@$(BIN)/python -m questionnaires check

soak: setup-tests ## Kill, fill and stop the real server for minutes; prints what was verified
	@MANDATE_FORMS=500 MANDATE_PEOPLE=200 MANDATE_EVERY_FILE=1 $(BIN)/python -m pytest -q -n auto tests/survey/test_generated_forms.py tests/survey/mail/test_kills.py tests/reports/render tests/reports/test_one_number.py tests/e2e/test_every_page.py
	$(BIN)/python -m tests.soak

bench: setup-tests ## Measure speed and memory
	@$(BIN)/python -m tests.bench

screenshots: setup-tests ## Take the pictures of the README anew, of the running demo
	@$(BIN)/python -m tests.e2e.screenshots

# --- upkeep ------------------------------------------------------------------------------------------------------

pin: ## Write requirements*.txt anew with the newest versions that pyproject.toml allows
	@rm -rf build/pin
	$(PYTHON) -m venv build/pin
	build/pin/bin/python -m pip --quiet install --upgrade pip
	build/pin/bin/pip --quiet install .
	{ echo "# What Mandate runs with. Written by make pin."; build/pin/bin/pip freeze --exclude mandate; } > requirements.txt
	build/pin/bin/pip --quiet install --constraint requirements.txt --group dev
	{ echo "# What Mandate is tested with. Written by make pin."; build/pin/bin/pip freeze --exclude mandate; } > requirements-dev.txt
	rm -rf build/pin

clean: ## Remove what was built and cached, neither your data nor .venv
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +
