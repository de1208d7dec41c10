"""The catalogue as a list, and one path as its editor shows it: for who manages it, and who records attendance."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
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
MOST_CATEGORIES = 200


@dataclass(frozen=True)
class CatalogRow:
    """A training in the list; `courses` is how many a path has. A draft is of a course that is published already."""

    training: TrainingRow
    is_path: bool
    is_instructor_led: bool
    course_kind: str
    is_published: bool
    has_draft: bool
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
    page, asked = Page(wanted.page), session.connection()
    rows_of, total_of = _statements(wanted)
    found = asked.execute(rows_of, {"today": today}).all()
    # What takes looking at other tables is asked for the rows of the page alone.
    courses = [row.id for row in found if row.kind == TrainingKind.COURSE]
    paths_there = [row.id for row in found if row.kind == TrainingKind.PATH]
    drafted = set(asked.execute(_DRAFTED, {"ids": courses}).scalars()) if courses else set()
    counted = asked.execute(_OF_PATHS, {"ids": paths_there, "today": today}).all() if paths_there else []
    of_paths = {number: (parts, over) for number, parts, over in counted}
    return Paged([_row(row, drafted, of_paths) for row in found], asked.execute(total_of).scalar_one(), page)


@lru_cache(maxsize=128)
def _statements(wanted: CatalogFilter) -> tuple[Any, Any]:
    """The rows of a page, and how many there are in all: put together once for everybody who looks at the same."""
    ours = (tab_sql(wanted.tab), *wanted.where())
    rows = Page(wanted.page).cut(_ROWS.where(*ours).order_by(*wanted.order()))
    return rows, sa.select(sa.func.count(col(Training.id))).where(*ours)


def _row(row: Any, drafted: set[int], of_paths: dict[int, tuple[int, int]]) -> CatalogRow:
    is_path = row.kind == TrainingKind.PATH
    courses, gone = of_paths.get(row.id, (0, 0))
    return CatalogRow(
        training=queries.row_of(row),
        is_path=is_path,
        is_instructor_led=row.course_kind == CourseKind.INSTRUCTOR_LED,
        course_kind=row.course_kind or "",
        is_published=row.published_at is not None,
        has_draft=row.id in drafted and row.published_at is not None,
        is_archived=row.archived_at is not None,
        courses=courses,
        can_be_assigned=bool(row.is_current) and (not is_path or (courses > 0 and not gone)),
    )


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


def categories(session: Session, actor: Actor) -> list[str]:
    """The categories of hours that anything in the catalogue has."""
    _require(actor)
    names = sa.select(col(Training.category)).where(col(Training.category) != "").distinct()
    return list(session.connection().execute(names.order_by(col(Training.category)).limit(MOST_CATEGORIES)).scalars())


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


# Put together once: each time it would take longer than finding fifty rows does.
_TODAY: Any = sa.bindparam("today", type_=sa.Date)
_IDS: Any = sa.bindparam("ids", expanding=True)
_COLUMNS: tuple[Any, ...] = (
    Training.id, Training.title, Training.code, Training.library, Training.level, Training.hours, Training.minutes,
    Training.accredited_through, Training.kind, Training.course_kind, Training.published_at, Training.archived_at,
)  # fmt: skip
_ROWS = sa.select(*_COLUMNS, Training.is_current_sql(_TODAY).label("is_current"))
_DRAFTED = sa.select(col(TrainingVersion.training_id)).where(
    col(TrainingVersion.training_id).in_(_IDS), col(TrainingVersion.published_at).is_(None)
)
_PATH: Any = aliased(Training)
# Of each path, how many courses it has now, and how many of them nobody can be assigned any more.
_OF_PATHS = (
    sa.select(_PATH.id, sa.func.count(), sa.func.count().filter(~Training.is_current_sql(_TODAY)))
    .select_from(_PATH)
    .join(PathCourse, col(PathCourse.version_id) == TrainingVersion.newest_of_sql(_PATH))
    .join(Training, col(Training.id) == col(PathCourse.course_id))
    .where(_PATH.id.in_(_IDS))
    .group_by(_PATH.id)
)
