"""“Excuse”: it is not asked of somebody until a day, or for good, with a reason; and taking that back (A-26)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.actions import UsersAssigned
from training_app.assignments.acts import concerned, locking
from training_app.assignments.acts.concerned import Place
from training_app.assignments.attempts import closing
from training_app.assignments.model import Assignee, Assignment
from training_app.assignments.records import Excuse
from training_app.assignments.rules import ClosedAs
from training_app.core import audit, bulk, db, events, organization
from training_app.core.errors import Invalid, Problem


@dataclass(frozen=True)
class ExcuseAccount:
    """How many it would concern, how many of them are excused already, and who is left out."""

    people: int
    excused: int
    complete: int
    withdrawn: int
    closed: int
    is_locked: bool


@dataclass(frozen=True)
class Excused:
    """How many are excused now, or no longer."""

    people: int


def account(
    session: Session, actor: Actor, *, assignment_id: int, assignee_ids: list[int] | None, today: date
) -> ExcuseAccount:
    """Count whom "Excuse" and "End excuse" would concern; `Locked` without "Override the lock"."""
    assignment = concerned.assignment(session, actor, assignment_id=assignment_id)
    # The reason comes with the answer; whether they may at all is known before.
    locking.require_open(actor, assignment.due_on, today=today, reason="to be said")
    chosen = concerned.places(session, actor, assignment_id=assignment_id, assignee_ids=assignee_ids)
    there = [place for place in chosen if place.withdrawn_at is None]
    return ExcuseAccount(
        people=len(_owing(chosen)),
        excused=len(_excused(chosen, today)),
        complete=sum(1 for place in there if place.is_complete()),
        withdrawn=len(chosen) - len(there),
        closed=sum(1 for place in there if _is_over(place)),
        is_locked=locking.is_locked(assignment.due_on, today),
    )


def excuse(
    session: Session,
    actor: Actor,
    *,
    assignment_id: int,
    assignee_ids: list[int] | None,
    reason: str,
    until: date | None,
    now: datetime,
) -> Excused:
    """Excuse these people, or all, through the day `until`, or for good; an earlier excuse is replaced.

    For good, an attempt that nothing else asks for is closed. After the lock the reason is also why it is overridden.
    `Invalid` names `reason` or `until`.
    """
    assignment, today = _open(session, actor, assignment_id, reason.strip() or "to be said", now)
    wrong = _problems(reason.strip(), until, today)
    if wrong:
        raise Invalid(*wrong)
    owing = _owing(concerned.places(session, actor, assignment_id=assignment_id, assignee_ids=assignee_ids))
    if not owing:
        return Excused(0)
    ids = [place.id for place in owing]
    _end_earlier(session, actor, ids, now)
    row = {"by_id": actor.person_id, "at": now, "why": reason.strip(), "until": until}
    bulk.insert(session, Excuse, [{"assignee_id": one, **row} for one in ids])
    _set(session, ids, excused_at=now, excused_until=until)
    _close_or_reopen(session, actor, owing, is_for_good=until is None, why=reason.strip(), now=now)
    said = {"until": until, "reason": reason.strip()}
    _note(session, actor, assignment, "people excused", ids=ids, said=said, now=now)
    return Excused(len(ids))


def end(
    session: Session,
    actor: Actor,
    *,
    assignment_id: int,
    assignee_ids: list[int] | None,
    reason: str = "",
    now: datetime,
) -> Excused:
    """Take the excuse of these people, or of all, back: it is asked of them again. A reason is required once locked."""
    assignment, today = _open(session, actor, assignment_id, reason, now)
    chosen = concerned.places(session, actor, assignment_id=assignment_id, assignee_ids=assignee_ids)
    excused = _excused(chosen, today)
    if not excused:
        return Excused(0)
    ids = [place.id for place in excused]
    _end_earlier(session, actor, ids, now)
    _set(session, ids, excused_at=None, excused_until=None)
    _close_or_reopen(session, actor, excused, is_for_good=False, why="", now=now)
    # Who was excused over the start day hears of the assignment now; who has heard of it, not again.
    events.record(session, UsersAssigned(assignment_id, ids), actor_id=actor.person_id, at=now)
    _note(session, actor, assignment, "excuse ended", ids=ids, said={"reason": reason.strip()}, now=now)
    return Excused(len(ids))


def _open(session: Session, actor: Actor, assignment_id: int, reason: str, now: datetime) -> tuple[Assignment, date]:
    assignment = concerned.assignment(session, actor, assignment_id=assignment_id, is_held=True)
    today = organization.of(session).today(now)
    locking.require_open(actor, assignment.due_on, today=today, reason=reason)
    return assignment, today


def _problems(reason: str, until: date | None, today: date) -> list[Problem]:
    wrong = [] if reason else [Problem("reason", "Reason is missing. It is kept with the excuse.")]
    if until is not None and until < today:
        wrong.append(Problem("until", f"Last day {until:%-d %b %Y} is before today, {today:%-d %b %Y}."))
    return wrong


def _owing(chosen: list[Place]) -> list[Place]:
    return [one for one in chosen if one.withdrawn_at is None and not one.is_complete() and not _is_over(one)]


def _excused(chosen: list[Place], today: date) -> list[Place]:
    return [one for one in chosen if one.withdrawn_at is None and one.is_excused(today)]


def _is_over(place: Place) -> bool:
    """Whether something else than an excuse or the end of the accreditation has closed the attempt."""
    return place.closed_as not in (None, ClosedAs.EXCUSED, ClosedAs.LAPSED)


def _end_earlier(session: Session, actor: Actor, ids: list[int], now: datetime) -> None:
    running = db.is_one_of(col(Excuse.assignee_id), ids) & col(Excuse.ended_at).is_(None)
    ended = sa.update(Excuse).where(running).values(ended_at=now, ended_by_id=actor.person_id)
    session.connection().execute(ended)


def _set(session: Session, ids: list[int], **columns: Any) -> None:
    session.connection().execute(sa.update(Assignee).where(db.is_one_of(col(Assignee.id), ids)).values(**columns))
    session.expire_all()


def _close_or_reopen(
    session: Session, actor: Actor, places: list[Place], *, is_for_good: bool, why: str, now: datetime
) -> None:
    ids = [place.enrollment_id for place in places]
    if is_for_good:
        closing.close(session, enrollment_ids=ids, closed_as=ClosedAs.EXCUSED, by_id=actor.person_id, why=why, now=now)
    else:
        closing.reopen(session, enrollment_ids=ids, closed_as=ClosedAs.EXCUSED, now=now)


def _note(
    session: Session,
    actor: Actor,
    assignment: Assignment,
    act: str,
    *,
    ids: list[int],
    said: dict[str, Any],
    now: datetime,
) -> None:
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject="assignment", subject_id=assignment.id,
                after={"people": len(ids), **said}, rows=ids)  # fmt: skip
