# make run     serves Dialog with a demo municipality on http://127.0.0.1:8000 (HOST= and PORT= choose another address)
# make test    runs the tests on SQLite (TESTS= chooses some, as pytest's arguments; CI=1 goes through all there is)
# make run VECTORS=1   installs a model (91 MB) that knows what sentences mean, for better suggestions
# Further targets stand below. Everything is kept in .venv/ and var/; remove them to start over.

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8000
TESTS  ?=
VECTORS ?=

export CI
unexport PYTHONDONTWRITEBYTECODE # what one process compiles the next ones find
BIN      := .venv/bin
MANAGE   := $(BIN)/python manage.py
RUNTIME  := .venv/runtime.stamp
DEV      := .venv/dev.stamp
MODEL    := .venv/vectors.stamp
STATIC   := var/static.stamp
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
# One more than there are cores: who drives a browser waits half of the time.
WORKERS  ?= $(shell echo $$(($$(nproc 2>/dev/null || echo 2) + 1)))
PYTEST   := $(BIN)/pytest -n $(WORKERS) --dist worksteal --durations 5 --durations-min 3

# What Python packages cannot bring: Pango and a font for PDF, gettext for translations.
SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core gettext
ifeq ($(wildcard $(BIN)/uv),)
SYSTEM += $(shell $(PYTHON) -c 'import ensurepip' 2>/dev/null || echo python3-venv)
endif

# Debian's Chromium without its windows, which costs a third less. Ubuntu's is a snap, so there Playwright brings its own.
ifeq ($(shell command -v chromium-headless-shell || command -v chromium || true),)
ifeq ($(shell grep -x ID=ubuntu /etc/os-release),)
test test-services tools pictures: SYSTEM += chromium-headless-shell
else
BROWSER := .venv/browser.stamp
endif
endif
test test-services tools pictures: SYSTEM += libatomic1 # Playwright's driver is linked with it
test bench test-services tools: SYSTEM += redis-server # stopped and started by tests of their own
bench test-services tools: SYSTEM += postgresql
ifneq ($(CI),)
test: SYSTEM += postgresql # restarted by a test of its own
endif

ifneq ($(shell command -v flock || true),)
ALONE := flock var/.make
endif

.DELETE_ON_ERROR:
.PHONY: run prepared test check-quick test-services tools bench pictures lint types check messages lock system

run: export DIALOG_DEMO = 1
run: export DIALOG_SITE_URL = http://$(HOST):$(PORT)
run: export DIALOG_VECTORS := $(or $(VECTORS),$(DIALOG_VECTORS))
run: export DIALOG_HOSTS = $(if $(filter 0.0.0.0,$(HOST)),*)
# Two at a time in one folder would make one environment and one database: the second waits for what the first prepares.
run:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) scripts/address "$(HOST)" "$(PORT)"
	@mkdir -p var 2>/dev/null && [ -w var ] || { echo "var/ cannot be written: give the right to it." >&2; exit 1; }
	@$(ALONE) $(MAKE) --no-print-directory prepared
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/gunicorn

prepared: $(RUNTIME) $(if $(VECTORS),$(MODEL)) $(MESSAGES) $(STATIC)
	@$(MANAGE) demo --migrate

test: $(DEV) $(MESSAGES) $(BROWSER)
	$(PYTEST) $(TESTS)

# What may differ on PostgreSQL, with a Celery worker on Redis; of the browser tests the journeys, with scripts.
test-services: $(DEV) $(MESSAGES) $(BROWSER)
	scripts/with-services $(PYTEST) --migrations -m 'journey and not without_scripts or not browser and not one_database' $(TESTS)

# All that the other targets need.
tools: $(DEV) $(MESSAGES) $(BROWSER)

bench: $(DEV) $(MESSAGES)
	scripts/with-services $(BIN)/python -m benchmarks

# The pictures of the guide, from the demonstration; the list is in demonstration/shots.py.
pictures: $(DEV) $(MESSAGES) $(BROWSER)
	$(BIN)/python scripts/pictures

# While at work: lint, types, and the tests closest to what has changed.
check-quick: lint types $(MESSAGES)
	@closest=$$(scripts/tests-of-change); [ -z "$$closest" ] || $(PYTEST) --exitfirst $$closest

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports

types: $(DEV)
	$(BIN)/mypy

# What Django and the translators would miss, with the settings of a real installation.
check: $(DEV) $(MESSAGES)
	scripts/production $(MANAGE) check --deploy --fail-level WARNING
	scripts/production $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	scripts/messages --check

messages: $(DEV)
	scripts/messages

lock: $(DEV)
	$(BIN)/uv pip compile -q --universal --generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --group dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --extra vectors pyproject.toml -o requirements-vectors.txt

system:
	@scripts/system-packages $(SYSTEM)

$(BIN)/uv: | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Dialog needs Python 3.11 or newer. PYTHON= names another one than $(PYTHON)." >&2; exit 1; }
	@echo "Making the environment in .venv/"
	@$(PYTHON) -m venv .venv
	@scripts/packages $(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9

# What the tests need contains what running needs, so an environment that has it keeps it.
$(RUNTIME): requirements.txt | $(BIN)/uv
	@scripts/packages $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes $(if $(wildcard $(DEV)),requirements-dev.txt,$<)
	@touch $@

$(DEV): requirements-dev.txt | $(BIN)/uv
	@scripts/packages $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes $<
	@touch $@ $(RUNTIME)

# What is synced anew loses it, so it follows both.
$(MODEL): requirements-vectors.txt $(RUNTIME)
	@scripts/packages $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@

.venv/browser.stamp: $(DEV)
	@$(BIN)/playwright install --with-deps --only-shell chromium
	@touch $@

%.mo: %.po | system
	@msgfmt --check-format -o $@ $<

$(STATIC): $(RUNTIME) $(shell find static -type f)
	@$(MANAGE) collectstatic --verbosity 0 --no-input --clear
	@touch $@
