"""Quotations and findings as the pages take them: the report's own words, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.report.quoting import Quotations, Quote
    from accord.web.desk import Desk


def quotations(desk: Desk) -> Quotations:
    """Every statement of the project as it stands, as a quotation."""
    from accord.report.quoting import Quotations

    return desk.kept("quotations", lambda: Quotations(desk.material()))


def quote_record(quote: Quote, told: Quotations) -> dict[str, Any]:
    """A quotation with the document it stands in."""
    return {**asdict(quote), "document": told.document(quote.id)}


def quote_records(ids: Iterable[str], told: Quotations) -> list[dict[str, Any]]:
    """The quotations of these statements, each once; an id that was not read is left out."""
    return [quote_record(quote, told) for quote in told.get(ids)]
