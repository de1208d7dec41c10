"""Planning the rows of a brought file and keeping them, so that a preview of any size is read page by page (P-08).

Planning takes seconds where a file is large, and writing must not wait for it: it is prepared in a reading
transaction, and kept in a short one unless the columns were matched anew meanwhile.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.core import bulk
from training_app.imports import queries
from training_app.imports.columns import Columns, Field
from training_app.imports.dates import NoDay, Order, Orders, Sighting, day_of
from training_app.imports.drafts import Change, Verdict
from training_app.imports.entries import Entry
from training_app.imports.matching import matched, throw_rows_away
from training_app.imports.model import ImportFile, ImportRow, PeopleImport
from training_app.imports.parsing import parse
from training_app.imports.plan import PeoplePlan, PlannedRow, plan_people, sentences
from training_app.people.rules import folded

ORDERS = {Order.DAY_FIRST: "day first", Order.MONTH_FIRST: "month first"}


@dataclass(frozen=True)
class Prepared:
    """A plan, and the revision of the matching that it is of."""

    plan: PeoplePlan
    revision: int


def prepare(session: Session, actor: Actor, *, import_id: int, now: datetime) -> Prepared | None:
    """Plan the rows of an import; None when its columns are not matched yet or it was started."""
    row = queries.people_import(session, actor, import_id=import_id)
    ready = matched(session, actor, row=row)
    if ready.problems or ready.columns is None or row.job_key is not None:
        return None
    table = parse(session.get_one(ImportFile, import_id).content)
    order = Order(row.date_order) if row.date_order else None
    plan = plan_people(session, actor, table=table, columns=ready.columns, dates=order, now=now)
    return Prepared(plan, row.revision)


def keep(session: Session, actor: Actor, *, import_id: int, prepared: Prepared | None, now: datetime) -> None:
    """Keep what was prepared, in place of what was planned before."""
    row = queries.people_import(session, actor, import_id=import_id, to_change=True)
    if prepared is None or row.revision != prepared.revision or row.job_key is not None:
        return
    plan = prepared.plan
    throw_rows_away(session, import_id=import_id)
    row.question = _question(plan) if plan.asks else None
    row.planned_at, row.plan = (None, None) if plan.asks else (now, _planned_by(plan))
    session.add(row)
    session.flush()
    bulk.insert(session, ImportRow, [_row(import_id, *pair) for pair in zip(plan.rows, plan.entries, strict=True)])


def columns_of(row: PeopleImport) -> Columns:
    """The columns as they were matched when the rows were planned."""
    said: Mapping[str, Any] = row.plan or {}
    fields = {Field(name): place for name, place in said["fields"].items()}
    return Columns(tuple(row.header), fields, said["attributes"])


def order_of(row: PeopleImport) -> Order | None:
    """How the dates were read when the rows were planned."""
    said = (row.plan or {}).get("order")
    return Order(said) if said else None


def _planned_by(plan: PeoplePlan) -> dict[str, Any]:
    return {
        "fields": {field.value: place for field, place in plan.columns.fields.items()},
        "attributes": dict(plan.columns.attributes),
        "order": plan.order,
        "made": {kind: names for kind, names in asdict(plan.made).items() if names},
    }


def _question(plan: PeoplePlan) -> dict[str, Any]:
    """The question, and what each answer would make of an example."""
    answers = [[order.value, _reading(plan.dates, order)] for order in Order] if plan.dates else []
    return {"text": plan.question, "answers": answers}


def _reading(dates: Orders, order: Order) -> str:
    first = ORDERS[order].capitalize()
    sightings = (dates.example, dates.day_first, dates.month_first)
    return f"{first}: " + "; ".join(_as_read(one, order) for one in sightings if one)


def _as_read(sighting: Sighting, order: Order) -> str:
    try:
        return f"{sighting.value} is {_spoken(day_of(sighting.value, order))}"
    except NoDay:
        return f"row {sighting.row} with {sighting.value} is refused"


def _row(import_id: int, planned: PlannedRow, entry: Entry) -> dict[str, Any]:
    return {
        "import_id": import_id,
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
            yield f"{entry.licence.kind} licence to {_spoken(entry.licence.expires_on)}"
    else:
        yield from (change_line(one) for one in planned.changes)


def change_line(change: Change) -> str:
    """A change as one reads it: what it is now, and then."""
    is_dated = change.field == Field.HIRED_ON or change.field.startswith("Licence ")
    old, new = (_with_spoken_days(text) if is_dated else text for text in (change.old, change.new))
    return f"{change.field}: {old or 'nothing'} → {new}"


def _with_spoken_days(text: str) -> str:
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda day: _spoken(date.fromisoformat(day[0])), text)


def _spoken(day: date) -> str:
    return f"{day:%-d %b %Y}"


def plan_row(row: ImportRow) -> PlannedRow:
    """A kept row as it was planned."""
    changes = tuple(Change(field, old, new) for field, old, new in row.changes)
    return PlannedRow(row.number, Verdict(row.verdict), row.name, row.email, changes, above=row.above_key)
