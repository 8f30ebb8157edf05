"""The JSON interface under `/api`: a router for each subject. A new one is added to this list."""

from accord.web.api import (
    asking,
    documents,
    export,
    findings,
    history,
    ledger,
    matrix,
    negotiation,
    project,
    reader,
    review,
    space,
    voices,
)

ROUTERS = (
    project.router,
    documents.router,
    negotiation.router,
    reader.router,
    review.router,
    matrix.router,
    ledger.router,
    findings.router,
    voices.router,
    space.router,
    asking.router,
    export.router,
    history.router,
)
"""Every router, in the order of the interface's own page."""
