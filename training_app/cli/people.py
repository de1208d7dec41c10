"""`muster import people FILE`: shows what a roster would do, asks, and does it (P-08)."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training_app.core.errors import Invalid, Problem

if TYPE_CHECKING:
    from training_app.imports.actions import Imported
    from training_app.imports.columns import Columns
    from training_app.imports.dates import Order
    from training_app.imports.parsing import Table
    from training_app.imports.plan import PeoplePlan, PlannedRow

EXAMPLES = """\
examples:
  muster import people roster.csv --preview
  muster import people roster.csv --dates dmy --match "Cost centre=Branch" --match "Notes=" --refused refused.csv
"""


def register(commands: Any) -> None:
    """Add `muster import people`."""
    kinds = commands.add_parser("import", help="bring in data from files").add_subparsers(metavar="WHAT", required=True)
    command = kinds.add_parser("people", help="bring in a roster from a CSV file", epilog=EXAMPLES,
                               formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    command.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    command.add_argument(
        "--dates", choices=("dmy", "mdy"), help="how to read dates like 03/04/2026: day or month first"
    )
    command.add_argument("--match", action="append", default=[], metavar="COLUMN=FIELD",
                         help="match a column by hand; nothing after the sign leaves the column out")  # fmt: skip
    command.add_argument("--attributes", action="store_true", help="keep unknown columns as further attributes")
    command.add_argument("--preview", action="store_true", help="only show what would be done")
    command.add_argument("--changes", action="store_true", help="also show every change, old and new")
    command.add_argument("--yes", action="store_true", help="import without asking")
    command.add_argument("--refused", type=Path, metavar="OUT.csv", help="write refused rows with their reasons here")
    command.set_defaults(run=import_people)


def import_people(said: argparse.Namespace) -> int:
    """Carry out `muster import people`; 0 when done, 1 when nothing could be read or done."""
    from training_app.core.errors import MusterError

    try:
        return _import_people(said)
    except Invalid as refused:
        print(f"{said.file} cannot be imported:", file=sys.stderr)
        for problem in refused.problems:
            print(f"  {problem.text}", file=sys.stderr)
    except EOFError:
        print("Nothing was written.", file=sys.stderr)
    except (MusterError, OSError) as refused:
        print(f"{said.file} was not imported: {refused}", file=sys.stderr)
    return 1


def _import_people(said: argparse.Namespace) -> int:
    from training_app import wiring
    from training_app.access.actor import Actor
    from training_app.core import clock, db
    from training_app.imports.actions import apply_people
    from training_app.imports.plan import refusals_csv
    from training_app.migrations import run

    run.upgrade()
    plan = _planned(said)
    _print_plan(plan, changes=said.changes)
    if said.refused and plan.refused():
        _write(said.refused, refusals_csv(plan))
    if said.preview or not _has_work(plan):
        print("Nothing was written." if said.preview else "There is nothing to import.")
        return 0
    if not said.yes and not _agreed(plan):
        print("Nothing was written.")
        return 1
    wiring.bind()
    with db.write() as session:
        done = apply_people(session, Actor.system(), plan=plan, now=clock.now())
    _print_done(done, plan)
    if said.refused and done.refused > len(plan.refused()):
        _write(said.refused, refusals_csv(done.plan))
    return 0


def _planned(said: argparse.Namespace) -> "PeoplePlan":
    from training_app.access.actor import Actor
    from training_app.core import clock, db
    from training_app.imports import columns, queries
    from training_app.imports.dates import Order
    from training_app.imports.parsing import parse
    from training_app.imports.plan import plan_people

    table = parse(said.file.read_bytes())
    order: Order | None = Order(said.dates) if said.dates else None
    with db.read() as session:
        named = queries.attribute_names(session, Actor.system())
        matched = columns.match(
            table.header, by_hand=_by_hand(said.match), attributes=named, keep_unknown=said.attributes
        )
        _print_reading(table, matched)
        plan = plan_people(session, Actor.system(), table=table, columns=matched, dates=order, now=clock.now())
        if plan.asks:
            order = _asked(plan)
            plan = plan_people(session, Actor.system(), table=table, columns=matched, dates=order, now=clock.now())
    return plan


def _by_hand(matches: list[str]) -> dict[str, str]:
    wrong = [match for match in matches if "=" not in match]
    if wrong:
        raise Invalid(*[Problem("--match", f"“{match}” is not of the form COLUMN=FIELD.") for match in wrong])
    pairs = (match.rpartition("=") for match in matches)
    return {column.strip(): field.strip() for column, _, field in pairs}


def _asked(plan: "PeoplePlan") -> "Order":
    from training_app.imports.dates import Order

    if not sys.stdin.isatty():
        raise Invalid(Problem("--dates", f"{plan.question} Say --dates dmy or --dates mdy."))
    print(plan.question)
    answer = input("Type dmy (day first) or mdy (month first): ").strip().lower()
    if answer not in set(Order):
        raise Invalid(Problem("--dates", f"“{answer}” is neither dmy nor mdy."))
    return Order(answer)


def _agreed(plan: "PeoplePlan") -> bool:
    if not sys.stdin.isatty():
        raise Invalid(Problem("--yes", "Nobody is there to ask: say --yes to import, or --preview to look only."))
    from training_app.imports.drafts import Verdict

    work = f"Create {plan.count(Verdict.CREATE):,} and change {plan.count(Verdict.CHANGE):,} people?"
    return input(f"{work} [y/N] ").strip().lower() in {"y", "yes"}


def _has_work(plan: "PeoplePlan") -> bool:
    from training_app.imports.drafts import Verdict

    return any(row.verdict in {Verdict.CREATE, Verdict.CHANGE} for row in plan.rows)


def _print_reading(table: "Table", matched: "Columns") -> None:
    sign = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}[table.delimiter]
    print(f"Read {len(table.rows):,} rows ({table.encoding}, {sign}).")
    for field, place in matched.fields.items():
        print(f"  {table.header[place]} → {field}")
    for name, place in matched.attributes.items():
        print(f"  {table.header[place]} → further attribute “{name}”")
    for name in matched.unused:
        print(f"  {name}: not used")


def _print_plan(plan: "PeoplePlan", *, changes: bool) -> None:
    from training_app.imports.drafts import Verdict

    print("\nThis will")
    for verdict in Verdict:
        print(f"  {verdict:12} {plan.count(verdict):6,}")
    for kind, names in vars(plan.made).items():
        if names:
            print(f"  and make the {kind} {', '.join(names)}")
    for row in plan.rows:
        if changes and row.changes:
            print(f"\nRow {row.number}, {row.name} ({row.email}):")
            for change in row.changes:
                print(f"  {change.field}: {change.old or 'nothing'} → {change.new}")
        if row.remark:
            print(f"\nRow {row.number}: {row.remark}")
    _print_refused(plan.refused())


def _print_refused(rows: "tuple[PlannedRow, ...]") -> None:
    from training_app.imports.plan import sentences

    if rows:
        print("\nRefused:")
    for row in rows:
        for sentence in sentences(row.refusals):
            print(f"  Row {row.number}: {sentence}")
    print()


def _print_done(done: "Imported", plan: "PeoplePlan") -> None:
    before = {row.number for row in plan.refused()}
    _print_refused(tuple(row for row in done.plan.refused() if row.number not in before))
    print(
        f"Done: {done.created:,} created, {done.changed:,} changed, {done.alone:,} left alone, "
        f"{done.refused:,} refused; {done.awards:,} licences awarded."
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8-sig", newline="")
    print(f"Refused rows are in {path}.")
