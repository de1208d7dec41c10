"""Reading the sessions of a course (T-03). What a learner sees of them is in `mine`, who takes part in `people`."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.queries import TabCount
from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, rules
from training_app.assignments.sessions.filters import SessionsFilter, SessionsTab
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import SignUpBy
from training_app.core.paging import Page, Paged
from training_app.core.tables import known


@dataclass(frozen=True)
class SessionRow:
    """A session as a list shows it. Days are ISO; `when` and `who` are words, `seats` is empty for any number.

    `is_open`: some can sign up by themselves; `closed` says why they cannot any more.
    """

    id: int
    when: str
    day: str
    place: str
    instructor: str
    seats: str
    seated: int
    waiting: int
    who: str
    closes_on: str
    closed: str
    is_open: bool
    is_full: bool
    is_cancelled: bool
    why: str
    can_be_deleted: bool


@dataclass(frozen=True)
class Sessions:
    """One page of the sessions of a course, with how many stand under each tab."""

    course: str
    is_archived: bool
    rows: Paged[SessionRow]
    tabs: list[TabCount]


def sessions(session: Session, actor: Actor, *, course_id: int, wanted: SessionsFilter, today: date) -> Sessions:
    """The sessions of a course under a tab on the organization day `today`: coming first, or the last first."""
    finding.require_keeper(actor)
    course = finding.course(session, course_id=course_id)
    page = Page(wanted.page)
    of_course = col(CourseSession.course_id) == course_id
    counts = sa.select(*(sa.func.count().filter(_under(tab, today)) for tab in SessionsTab)).where(of_course)
    numbers = session.connection().execute(counts.select_from(CourseSession)).one()
    tabs = [TabCount(tab.name.lower(), tab.value, number) for tab, number in zip(SessionsTab, numbers, strict=True)]
    total = next(one.number for one in tabs if one.label == wanted.tab)
    if wanted.page > 1 and (wanted.page - 1) * page.size >= total:
        return sessions(session, actor, course_id=course_id, wanted=replace(wanted, page=1), today=today)
    found = rows().where(of_course, _under(wanted.tab, today)).order_by(*_order(wanted.tab))
    read = [row_of(*one, today=today) for one in session.execute(page.cut(found))]
    return Sessions(course.title, course.archived_at is not None, Paged(read, total, page), tabs)


def _under(tab: SessionsTab, today: date) -> sa.ColumnElement[bool]:
    cancelled = col(CourseSession.cancelled_at)
    match tab:
        case SessionsTab.UPCOMING:
            return cancelled.is_(None) & (col(CourseSession.last_day) >= today)
        case SessionsTab.PAST:
            return cancelled.is_(None) & (col(CourseSession.last_day) < today)
        case SessionsTab.CANCELLED:
            return cancelled.is_not(None)


def _order(tab: SessionsTab) -> list[Any]:
    keys = [col(CourseSession.day), sa.func.coalesce(col(CourseSession.starts), _MIDNIGHT), col(CourseSession.id)]
    return keys if tab is SessionsTab.UPCOMING else [key.desc() for key in keys]


def rows() -> Any:
    """Sessions, each with how many have a seat, how many wait, and how many ever signed up."""

    def number(which: sa.ColumnElement[bool]) -> Any:
        counted = sa.select(sa.func.count()).where(col(SignUp.session_id) == col(CourseSession.id), which)
        return counted.correlate(CourseSession).scalar_subquery()

    return sa.select(CourseSession, number(finding.seated_sql()), number(finding.waiting_sql()), number(sa.true()))


def row_of(held: CourseSession, seated: int, waiting: int, ever: int, *, today: date) -> SessionRow:
    """A session as a list shows it."""
    when, is_cancelled = finding.when_of(held), held.cancelled_at is not None
    return SessionRow(
        id=known(held.id),
        when=when.in_words(),
        day=held.day.isoformat(),
        place=held.place,
        instructor=held.instructor,
        seats="" if held.seats is None else f"{held.seats:,}",
        seated=seated,
        waiting=waiting,
        who=rules.WHO[SignUpBy(held.sign_up)],
        closes_on=rules.last_day_to_sign_up(held.day, held.closes_on).isoformat(),
        is_open=held.sign_up != SignUpBy.NOBODY,
        closed=rules.why_closed(when, held.closes_on, today, is_cancelled=is_cancelled),
        is_full=rules.free(held.seats, seated) == 0,
        is_cancelled=is_cancelled,
        why=held.why,
        can_be_deleted=ever == 0,
    )


_MIDNIGHT = sa.literal(rules.MIDNIGHT, sa.Time())
