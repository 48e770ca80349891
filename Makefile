# Two commands: `make run` opens the district, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A bundle brings its wheels: then nothing is asked of the internet.
OFFLINE := $(if $(wildcard wheels/*.whl),--no-index --find-links wheels)
RUN_READY := $(VENV)/.ready-run
TEST_READY := $(VENV)/.ready-test
TEST_WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -gt 4 ] && echo 5 || echo $$((n + 1)))

# Hundreds of Python processes follow: what one has compiled the next ones read.
unexport PYTHONDONTWRITEBYTECODE

# `make` alone opens the district.
.DEFAULT_GOAL := run

.PHONY: run media test tests quick check bench bench-peers soak screens bundle test-postgres system-packages clean

run: $(RUN_READY)
	@$(BIN)/python app.py

# What shows the demo's own cameras, and converts RTSP; then the district.
media: $(RUN_READY)
	$(BIN)/pip install $(OFFLINE) --disable-pip-version-check -r requirements-media.txt
	@$(BIN)/python app.py

# The types are read while the tests wait for servers and browsers.
test: system-packages $(TEST_READY)
	@$(MAKE) --no-print-directory -j 2 check tests

# One worker more than there are processors: each waits for servers and browsers of its own.
tests: $(TEST_READY)
	$(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist worksteal

# Rules, store, operations and API, without a browser: for daily work.
quick: $(TEST_READY)
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist worksteal -m "not whole" tests/domain tests/store tests/operations tests/layouts tests/callbacks tests/api

check: $(TEST_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/biome ci --error-on-warnings assets tests

bench: system-packages $(TEST_READY)
	$(BIN)/python -m bench

# The same moving units on a bare canvas and on Node-RED's worldmap (from npm).
bench-peers: system-packages $(TEST_READY)
	$(BIN)/python -m bench.peers

# A week of one-second ticks on the wall in simulated time, as fast as they go.
soak: system-packages $(TEST_READY)
	$(BIN)/python -m tests.browser.soak

screens: system-packages $(TEST_READY)
	$(BIN)/python -m tools.screens

# The program of the last commit with every wheel it needs, for a room without internet.
bundle: $(RUN_READY)
	rm -rf build/onescreen build/onescreen.tar.gz
	mkdir -p build/onescreen/wheels
	git archive HEAD | tar -x -C build/onescreen
	$(BIN)/pip download --disable-pip-version-check --only-binary :all: -d build/onescreen/wheels -r requirements.txt -r requirements-postgresql.txt -r requirements-media.txt
	cd build/onescreen && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS
	tar -C build -czf build/onescreen.tar.gz onescreen
	@echo "build/onescreen.tar.gz: unpack it there, then make run (docs/operations.md, without internet)"

test-postgres: $(TEST_READY)
	PYTEST=$(BIN)/pytest bash tests/store/with_postgres.sh

# Installs what is missing on Debian as root; elsewhere names it and stops.
system-packages:
	@bash tools/system-packages.sh chromium fonts pdftotext coturn

$(BIN)/pip:
	@bash tools/system-packages.sh venv
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements.txt | $(BIN)/pip
	@echo "Installing what OneScreen needs into $(VENV): once, some minutes with a slow line."
	$(BIN)/pip install $(OFFLINE) --disable-pip-version-check -r requirements.txt
	@touch $@

# Not compiled ahead: of ten thousand files the tests import a part, on both processors.
$(TEST_READY): requirements.txt requirements-media.txt requirements-dev.txt | $(BIN)/pip
	$(BIN)/pip install --quiet --no-compile --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(RUN_READY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
