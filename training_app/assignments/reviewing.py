"""What creating a draft would do to each of those chosen, before anything is written (A-04, A-13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments import choosing, drafts
from training_app.assignments.model import AssignmentDraft, Chosen, Enrollment
from training_app.assignments.rules import Part
from training_app.catalog.model import Training
from training_app.core import clock, organization
from training_app.core.paging import Page, Paged
from training_app.people.model import Branch, Person
from training_app.people.queries import matching, visible

_FIRST_PAGE = Page()
AT_A_TIME = 1_000


@dataclass(frozen=True)
class LevelCount:
    """How many of those assigned have a level other than the training's; empty is none."""

    level: str
    people: int


@dataclass(frozen=True)
class DraftAccount:
    """What would become of those chosen. `skipped` is completed and deactivated; `levels` are of those assigned."""

    chosen: int
    enrolled: int
    joining: int
    completed: int
    deactivated: int
    skipped: int
    other_level: int
    levels: tuple[LevelCount, ...]


@dataclass(frozen=True)
class ReviewRow:
    """One of those chosen, and why they are where they are."""

    id: int
    name: str
    email: str
    level: str
    branch: str
    reason: str


@dataclass(frozen=True)
class _Draft:
    """What the questions below are about: the draft, its training's level, and the day."""

    row: AssignmentDraft
    level: str | None
    today: date


def account(session: Session, actor: Actor, *, draft_id: int, today: date) -> DraftAccount:
    """Count what would become of everybody chosen, in one query. Before a training is chosen all would be enrolled."""
    draft = _read(session, actor, draft_id, today)
    fate = _fate(session, draft)
    counted = (
        sa.select(fate.label("fate"), col(Person.level), sa.func.count().label("people"))
        .select_from(_chosen())
        .where(*_of(actor, draft))
        .group_by(fate, col(Person.level))
    )
    rows = session.connection().execute(counted).all()
    numbers = {part: sum(row.people for row in rows if row.fate == part) for part in _FATES}
    levels = _other_levels(rows, draft.level)
    return DraftAccount(
        chosen=sum(row.people for row in rows),
        enrolled=numbers[Part.ENROLLED],
        joining=numbers[Part.JOINING],
        completed=numbers[Part.COMPLETED],
        deactivated=numbers[Part.DEACTIVATED],
        skipped=numbers[Part.COMPLETED] + numbers[Part.DEACTIVATED],
        other_level=sum(one.people for one in levels),
        levels=levels,
    )


def people(
    session: Session, actor: Actor, *, draft_id: int, part: Part, q: str = "", page: Page = _FIRST_PAGE, today: date
) -> Paged[ReviewRow]:
    """One page of a part of those chosen, by name, each with the reason for being there."""
    draft = _read(session, actor, draft_id, today)
    where = [*_of(actor, draft), *matching(q), _is_in(session, draft, part)]
    total = sa.select(sa.func.count()).select_from(_chosen()).where(*where)
    number = session.connection().execute(total).scalar_one()
    rows = session.connection().execute(page.cut(_listed(session, draft).where(*where))).all()
    zone = organization.of(session).zone
    return Paged([_row(row, draft, part, zone) for row in rows], number, page)


def lines(session: Session, actor: Actor, *, draft_id: int, part: Part, today: date) -> Iterator[ReviewRow]:
    """Everybody of a part, read a thousand at a time, for the download."""
    draft = _read(session, actor, draft_id, today)
    statement = _listed(session, draft).where(*_of(actor, draft), _is_in(session, draft, part))
    zone = organization.of(session).zone
    for row in session.connection().execute(statement, execution_options={"yield_per": AT_A_TIME}):
        yield _row(row, draft, part, zone)


def _read(session: Session, actor: Actor, draft_id: int, today: date) -> _Draft:
    row = drafts.row_of(session, actor, draft_id=draft_id)
    training = session.get(Training, row.training_id) if row.training_id else None
    return _Draft(row, training.level if training else None, today)


def _chosen() -> sa.Join:
    return sa.join(Chosen, Person, col(Person.id) == col(Chosen.person_id))


def _of(actor: Actor, draft: _Draft) -> list[sa.ColumnElement[bool]]:
    return [col(Chosen.form_key) == draft.row.key, visible(actor)]


def _skipped(session: Session, draft: _Draft) -> sa.ColumnElement[bool]:
    if draft.row.allow_duplicates or draft.row.training_id is None:
        return sa.false()
    return choosing.completed_this_period_sql(session, draft.row.training_id, draft.today)


def _joining(draft: _Draft) -> sa.ColumnElement[bool]:
    return choosing.has_open_sql(draft.row.training_id or 0)


def _fate(session: Session, draft: _Draft) -> sa.Case[Any]:
    return sa.case(
        (~Person.active_sql(), Part.DEACTIVATED.value),
        (_joining(draft), Part.JOINING.value),
        (_skipped(session, draft), Part.COMPLETED.value),
        else_=Part.ENROLLED.value,
    )


def _is_in(session: Session, draft: _Draft, part: Part) -> sa.ColumnElement[bool]:
    active, joins, skipped = Person.active_sql(), _joining(draft), _skipped(session, draft)
    return {
        Part.CHOSEN: sa.true(),
        Part.ENROLLED: active & ~joins & ~skipped,
        Part.JOINING: active & joins,
        Part.COMPLETED: active & ~joins & skipped,
        Part.DEACTIVATED: ~active,
        Part.SKIPPED: ~active | (~joins & skipped),
        Part.OTHER_LEVEL: active & (joins | ~skipped) & choosing.is_other_level_sql(draft.level),
    }[part]


def _listed(session: Session, draft: _Draft) -> sa.Select[Any]:
    training_id = draft.row.training_id or 0
    enrolled_at = (
        sa.select(col(Enrollment.enrolled_at))
        .where(
            col(Enrollment.person_id) == col(Person.id),
            col(Enrollment.training_id) == training_id,
            Enrollment.is_open_sql(),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        sa.select(
            col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email), col(Person.level),
            col(Branch.name).label("branch"), col(Person.deactivated_at), _fate(session, draft).label("fate"),
            choosing.completed_on_sql(training_id).label("completed_on"), enrolled_at.label("enrolled_at"),
            choosing.period_begins_sql(session, draft.today).label("period"),
        )
        .select_from(_chosen().join(Branch, col(Branch.id) == col(Person.branch_id)))
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )  # fmt: skip


def _row(row: Any, draft: _Draft, part: Part, zone: str) -> ReviewRow:
    return ReviewRow(
        id=row.id,
        name=f"{row.first_name} {row.last_name}",
        email=row.email,
        level=row.level or "",
        branch=row.branch,
        reason=_level_reason(row, draft) if part is Part.OTHER_LEVEL else _reason(row, zone),
    )


def _reason(row: Any, zone: str) -> str:
    match row.fate:
        case Part.DEACTIVATED:
            return f"Deactivated {_spoken(clock.day_of(row.deactivated_at, zone))}"
        case Part.JOINING:
            return f"Has it open since {_spoken(clock.day_of(row.enrolled_at, zone))}; goes on with it"
        case Part.COMPLETED:
            return f"Evaluated {_spoken(row.completed_on)}, period from {_spoken(row.period)}"
    if row.completed_on is None:
        return ""
    when = "in this period, duplicates allowed" if row.completed_on >= row.period else "in an earlier period"
    return f"Evaluated {_spoken(row.completed_on)}, {when}"


def _level_reason(row: Any, draft: _Draft) -> str:
    return f"{row.level or 'No level'}; the training is {draft.level}"


def _spoken(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _other_levels(rows: Any, level: str | None) -> tuple[LevelCount, ...]:
    """The levels of those assigned that are not the training's, which suits everybody when it has none (A-04)."""
    found: dict[str, int] = {}
    for row in rows:
        if level is not None and row.level != level and row.fate in (Part.ENROLLED, Part.JOINING):
            found[row.level or ""] = found.get(row.level or "", 0) + row.people
    return tuple(LevelCount(name, number) for name, number in sorted(found.items(), reverse=True))


_FATES = (Part.ENROLLED, Part.JOINING, Part.COMPLETED, Part.DEACTIVATED)
