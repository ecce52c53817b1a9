.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Nothing of a developer's own pip settings or bytecode settings may change what is installed.
unexport PYTHONDONTWRITEBYTECODE
export RASA_TELEMETRY_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

WEB    := .venv/.installed
PAGE   := bot/web/static/design/design.css
ENGINE := .venv-engine/.installed
STARTER := .venv-starter/.installed
PROVIDER := tests/staff/udbyder/node_modules/.package-lock.json
PIP    := -m pip install -qq --no-deps --require-hashes --use-pep517 --compile

help: ## show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: model page ## set up what is missing, then start everything
	@.venv/bin/bot run

test: model page tools/browser $(PROVIDER) ## set up what is missing, then every check and test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	npm run -s check
	.venv-engine/bin/python -m pytest tests/engine
	.venv/bin/pytest -n 2 --dist loadfile

chaos: model tools/browser ## kill, hang, fill and overload a running service of several processes (a few minutes)
	.venv/bin/pytest tests/chaos -o log_cli=false -rP --durations=0

haandbog: model page tools/browser ## take the handbook's pictures anew
	@.venv/bin/python -m tests.handbook

model: $(WEB) $(ENGINE) ## train the model if its sources changed
	@.venv/bin/bot train

setup: $(WEB) $(ENGINE) ## make both environments

bench: model $(STARTER) ## measure this assistant and Rasa's starter project by turns (half an hour); docs/performance.md
	@.venv/bin/bot bench --into docs/performance.md

page: $(PAGE) ## the page's design, of what npm holds

$(PAGE): package-lock.json bot/web/design/design.scss tools/build-design.js $(wildcard bot/web/templates/*.html bot/web/static/*.js)
	@command -v npm >/dev/null || tools/install-debian nodejs npm
	@[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent
	@npm run -s build

$(WEB): requirements/web.txt pyproject.toml
	@echo "Setting up .venv …"
	@python=$$(tools/find-python 3.12 3.13 3.14) && "$$python" -m venv --clear .venv
	@.venv/bin/python $(PIP) -r requirements/web.txt
	@.venv/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(ENGINE): requirements/engine.txt tools/engine.pth
	@echo "Setting up .venv-engine …"
	@python=$$(tools/find-python 3.10) && "$$python" -m venv --clear .venv-engine
	@.venv-engine/bin/python $(PIP) -r requirements/engine.txt
	@{ pwd; cat tools/engine.pth; } > "$$(.venv-engine/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/foerstekontakt.pth"
	@touch $@

$(STARTER): requirements/starter.txt # Rasa with TensorFlow, 3 GB: for `make bench` alone
	@echo "Setting up .venv-starter …"
	@python=$$(tools/find-python 3.10) && "$$python" -m venv --clear .venv-starter
	@.venv-starter/bin/python $(PIP) -r requirements/starter.txt
	@touch $@

$(PROVIDER): tests/staff/udbyder/package-lock.json # a real OpenID Connect provider, for the tests
	@command -v npm >/dev/null || tools/install-debian nodejs npm
	@cd tests/staff/udbyder && npm ci --silent
	@touch $@

.PHONY: help run test chaos haandbog page model bench setup audit lock clean tools/browser

tools/browser: # Chromium, redis-server and nginx, for the tests
	@tools/install-debian chromium redis-server nginx-light

audit: $(WEB) ## look for known holes in the code and in what it stands on
	@.venv/bin/python tools/audit

lock: ## pin every dependency anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.12 requirements/web.in -o requirements/web.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.10 --override requirements/engine-without.txt requirements/engine.in -o requirements/engine.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.10 requirements/starter.in -o requirements/starter.txt

clean: ## remove environments, models and caches
	rm -rf .venv .venv-engine .venv-starter node_modules tests/staff/udbyder/node_modules bot/web/static/design models .pytest_cache .mypy_cache .ruff_cache
