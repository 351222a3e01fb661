# The two commands of the README are `make report` and `make test`; each line also runs alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock

.PHONY: report test test-fast check format bench lab notebooks docs clean
.DEFAULT_GOAL := report

report: $(VENV)/core.stamp
	@$(BIN)/cchc report 2025-06 --to html,pdf >/dev/null
	@$(BIN)/cchc report 2025-Q2 --to html,pdf >/dev/null
	@ls $(CURDIR)/outputs/2025-06/bao-cao-2025-06.html $(CURDIR)/outputs/2025-06/bao-cao-2025-06.pdf \
	    $(CURDIR)/outputs/2025-Q2/bao-cao-2025-Q2.html $(CURDIR)/outputs/2025-Q2/bao-cao-2025-Q2.pdf

test: $(VENV)/test.stamp
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

test-fast: $(VENV)/test.stamp
	@$(BIN)/python -m pytest -n 2 -m "not notebook and not browser and not office and not slow"

check: $(VENV)/test.stamp
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m interrogate --quiet cchc_lib
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_structure.py

format: $(VENV)/test.stamp
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

bench: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks

lab: $(VENV)/test.stamp
	$(BIN)/jupyter lab notebooks

docs: $(VENV)/test.stamp
	$(BIN)/python -m pytest -q tests/test_docs.py --update-golden

clean:
	rm -rf $(VENV) data/processed/* outputs/* logs

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 report"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "The venv module is missing; on Debian and Ubuntu: sudo apt install python3-venv"; exit 2; }

$(VENV)/core.stamp: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Setting up the environment (once, about a minute) ..." >&2
	@$(PIP) -e .
	@touch $@

$(VENV)/test.stamp: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Setting up the test environment (once, about two minutes) ..." >&2
	@$(PIP) -e '.[lab,test]'
	@touch $@ $(VENV)/core.stamp
