# Targets of Fragrance AI. `make` alone prints them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# System packages: libraries with their headers, then what the scripts use.
PACKAGES := libsqlite3-dev libzstd-dev libyaml-dev libopenblas-dev pkg-config curl python3
SWIFT_FILES := Package.swift Sources Tests
STRICT := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
BIN := .build/debug/fragrance
JOBS_DIR ?= jobs

.PHONY: help deps build lint unit coverage smoke test demo run train-rl bench-learning test-tensorboard test-mpi kill-rounds inbox-flood test-llama bench images clean

help: ## print the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

deps: ## install missing system packages (Debian)
	@missing=$$({ dpkg-query -W -f '$${Package} $${db:Status-Status}\n' $(PACKAGES) 2>/dev/null || true; } \
	  | awk '$$2 == "installed" {print $$1}' | sort | comm -13 - <(tr ' ' '\n' <<<"$(PACKAGES)" | sort)); \
	if [ -n "$$missing" ]; then \
	  echo "installing system packages:" $$missing; \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get -o DPkg::Lock::Timeout=300 update -qq; \
	  $$as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi; \
	command -v swift >/dev/null || { echo "Swift 6.3 or newer is missing: https://www.swift.org/install" >&2; exit 1; }

build: deps ## build the program and its tests, warnings as errors
	swift build --build-tests $(STRICT)

lint: deps ## check the format
	swift format lint --strict --recursive --parallel --configuration .swift-format $(SWIFT_FILES)

unit: build ## run all tests
	swift test --skip-build $(STRICT)

coverage: deps ## run all tests and print the line coverage of each module
	Tests/EndToEnd/coverage.sh

smoke: build ## one pass of a sample spool through the real program, as in CI
	Tests/EndToEnd/smoke.sh $(BIN)

test: lint build unit smoke ## lint, build with warnings as errors, all tests, smoke

demo: build ## three briefs through a fresh spool, printed as formulas
	Tests/EndToEnd/demo.sh $(BIN)

run: build ## keep app and worker up on $(JOBS_DIR) until Ctrl-C
	Tests/EndToEnd/run.sh $(BIN) $(JOBS_DIR)

kill-rounds: build ## kill -9 app and worker at random under load; ROUNDS=200
	Tests/EndToEnd/kill_rounds.py --bin $(BIN) --rounds $${ROUNDS:-200}

inbox-flood: build ## a thousand job files renamed into the inbox at once
	Tests/EndToEnd/inbox_flood.sh $(BIN)

test-llama: build ## the language model tests against a real llama.cpp server (PyPI)
	Tests/LanguageModelsTests/run_llama_server.py -- swift test --skip-build $(STRICT) --filter Llama

bench: deps ## Pareto search beside pymoo and DEAP (PyPI), formula search beside its bound, odour model; release, ROUNDS=10
	swift build -c release --product perfumery-benchmark --scratch-path .build-release $(STRICT)
	.build-release/release/perfumery-benchmark --rounds $${ROUNDS:-10}

train-rl: deps ## train a policy that composes formulas; release; ARGS="--seed 2 --name second"
	swift build -c release --product fragrance --scratch-path .build-release $(STRICT)
	JOBS_DIR=$(JOBS_DIR) .build-release/release/fragrance train $(ARGS)

bench-learning: deps ## PPO beside Stable-Baselines3 and pufferlib (PyPI), and its parts; release, ROUNDS=5
	swift build -c release --product learning-benchmark --scratch-path .build-release $(STRICT)
	.build-release/release/learning-benchmark --rounds $${ROUNDS:-5}

test-tensorboard: build ## the event files read back by the real TensorBoard (PyPI)
	Tests/TrainingCurvesTests/run_tensorboard.py -- swift test --skip-build $(STRICT) --filter RunRecord

test-mpi: ## training on two ranks by Open MPI, one of them killed
	$(MAKE) deps PACKAGES="$(PACKAGES) libopenmpi-dev openmpi-bin"
	swift test --traits MPI --scratch-path .build-mpi $(STRICT) --filter RankedTraining

images: ## build the container images
	docker/build.sh

clean: ## delete what was built
	rm -rf .build .build-*
