"""Reading the catalogue."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.catalog.model import Material, Training, TrainingVersion
from training_app.catalog.rules import TrainingKind
from training_app.core import paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.rules import folded

_FIRST_PAGE = Page()


@dataclass(frozen=True)
class TrainingRow:
    """A training as it is searched and chosen (A-03)."""

    id: int
    title: str
    code: str
    library: str
    level: str
    hours: str
    minutes: int
    accredited_through: str


@dataclass(frozen=True)
class MaterialRow:
    """One thing to work through."""

    id: int
    position: int
    kind: str
    title: str
    body: str
    url: str


def assignable(
    session: Session, actor: Actor, *, q: str, kind: TrainingKind, today: date, page: Page = _FIRST_PAGE
) -> Paged[TrainingRow]:
    """Trainings of a kind that can be assigned on the organization day `today` (A-03).

    They are found by title, code, library or level.
    """
    del actor  # the catalogue is the same for everybody
    wanted = [col(Training.search).contains(word, autoescape=True) for word in folded(q).split()]
    found = select(Training).where(Training.kind == kind, Training.can_be_assigned_sql(today), *wanted)
    rows = session.exec(page.cut(found.order_by(Training.title, col(Training.id))))
    return Paged([row_of(training) for training in rows], paging.count(session, found), page)


def find(session: Session, actor: Actor, *, training_id: int) -> TrainingRow | None:
    """One training as it is shown; None when there is none of that id."""
    del actor  # the catalogue is the same for everybody
    row = session.get(Training, training_id)
    return row_of(row) if row else None


def training(session: Session, actor: Actor, *, training_id: int) -> Training:
    """The row of one training; `NotFound` otherwise."""
    del actor  # the catalogue is the same for everybody
    row = session.get(Training, training_id)
    if row is None:
        raise NotFound
    return row


def current_version(session: Session, *, training_id: int) -> TrainingVersion:
    """What the training consists of now; new attempts begin with it (X-04)."""
    newest = select(TrainingVersion).where(TrainingVersion.training_id == training_id)
    row = session.exec(newest.order_by(col(TrainingVersion.number).desc())).first()
    if row is None:
        raise NotFound
    return row


def materials(session: Session, *, version_id: int) -> list[MaterialRow]:
    """The materials of a version in order."""
    rows = session.exec(select(Material).where(Material.version_id == version_id).order_by(col(Material.position)))
    return [MaterialRow(known(row.id), row.position, row.kind, row.title, row.body, row.url) for row in rows]


def row_of(training: Training) -> TrainingRow:
    """A training as it is shown."""
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
