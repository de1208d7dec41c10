"""The catalogue as a list, and one path as its editor shows it: for who manages it, and who records attendance."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import paths, queries
from training_app.catalog.entry import NewPath
from training_app.catalog.filters import CatalogFilter, CatalogTab, tab_sql
from training_app.catalog.model import PathCourse, Training, TrainingVersion
from training_app.catalog.queries import TrainingRow
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known

SEES = frozenset({Permission.MANAGE_CATALOG, Permission.RECORD_ATTENDANCE})
MOST_LIBRARIES = 200


@dataclass(frozen=True)
class CatalogRow:
    """A training in the list; `courses` is how many a path has."""

    training: TrainingRow
    is_path: bool
    is_instructor_led: bool
    is_archived: bool
    courses: int
    can_be_assigned: bool


@dataclass(frozen=True)
class CourseOfPath:
    """A course as it stands in a path; `why` it cannot be assigned, empty when it can."""

    training: TrainingRow
    why: str


@dataclass(frozen=True)
class PathDetail:
    """A path as its editor shows it."""

    id: int
    entered: NewPath
    courses: tuple[CourseOfPath, ...]
    required: TrainingRow | None
    is_archived: bool
    why: str


def trainings(session: Session, actor: Actor, *, wanted: CatalogFilter, today: date) -> Paged[CatalogRow]:
    """One page of a tab."""
    _require(actor)
    page = Page(wanted.page)
    courses = (
        sa.select(sa.func.count(col(PathCourse.id)))
        .where(col(PathCourse.version_id) == TrainingVersion.newest_of_sql(Training))
        .correlate(Training)
        .scalar_subquery()
    )
    chosen: Any = select(Training, courses, Training.can_be_assigned_sql(today))
    found = session.exec(page.cut(chosen.where(tab_sql(wanted.tab), *wanted.where()).order_by(*wanted.order())))
    rows = [
        CatalogRow(
            training=queries.row_of(row),
            is_path=row.kind == TrainingKind.PATH,
            is_instructor_led=row.course_kind == CourseKind.INSTRUCTOR_LED,
            is_archived=row.archived_at is not None,
            courses=number,
            can_be_assigned=can,
        )
        for row, number, can in found
    ]
    total = sa.select(sa.func.count(col(Training.id))).where(tab_sql(wanted.tab), *wanted.where())
    return Paged(rows, session.connection().execute(total).scalar_one(), page)


def tabs(session: Session, actor: Actor, *, wanted: CatalogFilter) -> dict[CatalogTab, int]:
    """How many trainings each tab has with the same search, in one query."""
    _require(actor)
    numbers = sa.select(*(sa.func.count().filter(tab_sql(tab)) for tab in CatalogTab))
    row = session.connection().execute(numbers.select_from(Training).where(*wanted.where())).one()
    return dict(zip(CatalogTab, row, strict=True))


def libraries(session: Session, actor: Actor) -> list[str]:
    """The libraries that anything in the catalogue is of."""
    _require(actor)
    names = sa.select(col(Training.library)).distinct().order_by(col(Training.library)).limit(MOST_LIBRARIES)
    return list(session.connection().execute(names).scalars())


def path(session: Session, actor: Actor, *, training_id: int, today: date) -> PathDetail:
    """One path for its editor; `NotFound` when there is none of that id."""
    actor.require(Permission.MANAGE_CATALOG)
    row = session.get(Training, training_id)
    if row is None or row.kind != TrainingKind.PATH:
        raise NotFound
    entered = paths.entered(session, row)
    required = session.get(Training, row.requires_id) if row.requires_id else None
    return PathDetail(
        id=known(row.id),
        entered=entered,
        courses=tuple(courses(session, actor, course_ids=entered.courses, today=today)),
        required=queries.row_of(required) if required else None,
        is_archived=row.archived_at is not None,
        why=queries.standing(session, row, today).why,
    )


def courses(session: Session, actor: Actor, *, course_ids: tuple[int, ...], today: date) -> list[CourseOfPath]:
    """These courses in this order; what is no course is left out."""
    actor.require(Permission.MANAGE_CATALOG)
    chosen = select(Training).where(db.is_one_of(col(Training.id), course_ids), Training.kind == TrainingKind.COURSE)
    found = {one.id: one for one in session.exec(chosen)}
    there = [found[course_id] for course_id in course_ids if course_id in found]
    return [CourseOfPath(queries.row_of(one), queries.standing(session, one, today).why) for one in there]


def _require(actor: Actor) -> None:
    if not any(actor.can(permission) for permission in SEES):
        actor.require(Permission.MANAGE_CATALOG)
