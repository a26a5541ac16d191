# Lintel: `make demo` opens a living marketplace, `make test` proves it. Works with GNU make 3.81.

PORT ?= 8000
N ?= 100000
ROLE ?= moderator
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
INSTALL = "$(or $(PYTHON),python3)" -I site/config/local/install.py
RUN = .venv/bin/python
# What backup, restore and drill speak of: the installation that DATABASE_URL names, else this folder's demo.
WHERE = LINTEL_ENV=$(or $(LINTEL_ENV),$(if $(DATABASE_URL),production,demo)) LINTEL_PROCESS=command

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo demo-reset demo-code test test-all lint format shell docs migrations messages requirements seed-load \
	backup restore drill deploy bench bench-doors lighthouse observatory sheet

help: ## Show what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

demo: ## Open a living marketplace on this machine (PORT=8000)
	@command -v "$(or $(PYTHON),python3)" >/dev/null || { echo "lintel: Python 3.11 or newer is needed and not found."; exit 1; }
	@$(INSTALL) $(PORT)
	@exec env LINTEL_ENV=demo PORT=$(PORT) $(RUN) -m config.local.demo

demo-reset: ## Throw the demo's data away; the next make demo starts over
	@LINTEL_ENV=demo $(RUN) -m config.local.reset

demo-code: ## Print the second factor of a demo member of staff (ROLE=moderator)
	@LINTEL_ENV=demo $(RUN) manage.py demo_code --role "$(ROLE)"

install: ## Make .venv with everything Lintel runs on
	@$(INSTALL)

install-dev: ## The same, with everything tests and checks need
	@$(INSTALL) --dev

test: install-dev ## Everything that must hold: formats, types, floors, migrations, unit, API, race and browser tests
	@exec env LINTEL_ENV=test $(RUN) -m config.local.gates

test-all: install-dev ## make test, and what takes minutes: the API's contract, 20,000 hostile requests, every door, the Observatory
	@exec env LINTEL_ENV=test $(RUN) -m config.local.gates --all

lint: install-dev ## The quick half of make test: nothing is run, only read
	@exec env LINTEL_ENV=test $(RUN) -m config.local.gates --lint

format: install-dev ## Put code and templates into the house's form
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix-only --quiet .
	@find templates site search blog marketplace -name '*.html' -not -path '*/vendor/*' -exec .venv/bin/djade --target-version 5.2 {} + || true

shell: install ## Python with the demo's data
	@exec env LINTEL_ENV=demo LINTEL_PROCESS=shell $(RUN) manage.py shell

docs: install ## Draw again what docs/ says about the code
	@LINTEL_ENV=build $(RUN) manage.py draw_docs

migrations: install ## Write the migrations that changed models ask for
	@LINTEL_ENV=build $(RUN) -W ignore::RuntimeWarning manage.py makemigrations

messages: install-dev ## Put every text of the code into locale/, ready to be translated
	@LINTEL_ENV=build $(RUN) manage.py messages

seed-load: install ## Many projects for measuring (N=100000), into the demo's database
	@exec env LINTEL_ENV=demo LINTEL_PROCESS=command $(RUN) manage.py seed_load --projects $(N)

backup: install ## Copy database and media into a new folder, while the site runs (TO=folder, KEEP=14 removes older ones)
	@exec env $(WHERE) $(RUN) manage.py backup $(if $(TO),--to "$(TO)") $(if $(KEEP),--keep "$(KEEP)")

restore: install ## Bring a backup into an empty place and check that it is whole (FROM=folder)
	@test -n "$(FROM)" || { echo "lintel: say which backup: make restore FROM=.local/backups/20261121T031000Z"; exit 1; }
	@exec env $(WHERE) $(RUN) manage.py restore "$(FROM)"

drill: install ## Prove the backup: make one, restore it into a PostgreSQL of its own, check it, throw it away
	@exec env $(WHERE) $(RUN) manage.py drill

bench: install ## What answers cost, measured on 100,000 projects beside two floors (N=100000; docs/performance.md)
	@exec $(RUN) -m config.local.bench --projects $(N)

bench-doors: install ## Whether the time of an answer tells who has an account
	@exec $(RUN) -m config.local.bench.doors

deploy: ## Bring this folder, or IMAGE=name, into production with docker compose; the previous image comes back when that fails
	@"$(or $(PYTHON),python3)" -I site/config/deploy/run.py $(if $(IMAGE),--image "$(IMAGE)")

lighthouse: install ## What Lighthouse thinks of the running demo, on a phone (PORT=8000; needs Node)
	@$(RUN) -m config.local.lighthouse http://localhost:$(PORT)

observatory: install ## What MDN's HTTP Observatory thinks of the site with production's settings, or of SITE=https://... (needs Node)
	@$(RUN) -m config.local.observatory $(SITE)

sheet: install ## The screenshots that make test took, on one sheet: docs/pages.webp
	@$(RUN) -m config.local.sheet

requirements: install-dev ## Pin anew what requirements*.in ask for, with hashes
	@$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-find-links --no-header requirements.in -o requirements.txt
	@$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-find-links --no-header -c requirements.txt requirements-dev.in -o requirements-dev.txt
