"""Documents, readings, statements and corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None  # the first


def upgrade() -> None:
    """Makes the tables of accord's first databases."""
    op.create_table("about", sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.create_table(
        "documents",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("date", sa.String),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document", sa.String, sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("reader", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("when", sa.String, nullable=False),
    )
    op.create_table(
        "statements",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.number"), nullable=False, index=True),
        sa.Column("id", sa.String, nullable=False, index=True),
        sa.Column("document", sa.String, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("reading", "id"),
    )
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("statement", sa.String, nullable=False, index=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("rejected", sa.Boolean),
    )
    op.execute("INSERT INTO about (key, value) VALUES ('schema', '1')")
