# Two commands do all the set-up: `make demo` renders the example, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out

.PHONY: demo gallery test test-slow lint types check-python clean

demo: $(VENV)/.installed
	$(BIN)/infoclip render examples/gso-2018/spec.yaml --format reel -o $(OUT)
	@echo "The clip is at $(OUT)/"

gallery: $(VENV)/.installed
	$(BIN)/python docs/gallery.py

test: lint types
	$(BIN)/python -m pytest -n auto -m "not slow"

test-slow: $(VENV)/.test-installed
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.test-installed
	$(BIN)/ruff check infoclip tests benchmarks docs
	$(BIN)/ruff format --check infoclip tests benchmarks docs

types: $(VENV)/.test-installed
	$(BIN)/mypy

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "infoclip needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@$(BIN)/python -m compileall -q infoclip
	@touch $@

$(VENV)/.test-installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@$(BIN)/python -m compileall -q infoclip
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) $(OUT) build dist
