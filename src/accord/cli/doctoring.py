"""What is installed, and whether it works."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

from accord.errors import AccordError

_PACKAGES = {"docx": "python-docx"}
"""The package of a module that has another name."""


def health() -> list[dict[str, str]]:
    """What is installed and whether it works, part by part."""
    parts = {
        "spacy": "reading",
        "numba": "models and solutions",
        "scipy": "contradictions",
        "trafilatura": "web pages",
        "sqlalchemy": "projects",
        "fastapi": "the workbench (extra web)",
        "uvicorn": "the workbench (extra web)",
        "docx": "Word documents in and out (extras pdf and web)",
        "pypdf": "PDF documents (extra pdf)",
        "pyarrow": "tables as Parquet (extra parquet)",
        "openai": "reading by a language model (extra llm)",
        "psycopg": "projects on PostgreSQL (extra postgres)",
        "distributed": "work on several machines (extra cluster)",
    }
    extras = {part for part, use in parts.items() if "extra" in use}
    rows = [{"part": name, "state": _state(name, name in extras), "needed_for": use} for name, use in parts.items()]
    return [*rows, {"part": "language model", "state": _model_state(), "needed_for": "reading"}]


def _state(module: str, extra: bool) -> str:
    try:
        import_module(module)
    except ImportError as fault:
        return "not installed" if extra else f"broken: {fault}"
    return f"works, version {version(_PACKAGES.get(module, module))}"


def _model_state() -> str:
    from accord.reading.model import pipeline

    try:
        pipeline()
    except AccordError as fault:
        return f"broken: {fault}"
    return "works, files as published"
