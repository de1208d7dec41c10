"""`muster import awards FILE`: shows what a file of awards would do, asks, and does it (C-17)."""

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from training_app.cli import imports
from training_app.cli.imports import Errand

if TYPE_CHECKING:
    from sqlmodel import Session

    from training_app.imports.awards.plan import AwardsPlan
    from training_app.imports.columns import Columns
    from training_app.imports.dates import Order
    from training_app.imports.parsing import Table

EXAMPLES = """\
examples:
  muster import awards cards.tsv --preview
  muster import awards cards.csv --dates mdy --match "Card=Certification" --refused refused.csv --yes
"""


def add(kinds: Any) -> None:
    """Add `muster import awards`."""
    command = imports.command(kinds, "awards", what="award certifications by a CSV file", examples=EXAMPLES)
    command.set_defaults(run=import_awards)


def import_awards(said: argparse.Namespace) -> int:
    """Carry out `muster import awards`."""
    return imports.run(said, Errand(partial(_match, said), _plan, _show, _ask, partial(_do, said)))


def _match(said: argparse.Namespace, session: "Session", table: "Table") -> "Columns":
    from training_app.imports.awards.columns import AWARDS
    from training_app.imports.columns import match

    del session  # what a column can say is the same everywhere
    return match(table.header, by_hand=imports.by_hand(said.match), vocabulary=AWARDS)


def _plan(session: "Session", table: "Table", columns: "Columns", order: "Order | None") -> "AwardsPlan":
    from training_app.access.actor import Actor
    from training_app.core import clock
    from training_app.imports.awards.plan import plan_awards

    return plan_awards(session, Actor.system(), table=table, columns=columns, dates=order, now=clock.now())


def _show(plan: "AwardsPlan") -> None:
    from training_app.imports.drafts import Verdict

    print("\nThis will")
    for words, verdict in (("award", Verdict.CREATE), ("leave alone", Verdict.ALONE), ("refuse", Verdict.REFUSE)):
        print(f"  {words:12} {plan.count(verdict):6,}")


def _ask(plan: "AwardsPlan") -> str:
    from training_app.imports.drafts import Verdict

    number = plan.count(Verdict.CREATE)
    return f"Award {number:,} certifications?" if number else ""


def _do(said: argparse.Namespace, session: "Session", plan: "AwardsPlan") -> "tuple[AwardsPlan, str]":
    from training_app.access.actor import Actor
    from training_app.core import clock
    from training_app.imports.awards.writing import apply_awards
    from training_app.imports.drafts import Verdict

    done = apply_awards(session, Actor.system(), plan=plan, file_name=said.file.name, now=clock.now())
    alone, refused = done.plan.count(Verdict.ALONE), done.plan.count(Verdict.REFUSE)
    return done.plan, f"Done: {len(done.ids):,} awarded, {alone:,} left alone, {refused:,} refused."
