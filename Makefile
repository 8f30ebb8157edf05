# Each target sets up its own environment first (scripts/set_up.py), so none needs another to have run before.
PYTHON ?= python3
WORKERS ?= 2
RUN = .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help demo test test-walks test-long check style types imports docs docs-index bench lock set-up

help:
	@echo "make demo    analyse the example in examples/cease-fire and write demo-report/report.html"
	@echo "make test    run all tests but the long ones"
	@echo "make test-long  whole walks through the workbench, clusters, every page looked through for faults of access"
	@echo "make check   all that is asked of a change: style, types, import contracts, tests, docs"
	@echo "make docs    build the documentation site into build/site; open build/site/index.html"
	@echo "make bench   measure beside the peers (minutes); writes the table of docs/benchmarks.md"
	@echo "make lock    write requirements.lock anew after a change in pyproject.toml"
	@echo "Each makes .venv by itself. Another Python: make test PYTHON=python3.12"

set-up:
	@"$(PYTHON)" scripts/set_up.py

demo: set-up
	@echo "demo: analysing examples/cease-fire, four dated reports of one negotiation"
	@.venv/bin/accord analyze examples/cease-fire --negotiation examples/cease-fire/negotiation.yaml --out demo-report
	@echo "demo: done. Open demo-report/report.html in a browser."

test: set-up
	@$(RUN) pytest -n $(WORKERS) --dist loadfile

# Of the long tests those that no other test stands for: a day's work in the browser, a server that goes away.
test-walks: set-up
	@$(RUN) pytest tests/web/test_walk.py tests/web/test_reliability.py -m long -n $(WORKERS) --dist loadfile

test-long: set-up
	@$(RUN) pytest tests -m long -n $(WORKERS) --dist loadfile

style: set-up
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .

types: set-up
	@$(RUN) mypy

imports: set-up
	@.venv/bin/lint-imports

docs: set-up
	@$(RUN) docs.tools.plots --check
	@NO_MKDOCS_2_WARNING=1 $(RUN) mkdocs build --strict
	@echo "docs: done. Open build/site/index.html in a browser."

# What pages say of functions (docs/models.md, the tables, docs/references.md) and the plots, anew from the code.
docs-index: set-up
	@$(RUN) docs.tools.generate
	@$(RUN) docs.tools.plots

check: style types imports test docs
	@echo "check: style, types, import contracts, tests and docs all pass"

bench: set-up
	@$(RUN) benchmarks

lock:
	@"$(PYTHON)" scripts/set_up.py --lock
