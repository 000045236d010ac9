# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
PORT ?= 8501
DEV ?=
ARGS ?=
RAW ?= raw
OUT ?= datasets/published
STORE ?=

VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.requirements-installed
DEV_READY := $(VENV)/.requirements-dev-installed
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# Each file that is installed is one whose hash was written down; all that is needed is named there.
PIP_HASHED := $(PIP) --no-deps --require-hashes

# Of a licence given whole, the table takes the first line. What works on the packages themselves has an environment of its own.
TOOLS := .venv-tools
TOOLS_READY := $(TOOLS)/.requirements-tools-installed
LOCK := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-package pip --no-emit-package setuptools --custom-compile-command "make lock"

# Production settings are in .streamlit/config.toml; DEV=1 reloads files and shows errors in full.
DEV_FLAGS := $(if $(DEV),--server.fileWatcherType=auto --server.runOnSave=true --client.showErrorDetails=full)

.DEFAULT_GOAL := help
.PHONY: help setup run test check data pictures bench replicas browser freeze golden screenshots lock licences sbom chaos soak

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(DEV_READY) ## create .venv with everything needed to run and to test

run: $(RUN_READY) ## serve the dashboard on http://localhost:8501 (PORT=, DEV=1)
	@$(VENV)/bin/streamlit run app.py --server.port=$(PORT) $(DEV_FLAGS) \
	$$(test ! -t 2 || echo --logger.hideWelcomeMessage=false)

# A file's tests stay together, as they share what they build; the slow folders come first.
# Each process of a run reads what the first has compiled, even where the environment asks to keep nothing.
test: export PYTHONDONTWRITEBYTECODE =
test: $(DEV_READY) browser ## run every test, one file a core at a time (ARGS= goes to pytest)
	$(PY) -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder $(ARGS)

check: $(DEV_READY) ## formatting, lint and types
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

# After either, look at what `git diff` says of figures and pages: it is meant, or it is a fault.
freeze: $(DEV_READY) ## let tests read the tables that are published today
	$(PY) -m tests.freeze

golden: $(DEV_READY) ## write down anew what every page says of the frozen tables (ARGS=page.state)
	$(PY) -m tests.golden --renew $(ARGS)

# They depend on the frozen tables, the day, this machine's Chromium and its type: tests/browser/pictures.py
# says how much of that a comparison bears. Look at each that changes; the README's is made with them.
screenshots: $(DEV_READY) browser ## take anew the small pictures of first screens that tests compare with
	$(PY) -m tests.browser.pictures

# Where a publisher fails, what was fetched of the others is built all the same, and make still fails.
data: $(RUN_READY) ## fetch what is newest, build the published tables (ARGS= goes to fetch, RAW=, OUT=, STORE=s3://…)
	@fetched=0; $(PY) -m data_pipeline fetch --raw $(RAW) --out $(OUT) $(ARGS) || fetched=$$?; \
	test $$fetched -le 1 || exit $$fetched; \
	built=0; $(PY) -m data_pipeline build --raw $(RAW) --out $(OUT) || built=$$?; \
	test $$built -le 1 || exit $$built; \
	test -z "$(STORE)" || $(PY) -m data_pipeline send --out $(OUT) --to "$(STORE)" || exit $$?; \
	exit $$((fetched | built))

pictures: $(RUN_READY) ## draw each page's picture for shared links from the published data (needs a Chromium)
	$(PY) -m dashboard.site.share_pictures $(ARGS)

bench: $(DEV_READY) browser ## measure speed beside plain Streamlit (ARGS="--short", "--only NAME --json FILE")
	$(PY) -m benchmarks $(ARGS)

replicas: $(DEV_READY) ## nginx before one to three processes, one of them killed under load (ARGS="--counts --seconds 60")
	@command -v nginx >/dev/null 2>&1 || test -x /usr/sbin/nginx \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq >/dev/null 2>&1 \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null 2>&1; } \
	|| echo "nginx could not be installed."
	$(PY) -m benchmarks.replicas $(ARGS)

chaos: $(DEV_READY) browser ## what befalls a site while 50 visitors browse it (ARGS="--short", "--seed N --json FILE")
	$(PY) -m benchmarks.chaos $(ARGS)

soak: $(DEV_READY) browser ## 30 visitors for half an hour, data published each minute (ARGS="--minutes 3 --json FILE")
	$(PY) -m benchmarks.soak $(ARGS)

lock: $(TOOLS_READY) ## write down anew the hash of every package of requirements*.txt and of what they need
	$(LOCK) requirements.txt -o requirements.locked.txt
	$(LOCK) -c requirements.locked.txt requirements-dev.txt -o requirements-dev.locked.txt

licences: $(RUN_READY) $(TOOLS_READY) ## list the licence of every package that serves the site in docs/licences.md
	@{ echo "# Licences"; echo; echo "Of the packages in requirements.locked.txt, as they say themselves (\`make licences\`)."; echo; \
	$(TOOLS)/bin/pip-licenses --python=$(PY) --format=markdown --packages \
	$$(awk -F '==' '/^[a-z0-9]/ { print $$1 }' requirements.locked.txt) \
	| grep -v '^| *|' | sed 's/  */ /g; s/--*/-/g'; } > docs/licences.md

sbom: $(TOOLS_READY) ## name every package that serves the site, with hashes, in sbom.json (CycloneDX)
	$(TOOLS)/bin/cyclonedx-py requirements requirements.locked.txt --output-reproducible --output-file sbom.json

# A browser for tests/browser: one that is there, else Debian's package, else Playwright's own.
browser: $(DEV_READY)
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq >/dev/null 2>&1 \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1; } \
	|| $(VENV)/bin/playwright install chromium >/dev/null 2>&1 \
	|| echo "No browser could be installed: the browser tests are skipped (with CI=true they fail)."

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing. Try: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements.locked.txt | $(PY)
	$(PIP_HASHED) -r requirements.locked.txt
	@touch $@

$(DEV_READY): requirements-dev.locked.txt $(RUN_READY)
	$(PIP_HASHED) -r requirements-dev.locked.txt
	@touch $@

$(TOOLS_READY): requirements-tools.txt
	@test -x $(TOOLS)/bin/python || $(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-tools.txt
	@touch $@
