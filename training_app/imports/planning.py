"""Planning the rows of a brought file and keeping them, so that a preview of any size is read page by page (P-08).

Planning takes seconds where a file is large, and writing must not wait for it: it is prepared in a reading
transaction, and kept in a short one unless the columns were matched anew meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.core import bulk
from training_app.imports import queries
from training_app.imports.columns import Columns
from training_app.imports.dates import NoDay, Order, Orders, Sighting, day_of, spoken
from training_app.imports.kinds import Kind, Planned
from training_app.imports.matching import matched, throw_rows_away
from training_app.imports.model import Import, ImportFile, ImportRow
from training_app.imports.parsing import parse
from training_app.imports.people import PEOPLE
from training_app.imports.planned import Plan

ORDERS = {Order.DAY_FIRST: "day first", Order.MONTH_FIRST: "month first"}


@dataclass(frozen=True)
class Prepared:
    """A plan, and the revision of the matching that it is of."""

    planned: Planned
    revision: int


def prepare(session: Session, actor: Actor, *, import_id: int, now: datetime, kind: Kind = PEOPLE) -> Prepared | None:
    """Plan the rows of an import; None when its columns are not matched yet or it was started."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id)
    ready = matched(session, actor, row=row, kind=kind)
    if ready.problems or ready.columns is None or row.job_key is not None:
        return None
    table = parse(session.get_one(ImportFile, import_id).content)
    order = Order(row.date_order) if row.date_order else None
    planned = kind.plan(session, actor, table=table, columns=ready.columns, dates=order, now=now)
    return Prepared(planned, row.revision)


def keep(
    session: Session, actor: Actor, *, import_id: int, prepared: Prepared | None, now: datetime, kind: Kind = PEOPLE
) -> None:
    """Keep what was prepared, in place of what was planned before."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id, to_change=True)
    if prepared is None or row.revision != prepared.revision or row.job_key is not None:
        return
    planned, plan = prepared.planned, prepared.planned.plan
    throw_rows_away(session, import_id=import_id)
    row.question = _question(plan) if plan.asks else None
    row.planned_at, row.plan = (None, None) if plan.asks else (now, _planned_by(planned))
    session.add(row)
    session.flush()
    bulk.insert(session, ImportRow, [{"import_id": import_id, **one} for one in planned.rows])


def columns_of(row: Import, kind: Kind = PEOPLE) -> Columns:
    """The columns as they were matched when the rows were planned."""
    said: Mapping[str, Any] = row.plan or {}
    fields = {kind.vocabulary.fields(name): place for name, place in said["fields"].items()}
    return Columns(tuple(row.header), fields, said["attributes"])


def order_of(row: Import) -> Order | None:
    """How the dates were read when the rows were planned."""
    said = (row.plan or {}).get("order")
    return Order(said) if said else None


def _planned_by(planned: Planned) -> dict[str, Any]:
    columns = planned.plan.columns
    return {
        "fields": {field.value: place for field, place in columns.fields.items()},
        "attributes": dict(columns.attributes),
        "order": planned.plan.order,
        "made": dict(planned.made),
    }


def _question(plan: Plan) -> dict[str, Any]:
    """The question, and what each answer would make of an example."""
    answers = [[order.value, _reading(plan.dates, order)] for order in Order] if plan.dates else []
    return {"text": plan.question, "answers": answers}


def _reading(dates: Orders, order: Order) -> str:
    first = ORDERS[order].capitalize()
    sightings = (dates.example, dates.day_first, dates.month_first)
    return f"{first}: " + "; ".join(_as_read(one, order) for one in sightings if one)


def _as_read(sighting: Sighting, order: Order) -> str:
    try:
        return f"{sighting.value} is {spoken(day_of(sighting.value, order))}"
    except NoDay:
        return f"row {sighting.row} with {sighting.value} is refused"
