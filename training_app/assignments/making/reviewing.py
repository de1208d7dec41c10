"""What creating a draft would do to each of those chosen, before anything is written (A-04, A-13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.making import choosing, drafts, fates
from training_app.assignments.making.fates import LEAVING, NEWCOMERS, SKIPPED, Reviewed
from training_app.assignments.model import Assignee, AssignmentDraft, Enrollment
from training_app.assignments.rules import Part
from training_app.core import clock, db, organization
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import Branch, Person
from training_app.people.queries import matching

_FIRST_PAGE = Page()
AT_A_TIME = 1_000


@dataclass(frozen=True)
class LevelCount:
    """How many of those assigned have a level other than the training's; empty is none."""

    level: str
    people: int


@dataclass(frozen=True)
class DraftAccount:
    """What would become of those chosen. `skipped` is whoever gets no place; `levels` are of those who get one.

    Of an edit those count who get a place that they do not have now, besides `staying`, and who would leave (A-19).
    """

    chosen: int
    enrolled: int
    joining: int
    completed: int
    deactivated: int
    skipped: int
    other_level: int
    levels: tuple[LevelCount, ...]
    prerequisite: int = 0
    staying: int = 0
    returning: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True)
class ReviewRow:
    """One of those chosen, and why they are where they are."""

    id: int
    name: str
    email: str
    level: str
    branch: str
    reason: str


def account(session: Session, actor: Actor, *, draft_id: int, today: date) -> DraftAccount:
    """Count what would become of everybody chosen, in one query; of an edit also who would leave.

    Before a training is chosen all would be enrolled.
    """
    return account_of(session, actor, drafts.row_of(session, actor, draft_id=draft_id), today=today)


def account_of(session: Session, actor: Actor, row: AssignmentDraft, *, today: date) -> DraftAccount:
    """The account of a draft at hand."""
    draft = fates.of_row(session, row, today=today)
    fate = fates.fate(session, draft)
    counted = (
        sa.select(fate.label("fate"), col(Person.level), sa.func.count().label("people"))
        .select_from(fates.source(draft, Part.CHOSEN))
        .where(*fates.of(actor, draft, Part.CHOSEN))
        .group_by(fate, col(Person.level))
    )
    rows = session.connection().execute(counted).all()
    numbers = {part: sum(row.people for row in rows if row.fate == part) for part in Part}
    numbers |= _leaving(session, actor, draft) if draft.row.edits_id else {}
    levels = _other_levels(rows, draft.level)
    return DraftAccount(
        chosen=sum(row.people for row in rows),
        enrolled=numbers[Part.ENROLLED],
        joining=numbers[Part.JOINING],
        completed=numbers[Part.COMPLETED],
        prerequisite=numbers[Part.PREREQUISITE],
        deactivated=numbers[Part.DEACTIVATED],
        skipped=sum(numbers[part] for part in SKIPPED),
        other_level=sum(one.people for one in levels),
        levels=levels,
        staying=numbers[Part.STAYING],
        returning=numbers[Part.RETURNING],
        removed=numbers[Part.REMOVED],
        kept=numbers[Part.KEPT],
    )


def people(
    session: Session, actor: Actor, *, draft_id: int, part: Part, q: str = "", page: Page = _FIRST_PAGE, today: date
) -> Paged[ReviewRow]:
    """One page of a part of those chosen, by name, each with the reason for being there."""
    draft = fates.read(session, actor, draft_id=draft_id, today=today)
    where = [*fates.of(actor, draft, part), *matching(q), fates.is_in(session, draft, part)]
    total = sa.select(sa.func.count()).select_from(fates.source(draft, part)).where(*where)
    number = session.connection().execute(total).scalar_one()
    # Who is on the page first: PostgreSQL would look up what is said of each for everybody before it sorts them.
    names = (col(Person.last_name), col(Person.first_name), col(Person.id))
    found = sa.select(col(Person.id)).select_from(fates.source(draft, part)).where(*where).order_by(*names)
    shown = [known(one) for one in session.connection().execute(page.cut(found)).scalars()]
    listed = _listed(session, draft, part).where(*fates.of(actor, draft, part), db.is_one_of(col(Person.id), shown))
    rows = session.connection().execute(listed).all()
    zone = organization.of(session).zone
    return Paged([_row(row, draft, part, zone) for row in rows], number, page)


def lines(session: Session, actor: Actor, *, draft_id: int, part: Part, today: date) -> Iterator[ReviewRow]:
    """Everybody of a part, read a thousand at a time, for the download."""
    draft = fates.read(session, actor, draft_id=draft_id, today=today)
    statement = _listed(session, draft, part)
    statement = statement.where(*fates.of(actor, draft, part), fates.is_in(session, draft, part))
    zone = organization.of(session).zone
    for row in session.connection().execute(statement, execution_options={"yield_per": AT_A_TIME}):
        yield _row(row, draft, part, zone)


def _leaving(session: Session, actor: Actor, draft: Reviewed) -> dict[Part, int]:
    leaves = fates.leaves()
    counted = (
        sa.select(leaves.label("fate"), sa.func.count().label("people"))
        .select_from(fates.source(draft, Part.REMOVED))
        .where(*fates.of(actor, draft, Part.REMOVED))
        .group_by(leaves)
    )
    found = {row.fate: row.people for row in session.connection().execute(counted)}
    return {part: found.get(part.value, 0) for part in LEAVING}


def _listed(session: Session, draft: Reviewed, part: Part) -> Any:
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
    fate = fates.leaves() if part in LEAVING else fates.fate(session, draft)
    joined = fates.source(draft, part).join(Branch, col(Branch.id) == col(Person.branch_id))
    return (
        sa.select(
            col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email), col(Person.level),
            col(Branch.name).label("branch"), col(Person.deactivated_at), fate.label("fate"),
            choosing.completed_on_sql(training_id).label("completed_on"), enrolled_at.label("enrolled_at"),
            choosing.period_begins_sql(session, draft.today).label("period"),
            (col(Assignee.withdrawn_at) if draft.row.edits_id else sa.null()).label("withdrawn_at"),
        )
        .select_from(joined)
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )  # fmt: skip


def _row(row: Any, draft: Reviewed, part: Part, zone: str) -> ReviewRow:
    return ReviewRow(
        id=row.id,
        name=f"{row.first_name} {row.last_name}",
        email=row.email,
        level=row.level or "",
        branch=row.branch,
        reason=_level_reason(row, draft) if part is Part.OTHER_LEVEL else _reason(row, draft, zone),
    )


def _reason(row: Any, draft: Reviewed, zone: str) -> str:
    match row.fate:
        case Part.DEACTIVATED:
            return f"Deactivated {_spoken(clock.day_of(row.deactivated_at, zone))}"
        case Part.JOINING:
            return f"Has it open since {_spoken(clock.day_of(row.enrolled_at, zone))}; goes on with it"
        case Part.COMPLETED:
            return _completed(row)
        case Part.PREREQUISITE:
            return f"Has not attended “{draft.required}”"
        case Part.ENROLLED:
            return _earlier(row)
    return _reason_of_edit(row, zone)


def _reason_of_edit(row: Any, zone: str) -> str:
    match row.fate:
        case Part.RETURNING:
            return f"Taken out {_spoken(clock.day_of(row.withdrawn_at, zone))}; goes on with the same attempt"
        case Part.GONE:
            return "Taken out by somebody else meanwhile"
        case Part.REMOVED:
            return "Withdrawn; progress and history stay"
        case Part.KEPT:
            return f"Evaluated {_spoken(row.completed_on)}; stays in the assignment"
    return ""


def _completed(row: Any) -> str:
    if row.completed_on is None or row.completed_on < row.period:
        return f"Every course evaluated in the period from {_spoken(row.period)}"
    return f"Evaluated {_spoken(row.completed_on)}, period from {_spoken(row.period)}"


def _earlier(row: Any) -> str:
    if row.completed_on is None:
        return ""
    when = "in this period, duplicates allowed" if row.completed_on >= row.period else "in an earlier period"
    return f"Evaluated {_spoken(row.completed_on)}, {when}"


def _level_reason(row: Any, draft: Reviewed) -> str:
    return f"{row.level or 'No level'}; the training is {draft.level}"


def _spoken(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _other_levels(rows: Any, level: str | None) -> tuple[LevelCount, ...]:
    """The levels of those assigned that are not the training's, which suits everybody when it has none (A-04)."""
    found: dict[str, int] = {}
    for row in rows:
        if level is not None and row.level != level and row.fate in NEWCOMERS:
            found[row.level or ""] = found.get(row.level or "", 0) + row.people
    return tuple(LevelCount(name, number) for name, number in sorted(found.items(), reverse=True))
