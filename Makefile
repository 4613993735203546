# make run      build .venv, load the sample workbooks into an empty FAHENG_HOME, serve on 127.0.0.1:$PORT
# make test     the tests        make check    format, lint, types, imports, catalogue
# make bench    the measurements make system   what the tests need from the operating system
# make screens  a picture of every page at three sizes in both languages, in screens/
# make tour     the pictures of docs/tour.md, taken of what `make run` serves at $SITE

PYTHON ?= python3
PORT ?= 8050
SITE ?= http://127.0.0.1:$(PORT)
export FAHENG_HOME ?= var

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help .venv run test check bench screens tour system clean

help:
	@sed -n 's/^# //p' $(firstword $(MAKEFILE_LIST))

.venv: .venv/.project

.venv/.packages: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; '$(PYTHON)' was not found. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing the locked packages into .venv (about a minute)"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

.venv/.project: .venv/.packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

run: .venv
	@$(BIN)/faheng up --port $(PORT)

## Two runs side by side, about as long as each other: the browser's tests (with test_s*, before any browser is
## open) and the others. The first one's report comes last.
test: .venv
	@report=$$(mktemp); $(BIN)/pytest tests/test_s*.py tests/e2e > "$$report" 2>&1 & browser=$$!; \
	trap 'kill $$browser' INT TERM; \
	$(BIN)/pytest --ignore tests/e2e --ignore-glob 'tests/test_s*.py'; others=$$?; \
	wait $$browser; seen=$$?; cat "$$report"; rm -f "$$report"; \
	test $$others -eq 0 -a $$seen -eq 0

check: .venv
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/faheng check

bench: .venv
	@PYTHONPATH=tests/e2e $(BIN)/python tests/bench.py

screens: .venv
	@PYTHONPATH=tests/e2e $(BIN)/python tests/screens.py

tour: .venv
	@PYTHONPATH=tests/e2e $(BIN)/python tests/tour_pictures.py $(SITE)

system:
	@PYTHON=$(PYTHON) ./.ci/system

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
