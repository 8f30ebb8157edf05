"""Decisions of every kind in place of corrections, statements as they stand, full-text search, scenarios."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the new tables, takes the corrections over, and drops their old table."""
    op.add_column("documents", sa.Column("characters", sa.Integer))
    op.execute("UPDATE documents SET characters = length(text)")
    op.add_column("statements", sa.Column("start", sa.Integer))
    op.add_column("statements", sa.Column("end", sa.Integer))
    _place_statements()
    _make_decisions()
    _take_over_corrections()
    op.drop_table("corrections")
    _make_standing()
    _make_search()
    op.create_table(
        "scenarios",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String, nullable=False, index=True),
        sa.Column("changes", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.execute("UPDATE about SET value = '2' WHERE key = 'schema'")


def _place_statements() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT number, record FROM statements")).all()
    places = []
    for number, record in rows:
        span = json.loads(record)["span"]
        places.append({"n": number, "s": span["start"], "e": span["end"]})
    if places:
        connection.execute(sa.text('UPDATE statements SET start = :s, "end" = :e WHERE number = :n'), places)


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("document", sa.String, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("statements", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("rejected", sa.Boolean),
        sa.Column("takes_back", sa.Integer, sa.ForeignKey("decisions.number")),
        sa.Column("root", sa.Integer, index=True),
        sa.Column("reading", sa.Integer),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("decisions_of_document", "decisions", ["document", "number"])
    op.create_table(
        "touched",
        sa.Column("statement", sa.String, primary_key=True),
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.number"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )
    op.create_index("touched_by_decision", "touched", ["decision"])


def _take_over_corrections() -> None:
    connection = op.get_bind()
    homes = {
        row.id: (row.document, row.reading)
        for row in connection.execute(
            sa.text("SELECT id, document, max(reading) AS reading FROM statements GROUP BY id, document")
        )
    }
    rows = connection.execute(sa.text("SELECT * FROM corrections ORDER BY number")).mappings().all()
    decisions, touched, revisions = [], [], dict[str, int]()
    for row in rows:
        id, (document, reading) = row["statement"], homes[row["statement"]]
        revisions[id] = revisions.get(id, 0) + 1
        decisions.append(
            {
                **{name: row[name] for name in ("number", "who", "when", "why", "changes", "rejected")},
                "kind": _kind(row),
                "document": document,
                "reading": reading,
                "statements": json.dumps([id]),
                "made": "[]",
            }
        )
        touched.append({"statement": id, "decision": row["number"], "revision": revisions[id]})
    if not decisions:
        return
    connection.execute(sa.table("decisions", *map(sa.column, decisions[0])).insert(), decisions)
    connection.execute(sa.table("touched", *map(sa.column, touched[0])).insert(), touched)
    if connection.dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('decisions', 'number'), (SELECT max(number) FROM decisions))")


def _kind(row: Any) -> str:
    if row["changes"] != "{}":
        return "correct"
    if row["rejected"] is None:
        return "accept"
    return "reject" if row["rejected"] else "restore"


def _make_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("document", sa.String, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("source", sa.Integer, sa.ForeignKey("statements.number")),
        sa.Column("record", sa.Text),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("review", sa.String, nullable=False),
        sa.Column("found", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("decided", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("on", "tier", "reader")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("speaker", "party", "act", "issue", "facets")),
    )
    op.create_index("standing_of_document", "standing", ["document", "state", "review"])
    place = ["file", "start", "end", "id"]
    op.create_index("standing_waiting", "standing", ["state", "present", "review", *place])
    op.create_index("standing_place", "standing", ["state", "present", *place])
    sorts = ("on", "decided", "speaker", "party", "act", "issue")
    for name, column in (("doubt", "confidence"), *((one, one) for one in sorts)):
        op.create_index(f"standing_{name}", "standing", ["state", "present", column, *place])
    op.create_table(
        "terms",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("statement", sa.Integer, sa.ForeignKey("standing.number"), primary_key=True),
    )
    op.create_index("terms_of_statement", "terms", ["statement"])


def _make_search() -> None:
    op.create_table(
        "paragraphs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document", sa.String, sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "quotes",
        sa.Column("number", sa.Integer, sa.ForeignKey("standing.number"), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    kind = op.get_bind().dialect.name
    if kind == "postgresql":
        # Stemmed words without a list of stop words, so that both kinds of database find the same.
        op.execute("CREATE TEXT SEARCH DICTIONARY accord_stem (TEMPLATE = pg_catalog.snowball, Language = english)")
        op.execute("CREATE TEXT SEARCH CONFIGURATION accord_words (COPY = pg_catalog.simple)")
        op.execute("ALTER TEXT SEARCH CONFIGURATION accord_words ALTER MAPPING FOR asciiword, word WITH accord_stem")
    for table in ("paragraphs", "quotes"):
        for step in _SEARCH[kind]:
            op.execute(sa.text(step.format(table=table).replace(":", "\\:")))


_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE {table}_words USING fts5"
        "(text, content='{table}', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2')",
        "CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN"
        " INSERT INTO {table}_words (rowid, text) VALUES (new.number, new.text); END",
        "CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN"
        " INSERT INTO {table}_words ({table}_words, rowid, text) VALUES ('delete', old.number, old.text); END",
    ),
    "postgresql": (
        "ALTER TABLE {table} ADD COLUMN words tsvector"
        " GENERATED ALWAYS AS (to_tsvector('accord_words'::regconfig, text)) STORED",
        "CREATE INDEX {table}_words ON {table} USING gin (words)",
    ),
}
