"""Reading the catalogue."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.catalog.model import Material, MaterialFile, PathCourse, Training, TrainingVersion
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import paging
from training_app.core.db import is_one_of
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.rules import folded

_FIRST_PAGE = Page()


@dataclass(frozen=True)
class TrainingRow:
    """A training as it is searched and chosen (A-03); of a path also the titles of its courses in order."""

    id: int
    title: str
    code: str
    library: str
    level: str
    hours: str
    minutes: int
    accredited_through: str
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class MaterialRow:
    """One thing to work through."""

    id: int
    position: int
    kind: str
    title: str
    body: str
    url: str
    file_name: str = ""
    file_size: int = 0
    media_type: str = ""
    pages: int = 0
    has_captions: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether a training can be assigned; if not, why: words to follow "cannot be assigned: ".

    `last_day` is the last on which it can, with `of` as the title of what ends then: of a path, a course of it.
    """

    can_be_assigned: bool
    why: str
    last_day: date | None
    of: str


def assignable(
    session: Session,
    actor: Actor,
    *,
    q: str,
    kind: TrainingKind,
    course_kind: CourseKind | None = None,
    today: date,
    page: Page = _FIRST_PAGE,
) -> Paged[TrainingRow]:
    """Trainings of a kind that can be assigned on the organization day `today` (A-03).

    They are found by title, code, library or level.
    """
    del actor  # the catalogue is the same for everybody
    wanted = [col(Training.search).contains(word, autoescape=True) for word in folded(q).split()]
    if course_kind is not None:
        wanted.append(col(Training.course_kind) == course_kind)
    found = select(Training).where(Training.kind == kind, Training.can_be_assigned_sql(today), *wanted)
    rows = [row_of(one) for one in session.exec(page.cut(found.order_by(Training.title, col(Training.id))))]
    titles = _titles_of_courses(session, [row.id for row in rows]) if kind is TrainingKind.PATH else {}
    rows = [replace(row, courses=tuple(titles.get(row.id, ()))) for row in rows]
    return Paged(rows, paging.count(session, found), page)


def find(session: Session, actor: Actor, *, training_id: int) -> TrainingRow | None:
    """One training as it is shown; None when there is none of that id."""
    del actor  # the catalogue is the same for everybody
    row = session.get(Training, training_id)
    if row is None:
        return None
    titles = _titles_of_courses(session, [training_id]) if row.kind == TrainingKind.PATH else {}
    return replace(row_of(row), courses=tuple(titles.get(training_id, ())))


def training(session: Session, actor: Actor, *, training_id: int, lock: bool = False) -> Training:
    """The row of one training, held until the end of the transaction when it is to be changed; else `NotFound`."""
    del actor  # the catalogue is the same for everybody
    # A lock that lets others enroll people meanwhile: their rows only refer to the training.
    held = {"key_share": True} if lock else None
    row = session.get(Training, training_id, with_for_update=held, populate_existing=lock)
    if row is None:
        raise NotFound
    return row


def current_version(session: Session, *, training_id: int) -> TrainingVersion:
    """What the training consists of now; new attempts begin with it (X-04). `NotFound` before it was ever published."""
    row = newest_version(session, training_id=training_id)
    if row is None:
        raise NotFound
    return row


def newest_version(session: Session, *, training_id: int) -> TrainingVersion | None:
    """The same; None before it was ever published."""
    newest = select(TrainingVersion).where(
        TrainingVersion.training_id == training_id, col(TrainingVersion.published_at).is_not(None)
    )
    return session.exec(newest.order_by(col(TrainingVersion.number).desc())).first()


def courses_of(session: Session, *, version_id: int) -> list[Training]:
    """The courses of a version of a path in order; none of a course."""
    of_version = select(Training).join(PathCourse, col(PathCourse.course_id) == Training.id)
    return list(session.exec(of_version.where(PathCourse.version_id == version_id).order_by(col(PathCourse.position))))


def standing(session: Session, training: Training, day: date) -> Standing:
    """Whether a training can be assigned on the organization day `day`, and until when (A-05, X-04).

    A path stands and falls with the courses that it has now. `Training.can_be_assigned_sql` says it of all at once.
    """
    parts = [training]
    if training.kind == TrainingKind.PATH and training.published_at is not None:
        version = current_version(session, training_id=known(training.id))
        parts += courses_of(session, version_id=known(version.id))
        if len(parts) == 1:
            return Standing(can_be_assigned=False, why="it has no courses", last_day=None, of="")
    ends = [(one.accredited_through, one.title) for one in parts if one.accredited_through is not None]
    last_day, of = min(ends, default=(None, ""))
    over = next((one for one in parts if not one.is_current(day)), None)
    why = _why_over(over, of_path=over is not training) if over else ""
    return Standing(can_be_assigned=over is None, why=why, last_day=last_day, of=of)


def _why_over(part: Training, *, of_path: bool) -> str:
    whose = f"its course “{part.title}”" if of_path else "it"
    if part.archived_at is not None:
        return f"{whose} is archived"
    if part.published_at is None:
        return f"{whose} is not published yet"
    return f"{whose} expired, its accreditation ended {part.accredited_through:%d %b %Y}"


def materials(session: Session, *, version_id: int) -> list[MaterialRow]:
    """The materials of a version in order."""
    wanted = select(Material, MaterialFile).outerjoin(MaterialFile).where(Material.version_id == version_id)
    return [
        MaterialRow(known(row.id), row.position, row.kind, row.title, row.body, row.url)
        if file is None
        else MaterialRow(known(row.id), row.position, row.kind, row.title, row.body, row.url,
                         file.name, file.size, file.media_type, file.pages, bool(row.captions))
        for row, file in session.exec(wanted.order_by(col(Material.position)))
    ]  # fmt: skip


def _titles_of_courses(session: Session, path_ids: list[int]) -> dict[int, list[str]]:
    """The courses that these paths have now, in order."""
    path, titles = aliased(Training), defaultdict[int, list[str]](list)
    course = select(path.id, Training.title).join(PathCourse, col(PathCourse.course_id) == col(Training.id))
    now = course.join(path, col(PathCourse.version_id) == TrainingVersion.newest_of_sql(path))
    for path_id, title in session.exec(now.where(is_one_of(path.id, path_ids)).order_by(col(PathCourse.position))):
        titles[known(path_id)].append(title)
    return titles


def row_of(training: Any) -> TrainingRow:
    """A training as it is shown: a `Training`, or a row with its columns."""
    return TrainingRow(
        id=known(training.id),
        title=training.title,
        code=training.code,
        library=training.library,
        level=training.level or "",
        hours=f"{training.hours:.1f}",
        minutes=training.minutes or 0,
        accredited_through=training.accredited_through.isoformat() if training.accredited_through else "",
    )
