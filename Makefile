# Two commands are enough for a newcomer: `make demo` runs the product, `make test` proves it.
# PEOPLE and PORT change the demo: make demo PEOPLE=5000 PORT=8080

PYTHON ?= python3
PEOPLE ?= 2000
PORT ?= 8000
export PEOPLE PORT

.PHONY: demo test setup check format messages bench reset help

demo: ## set up, fill a believable company, run it, stop with Ctrl-C
	@$(PYTHON) scripts/setup.py --run
	@exec .venv/bin/python scripts/demo.py

test: ## set up and run every test: SQLite always, PostgreSQL and Redis when they answer
	@$(PYTHON) scripts/setup.py
	@.venv/bin/python scripts/test.py

setup: ## make .venv with everything for developing
	@$(PYTHON) scripts/setup.py

check: setup ## format, lint, types, arrows, templates, migrations, translations, deployment
	@.venv/bin/python scripts/check.py

format: setup ## put code and templates in order
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@.venv/bin/djade --target-version 5.2 $$(git ls-files 'templates/*.html') || true
	@.venv/bin/djhtml --tabwidth 2 $$(git ls-files 'templates/*.html') || true

messages: setup ## collect and compile the German texts (needs gettext)
	@.venv/bin/python scripts/messages.py

bench: setup ## every benchmark in its quick form
	@for file in $$(grep -l __main__ benchmarks/*.py); do echo "$$file"; .venv/bin/python $$file | tail -n 1 || exit 1; done

reset: ## forget the demo company and everything built
	@rm -rf var

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /: /'
