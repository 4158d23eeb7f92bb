# Everything happens in .venv, from the pinned and hashed requirements.lock; `make help` lists the targets.

PYTHON ?= python3
RAW ?= raw
OUTPUT ?= output
UV_VERSION := 0.13.9
PYTHONS ?= 3.11 3.12 3.13 3.14
BIN := .venv/bin

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test pythons lint format vocabularies house lock hostile fuzz bench peers corpus-check kill-check scale-check ocr-check tolerances screens pictures review clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: .venv/.installed ## Make the environment in .venv, with the ucap command in it

run: .venv/.installed ## Ingest RAW into OUTPUT as a Prefect flow run with an embedded server
	$(BIN)/ucap ingest "$(RAW)" --output "$(OUTPUT)" --prefect

test: .venv/.installed ## Run all tests, those with a real Prefect server included
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile

# uv looks at PATH and at the Pythons that it installed itself. pyenv's versions are looked up first: its `python3.13` on PATH is a
# script that fails where 3.13 is not the chosen version, and uv stops there. A version that is nowhere here, uv tries to download.
pythons: .lock-venv/bin/uv ## Run the tests (those with a server aside) on each supported Python; PYTHONS="3.11 /opt/python3.13" chooses
	@missed=; for python in $(PYTHONS); do \
		name=$$(basename "$$python"); \
		pyenv=$$(ls -d "$${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$python".*/bin/python 2>/dev/null | sort -V | tail -n 1); \
		echo "== Python $$name"; \
		.lock-venv/bin/uv venv --quiet --clear --python "$${pyenv:-$$python}" ".pythons/$$name" && \
		".pythons/$$name/bin/python" --version && \
		.lock-venv/bin/uv pip sync --quiet --require-hashes --python ".pythons/$$name" requirements.lock && \
		.lock-venv/bin/uv pip install --quiet --no-deps --no-build-isolation --python ".pythons/$$name" -e . && \
		".pythons/$$name/bin/python" -m pytest -n auto --maxprocesses 8 --dist loadfile -q -m "not server and not hostile and not fuzz and not ocr" \
		|| missed="$$missed $$name"; \
	done; test -z "$$missed" || { echo "Not shown to work (no such Python here, or a test failed):$$missed" >&2; exit 1; }

hostile: .venv/.installed ## Read over a hundred files that no honest sender makes beside good ones, and let readers hang, crash and use up memory
	$(BIN)/python -m pytest -m hostile -s

fuzz: .venv/.installed ## Read 400 documents with random damage
	$(BIN)/python -m pytest -m fuzz

ocr-check: .venv/.installed ## Install the extra for scans (some 280 MB) and read scans with its engine
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "rapidocr>=3.10,<3.11" "onnxruntime>=1.20"
	$(BIN)/python -m pytest -m ocr

lint: .venv/.installed ## Check style, layout, types and vocabularies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m ucap.schemas.check_vocabularies

vocabularies: .venv/.installed ## Check the vocabularies, and write the JSON Schemas that editors check them by
	$(BIN)/python -m ucap.schemas.check_vocabularies --write

format: .venv/.installed ## Lay the code out and mend what Ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.installed ## Measure speed and memory, write docs/performance.md; AGAINST=REV compares with another commit, QUICK=1 is short
	-@$(MAKE) --no-print-directory peers
	$(BIN)/python -m benchmarks.bench $(if $(QUICK),--quick) $(if $(AGAINST),--against "$(AGAINST)")

peers: .peers-venv/.installed ## Install the libraries that `make bench` measures beside ours, in an environment of their own

.peers-venv/.installed: benchmarks/requirements-peers.txt
	@$(PYTHON) -m venv --clear .peers-venv
	@.peers-venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements-peers.txt
	@touch $@

corpus-check: .venv/.installed ## Draw 500 summaries, render each in one of its shapes, read them and compare
	$(BIN)/python -m corpus.check --count 500

kill-check: .venv/.installed ## Kill 200 runs over 100 documents at random moments and look at what they leave
	$(BIN)/python -m benchmarks.kills --kills 200 --documents 100

scale-check: .venv/.installed ## Change one of 10,000 documents: which parts are written, and how long it takes
	$(BIN)/python -m benchmarks.scale --documents 10000 --seconds 5

tolerances: .venv/.installed ## Move each number of the extractors, and show where a document is read otherwise
	$(BIN)/python -m benchmarks.tolerances

screens: .venv/.installed ## Write what a terminal of 60 and 120 columns, Prefect's pages and those of `ucap review` show, into screens/
	$(BIN)/python -m tests.screens
	$(BIN)/python -m tests.pictures screens screens

pictures: .venv/.installed ## Draw the pictures of README from raw/
	$(BIN)/python -m tests.pictures readme docs/pictures

review: .venv/.installed ## Show the documents of RAW beside their values in OUTPUT, in a browser
	$(BIN)/ucap review --raw "$(RAW)" --output "$(OUTPUT)"

house: .venv/.installed ## Draw docs/house.svg, the packages and their rooms, from the imports
	$(BIN)/python -m tests.house

lock: .lock-venv/bin/uv ## Write requirements.lock anew from pyproject.toml; UPGRADE=--upgrade takes newer releases
	.lock-venv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-strip-extras --no-header --quiet $(UPGRADE) --output-file requirements.lock

.lock-venv/bin/uv: Makefile
	$(PYTHON) -m venv --clear .lock-venv
	.lock-venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

clean: ## Remove the environments and caches; raw/ and output/ stay
	rm -rf .venv .lock-venv .peers-venv .pythons .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock is complete and hashed, so pip need not resolve (--no-deps): in hash mode pip 23 refuses a requirement with extras, such as
# sqlalchemy[asyncio], although it is pinned. `pip check` afterwards proves that nothing is missing.
.venv/.locked: requirements.lock
	@command -v "$(PYTHON)" >/dev/null || { echo "No '$(PYTHON)' here: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "'$(PYTHON)' is $$("$(PYTHON)" --version 2>&1), but ucap needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making the environment in .venv with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear .venv || { \
		echo "Python's venv module did not work; on Debian and Ubuntu it is in the package python3-venv" >&2; rm -rf .venv; exit 1; }
	@echo "Installing what requirements.lock pins (takes a minute or more, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@echo "Installing ucap into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@
