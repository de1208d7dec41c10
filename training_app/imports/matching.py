"""Matching the columns of a brought file, by name and then by hand, and settling its dates (P-08)."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.core.errors import Conflict, Invalid, Problem
from training_app.core.tables import known
from training_app.imports import queries
from training_app.imports.columns import ATTRIBUTE, IGNORED, Columns, match
from training_app.imports.dates import Order
from training_app.imports.kinds import Kind
from training_app.imports.model import Import, ImportFile, ImportRow
from training_app.imports.people import PEOPLE


class AlreadyStarted(Conflict):
    """This import was started already. What is matched now would change nothing."""


@dataclass(frozen=True)
class Matched:
    """What each column of a file says (in the order of its header), and what has to be done before it can be planned.

    `columns` is None where two columns were matched to one field by hand.
    """

    said: tuple[str, ...]
    columns: Columns | None
    problems: tuple[Problem, ...]


def matched(session: Session, actor: Actor, *, row: Import, kind: Kind = PEOPLE) -> Matched:
    """How the columns of an import are matched now."""
    header, names = tuple(row.header), kind.attributes(session, actor)
    try:
        columns = match(header, by_hand=row.matching, attributes=names, vocabulary=kind.vocabulary)
    except Invalid as refused:
        fits = match(header, by_hand=_each_once(row.matching), attributes=names, vocabulary=kind.vocabulary)
        return Matched(_said(fits, row.matching), None, refused.problems)
    problems = (*columns.problems(), *kind.forbidden(actor, columns))
    return Matched(_said(columns, row.matching), columns, problems)


def match_column(session: Session, actor: Actor, *, import_id: int, place: int, said: str, kind: Kind = PEOPLE) -> None:
    """Say by hand what the column at this place (from 0) is; the rows are planned anew."""
    row = _open(session, actor, import_id, kind)
    if not 0 <= place < len(row.header) or said not in kind.vocabulary.choices():
        raise Invalid(Problem("column", "The file has no such column, or a column cannot say that."))
    before = matched(session, actor, row=row, kind=kind).said[place]
    row.matching = {**row.matching, row.header[place]: said}
    if {before, said} & set(kind.vocabulary.dates):
        row.date_order = None  # other dates, another question
    _begin_again(session, row)


def choose_order(session: Session, actor: Actor, *, import_id: int, order: str, kind: Kind = PEOPLE) -> None:
    """Answer which of day and month comes first in the dates of the file."""
    row = _open(session, actor, import_id, kind)
    if order not in set(Order):
        raise Invalid(Problem("date order", "Choose day first or month first."))
    row.date_order = order
    _begin_again(session, row)


def discard(session: Session, actor: Actor, *, import_id: int, kind: Kind = PEOPLE) -> None:
    """Throw an import away that was not started; nothing is changed by it."""
    row = _open(session, actor, import_id, kind)
    throw_rows_away(session, import_id=import_id)
    session.connection().execute(sa.delete(ImportFile).where(col(ImportFile.import_id) == import_id))
    session.delete(row)
    session.flush()


def throw_rows_away(session: Session, *, import_id: int) -> None:
    """Forget what was planned."""
    session.connection().execute(sa.delete(ImportRow).where(col(ImportRow.import_id) == import_id))


def _open(session: Session, actor: Actor, import_id: int, kind: Kind) -> Import:
    row = queries.brought(session, actor, kind=kind, import_id=import_id, to_change=True)
    if row.job_key is not None:
        raise AlreadyStarted
    return row


def _begin_again(session: Session, row: Import) -> None:
    row.revision += 1
    row.planned_at, row.plan, row.question = None, None, None
    session.add(row)
    throw_rows_away(session, import_id=known(row.id))


def _each_once(by_hand: Mapping[str, str]) -> dict[str, str]:
    """Of several columns matched to one field only the first."""
    first: dict[str, str] = {}
    for column, said in by_hand.items():
        if said in {ATTRIBUTE, IGNORED} or said not in first.values():
            first[column] = said
    return first


def _said(columns: Columns, by_hand: Mapping[str, str]) -> tuple[str, ...]:
    by_place: dict[int, str] = {place: field.value for field, place in columns.fields.items()}
    by_place |= dict.fromkeys(columns.attributes.values(), ATTRIBUTE)
    doubtful = {name: field.value for field, names in (columns.doubtful or {}).items() for name in names}
    return tuple(
        by_hand.get(name, by_place.get(place, doubtful.get(name, IGNORED))) for place, name in enumerate(columns.header)
    )
