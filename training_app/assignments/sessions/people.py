"""Reading who takes part in a session: who has a seat, who waits in which order, who stepped back (T-03)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.queries import TabCount
from training_app.assignments.records import Attendance, SignUp
from training_app.assignments.sessions import entry, finding, listing, rules
from training_app.assignments.sessions.entry import NewSession
from training_app.assignments.sessions.filters import PeopleOfSession, PeopleTab
from training_app.assignments.sessions.listing import SessionRow
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import SignUpBy
from training_app.core import organization, paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.people.model import Branch, Person
from training_app.people.queries import matching, visible


@dataclass(frozen=True)
class TakingPart:
    """Somebody who signed up. `number` counts the waiting in their order; 0 of everybody else.

    `remark` says what stands against their coming: deactivated, or not enrolled where that is asked. `is_recorded`:
    their attendance is recorded.
    """

    person_id: int
    name: str
    email: str
    employee_number: str
    branch: str
    signed_up_on: str
    by: str
    number: int
    remark: str
    is_recorded: bool


@dataclass(frozen=True)
class OneSession:
    """One session with a page of its people whom the actor sees; `unseen` take part and are not among them.

    `is_its_day`: attendance can be recorded, because its last day has come.
    """

    id: int
    course_id: int
    course: str
    row: SessionRow
    entered: NewSession
    is_its_day: bool
    note: str
    free: int | None
    unseen: int
    people: Paged[TakingPart]
    tabs: list[TabCount]
    can_change: bool


def one(session: Session, actor: Actor, *, session_id: int, wanted: PeopleOfSession, today: date) -> OneSession:
    """One session with a page of its people under a tab, those whom the actor sees and the search finds."""
    finding.require_keeper(actor)
    found = session.execute(listing.rows().where(col(CourseSession.id) == session_id)).first()
    if found is None:
        raise NotFound
    held: CourseSession = found[0]
    row = listing.row_of(*found, today=today)
    people, tabs = _people(session, actor, held, wanted, today)
    over = rules.why_over(finding.when_of(held), today, is_cancelled=row.is_cancelled)
    return OneSession(
        id=session_id,
        course_id=held.course_id,
        course=session.get_one(Training, held.course_id).title,
        row=row,
        entered=entry.entered(held),
        is_its_day=held.last_day <= today,
        note=held.note,
        free=rules.free(held.seats, row.seated),
        unseen=in_it(session, session_id) - in_it(session, session_id, visible(actor)),
        people=people,
        tabs=tabs,
        can_change=not over,
    )


def _people(
    session: Session, actor: Actor, held: CourseSession, wanted: PeopleOfSession, today: date
) -> tuple[Paged[TakingPart], list[TabCount]]:
    page, of_it = Page(wanted.page), col(SignUp.session_id) == held.id
    joined = sa.join(SignUp, Person, col(Person.id) == col(SignUp.person_id))
    where = [of_it, visible(actor), *matching(wanted.q)]
    counts = sa.select(*(sa.func.count().filter(_TABS[tab]) for tab in PeopleTab)).select_from(joined).where(*where)
    numbers = session.connection().execute(counts).one()
    tabs = [TabCount(tab.name.lower(), tab.value, number) for tab, number in zip(PeopleTab, numbers, strict=True)]
    total = next(one.number for one in tabs if one.label == wanted.tab)
    if wanted.page > 1 and (wanted.page - 1) * page.size >= total:
        return _people(session, actor, held, replace(wanted, page=1), today)
    found = taking_part(held, today).where(visible(actor), *matching(wanted.q), _TABS[wanted.tab])
    zone = organization.of(session)
    asks = _asks_for_enrollment(held, today)
    rows = [_taking_part(one, zone.today(one.at), asks=asks) for one in session.connection().execute(page.cut(found))]
    return Paged(rows, total, page), tabs


def taking_part(held: CourseSession, today: date) -> Any:
    """Everybody who ever signed up for a session: those with a seat by name, the waiting in their order."""
    by: Any = sa.orm.aliased(Person)
    name = (col(Person.last_name), col(Person.first_name), col(Person.id))
    order = sa.case((col(SignUp.is_waiting), col(SignUp.at)), else_=None)
    return (
        sa.select(
            col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email),
            col(Person.employee_number), col(Person.deactivated_at), col(Branch.name).label("branch"),
            col(SignUp.at), col(SignUp.is_waiting), col(SignUp.stepped_back_at), _place_in_line().label("number"),
            by.first_name.label("by_first"), by.last_name.label("by_last"), by.id.label("by_id"),
            finding.is_enrolled_sql(held.course_id, today).label("is_enrolled"),
            _is_recorded(held).label("is_recorded"),
        )
        .select_from(SignUp)
        .join(Person, col(Person.id) == col(SignUp.person_id))
        .join(Branch, col(Branch.id) == col(Person.branch_id))
        .outerjoin(by, by.id == col(SignUp.by_id))
        .where(col(SignUp.session_id) == held.id)
        .order_by(order, sa.case((col(SignUp.is_waiting), col(SignUp.id)), else_=None), *name)
    )  # fmt: skip


def in_it(session: Session, session_id: int, *where: sa.ColumnElement[bool]) -> int:
    """How many have a seat or wait, of those `where`."""
    there = sa.select(col(SignUp.id)).join(Person, col(Person.id) == col(SignUp.person_id))
    return paging.count(session, there.where(col(SignUp.session_id) == session_id,
                                             col(SignUp.stepped_back_at).is_(None), *where))  # fmt: skip


def _place_in_line() -> Any:
    """Which place somebody who waits has, from 1; also those count whom the actor does not see."""
    before: Any = sa.orm.aliased(SignUp)
    earlier = (before.at < col(SignUp.at)) | ((before.at == col(SignUp.at)) & (before.id <= col(SignUp.id)))
    return (
        sa.select(sa.func.count())
        .where(before.session_id == col(SignUp.session_id), before.stepped_back_at.is_(None), before.is_waiting,
               earlier)
        .correlate(SignUp)
        .scalar_subquery()
    )  # fmt: skip


def _is_recorded(held: CourseSession) -> sa.ColumnElement[bool]:
    theirs = sa.exists().where(
        col(Attendance.person_id) == col(Person.id),
        col(Attendance.course_id) == held.course_id,
        col(Attendance.day) == held.last_day,
    )
    return theirs.correlate(Person)


def _asks_for_enrollment(held: CourseSession, today: date) -> bool:
    """Whether it is worth saying that somebody is not enrolled: afterwards nobody is any more."""
    return held.sign_up == SignUpBy.ENROLLED and today <= held.last_day


def _taking_part(row: Any, signed_up_on: date, *, asks: bool) -> TakingPart:
    waits = row.is_waiting and row.stepped_back_at is None
    by = "" if row.by_id is None or row.by_id == row.id else f"{row.by_first} {row.by_last}".strip()
    is_missing = asks and not row.is_enrolled and not row.is_recorded
    remark = "Deactivated" if row.deactivated_at is not None else "Not enrolled" if is_missing else ""
    return TakingPart(
        person_id=row.id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        employee_number=row.employee_number or "",
        branch=row.branch,
        signed_up_on=signed_up_on.isoformat(),
        by=by,
        number=row.number if waits else 0,
        remark=remark,
        is_recorded=row.is_recorded,
    )


_TABS: dict[PeopleTab, sa.ColumnElement[bool]] = {
    PeopleTab.SEATED: finding.seated_sql(),
    PeopleTab.WAITING: finding.waiting_sql(),
    PeopleTab.BACK: col(SignUp.stepped_back_at).is_not(None),
}
