"""Making, editing, cancelling and deleting sessions of instructor-led courses (T-03)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.records import SignUp
from training_app.assignments.sessions import entry, finding, rules, seating
from training_app.assignments.sessions.entry import LABELS, MOST_WEEKS, MOVING, NewSession
from training_app.assignments.sessions.facts import Change, SessionChanged
from training_app.assignments.sessions.seating import Act
from training_app.catalog import merging
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.core import audit, clock, events, organization
from training_app.core.errors import Conflict, Invalid, Problem
from training_app.core.tables import known

LONGEST_REASON = 500


class Cancelled(Conflict):
    """This session is cancelled, so it stays as it is."""


class InUse(Conflict):
    """People signed up for this session."""


def add(
    session: Session, actor: Actor, *, course_id: int, new: NewSession, now: datetime, times: int = 1
) -> list[CourseSession]:
    """Make a session of a course, and the same on this weekday of the weeks after it, so many in all.

    All or none. `Invalid` names every faulty field; a session that is there already is refused, so that twice is once.
    """
    finding.require_keeper(actor)
    course, new = finding.course(session, course_id=course_id, lock=True), new.cleaned()
    if course.archived_at is not None:
        message = f"“{course.title}” is archived, so that nobody begins it any more."
        raise Conflict(message)
    if not 1 <= times <= MOST_WEEKS:
        raise Invalid(Problem("times", f"It can be held in 1 to {MOST_WEEKS} weeks."))
    all_of_them = _all_of_them(course, new, times, organization.of(session).today(now))
    _require_new(session, course, all_of_them)
    rows = [CourseSession(course_id=course_id, created_at=now, **_columns(one)) for one in all_of_them]
    session.add_all(rows)
    session.flush()
    for row, one in zip(rows, all_of_them, strict=True):
        after = entry.told(one, list(LABELS))
        audit.write(session, actor_id=actor.person_id, at=now, act="session added", subject="session",
                    subject_id=row.id, after=after | {"course_id": course_id})  # fmt: skip
    return rows


def edit(
    session: Session, actor: Actor, *, session_id: int, base: NewSession, new: NewSession, now: datetime
) -> CourseSession:
    """Change a session from `base`, as the form was opened with it, to `new`; merged with what others did (A-24).

    Who signed up is told of another day, hour or place. With more seats the first who wait get them.
    """
    finding.require_keeper(actor)
    row, today = finding.held(session, session_id=session_id), organization.of(session).today(now)
    if row.cancelled_at is not None:
        raise Cancelled
    current = entry.entered(row)
    new = merging.merged(current, base.cleaned(), new.cleaned(),
                         what_happened=lambda name: _what_happened(session, row, current, name))  # fmt: skip
    changed = merging.differing(current, new)
    if not changed:
        return row
    course, seated = finding.course(session, course_id=row.course_id), finding.seated(session, session_id=session_id)
    wrong = entry.problems_of(new, current, course, today=today, seated=seated)
    if wrong:
        raise Invalid(*wrong)
    was, is_over = _said(row), today > row.last_day and today > new.last_day
    row.sqlmodel_update(_columns(new))
    row.version += 1
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="session edited", subject="session",
                subject_id=session_id, before=entry.told(current, changed), after=entry.told(new, changed))  # fmt: skip
    if set(changed) & set(MOVING) and not is_over:
        events.record(session, SessionChanged(session_id, Change.MOVED, was), actor_id=actor.person_id, at=now)
    if "seats" in changed and not is_over:
        seating.fill(session, row, Act(actor.person_id, now, today))
    return row


def cancel(session: Session, actor: Actor, *, session_id: int, why: str, now: datetime) -> CourseSession:
    """Cancel a session that is not over; whoever signed up is told with the reason. Twice is once."""
    finding.require_keeper(actor)
    row, today = finding.held(session, session_id=session_id), organization.of(session).today(now)
    if row.cancelled_at is not None:
        return row
    over = rules.why_over(finding.when_of(row), today, is_cancelled=False)
    if over:
        raise Conflict(over)
    why = why.strip()
    if not why:
        raise Invalid(Problem("why", "Say why: everybody who signed up is told."))
    if len(why) > LONGEST_REASON:
        raise Invalid(Problem("why", f"Say it in at most {LONGEST_REASON} signs."))
    row.cancelled_at, row.cancelled_by_id, row.why = now, actor.person_id, why
    row.version += 1
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="session cancelled", subject="session",
                subject_id=session_id, after={"reason": why})  # fmt: skip
    events.record(session, SessionChanged(session_id, Change.CANCELLED, _said(row)), actor_id=actor.person_id, at=now)
    return row


def delete(session: Session, actor: Actor, *, session_id: int, now: datetime) -> None:
    """Delete a session that nobody ever signed up for; `InUse` otherwise, which can be cancelled."""
    finding.require_keeper(actor)
    row = finding.held(session, session_id=session_id)
    ever = sa.select(sa.func.count()).select_from(SignUp).where(col(SignUp.session_id) == session_id)
    people = session.connection().execute(ever).scalar_one()
    if people:
        who = "1 person has" if people == 1 else f"{people:,} people have"
        message = f"{who} signed up for this session, so it stays on record. You can cancel it."
        raise InUse(message)
    said = entry.told(entry.entered(row), list(LABELS)) | {"course_id": row.course_id}
    session.delete(row)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="session deleted", subject="session",
                subject_id=session_id, before=said)  # fmt: skip


def _all_of_them(course: Training, new: NewSession, times: int, today: date) -> list[NewSession]:
    """The session and those of the weeks after it, each as sound as the first."""
    wrong = entry.problems_of(new, None, course, today=today, seated=0)
    all_of_them = [] if wrong else [_weeks_later(new, week) for week in range(times)]
    for one in all_of_them[1:]:
        later = entry.problems_of(one, None, course, today=today, seated=0)
        wrong += [Problem("times", f"In the week of {one.day:%-d %b %Y}: {each.text}") for each in later[:1]]
    if wrong:
        raise Invalid(*wrong)
    return all_of_them


def _require_new(session: Session, course: Training, all_of_them: list[NewSession]) -> None:
    there = select(CourseSession).where(
        CourseSession.course_id == course.id,
        col(CourseSession.cancelled_at).is_(None),
        col(CourseSession.day).in_([one.day for one in all_of_them]),
    )
    held = {(finding.when_of(row), row.place) for row in session.exec(there)}
    double = next((one for one in all_of_them if (one.when(), one.place) in held), None)
    if double is not None:
        where = f" in {double.place}" if double.place else ""
        raise Invalid(Problem("day", f"There is a session on {double.when().in_words()}{where} already."))


def _weeks_later(new: NewSession, week: int) -> NewSession:
    closes = new.closes_on and clock.days_after(new.closes_on, 7 * week)
    return replace(new, day=clock.days_after(new.day, 7 * week), last_day=clock.days_after(new.last_day, 7 * week),
                   closes_on=closes)  # fmt: skip


def _columns(new: NewSession) -> dict[str, Any]:
    return {name: getattr(new, name) for name in LABELS} | {"sign_up": new.sign_up.value}


def _said(row: CourseSession) -> str:
    where = f", {row.place}" if row.place else ""
    return f"{finding.when_of(row).in_words()}{where}"


def _what_happened(session: Session, row: CourseSession, current: NewSession, name: str) -> str:
    by = merging.told_by(session, "session", known(row.id), name)
    return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {entry.in_words(current, name)}."
