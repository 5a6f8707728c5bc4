# make demo and make test work on a clean clone with no other step. .ci/setup has what they need first.

BIN := .venv/bin
ARGS :=

unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV
.NOTPARALLEL:
.PHONY: help setup demo test slow cluster check lint types rules format lock bench score train browser virtuoso explorer clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

.venv/.ready: pyproject.toml requirements.lock .ci/setup
	@sh .ci/setup

setup: .venv/.ready ## make .venv; every target below does so by itself

demo: .venv/.ready ## build a graph of the articles in seeds/, ask it two questions, draw it
	$(BIN)/kg build seeds --graph graph
	$(BIN)/kg query strikes --graph graph --limit 10
	$(BIN)/kg query speaks-for --graph graph --limit 10
	$(BIN)/kg draw -o graph.html --graph graph
	@echo
	@echo "The graph is in graph/, its picture in graph.html: open it in a browser. Next, try:"
	@echo "  $(BIN)/kg show 'John Mooney' --graph graph        all that is known of somebody, with the sentences"
	@echo "  $(BIN)/kg query --list --graph graph              what else can be asked"
	@echo "  $(BIN)/kg draw --about 'Public and Commercial Services Union' --graph graph -o pcs.html"
	@echo "  $(BIN)/kg build YOUR-ARTICLES --graph mine        text, HTML, PDF, CSV, mail, archives and more"

test: .venv/.ready ## run all tests; ARGS="-k word" picks some
	$(BIN)/pytest --numprocesses $$($(BIN)/python -c 'import os; print(1 + (os.cpu_count() or 1))') --dist loadfile --no-loadscope-reorder $(ARGS)

slow: .venv/.ready ## what takes too long for every run: fifty kills of each command, ten thousand odd requests, all of seeds/
	KG_KILLS=50 KG_FUZZ=10000 KG_SEEDS=all $(BIN)/pytest --numprocesses auto --dist load \
		tests/test_survival.py tests/serve/test_fuzz.py tests/test_pipeline_seeds.py $(ARGS)

cluster: .venv/.ready ## install pyspark (450 MB) into .venv, and run the tests on clusters of Dask and Spark; needs Java 17
	@sh .ci/setup spark
	$(BIN)/pytest tests/scale $(ARGS)

check: lint types rules test ## lint, types, import rules, tests: what must pass

lint: .venv/.ready ## ruff: mistakes and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.ready ## mypy, strict
	$(BIN)/mypy --strict kg

rules: .venv/.ready ## import-linter: who may import whom
	$(BIN)/lint-imports

format: .venv/.ready ## let ruff put the format right
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

score: .venv/.ready ## how well unseen articles are read, and articles put together; ARGS=--quick trains nothing
	$(BIN)/python -m bench.accounts
	$(BIN)/python -m bench.unseen $(ARGS)

train: .venv/.ready ## learn the decisions that come with kg, from the articles in seeds/ and bench/articles/, and the prefilter, from those in seeds/
	$(BIN)/kg train seeds bench/articles --gold seeds --gold bench/articles --calm bench/streams/other-learned.jsonl -o ontology/industrial-relations/decisions.npz $(ARGS)
	$(BIN)/kg train seeds --gold seeds --other bench/streams/other-learned.jsonl -o ontology/industrial-relations/relevance.json

bench: .venv/.ready ## measure speed and memory
	$(BIN)/python -m bench $(ARGS)

browser: ## install Debian's Chromium for the tests that need one
	@sh .ci/browser

virtuoso: ## install Debian's Virtuoso for the tests of graphs on servers
	@sh .ci/virtuoso

explorer: ## build the explorer's page from kg/view/web; needs Node.js and npm
	@sh .ci/node
	cd kg/view/web && npm ci --ignore-scripts --no-audit --no-fund && npm run build

lock: ## make requirements.lock again from pyproject.toml; ARGS=--upgrade takes newer versions
	@sh .ci/setup uv
	@sh .ci/lock $(ARGS)

clean: ## remove all that these targets made
	rm -rf .venv .tools .setup.log graph graph.html dist build
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
