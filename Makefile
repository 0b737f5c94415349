# dnnlab: `make run` needs Python 3.11 and nothing else; `make help` lists the rest.

PORT ?= 8501
PYTHON ?=
TOPIC ?=
VENV := .venv
BIN := $(VENV)/bin/python

# One stamp a requirements file: written last, so that an interrupted set-up is taken up again,
# and a finished one costs nothing.
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
ASSETS := $(VENV)/assets.stamp

.DELETE_ON_ERROR:
.PHONY: run test lint format bench assets help

run: $(RUN)  ## open the app in the browser (make run PORT=8600)
	@$(BIN) tools/run_app.py --port $(PORT)

test: $(DEV)  ## all tests; those of a topic or a lesson: make test TOPIC=cnn/pooling; others: make test ARGS="tests/unit -k palette"
	@OMP_NUM_THREADS=1 $(BIN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(if $(TOPIC),--topic $(TOPIC)) $(ARGS)

lint: $(DEV)  ## style, formatting and types
	@$(BIN) -m ruff check
	@$(BIN) -m ruff format --check
	@$(BIN) -m mypy

format: $(DEV)  ## format the code in place
	@$(BIN) -m ruff format
	@$(BIN) -m ruff check --fix

bench: $(DEV)  ## the benchmarks, as ratios within one run; one of them: make bench ARGS=slider
	@OMP_NUM_THREADS=1 $(BIN) -m tools.benchmarks $(ARGS)

assets: $(ASSETS)  ## build what assets/ ships again: data first, then weights, recordings and pictures
	@set -e; for each in build_plotly build_mnist build_photos build_photo_nets build_lenet build_shift "record again" build_icon build_pictures; do echo "== $$each"; OMP_NUM_THREADS=1 $(BIN) -m tools.$$each; done

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' Makefile

$(RUN): requirements.txt
	@tools/install "$(PYTHON)" $(VENV) $<
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@tools/install "$(PYTHON)" $(VENV) $<
	@touch $@

$(ASSETS): requirements-assets.txt $(DEV)
	@tools/install "$(PYTHON)" $(VENV) $<
	@touch $@
