"""The house's floors and towers, as pyproject.toml draws them, hold."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Loading any of these takes longer than answering `accord --version` may.
HEAVY = ("httpx", "numba", "numpy", "scipy", "spacy", "sqlalchemy", "trafilatura")


def test_import_contracts_hold() -> None:
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["accord", "accord.cli"])
def test_importing_the_surface_loads_nothing_heavy(module: str) -> None:
    pytest.importorskip(module)
    show = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert sorted(set(HEAVY) & set(done.stdout.split())) == []


def test_a_notebook_waits_for_nothing_heavy() -> None:
    # What IPython shows of itself to a module that is imported under it.
    shell = "get_ipython=lambda: types.SimpleNamespace(display_formatter=types.SimpleNamespace(formatters=made))"
    show = (
        "import collections, sys, types, unittest.mock as mock\n"
        "made = collections.defaultdict(mock.MagicMock)\n"
        f"sys.modules['IPython'] = types.SimpleNamespace({shell})\n"
        "import accord\n"
        "assert made['text/html'].for_type_by_name.call_count > 0\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert sorted({*HEAVY, "jinja2", "accord.documents"} & set(done.stdout.split())) == []
