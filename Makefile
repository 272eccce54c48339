# make run    set up, ingest the sample corpus (CONFIG=file for your own), serve at http://127.0.0.1:8000 (PORT, HOST)
# make test   set up, run the tests that need no browser, no servers and no other programs
# make check  lint, types, arrows, tests;  make check-all: the same and everything slow (what CI runs)
# make bench CORPORA=DIR [QUERIES=F] OUT=F.json;  make synthetic PASSAGES=100000 DIR=D;  make samples;  make lock

PYTHON ?= python3
CONFIG ?= config.toml
VENV := .venv
BIN := $(VENV)/bin
PASSAGES ?= 10000
DIR ?= var/synthetic
CORPORA ?= ../shared/corpora
OUT ?= var/bench.json

.PHONY: run ingest test check check-all lint types arrows bench synthetic samples lock clean

run: ingest
	exec $(BIN)/python -m search_app --config $(CONFIG)

# 4: a root is missing or removals were held back; what is indexed can be searched all the same
ingest: $(VENV)/.run
	$(BIN)/python -m ingest --config $(CONFIG) || [ $$? -eq 4 ]

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not browser and not slow and not corpora"

check: lint types arrows test

check-all: lint types arrows
	CORPORA=$(CORPORA) $(BIN)/python -m pytest --durations=15

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

arrows: $(VENV)/.dev
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks --corpora $(CORPORA) --out $(OUT) $(if $(QUERIES),--queries $(QUERIES))

synthetic: $(VENV)/.run
	$(BIN)/python -m benchmarks.synthetic --passages $(PASSAGES) --dir $(DIR)

samples: $(VENV)/.dev
	$(BIN)/python -m samples

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -c requirements.lock -o requirements-dev.lock

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || \
	  { echo "Python 3.11 to 3.14 is needed; found: $$($(PYTHON) --version). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(VENV)/.run $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
