"""`muster import people|awards FILE`: shows what a file would do, asks, and does it (P-08, C-17)."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from training_app.core.errors import Invalid, Problem

if TYPE_CHECKING:
    from sqlmodel import Session

    from training_app.imports.columns import Columns
    from training_app.imports.dates import Order
    from training_app.imports.parsing import Table
    from training_app.imports.planned import Plan, PlannedRow

P = TypeVar("P", bound="Plan")


def register(commands: Any) -> None:
    """Add `muster import` with everything that it can bring in."""
    from training_app.cli import import_awards, people

    kinds = commands.add_parser("import", help="bring in data from files").add_subparsers(metavar="WHAT", required=True)
    for part in (people, import_awards):
        part.add(kinds)


def command(kinds: Any, name: str, *, what: str, examples: str) -> argparse.ArgumentParser:
    """A command that brings in a file, with the options that all of them have."""
    made: argparse.ArgumentParser = kinds.add_parser(
        name, help=what, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    made.add_argument("--dates", choices=("dmy", "mdy"), help="how to read dates like 03/04/2026: day or month first")
    made.add_argument("--match", action="append", default=[], metavar="COLUMN=FIELD",
                      help="match a column by hand; nothing after the sign leaves the column out")  # fmt: skip
    made.add_argument("--preview", action="store_true", help="only show what would be done")
    made.add_argument("--yes", action="store_true", help="import without asking")
    made.add_argument("--refused", type=Path, metavar="OUT.csv", help="write refused rows with their reasons here")
    return made


@dataclass(frozen=True)
class Errand(Generic[P]):
    """What differs from one kind of file to another.

    `ask` is the question before anything is done, empty where there is nothing to do; `do` answers the plan as it was
    carried out, and what became of it in a sentence.
    """

    match: "Callable[[Session, Table], Columns]"
    plan: "Callable[[Session, Table, Columns, Order | None], P]"
    show: Callable[[P], None]
    ask: Callable[[P], str]
    do: "Callable[[Session, P], tuple[P, str]]"


def run(said: argparse.Namespace, errand: Errand[P]) -> int:
    """Carry out the command; 0 when done, 1 when nothing could be read or done."""
    from training_app.core.errors import MusterError

    try:
        return _run(said, errand)
    except Invalid as refused:
        print(f"{said.file} cannot be imported:", file=sys.stderr)
        for problem in refused.problems:
            print(f"  {problem.text}", file=sys.stderr)
    except EOFError:
        print("Nothing was written.", file=sys.stderr)
    except (MusterError, OSError) as refused:
        print(f"{said.file} was not imported: {refused}", file=sys.stderr)
    return 1


def _run(said: argparse.Namespace, errand: Errand[P]) -> int:
    from training_app import wiring
    from training_app.core import db
    from training_app.imports.planned import refusals_csv
    from training_app.migrations import run as migrating

    migrating.upgrade()
    plan = _planned(said, errand)
    errand.show(plan)
    _print_refused(plan.refused())
    if said.refused and plan.refused():
        _write(said.refused, refusals_csv(plan))
    question = errand.ask(plan)
    if said.preview or not question:
        print("Nothing was written." if said.preview else "There is nothing to import.")
        return 0
    if not said.yes and not _agreed(question):
        print("Nothing was written.")
        return 1
    wiring.bind()
    with db.write() as session:
        done, sentence = errand.do(session, plan)
    before = {row.number for row in plan.refused()}
    _print_refused(row for row in done.refused() if row.number not in before)
    print(sentence)
    if said.refused and len(done.refused()) > len(plan.refused()):
        _write(said.refused, refusals_csv(done))
    return 0


def _planned(said: argparse.Namespace, errand: Errand[P]) -> P:
    from training_app.core import db
    from training_app.imports.dates import Order
    from training_app.imports.parsing import parse

    table = parse(said.file.read_bytes())
    order: Order | None = Order(said.dates) if said.dates else None
    with db.read() as session:
        matched = errand.match(session, table)
        _print_reading(table, matched)
        plan = errand.plan(session, table, matched, order)
        return errand.plan(session, table, matched, _asked(plan)) if plan.asks else plan


def by_hand(matches: list[str]) -> Mapping[str, str]:
    """What was matched with `--match`."""
    wrong = [match for match in matches if "=" not in match]
    if wrong:
        raise Invalid(*[Problem("--match", f"“{match}” is not of the form COLUMN=FIELD.") for match in wrong])
    pairs = (match.rpartition("=") for match in matches)
    return {column.strip(): field.strip() for column, _, field in pairs}


def _asked(plan: "Plan") -> "Order":
    from training_app.imports.dates import Order

    if not sys.stdin.isatty():
        raise Invalid(Problem("--dates", f"{plan.question} Say --dates dmy or --dates mdy."))
    print(plan.question)
    answer = input("Type dmy (day first) or mdy (month first): ").strip().lower()
    if answer not in set(Order):
        raise Invalid(Problem("--dates", f"“{answer}” is neither dmy nor mdy."))
    return Order(answer)


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise Invalid(Problem("--yes", "Nobody is there to ask: say --yes to import, or --preview to look only."))
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def _print_reading(table: "Table", matched: "Columns") -> None:
    sign = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}[table.delimiter]
    print(f"Read {len(table.rows):,} rows ({table.encoding}, {sign}).")
    for field, place in matched.fields.items():
        print(f"  {table.header[place]} → {field}")
    for name, place in matched.attributes.items():
        print(f"  {table.header[place]} → further attribute “{name}”")
    for name in matched.unused:
        print(f"  {name}: not used")


def _print_refused(rows: "Iterable[PlannedRow]") -> None:
    from training_app.imports.planned import sentences

    lines = [f"  Row {row.number}: {sentence}" for row in rows for sentence in sentences(row.refusals)]
    print("\n".join(["\nRefused:", *lines, ""]) if lines else "")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8-sig", newline="")
    print(f"Refused rows are in {path}.")
