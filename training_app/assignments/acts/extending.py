"""“Extend”: a later due date for some of the people in an assignment (A-26)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.assignments.acts import concerned, locking, moving
from training_app.assignments.acts.concerned import Place
from training_app.assignments.model import Assignment
from training_app.assignments.records import Extension
from training_app.assignments.rules import Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.core import audit, bulk, organization
from training_app.core.errors import Invalid, Problem


@dataclass(frozen=True)
class LeftOut:
    """How many of those chosen keep the due date they have, and why."""

    complete: int = 0
    withdrawn: int = 0
    failed: int = 0
    excused: int = 0
    closed: int = 0


@dataclass(frozen=True)
class ExtendAccount:
    """How many it would concern, who is left out, and between which days the new one is.

    Days are ISO: `latest` is the last due date that any of them has, empty for nobody; `last_day` the end of the
    accreditation, empty without one. `is_locked` wants a reason.
    """

    people: int
    left_out: LeftOut
    latest: str
    last_day: str
    is_locked: bool


@dataclass(frozen=True)
class Extended:
    """How many have a later due date, and who was left out."""

    people: int
    left_out: LeftOut


def account(
    session: Session, actor: Actor, *, assignment_id: int, assignee_ids: list[int] | None, today: date
) -> ExtendAccount:
    """Count whom "Extend" would concern; `Locked` without "Override the lock"."""
    assignment = concerned.assignment(session, actor, assignment_id=assignment_id)
    # The reason comes with the answer; whether they may at all is known before.
    locking.require_open(actor, assignment.due_on, today=today, reason="to be said")
    chosen = concerned.places(session, actor, assignment_id=assignment_id, assignee_ids=assignee_ids)
    owing = _owing(chosen, today)
    return ExtendAccount(
        people=len(owing),
        left_out=_left_out(chosen, today),
        latest=max(place.due_on for place in owing).isoformat() if owing else "",
        last_day=_iso(_last_day(session, assignment, today)),
        is_locked=locking.is_locked(assignment.due_on, today),
    )


def extend(
    session: Session,
    actor: Actor,
    *,
    assignment_id: int,
    assignee_ids: list[int] | None,
    due_on: date | None,
    reason: str = "",
    now: datetime,
) -> Extended:
    """Let these people, or all, be due later; they are told at once. A reason is required once it is locked.

    `Invalid` names `due_on` or `reason`. Said again it is refused: the day is no longer later than what they have.
    """
    assignment = concerned.assignment(session, actor, assignment_id=assignment_id, is_held=True)
    today = organization.of(session).today(now)
    chosen = concerned.places(session, actor, assignment_id=assignment_id, assignee_ids=assignee_ids)
    owing = _owing(chosen, today)
    # A missing reason is named below, together with what is wrong with the day.
    locking.require_open(actor, assignment.due_on, today=today, reason=reason.strip() or "to be said")
    wrong = _problems(session, assignment, owing, due_on, today) if owing else []
    if locking.is_locked(assignment.due_on, today) and not reason.strip():
        wrong.append(Problem("reason", "This assignment is locked. Say why you override the lock."))
    if wrong:
        raise Invalid(*wrong)
    if owing and due_on is not None:
        _move(session, actor, assignment_id, owing, due_on=due_on, reason=reason.strip(), now=now)
    return Extended(len(owing), _left_out(chosen, today))


def _owing(chosen: list[Place], today: date) -> list[Place]:
    return [place for place in chosen if _why_not(place, today) == ""]


def _why_not(place: Place, today: date) -> str:
    """Why a place keeps its due date, as a field of `LeftOut`; empty when it is moved."""
    if place.withdrawn_at is not None:
        return "withdrawn"
    if place.is_complete():
        return "complete"
    if place.is_excused(today):
        return "excused"
    if place.closed_as is not None:
        return "closed"
    return "failed" if place.status == Status.FAILED else ""


def _left_out(chosen: list[Place], today: date) -> LeftOut:
    whys = [_why_not(place, today) for place in chosen]
    return LeftOut(**{why: whys.count(why) for why in set(whys) if why})


def _problems(
    session: Session, assignment: Assignment, owing: list[Place], due_on: date | None, today: date
) -> list[Problem]:
    if due_on is None:
        return [Problem("due_on", "Due date is missing.")]
    if due_on < today:
        return [Problem("due_on", f"Due date {due_on:%-d %b %Y} is before today, {today:%-d %b %Y}.")]
    not_later = [place for place in owing if place.due_on >= due_on]
    if not_later:
        latest = max(place.due_on for place in not_later)
        whose = "the due date they have" if len(owing) == 1 else f"the due date that {len(not_later):,} of them have"
        return [Problem("due_on", f"Due date {due_on:%-d %b %Y} is not later than {whose}, {latest:%-d %b %Y}.")]
    end = _last_day(session, assignment, today)
    if end is not None and due_on > end:
        return [Problem("due_on", f"Due date is after the accreditation ends, {end:%-d %b %Y}.")]
    return []


def _move(
    session: Session,
    actor: Actor,
    assignment_id: int,
    owing: list[Place],
    *,
    due_on: date,
    reason: str,
    now: datetime,
) -> None:
    by = actor.person_id
    noted = [
        {"assignee_id": one.id, "by_id": by, "at": now, "due_before": one.due_on, "due_on": due_on, "why": reason}
        for one in owing
    ]
    bulk.insert(session, Extension, noted)
    ids = [one.id for one in owing]
    moving.move(session, assignment_id=assignment_id, assignee_ids=ids, due_on=due_on, actor_id=by, now=now)
    before = {"due_on": sorted({one.due_on.isoformat() for one in owing})[:5]}
    after = {"due_on": due_on, "people": len(ids), "reason": reason}
    audit.write(session, actor_id=by, at=now, act="due date extended", subject="assignment", subject_id=assignment_id,
                before=before, after=after, rows=ids)  # fmt: skip


def _last_day(session: Session, assignment: Assignment, today: date) -> date | None:
    """The last day on which the training is accredited; of a path, of the course that ends first."""
    training = session.get_one(Training, assignment.training_id)
    return catalog.standing(session, training, today).last_day


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
