"""The JSON interface under `/api`: a router for each subject. A new one is added to this list."""

from accord.web.api import documents, export, findings, negotiation, project, voices

ROUTERS = (
    project.router,
    documents.router,
    negotiation.router,
    findings.router,
    voices.router,
    export.router,
)
"""Every router, in the order of the interface's own page."""
