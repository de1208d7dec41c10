"""Making and archiving trainings."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import queries
from training_app.catalog.model import Material, PathCourse, Training, TrainingVersion
from training_app.catalog.rules import IN_HOUSE, CourseKind, MaterialKind, TrainingKind
from training_app.core import audit
from training_app.core.errors import Conflict, Invalid, Problem
from training_app.core.tables import known
from training_app.people.rules import folded, key_of


class CodeTaken(Conflict):
    """Another training has this code."""


@dataclass(frozen=True)
class NewMaterial:
    """One thing to work through, as it is entered."""

    title: str
    body: str = ""
    kind: MaterialKind = MaterialKind.TEXT
    url: str = ""


@dataclass(frozen=True)
class NewCourse:
    """A course as it is entered (T-01)."""

    title: str
    code: str
    materials: tuple[NewMaterial, ...]
    library: str = IN_HOUSE
    description: str = ""
    level: str | None = None
    course_kind: CourseKind = CourseKind.ONLINE
    hours: Decimal = Decimal(0)
    category: str = ""
    minutes: int | None = None
    accredited_through: date | None = None


def add_course(session: Session, actor: Actor, *, new: NewCourse, now: datetime) -> Training:
    """Put a course with its materials into the catalogue (T-01). `Invalid` names each faulty field."""
    actor.require(Permission.MANAGE_CATALOG)
    problems = [
        Problem(field, f"{label} is missing.")
        for field, label, value in (("title", "Title", new.title), ("code", "Code", new.code))
        if not value.strip()
    ]
    if problems:
        raise Invalid(*problems)
    if session.exec(select(Training.id).where(Training.code_key == key_of(new.code))).first() is not None:
        raise CodeTaken
    entered = {name: value for name, value in asdict(new).items() if name != "materials"}
    row = Training(**entered, kind=TrainingKind.COURSE, code_key=key_of(new.code), created_at=now)
    row.search = folded(" ".join((row.title, row.code, row.library, row.level or "")))
    session.add(row)
    session.flush()
    publish_version(session, training_id=known(row.id), materials=new.materials, now=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="course added", subject="training", subject_id=row.id,
                after={"title": row.title, "code": row.code, "materials": len(new.materials)})  # fmt: skip
    return row


def archive(session: Session, actor: Actor, *, training_id: int, now: datetime) -> None:
    """Take a training out of what can be assigned; open attempts go on (X-04)."""
    _set_archived(session, actor, training_id, now, now=now)


def unarchive(session: Session, actor: Actor, *, training_id: int, now: datetime) -> None:
    """Put an archived training back among what can be assigned."""
    _set_archived(session, actor, training_id, None, now=now)


def publish_version(
    session: Session,
    *,
    training_id: int,
    materials: tuple[NewMaterial, ...] = (),
    courses: tuple[int, ...] = (),
    now: datetime,
) -> TrainingVersion:
    """Make these materials of a course, or courses of a path, what new attempts begin with.

    Open attempts keep theirs (X-04).
    """
    numbers = session.exec(select(TrainingVersion.number).where(TrainingVersion.training_id == training_id)).all()
    version = TrainingVersion(training_id=training_id, number=max(numbers, default=0) + 1, published_at=now)
    session.add(version)
    session.flush()
    session.add_all([
        Material(version_id=known(version.id), position=position, kind=one.kind, title=one.title, body=one.body,
                 url=one.url)
        for position, one in enumerate(materials, start=1)
    ])  # fmt: skip
    session.add_all([
        PathCourse(version_id=known(version.id), position=position, course_id=course)
        for position, course in enumerate(courses, start=1)
    ])  # fmt: skip
    session.flush()
    return version


def _set_archived(session: Session, actor: Actor, training_id: int, at: datetime | None, *, now: datetime) -> None:
    actor.require(Permission.MANAGE_CATALOG)
    row = queries.training(session, actor, training_id=training_id, lock=True)
    before, after = row.archived_at is not None, at is not None
    if before == after:
        return
    row.archived_at = at
    row.version += 1
    audit.write(session, actor_id=actor.person_id, at=now, subject="training", subject_id=training_id,
                act="training archived" if after else "training unarchived",
                before={"archived": before}, after={"archived": after})  # fmt: skip
