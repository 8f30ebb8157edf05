"""The names of a project's files."""

NEGOTIATION = "negotiation.yaml"
