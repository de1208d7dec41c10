"""Rosters as a kind of what is brought in by files, and the rows of their plans as they are kept (P-08)."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core.errors import Problem
from training_app.imports import columns as matching
from training_app.imports import plan as plans
from training_app.imports import queries
from training_app.imports.columns import LICENCE, Columns, Field
from training_app.imports.dates import Order, spoken
from training_app.imports.drafts import Change, Verdict
from training_app.imports.entries import Entry
from training_app.imports.kinds import Kind, Planned
from training_app.imports.model import ImportRow
from training_app.imports.parsing import Table
from training_app.imports.plan import plan_people
from training_app.imports.planned import PlannedRow, sentences
from training_app.people.rules import folded


def require(session: Session, actor: Actor, columns: Columns | None) -> None:
    """Refuse who may not import people, or not with these columns."""
    del session
    actor.require(Permission.MANAGE_PEOPLE)
    if columns is not None:
        plans.require(actor, columns)


def forbidden(actor: Actor, columns: Columns) -> tuple[Problem, ...]:
    """Columns of licences, for whoever may not award them."""
    if not columns.has_licences() or actor.can(Permission.TRACK_CERTIFICATIONS):
        return ()
    names = ", ".join(f"“{columns.name(field)}”" for field in LICENCE if field in columns.fields)
    right = Permission.TRACK_CERTIFICATIONS
    return (Problem("licences", f"{names}: for licences you need the right “{right}”. Leave these columns out."),)


def plan(
    session: Session, actor: Actor, *, table: Table, columns: Columns, dates: Order | None, now: datetime
) -> Planned:
    """What importing a roster would do."""
    made = plan_people(session, actor, table=table, columns=columns, dates=dates, now=now)
    rows = [_row(*pair) for pair in zip(made.rows, made.entries, strict=True)]
    return Planned(made, rows, {kind: names for kind, names in asdict(made.made).items() if names})


PEOPLE = Kind(
    name="people",
    vocabulary=matching.PEOPLE,
    file_name="roster.csv",
    require=require,
    plan=plan,
    attributes=queries.attribute_names,
    forbidden=forbidden,
)


def plan_row(row: ImportRow) -> PlannedRow:
    """A kept row as it was planned."""
    changes = tuple(Change(field, old, new) for field, old, new in row.changes)
    return PlannedRow(row.number, Verdict(row.verdict), row.name, row.email, changes, above=row.above_key)


def _row(planned: PlannedRow, entry: Entry) -> dict[str, Any]:
    return {
        "number": planned.number,
        "verdict": planned.verdict.value,
        "turn": planned.turn or None,
        "is_done": False,
        "key": entry.key(),
        "above_key": planned.above,
        "name": planned.name,
        "email": planned.email,
        "search": folded(f"{planned.name} {planned.email}"),
        "lines": [*_lines(planned, entry), *([planned.remark] if planned.remark else [])],
        "changes": [[one.field, one.old, one.new] for one in planned.changes],
        "cells": list(entry.cells),
        "person_id": None,
    }


def _lines(planned: PlannedRow, entry: Entry) -> Iterator[str]:
    if planned.verdict is Verdict.REFUSE:
        yield from sentences(planned.refusals)
    elif planned.verdict is Verdict.CREATE:
        shift = f"shift {entry.shift}" if entry.shift else ""
        yield ", ".join(part for part in (entry.branch, entry.title, entry.level, shift) if part)
        if entry.licence:
            yield f"{entry.licence.kind} licence to {spoken(entry.licence.expires_on)}"
    else:
        yield from (_change_line(one) for one in planned.changes)


def _change_line(change: Change) -> str:
    """A change as one reads it: what it is now, and then."""
    is_dated = change.field == Field.HIRED_ON or change.field.startswith("Licence ")
    old, new = (_with_spoken_days(text) if is_dated else text for text in (change.old, change.new))
    return f"{change.field}: {old or 'nothing'} → {new}"


def _with_spoken_days(text: str) -> str:
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda day: spoken(date.fromisoformat(day[0])), text)
