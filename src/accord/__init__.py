"""Evidence-linked analysis of negotiations."""

__version__ = "0.1.0"
