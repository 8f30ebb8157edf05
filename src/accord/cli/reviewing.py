"""The command with which people list statements, correct them, and settle what coders disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accord.cli import printing, showing
from accord.cli.app import Database, Json, Project, app
from accord.errors import AccordError, CallError

if TYPE_CHECKING:
    from accord.statements import Statement
    from accord.workspace import Workspace

Ids = list[str] | None
_Verdict = tuple[str, dict[str, Any], bool | None]
_ACCEPTED = "looked at, and right"


@app.command()
def review(
    folder: Project,
    *,
    reject: Annotated[Ids, typer.Option("--reject", metavar="ID", help="Take a statement out.")] = None,
    restore: Annotated[Ids, typer.Option("--restore", metavar="ID", help="Take it in again.")] = None,
    accept: Annotated[Ids, typer.Option("--accept", metavar="ID", help="Looked at and right as it is.")] = None,
    change: Annotated[
        Ids, typer.Option("--set", metavar="ID FIELD=VALUE", help="Correct a field; points.0.option for a point's.")
    ] = None,
    coder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep verdicts as this coder's own, apart from the project's.")
    ] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="List what coders disagree on.")] = False,
    settle: Annotated[
        str | None, typer.Option(metavar="ID[.FIELD]", help="Settle a disputed passage, or a field of it.")
    ] = None,
    chosen: Annotated[
        str | None, typer.Option("--with", metavar="CODER|VALUE", help="Whose coding holds, or what holds.")
    ] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Use what all coders have alike or was settled.")] = False,
    settled: Annotated[bool, typer.Option("--settled", help="List what was settled, by whom, when and why.")] = False,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="List what nobody, or the --coder, has looked at.")
    ] = False,
    left_out: Annotated[bool, typer.Option("--left-out", help="List what people or the tagger took out.")] = False,
    why: Annotated[str, typer.Option(help="The reason, kept with every correction.")] = "",
    database: Database = None,
    json: Json = False,
) -> int:
    """List the statements, correct them, or settle what coders disagree on; the next step recomputes.

    With --coder, verdicts are that coder's own: compared by `accord agreement`, listed by --disputed where they differ,
    and used once they are settled (--settle ID --with CODER --why ...) or taken over (--adopt).
    """
    from accord.workspace import Workspace

    workspace = Workspace.open(folder, database)
    verdicts = _verdicts(reject, restore, accept, change)
    if sum(map(bool, (verdicts, disputed, settle, settled, adopt, left_out, unreviewed))) > 1:
        raise CallError("A call of review does one thing", "got several", "list, correct, settle or adopt by itself")
    if settle is not None or chosen is not None:
        return _settle(workspace, settle, chosen, who=coder, why=why)
    if disputed:
        return _print_disputed(workspace, json=json)
    if settled:
        return _print_settled(workspace, json=json)
    if adopt:
        return _adopt(workspace, json=json)
    if verdicts:
        return _correct(workspace, verdicts, coder, why, json=json)
    _print_statements(workspace, _chosen(workspace, coder, left_out=left_out, unreviewed=unreviewed), json=json)
    return 0


def _verdicts(reject: Ids, restore: Ids, accept: Ids, change: Ids) -> list[_Verdict]:
    found: list[_Verdict] = [(name, {}, True) for name in reject or ()]
    found += [(name, {}, False) for name in restore or ()]
    found += [(name, {}, None) for name in accept or ()]
    return found + [(*_assignment(text), None) for text in change or ()]


def _assignment(text: str) -> tuple[str, dict[str, Any]]:
    """The statement and the change of `ID FIELD=VALUE`, the value as JSON where it is JSON, else as text."""
    from json import JSONDecodeError, loads

    statement, _, change = text.partition(" ")
    name, equals, value = change.partition("=")
    if not equals or not name:
        raise CallError(
            "A correction reads ID FIELD=VALUE", f"got {text!r}", "write for instance points.0.option=pause"
        )
    try:
        return statement, {name: loads(value)}
    except JSONDecodeError:
        return statement, {name: value}


def _correct(workspace: Workspace, verdicts: Sequence[_Verdict], coder: str | None, why: str, *, json: bool) -> int:
    """Keeps verdicts in their order, up to one that names what is not there or does not fit."""
    from accord.workspace.coders import review_as

    if any(changes or rejected is not None for _, changes, rejected in verdicts) and not why.strip():
        raise CallError("A correction has a reason", "got none", 'add --why "..."')
    reason = why if why.strip() else _ACCEPTED
    if coder is not None:
        review_as(workspace, coder, verdicts, why=reason)
    else:
        _correct_each(workspace, verdicts, reason)
    if json:
        printing.print_json({"kept": len(verdicts), "coder": coder})
    elif coder is None:
        print(f"{len(verdicts)} correction(s) kept; `accord findings {workspace.folder}` computes with them.")
    else:
        told = f"`accord agreement {workspace.folder}` compares, `accord review {workspace.folder} --adopt` uses"
        print(printing.plain(f"{len(verdicts)} verdict(s) kept as {coder}'s, apart from the project's; {told} them."))
    return 0


def _correct_each(workspace: Workspace, verdicts: Sequence[_Verdict], why: str) -> None:
    for number, (name, changes, rejected) in enumerate(verdicts):
        try:
            workspace.review(name, changes=changes, rejected=rejected, why=why)
        except AccordError:
            if number:
                printing.tell(f"The {number} before it were kept.")
            raise


def _settle(workspace: Workspace, passage: str | None, chosen: str | None, *, who: str | None, why: str) -> int:
    from accord.workspace.project import user
    from accord.workspace.settling import settle

    if passage is None or chosen is None:
        raise CallError("Settling names a passage and what holds", "one is missing", "give --settle ID --with CODER")
    made = settle(workspace, passage, chosen, who=who or user(), why=why)
    fields = ", ".join(sorted({field for one in made for field in one.settles}))
    print(printing.plain(f"Settled {fields} of {passage}, by {made[0].who}; `accord agreement` shows what is open."))
    return 0


def _adopt(workspace: Workspace, *, json: bool) -> int:
    from accord.workspace.settling import adopt

    found = adopt(workspace)
    if json:
        printing.print_json({"corrected": list(found.corrected), "documents": list(found.documents)})
        return 0
    print(f"{len(found.corrected)} statement(s) corrected to what the coders have alike or was settled.")
    if found.documents:
        print(f"In {len(found.documents)} document(s) coded by hand the agreed codings take the machine's place.")
    return 0


def _print_disputed(workspace: Workspace, *, json: bool) -> int:
    from accord.workspace.settling import dispute_records, disputes

    open_ones = disputes(workspace)
    if json:
        printing.print_json(dispute_records(open_ones))
        return 0
    if not open_ones:
        print("Nothing is disputed between coders.")
    showing.print_disputes(open_ones)
    return 0


def _print_settled(workspace: Workspace, *, json: bool) -> int:
    from accord.workspace.settling import settled_records

    records = settled_records(workspace)
    if json:
        printing.print_json(records)
        return 0
    if not records:
        print("Nothing was settled.")
    for one in records:
        changes = "; ".join(f"{name}={value}" for name, value in one["changes"].items())
        holds = {True: "no statement", False: "a statement", None: ""}[one["rejected"]]
        told = f"{one['passage']}: {holds or changes}, by {one['who']} ({one['when'][:10]}): {one['why']}"
        print(printing.plain(told))
    return 0


def _chosen(workspace: Workspace, coder: str | None, *, left_out: bool, unreviewed: bool) -> tuple[Statement, ...]:
    from accord.workspace.coders import statements_of, unreviewed_by

    if left_out:
        return workspace.left_out()
    if unreviewed:
        return workspace.unreviewed() if coder is None else unreviewed_by(workspace, coder)
    return workspace.statements() if coder is None else statements_of(workspace, coder)


def _print_statements(workspace: Workspace, found: Sequence[Statement], *, json: bool) -> None:
    from accord.report.outputs import statement_records

    records = statement_records(found, workspace.documents())
    if json:
        printing.print_json(records)
        return
    showing.print_statements(records)
