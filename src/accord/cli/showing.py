"""What a person sees in the terminal of statements, the matrix and changed findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accord.cli.printing import plain, print_rows

if TYPE_CHECKING:
    from accord.findings import Difference
    from accord.ledger import Cell, Row
    from accord.negotiation import Negotiation
    from accord.reading.adjudication import Disagreement

QUOTED = 300


def print_statements(records: Iterable[Mapping[str, Any]]) -> None:
    """Prints statements one below the other: who, what was coded, and the words."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for record in records:
        speaker = ", ".join(record["speakers"]) or "the reporter"
        head = Text.assemble((record["id"], "bold"), f"  {plain(speaker)}  ", (record["span"]["document"], "dim"))
        console.print(head)
        coded = "; ".join(_point(number, point) for number, point in enumerate(record["points"]))
        console.print(Padding(Text(coded or "nothing coded", style="cyan"), (0, 0, 0, 2)))
        quote = plain(record["quote"])
        short = quote if len(quote) <= QUOTED else quote[: QUOTED - 1].rstrip() + "…"
        console.print(Padding(Text(short), (0, 0, 1, 2)))


def _point(number: int, point: Mapping[str, Any]) -> str:
    about = f" of {point['about']}" if point["about"] else ""
    subject = ": ".join(part for part in (point["issue"], point["option"]) if part)
    claim = f" (claim: {point['claim']['says']})" if point["claim"] else ""
    denied = "not " if point["negated"] else ""
    return f"{number}: {denied}{point['act']}{about}{', ' + subject if subject else ''}{claim}"


def print_disputes(found: Sequence[Disagreement], most: int | None = None) -> None:
    """Prints what coders disagree on, each with the id by which it is settled."""
    from accord.reading.adjudication import shown
    from accord.workspace.settling import passage_id

    for one in found[:most]:
        print(plain(f"{passage_id(one.unit)}.{shown(one)}"))
    if most is not None and len(found) > most:
        print(f"... and {len(found) - most} more; --json has all.")
    if found:
        print("Settle one with `accord review DIR --settle ID.FIELD --with CODER --why ...`.")


def print_matrix(rows: Iterable[Row], negotiation: Negotiation) -> None:
    """Prints issues by parties; a refused option has a cross before it."""
    names = {party.id: party.name for party in negotiation.parties}
    issues = {issue.id: issue.name or issue.id.replace("_", " ") for issue in negotiation.issues}
    shown = [
        {"issue": issues[row.issue]} | {names[cell.party]: _cell(cell) for cell in row.cells}
        for row in rows
        if any(cell.current or cell.refused for cell in row.cells)
    ]
    told = [name for name in names.values() if any(row[name] for row in shown)]
    print_rows(("issue", *told), shown)
    silent = [name for name in names.values() if name not in told]
    if silent:
        print(f"\nNothing is told of where {' and '.join(silent)} stands.")


def _cell(cell: Cell) -> str:
    parts = [option.replace("_", " ") for option in cell.options]
    refused = dict.fromkeys(position.option for position in cell.refused if position.option)
    parts += ["✗ " + option.replace("_", " ") for option in refused]
    if not parts:
        return "no option named" if cell.current else ""
    known = ", ".join(str(part) for part in (cell.basis, cell.when) if part)
    return f"{'; '.join(parts)} ({known})"


def print_differences(found: Sequence[Difference]) -> None:
    """Prints what a change moves: shares in a table, then what is told otherwise, then how much stays as it was."""
    from accord.findings.words import SAMPLING, percent

    shares = [one for one in found if one.clear and one.size is not None]
    rows = [
        {
            "finding": one.words,
            "before": percent(one.before.share or 0.0) if one.before else "",
            "after": percent(one.after.share or 0.0) if one.after else "",
            "change": f"{100 * (one.size or 0.0):+.0f} (±{max(1, round(100 * SAMPLING * (one.error or 0.0)))})",
            "size": _sizes(one),
        }
        for one in shares
    ]
    if rows:
        print_rows(("finding", "before", "after", "change", "size"), rows)
    else:
        print("No share is moved by more than chance in sampling.")
    for one in found:
        if one.clear and one.size is None:
            _print_otherwise(one)
    rest = sum(not one.clear for one in found)
    print(f"\n{rest} finding{'s stay' if rest != 1 else ' stays'} as {'they are' if rest != 1 else 'it is'}.")


def _sizes(one: Difference) -> str:
    """The mean size before and after, where the change moves it."""
    if not one.value_moved or one.before is None or one.after is None:
        return ""
    return f"{one.before.value or 0.0:.2f} → {one.after.value or 0.0:.2f}"


def _print_otherwise(one: Difference) -> None:
    """Prints a finding that is told anew, in other words, or no longer."""
    spoken = {
        name: side.sentence if side is not None and side.status.value != "silent" else None
        for name, side in (("before", one.before), ("after", one.after))
    }
    was, now = spoken["before"], spoken["after"]
    words = f"New: {now}" if was is None else f"No longer: {was}" if now is None else f"Before: {was}\n  Now: {now}"
    print("\n" + "\n".join(plain(line) for line in words.split("\n")))
