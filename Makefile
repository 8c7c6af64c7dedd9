# make demo sets up and writes a report; make test sets up and passes the tests; make check is what CI runs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test check fmt quality bench train docs lock clean

demo: $(READY)
	$(BIN)/framing report examples/lake-name.txt -o framing-out
	@echo "Open framing-out/ in a browser: the page needs no network."

test: $(READY)
	$(BIN)/python -m pytest -q

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q

fmt: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(READY)
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.lexicon
	$(BIN)/python -m benchmarks.voice
	$(BIN)/python -m benchmarks.sentences
	$(BIN)/python -m benchmarks.evenhanded
	$(BIN)/python -m benchmarks.feeds
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.events

bench: $(READY)
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.sentence_speed
	$(BIN)/python -m benchmarks.matching
	$(BIN)/python -m benchmarks.fetching

train: $(READY)
	$(BIN)/python -m training.loaded

lock: $(READY)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --strip-extras --no-header --no-annotate --allow-unsafe --extra dev --output-file requirements.lock pyproject.toml

docs: $(READY)
	$(BIN)/python -m docs.make

clean:
	rm -rf $(VENV) framing-out

# The lock holds every package with its hashes; the package itself is installed on top, editable, without resolving again.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(READY)
