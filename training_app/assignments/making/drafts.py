"""Reading drafts of assignments: each is seen by the person who makes it alone (A-03)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.acts.locking import is_locked, locked_from
from training_app.assignments.making import choosing
from training_app.assignments.making.entry import NewAssignment, problems_of, problems_of_edit
from training_app.assignments.model import Assignment, AssignmentDraft, Chosen
from training_app.audience import queries as audience
from training_app.audience.filters import PeopleFilter
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.catalog.queries import TrainingRow
from training_app.core import paging
from training_app.core.errors import NotFound, Problem
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import Branch, Person
from training_app.people.queries import matching, visible

_FIRST_PAGE = Page()


@dataclass(frozen=True)
class DraftDetail:
    """A draft as the wizard shows it. Days are ISO or empty; `problems` is what keeps it from being created.

    Of an edit `edits` is the assignment (0 otherwise), and the last four say how that stands now (A-19).
    """

    id: int
    training: TrainingRow | None
    starts_on: str
    due_on: str
    dashboard_notifications: bool
    emails: bool
    allow_duplicates: bool
    audience: str
    people: int
    assignment_id: int | None
    problems: tuple[Problem, ...]
    edits: int = 0
    is_upcoming: bool = True
    is_locked: bool = False
    locked_from: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DraftRow:
    """A draft on the page of assignments. Days are ISO or empty; `touched_at` is when it was last changed.

    `edits` is the assignment that it edits, 0 of a new one.
    """

    id: int
    title: str
    level: str
    starts_on: str
    due_on: str
    people: int
    touched_at: datetime
    edits: int = 0


@dataclass(frozen=True)
class ChosenRow:
    """Somebody in the chosen set."""

    id: int
    name: str
    email: str
    level: str
    branch: str
    active: bool


def draft(session: Session, actor: Actor, *, draft_id: int, today: date) -> DraftDetail:
    """One's own draft; `NotFound` for anybody else's."""
    row = row_of(session, actor, draft_id=draft_id)
    training = session.get(Training, row.training_id) if row.training_id else None
    number = choosing.number_chosen(session, row.key)
    new = NewAssignment(row.key, row.training_id, row.starts_on, row.due_on)
    edited = session.get_one(Assignment, row.edits_id) if row.edits_id else None
    if edited is None or training is None:
        wrong = problems_of(session, new, training, today)
        wrong += [] if number else [Problem("people", "Nobody is chosen. Choose at least one person.")]
    else:
        wrong = problems_of_edit(session, new, edited, training, today)
    return DraftDetail(
        id=known(row.id),
        training=catalog.row_of(training) if training else None,
        starts_on=_iso(row.starts_on),
        due_on=_iso(row.due_on),
        dashboard_notifications=row.dashboard_notifications,
        emails=row.emails,
        allow_duplicates=row.allow_duplicates,
        audience=row.audience,
        people=number,
        assignment_id=row.assignment_id,
        problems=() if row.assignment_id else tuple(wrong),
        edits=row.edits_id or 0,
        is_upcoming=edited is None or edited.starts_on > today,
        is_locked=edited is not None and is_locked(edited.due_on, today),
        locked_from=_iso(locked_from(edited.due_on)) if edited else "",
        reason=row.reason,
    )


def drafts(session: Session, actor: Actor) -> list[DraftRow]:
    """One's own drafts in which anything was entered, latest first."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    number = sa.select(sa.func.count()).where(col(Chosen.form_key) == col(AssignmentDraft.key)).scalar_subquery()
    mine = (
        sa.select(col(AssignmentDraft.id), col(Training.title), col(Training.level), col(AssignmentDraft.starts_on),
                  col(AssignmentDraft.due_on), number.label("people"), col(AssignmentDraft.touched_at),
                  col(AssignmentDraft.edits_id))
        .outerjoin(Training, col(Training.id) == col(AssignmentDraft.training_id))
        .where(
            col(AssignmentDraft.made_by_id) == actor.person_id,
            col(AssignmentDraft.assignment_id).is_(None),
            ~is_untouched_sql(),
            # An edit in which nothing was done yet is only somebody looking.
            col(AssignmentDraft.edits_id).is_(None) | (col(AssignmentDraft.touched_at) > col(AssignmentDraft.made_at)),
        )
        .order_by(col(AssignmentDraft.touched_at).desc(), col(AssignmentDraft.id).desc())
        .limit(paging.SIZE)
    )  # fmt: skip
    return [
        DraftRow(row.id, row.title or "", row.level or "", _iso(row.starts_on), _iso(row.due_on), row.people,
                 row.touched_at, row.edits_id or 0)
        for row in session.connection().execute(mine)
    ]  # fmt: skip


def chosen(session: Session, actor: Actor, *, draft_id: int, q: str = "", page: Page = _FIRST_PAGE) -> Paged[ChosenRow]:
    """One page of those chosen, found by name or email, by name."""
    row = row_of(session, actor, draft_id=draft_id)
    where = [col(Chosen.form_key) == row.key, visible(actor), *matching(q)]
    joined = sa.join(Chosen, Person, col(Person.id) == col(Chosen.person_id))
    total = sa.select(sa.func.count()).select_from(joined).where(*where)
    statement: Any = (
        sa.select(col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email), col(Person.level),
                  col(Branch.name).label("branch"), col(Person.deactivated_at))
        .select_from(joined.join(Branch, col(Branch.id) == col(Person.branch_id)))
        .where(*where)
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )  # fmt: skip
    rows = session.connection().execute(page.cut(statement)).all()
    return Paged([_chosen_row(one) for one in rows], session.connection().execute(total).scalar_one(), page)


def chosen_among(session: Session, actor: Actor, *, draft_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of these people who are chosen."""
    row = row_of(session, actor, draft_id=draft_id)
    among = select(Chosen.person_id).where(Chosen.form_key == row.key, col(Chosen.person_id).in_(person_ids))
    return set(session.exec(among))


def already(session: Session, actor: Actor, *, draft_id: int, whom: PeopleFilter, today: date) -> int:
    """How many of those whom the filter finds are chosen already."""
    row = row_of(session, actor, draft_id=draft_id)
    there = sa.exists().where(col(Chosen.form_key) == row.key, col(Chosen.person_id) == col(Person.id))
    found = audience.everyone(actor, whom, today).where(there)
    return paging.count(session, found)


def chosen_by_email(session: Session, key: str, emails: Sequence[str]) -> dict[str, int]:
    """Those chosen whose email has one of these keys, by it."""
    statement: Any = (
        select(Person.email_key, Person.id)
        .join(Chosen, col(Chosen.person_id) == col(Person.id))
        .where(Chosen.form_key == key, col(Person.email_key).in_(emails))
    )
    return {email: known(number) for email, number in session.exec(statement)}


def row_of(session: Session, actor: Actor, *, draft_id: int, lock: bool = False) -> AssignmentDraft:
    """The row of one's own draft, for actions (`lock`: held against another tab); `NotFound` otherwise."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    mine = select(AssignmentDraft).where(AssignmentDraft.id == draft_id, AssignmentDraft.made_by_id == actor.person_id)
    row = session.exec(mine.with_for_update() if lock else mine).first()
    if row is None:
        raise NotFound
    return row


def is_untouched_sql() -> sa.ColumnElement[bool]:
    """Whether nothing has been entered into a draft yet."""
    switches = col(AssignmentDraft.dashboard_notifications) & col(AssignmentDraft.emails)
    return (
        col(AssignmentDraft.assignment_id).is_(None)
        & col(AssignmentDraft.edits_id).is_(None)
        & col(AssignmentDraft.training_id).is_(None)
        & col(AssignmentDraft.due_on).is_(None)
        & switches
        & ~col(AssignmentDraft.allow_duplicates)
        & ~sa.exists().where(col(Chosen.form_key) == col(AssignmentDraft.key))
    )


def _chosen_row(row: Any) -> ChosenRow:
    name = f"{row.first_name} {row.last_name}"
    return ChosenRow(row.id, name, row.email, row.level or "", row.branch, row.deactivated_at is None)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
