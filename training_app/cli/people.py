"""`muster import people FILE`: shows what a roster would do, asks, and does it (P-08)."""

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from training_app.cli import imports
from training_app.cli.imports import Errand

if TYPE_CHECKING:
    from sqlmodel import Session

    from training_app.imports.columns import Columns
    from training_app.imports.dates import Order
    from training_app.imports.parsing import Table
    from training_app.imports.plan import PeoplePlan

EXAMPLES = """\
examples:
  muster import people roster.csv --preview
  muster import people roster.csv --dates dmy --match "Cost centre=Branch" --match "Notes=" --refused refused.csv
"""


def add(kinds: Any) -> None:
    """Add `muster import people`."""
    command = imports.command(kinds, "people", what="bring in a roster from a CSV file", examples=EXAMPLES)
    command.add_argument("--attributes", action="store_true", help="keep unknown columns as further attributes")
    command.add_argument("--changes", action="store_true", help="also show every change, old and new")
    command.set_defaults(run=import_people)


def import_people(said: argparse.Namespace) -> int:
    """Carry out `muster import people`."""
    return imports.run(said, Errand(partial(_match, said), _plan, partial(_show, changes=said.changes), _ask, _do))


def _match(said: argparse.Namespace, session: "Session", table: "Table") -> "Columns":
    from training_app.access.actor import Actor
    from training_app.imports import columns, queries

    named = queries.attribute_names(session, Actor.system())
    matches = imports.by_hand(said.match)
    return columns.match(table.header, by_hand=matches, attributes=named, keep_unknown=said.attributes)


def _plan(session: "Session", table: "Table", columns: "Columns", order: "Order | None") -> "PeoplePlan":
    from training_app.access.actor import Actor
    from training_app.core import clock
    from training_app.imports.plan import plan_people

    return plan_people(session, Actor.system(), table=table, columns=columns, dates=order, now=clock.now())


def _ask(plan: "PeoplePlan") -> str:
    from training_app.imports.drafts import Verdict

    created, changed = plan.count(Verdict.CREATE), plan.count(Verdict.CHANGE)
    return f"Create {created:,} and change {changed:,} people?" if created or changed else ""


def _do(session: "Session", plan: "PeoplePlan") -> "tuple[PeoplePlan, str]":
    from training_app.access.actor import Actor
    from training_app.core import clock
    from training_app.imports.actions import apply_people

    done = apply_people(session, Actor.system(), plan=plan, now=clock.now())
    return done.plan, (
        f"Done: {done.created:,} created, {done.changed:,} changed, {done.alone:,} left alone, "
        f"{done.refused:,} refused; {done.awards:,} licences awarded."
    )


def _show(plan: "PeoplePlan", *, changes: bool) -> None:
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
