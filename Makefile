# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: demo test train lint types imports floors wheel clean

demo: .venv/installed
	$(BIN)/jdparse parse samples/postings
	$(BIN)/jdparse parse samples/postings --out out/report.html

test: .venv/installed-dev
	$(BIN)/pytest

train: .venv/installed-dev
	$(BIN)/jdparse train samples/gold/train.jsonl --out out/model
	$(BIN)/jdparse evaluate out/model samples/gold/test.jsonl

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/installed-dev
	$(BIN)/mypy

imports: .venv/installed-dev
	$(BIN)/lint-imports

floors: .venv/installed-dev
	$(BIN)/python benchmarks/floors.py $(SHARED)/gold

.venv/bin/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip

.venv/installed: .venv/bin/pip pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/installed-dev: .venv/bin/pip pyproject.toml
	$(BIN)/pip install --quiet --editable ".[dev]"
	@touch $@ .venv/installed

clean:
	rm -rf .venv out build dist
