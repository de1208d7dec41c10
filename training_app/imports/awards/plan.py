"""The plan of awarding by a file, before anything is written, as a kind of what is brought in by files (C-17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.core.errors import Invalid
from training_app.imports import reading
from training_app.imports.awards import columns as said
from training_app.imports.awards import entries as reader
from training_app.imports.awards.entries import Entry
from training_app.imports.awards.judging import Judged, judge
from training_app.imports.awards.known import known
from training_app.imports.columns import Columns
from training_app.imports.dates import Order
from training_app.imports.drafts import Verdict
from training_app.imports.kinds import Kind, Planned
from training_app.imports.model import ImportRow
from training_app.imports.parsing import Table
from training_app.imports.planned import DATE_ORDER, Plan, PlannedRow, sentences
from training_app.people.rules import folded, key_of


@dataclass(frozen=True, slots=True)
class PlannedAward(PlannedRow):
    """What becomes of one row: for whom it is, and what is awarded, in words."""

    person_id: int | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class AwardsPlan(Plan):
    """What awarding by a file will do."""

    rows: Sequence[PlannedAward] = field(repr=False)
    entries: Sequence[Entry] = field(default=(), repr=False)


def require(session: Session, actor: Actor, columns: Columns | None = None) -> None:
    """Refuse who may not award, while certifications are not tracked at all, and columns that are not matched."""
    actor.require(Permission.AWARD_CERTIFICATIONS)
    module.require_on(session)
    if columns is not None and (problems := columns.problems()):
        raise Invalid(*problems)


def plan_awards(
    session: Session, actor: Actor, *, table: Table, columns: Columns, dates: Order | None = None, now: datetime
) -> AwardsPlan:
    """Say row by row what awarding by `table` would do (C-17). `Invalid` names columns to be matched by hand.

    `dates` is the answer where the file's dates leave open which of day and month comes first.
    """
    del now  # nothing of a plan depends on the moment; every verb takes it
    require(session, actor, columns)
    orders = reading.date_order(table, columns, said.DATES)
    order = dates or orders.order
    if order is None and orders.question():
        return AwardsPlan(columns, (), asks=DATE_ORDER, question=orders.question(), dates=orders)
    entries = tuple(reader.read(table, columns, order))
    judged = judge(entries, known(session, actor, entries=entries), columns)
    return AwardsPlan(columns, rows_of(judged), order=order, dates=orders, entries=entries)


def rows_of(judged: Iterable[Judged]) -> list[PlannedAward]:
    """The rows as they are shown; those that are not refused are written in the order of the file."""
    turn, rows = 0, []
    for one in judged:
        is_refused = one.verdict is Verdict.REFUSE
        turn += not is_refused
        rows.append(
            PlannedAward(
                number=one.entry.number,
                verdict=one.verdict,
                name=one.person.name if one.person else "",
                email=one.person.email if one.person else one.entry.user,
                refusals=one.refusals,
                cells=one.entry.cells if is_refused else (),
                turn=0 if is_refused else turn,
                person_id=one.person.id if one.person else None,
                lines=one.lines,
            )
        )
    return rows


def plan(
    session: Session, actor: Actor, *, table: Table, columns: Columns, dates: Order | None, now: datetime
) -> Planned:
    """What awarding by a file would do, with its rows as they are kept."""
    made = plan_awards(session, actor, table=table, columns=columns, dates=dates, now=now)
    return Planned(made, [_kept(*pair) for pair in zip(made.rows, made.entries, strict=True)])


AWARDS = Kind(name="awards", vocabulary=said.AWARDS, file_name="awards.csv", require=require, plan=plan)


def plan_row(row: ImportRow) -> PlannedAward:
    """A kept row as it was planned."""
    return PlannedAward(
        row.number, Verdict(row.verdict), row.name, row.email, person_id=row.person_id, lines=tuple(row.lines)
    )


def _kept(planned: PlannedAward, entry: Entry) -> dict[str, Any]:
    return {
        "number": planned.number,
        "verdict": planned.verdict.value,
        "turn": planned.turn or None,
        "is_done": False,
        "key": key_of(entry.user),
        "above_key": "",
        "name": planned.name,
        "email": planned.email,
        "search": folded(f"{planned.name} {planned.email} {entry.user} {entry.certification}"),
        "lines": [*sentences(planned.refusals), *planned.lines],
        "changes": [],
        "cells": list(entry.cells),
        "person_id": planned.person_id,
    }
