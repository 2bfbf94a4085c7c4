# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared
# dev,spark tests Spark too, which needs Java
EXTRAS ?= dev
DEV := .venv/installed-$(EXTRAS)

.PHONY: demo test train lint types imports floors clean

demo: .venv/installed
	$(BIN)/jdparse parse samples/postings
	$(BIN)/jdparse parse samples/postings --out out/report.html

test: $(DEV)
	$(BIN)/pytest

train: $(DEV)
	$(BIN)/jdparse train samples/gold/train.jsonl --out out/model
	$(BIN)/jdparse evaluate out/model samples/gold/test.jsonl

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV)
	$(BIN)/mypy

imports: $(DEV)
	$(BIN)/lint-imports

floors: $(DEV)
	$(BIN)/python benchmarks/floors.py $(SHARED)/gold

.venv/bin/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip

.venv/installed: .venv/bin/pip pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(DEV): .venv/bin/pip pyproject.toml
	$(BIN)/pip install --quiet --editable ".[$(EXTRAS)]"
	@touch $@ .venv/installed

clean:
	rm -rf .venv out build dist
