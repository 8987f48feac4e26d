PYTHON := .venv/bin/python

# Every start reads what an earlier one has compiled; without it half of a start is spent on compiling.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench lock screenshot

# What make starts ends with make, also when that is killed.
run:
	@sh deploy/bootstrap.sh run
	@exec setpriv --pdeathsig TERM $(PYTHON) manage.py run

test:
	@sh deploy/bootstrap.sh test
	@$(PYTHON) -m pytest -q -n 2

check:
	@sh deploy/bootstrap.sh test
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy .
	@$(PYTHON) -m djlint --lint --quiet templates
	@$(PYTHON) -m tests.migrations

bench:
	@sh deploy/bootstrap.sh test
	@$(PYTHON) -m bench

lock:
	@for name in base dev uv; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    requirements/$$name.in --output-file requirements/$$name.txt; \
	done
	@npm install --package-lock-only --ignore-scripts

screenshot:
	@sh deploy/bootstrap.sh test
	@$(PYTHON) -m tests.browser.screenshot
