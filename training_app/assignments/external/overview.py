"""Reading external activities: everybody's whom a coordinator sees, and one's own (T-04)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.external.filters import ActivityFilter, ActivityTab
from training_app.assignments.queries import TabCount
from training_app.assignments.records import ActivityProof, ExternalActivity
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import db, organization, paging
from training_app.core.errors import NotFound
from training_app.core.paging import SIZE, Page, Paged
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import Choice, matching, visible
from training_app.people.rules import folded


@dataclass(frozen=True)
class Proof:
    """A proof of an activity; `shown` when there is a picture of it."""

    id: int
    name: str
    size: int
    shown: bool


@dataclass(frozen=True)
class ActivityRow:
    """One activity. Days are ISO; `course` is the external course that it names, `by` who decided it, if anybody."""

    id: int
    person_id: int
    person: str
    email: str
    title: str
    course: str
    done_on: str
    place: str
    hours: str
    note: str
    state: str
    recorded_by: str
    recorded_on: str
    by: str
    decided_on: str
    reason: str
    is_own: bool
    training_id: int
    version: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Activities:
    """One page of the list, how many stand under each tab, and the one that is looked at."""

    rows: Paged[ActivityRow]
    tabs: list[TabCount]
    opened: ActivityRow | None


def activities(session: Session, actor: Actor, *, wanted: ActivityFilter) -> Activities:
    """Activities of the people whom the actor sees: of the waiting the oldest first, else the latest decided first."""
    actor.require(Permission.APPROVE_EXTERNAL)
    among = [visible(actor), *_searched(wanted.q)]
    of_tab = _rows().where(*among, _under(wanted.tab))
    total = paging.count(session, of_tab)
    page = Page(min(wanted.page, Paged([], total, Page(1, SIZE)).pages()), SIZE)
    ordered = of_tab.order_by(*_order(wanted.tab))
    opened = _read(session, _rows().where(visible(actor), col(ExternalActivity.id) == wanted.open_id))
    return Activities(Paged(_read(session, page.cut(ordered)), total, page), _tabs(session, among),
                      opened[0] if opened else None)  # fmt: skip


def activity(session: Session, actor: Actor, *, activity_id: int) -> ActivityRow:
    """One activity of somebody whom the actor sees; `NotFound` otherwise."""
    actor.require(Permission.APPROVE_EXTERNAL)
    found = _read(session, _rows().where(visible(actor), col(ExternalActivity.id) == activity_id))
    if not found:
        raise NotFound
    return found[0]


def mine(session: Session, actor: Actor, *, page: Page) -> Paged[ActivityRow]:
    """The actor's own activities, whoever recorded them, the latest first."""
    own = _rows().where(col(ExternalActivity.person_id) == actor.person_id)
    latest = own.order_by(col(ExternalActivity.recorded_at).desc(), col(ExternalActivity.id).desc())
    return Paged(_read(session, page.cut(latest)), paging.count(session, own), page)


def one_of_mine(session: Session, actor: Actor, *, activity_id: int) -> ActivityRow:
    """One activity of the actor's own; `NotFound` of anybody else's."""
    own = col(ExternalActivity.person_id) == actor.person_id, col(ExternalActivity.id) == activity_id
    found = _read(session, _rows().where(*own))
    if not found:
        raise NotFound
    return found[0]


def courses(session: Session, actor: Actor, *, q: str, page: Page) -> list[Choice]:
    """The external courses that an activity can name, by title: those that these words find."""
    del actor  # the catalogue is the same for everybody
    found = [col(Training.search).contains(word, autoescape=True) for word in folded(q).split()]
    wanted = select(Training).where(
        Training.kind == TrainingKind.COURSE,
        Training.course_kind == CourseKind.EXTERNAL,
        col(Training.archived_at).is_(None),
        col(Training.published_at).is_not(None),
        *found,
    )
    rows = session.exec(page.cut(wanted.order_by(Training.title, col(Training.id))))
    return [Choice(known(row.id), f"{row.title} ({row.code})") for row in rows]


def _searched(q: str) -> list[sa.ColumnElement[bool]]:
    """Each word is of the person or of what was done."""
    title = col(ExternalActivity.title)
    return [sa.and_(*matching(word)) | title.icontains(word, autoescape=True) for word in q.split()]


def _under(tab: ActivityTab) -> sa.ColumnElement[bool]:
    decided = col(ExternalActivity.is_approved)
    match tab:
        case ActivityTab.WAITING:
            return decided.is_(None)
        case ActivityTab.APPROVED:
            return decided.is_(True)
        case ActivityTab.DECLINED:
            return decided.is_(False)


def _order(tab: ActivityTab) -> tuple[Any, ...]:
    if tab is ActivityTab.WAITING:
        return col(ExternalActivity.recorded_at), col(ExternalActivity.id)
    return col(ExternalActivity.decided_at).desc(), col(ExternalActivity.id).desc()


def _tabs(session: Session, among: list[sa.ColumnElement[bool]]) -> list[TabCount]:
    counted = (
        sa.select(*(sa.func.count().filter(_under(tab)).label(tab.name) for tab in ActivityTab))
        .select_from(ExternalActivity)
        .join(Person, col(Person.id) == col(ExternalActivity.person_id))
        .where(*among)
    )
    numbers = session.connection().execute(counted).one()
    return [TabCount(tab.name.lower(), tab.value, number) for tab, number in zip(ActivityTab, numbers, strict=True)]


def _rows() -> Any:
    recorder: Any = sa.orm.aliased(Person, name="recorder")
    decider: Any = sa.orm.aliased(Person, name="decider")
    return (
        sa.select(ExternalActivity, Person, col(Training.title), recorder, decider)
        .join(Person, col(Person.id) == col(ExternalActivity.person_id))
        .outerjoin(Training, col(Training.id) == col(ExternalActivity.training_id))
        .outerjoin(recorder, recorder.id == col(ExternalActivity.recorded_by_id))
        .outerjoin(decider, decider.id == col(ExternalActivity.decided_by_id))
    )


def _read(session: Session, statement: Any) -> list[ActivityRow]:
    found = session.execute(statement).all()
    proofs = _proofs(session, [known(row[0].id) for row in found])
    of = organization.of(session)
    return [_row(*row, today=of.today, proofs=tuple(proofs.get(known(row[0].id), ()))) for row in found]


def _row(
    one: ExternalActivity,
    person: Person,
    course: str | None,
    recorder: Person | None,
    decider: Person | None,
    *,
    today: Callable[[datetime], date],
    proofs: tuple[Proof, ...],
) -> ActivityRow:
    return ActivityRow(
        id=known(one.id),
        person_id=one.person_id,
        person=person.name(),
        email=person.email,
        title=one.title,
        course=course or "",
        done_on=one.done_on.isoformat(),
        place=one.place,
        hours=_said(one.hours),
        note=one.note,
        state=ActivityTab.of(one.is_approved).value,
        recorded_by=recorder.name() if recorder else "",
        recorded_on=today(one.recorded_at).isoformat(),
        by=decider.name() if decider else "",
        decided_on=today(one.decided_at).isoformat() if one.decided_at else "",
        reason=one.reason,
        is_own=one.recorded_by_id == one.person_id,
        training_id=one.training_id or 0,
        version=one.version,
        proofs=proofs,
    )


def _said(hours: Decimal) -> str:
    """Hours without zeros that say nothing; empty for none."""
    return f"{hours:f}".rstrip("0").rstrip(".") if hours else ""


def _proofs(session: Session, activity_ids: Collection[int]) -> dict[int, list[Proof]]:
    found: dict[int, list[Proof]] = defaultdict(list)
    of_them = select(ActivityProof).where(db.is_one_of(col(ActivityProof.activity_id), activity_ids))
    for row in session.exec(of_them.order_by(col(ActivityProof.id))):
        found[row.activity_id].append(Proof(known(row.id), row.name, row.size, bool(row.preview_key)))
    return found
