# Pelican's own target names. Every target sets up what it needs; `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
PELICANOPTS ?=

# The folder of this file, also where its path has spaces and make was started elsewhere with -f.
BASEDIR := $(shell unset CDPATH; cd "$$(dirname "$(strip $(MAKEFILE_LIST))")" && pwd)
BIN := .venv/bin
export PYTHONPATH := $(BASEDIR)/plugins
# Words of yours reach programs as they are, but for a `$`, which is make's: a shell would read them as its own.
export TO AT GONE ESSAY SECTION
# Names of files are read as UTF-8 whatever the locale: addresses follow from them.
export PYTHONUTF8 := 1
# What is deployed is what was published right before, also where MAKEFLAGS asks for several jobs at once.
.NOTPARALLEL:
.DEFAULT_GOAL := help

# A site takes the place of the last one only when it is finished and nothing is wrong. $(1): the settings file
define build
cd "$(BASEDIR)" && $(BIN)/python -m astro content -o output -s $(1) $(PELICANOPTS)
endef

# Only a hub that the feeds name is told, and of no feed twice; a hub's silence fails nothing. $(1): options
define tell
find output \( -name '*.xml' -o -name '*.json' \) -exec $(BIN)/python -m astro.feeds $(1) {} +
endef

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]*:.*## / { printf "  %-18s%s\n", $$1, $$2 }' "$(BASEDIR)/Makefile"

.PHONY: html
html: venv ## build the site of the desk into output/, with drafts
	@$(call build,pelicanconf.py)

.PHONY: devserver
devserver: venv ## build, show the site at localhost:8000 (PORT=…), build again at every save
	@cd "$(BASEDIR)" && \
		exec $(BIN)/python -m astro.preview $(PORT) content -o output -s pelicanconf.py $(PELICANOPTS)

.PHONY: serve
serve: venv ## show what is in output/ at localhost:8000 (PORT=…)
	@cd "$(BASEDIR)" && exec $(BIN)/python -m astro.preview $(PORT)

.PHONY: publish
publish: venv ## build the public site into output/ (SITEURL=https://…), and remember what it made public
	@$(call build,publishconf.py -e PUBLISH=true) && $(call tell,--built)

.PHONY: deploy
deploy: venv ## make the site in output/ public: TO=folder, host:folder, git:remote#branch or s3://bucket (AT=, GONE=)
	@cd "$(BASEDIR)" && $(BIN)/python -m astro.deploy send "$$TO" "$$AT" "$$GONE" && \
		$(call tell)

.PHONY: rollback
rollback: venv ## make the release before the last public again (TO=…)
	@cd "$(BASEDIR)" && $(BIN)/python -m astro.deploy rollback "$$TO"

.PHONY: retire
retire: venv ## let the address of an essay (ESSAY=slug) or of a section that is gone (SECTION=slug#id) go
	@cd "$(BASEDIR)" && $(BIN)/python -m astro.permanence retire "$$ESSAY" "$$SECTION"

.PHONY: move
move: venv ## lead the address of a section that is gone to another one (SECTION=slug#id TO=id)
	@cd "$(BASEDIR)" && $(BIN)/python -m astro.permanence move "$$SECTION" "$$TO"

.PHONY: check
check: venv ## say everything that is wrong with the content (SITEURL=https://…: with what is public); changes nothing
	@cd "$(BASEDIR)" && site="$$(mktemp -d)" && trap 'rm -rf "$$site"' EXIT && \
		trap 'exit 130' INT TERM HUP && $(BIN)/python -m astro content -o "$$site/output" -s $(if $(SITEURL),publishconf.py,pelicanconf.py) -e CHECK=true $(PELICANOPTS)

.PHONY: test
test: venv ## formatting, lint, types and tests
	@cd "$(BASEDIR)" && $(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/python -m mypy && \
		$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTESTOPTS)

.PHONY: bench
bench: venv ## measure builds beside other tools (ONLY=edit,first PEERS=hugo RUNS=7: a part of it)
	@cd "$(BASEDIR)" && $(BIN)/python tests/bench/speed.py --only "$(ONLY)" --peers "$(PEERS)" --runs "$(or $(RUNS),7)"

.PHONY: bench-permanence
bench-permanence: venv ## replay the history of a blog in Markdown (HISTORY=its git repository)
	@cd "$(BASEDIR)" && $(BIN)/python tests/bench/permanence.py "$(HISTORY)"

.PHONY: bench-related
bench-related: venv ## hold related thinking against what authors linked (CORPORA=folder of blogs)
	@cd "$(BASEDIR)" && $(BIN)/python tests/bench/related.py "$(CORPORA)"

.PHONY: audit
audit: venv ## look for known faults of what requirements.txt installs; needs a network
	@cd "$(BASEDIR)" && "$(PYTHON)" -m venv .audit && .audit/bin/python -m pip install --quiet pip-audit && \
		.audit/bin/pip-audit --no-deps --disable-pip -r requirements.txt; code=$$?; rm -rf .audit; exit $$code

.PHONY: lock
lock: ## write requirements.txt anew from pyproject.toml
	@cd "$(BASEDIR)" && "$(PYTHON)" -m venv .lock && .lock/bin/python -m pip install --quiet uv && \
		.lock/bin/uv pip compile pyproject.toml --group test --group deploy --universal --python-version 3.11 --upgrade --quiet \
			--generate-hashes --no-emit-index-url --no-emit-find-links \
			--custom-compile-command "make lock" --output-file requirements.txt && rm -rf .lock

.PHONY: clean
clean: ## remove what was built
	@cd "$(BASEDIR)" && rm -rf output .output.astro .cache/read-* .cache/.read-*

# The virtual environment follows requirements.txt, to the letter: a copy of it says what is installed.
.PHONY: venv
venv:
	@cd "$(BASEDIR)" && if ! cmp -s requirements.txt .venv/requirements.txt || \
		! $(BIN)/python -c 'import importlib.util, sys; sys.exit(not importlib.util.find_spec("pelican"))' 2>/dev/null; then \
		"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("astro needs Python 3.11 or newer: make PYTHON=…")' && \
		echo "setting up .venv, once; this takes a minute or two" >&2 && \
		"$(PYTHON)" -m venv --clear .venv && \
		PIP_USER=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt && \
		cp requirements.txt .venv/requirements.txt; fi
