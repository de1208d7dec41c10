"""Reading submitted cards: those of one's people, to decide about, and one's own (C-25)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module, queries
from training_app.certifications.model import Certification
from training_app.certifications.queries import AwardRow
from training_app.certifications.records import Submission, SubmissionFile
from training_app.certifications.rules import Held
from training_app.certifications.submitting.filters import SubmissionFilter, SubmissionTab, tab_sql
from training_app.certifications.tracking.entry import Entry, entry_of
from training_app.core import organization, paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

TRACK = Permission.TRACK_CERTIFICATIONS
# For so long a declined card is shown to whoever submitted it.
SHOWN = timedelta(days=60)
MOST_SHOWN = 40
_BY = sa.orm.aliased(Person)


@dataclass(frozen=True)
class SubmissionRow:
    """A submitted card as a list shows it. Instants are ISO; `decided_at` is empty while it waits."""

    id: int
    name: str
    certification: str
    submitted_at: str
    decided_at: str
    is_active: bool


@dataclass(frozen=True)
class SubmissionList:
    """One page of a tab, and how many stand under each tab."""

    found: Paged[SubmissionRow]
    tabs: dict[SubmissionTab, int]


@dataclass(frozen=True)
class Photo:
    """A photograph of a card; `is_shown` when there is a picture of it to show."""

    id: int
    name: str
    is_shown: bool


@dataclass(frozen=True)
class SubmissionDetail:
    """One submitted card beside what its owner holds. `is_approved` is None while it waits."""

    row: SubmissionRow
    person_id: int
    certification_id: int
    entry: Entry
    photos: tuple[Photo, ...]
    current: AwardRow | None
    is_approved: bool | None
    decided_by: str
    reason: str


@dataclass(frozen=True)
class MySubmission:
    """A card of one's own that waits, or that was declined lately. `submitted_at` is an ISO instant."""

    id: int
    certification: str
    entry: Entry
    photos: tuple[Photo, ...]
    submitted_at: str
    is_waiting: bool
    reason: str


def submissions(session: Session, actor: Actor, *, wanted: SubmissionFilter) -> SubmissionList:
    """Cards of people whom the actor sees: those that wait with the oldest first, others with the latest first."""
    _require(session, actor)
    among = (people.visible(actor), *people.matching(wanted.q))
    listed = _rows().where(*among, tab_sql(wanted.tab))
    order: tuple[Any, ...] = (col(Submission.submitted_at), col(Submission.id))
    if wanted.tab is not SubmissionTab.WAITING:
        order = (col(Submission.decided_at).desc(), col(Submission.id).desc())
    page = Page(wanted.page)
    rows = [_row(row) for row in session.connection().execute(page.cut(listed.order_by(*order)))]
    tabs = {tab: _count(session, *among, tab_sql(tab)) for tab in SubmissionTab}
    return SubmissionList(Paged(rows, tabs[wanted.tab], page), tabs)


def submission(session: Session, actor: Actor, *, submission_id: int, today: date) -> SubmissionDetail:
    """One card of somebody whom the actor sees; `NotFound` otherwise."""
    _require(session, actor)
    wanted = _rows().add_columns(Submission, _BY).outerjoin(_BY, col(_BY.id) == col(Submission.decided_by_id))
    found = session.execute(wanted.where(col(Submission.id) == submission_id, people.visible(actor))).first()
    if found is None:
        raise NotFound
    card, by = found.Submission, found[-1]
    current = queries.current_award(session, actor, person_id=card.person_id,
                                    certification_id=card.certification_id, today=today)  # fmt: skip
    return SubmissionDetail(
        row=_row(found),
        person_id=card.person_id,
        certification_id=card.certification_id,
        entry=_entry(card),
        photos=_photos(session, [submission_id]).get(submission_id, ()),
        current=current,
        is_approved=card.is_approved,
        decided_by=by.name() if by else "",
        reason=card.reason,
    )


def waiting(session: Session, actor: Actor) -> int:
    """How many cards wait for whoever decides about them; none for others, nor while the module is off."""
    if not actor.can(TRACK) or not organization.of(session).certification_tracking:
        return 0
    return _count(session, people.visible(actor), tab_sql(SubmissionTab.WAITING))


def mine(session: Session, actor: Actor, *, now: datetime) -> tuple[MySubmission, ...]:
    """The actor's own cards that wait, and those declined lately, the latest first."""
    module.require_on(session)
    is_shown = col(Submission.is_approved).is_(None) | (
        col(Submission.is_approved).is_(False) & (col(Submission.decided_at) >= now - SHOWN)
    )
    wanted = (
        select(Submission, Certification.name)
        .join(Certification, col(Certification.id) == col(Submission.certification_id))
        .where(Submission.person_id == actor.person_id, is_shown)
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id).desc())
        .limit(MOST_SHOWN)
    )
    rows = list(session.exec(wanted))
    photos = _photos(session, [known(card.id) for card, _ in rows])
    return tuple(
        MySubmission(known(card.id), name, _entry(card), photos.get(known(card.id), ()), card.submitted_at.isoformat(),
                     is_waiting=card.is_approved is None, reason=card.reason)
        for card, name in rows
    )  # fmt: skip


def _require(session: Session, actor: Actor) -> None:
    actor.require(TRACK)
    module.require_on(session)


def _rows() -> Any:
    columns: tuple[Any, ...] = (Submission.id, Submission.submitted_at, Submission.decided_at, Person.first_name,
                                Person.last_name, Person.deactivated_at, Certification.name)  # fmt: skip
    return (
        sa.select(*columns)
        .select_from(Submission)
        .join(Person, col(Person.id) == col(Submission.person_id))
        .join(Certification, col(Certification.id) == col(Submission.certification_id))
    )


def _row(row: Any) -> SubmissionRow:
    decided_at = row.decided_at.isoformat() if row.decided_at else ""
    return SubmissionRow(row.id, f"{row.first_name} {row.last_name}", row.name, row.submitted_at.isoformat(),
                         decided_at, is_active=row.deactivated_at is None)  # fmt: skip


def _count(session: Session, *where: sa.ColumnElement[bool]) -> int:
    return paging.count(session, _rows().with_only_columns(col(Submission.id)).where(*where))


def _entry(card: Submission) -> Entry:
    return entry_of(Held(card.issued_on, card.expires_on), card.number)


def _photos(session: Session, ids: list[int]) -> dict[int, tuple[Photo, ...]]:
    columns = (SubmissionFile.submission_id, SubmissionFile.id, SubmissionFile.name, SubmissionFile.preview_key)
    wanted = sa.select(*map(col, columns)).where(col(SubmissionFile.submission_id).in_(ids))
    found: dict[int, tuple[Photo, ...]] = {}
    for row in session.connection().execute(wanted.order_by(col(SubmissionFile.id))):
        photo = Photo(row.id, row.name, bool(row.preview_key))
        found[row.submission_id] = (*found.get(row.submission_id, ()), photo)
    return found
