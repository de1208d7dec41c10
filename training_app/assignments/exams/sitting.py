"""Taking an exam: a try is begun, answered question by question, and submitted (T-02)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import taking
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.exams import answers, drawing, ending, rules
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog.model import Exam, Question
from training_app.core import audit
from training_app.core.errors import Conflict, NotFound
from training_app.core.tables import known

PASSED_ALREADY = "You have passed this exam. The training is complete once it is recorded that you took part."


class TryOver(Conflict):
    """This try is over. What was answered until then counts."""


class NotReady(Conflict):
    """The exam cannot be taken yet."""


@dataclass(frozen=True)
class Outcome:
    """How a try came out, and where the attempt stands now (a `Status`)."""

    is_passed: bool
    status: str
    right: int
    total: int


def begin(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> int:
    """Begin a try at the exam of an attempt of the actor's own, or go on with the one that is running; answer its id.

    Should the time of the running one be up, it ends as it stands, and it is the answer. `Conflict` says in words why
    there can be none now.
    """
    attempt = taking.held(session, actor, enrollment_id=enrollment_id, now=now)
    _require_open(attempt.status, attempt.closed_as)
    # Whoever holds the attempt is alone with its tries: a second tab waits, and then finds this one.
    tries = session.exec(select(ExamTry).where(ExamTry.enrollment_id == enrollment_id)).all()
    running = next((one for one in tries if one.ended_at is None), None)
    if running is None:
        if any(one.is_passed for one in tries):
            raise NotReady(PASSED_ALREADY)
        return _begin(session, actor, attempt, len(tries), now)
    if rules.is_time_up(running.ends_at, now):
        ending.end(session, attempt, running, by_id=None, now=now)
    return known(running.id)


def answer(session: Session, actor: Actor, *, try_id: int, position: int, given: object, now: datetime) -> datetime:
    """Keep what is given for one question of the actor's own running try; answer when that was.

    Places of choices as a list, or what was entered for a numeric one as text; nothing takes the answer back.
    `Invalid` says what was expected, `TryOver` that it came too late, `NotOpen` that the attempt was closed meanwhile.
    """
    asked = _asked(session, actor, try_id, position)
    if asked.ended_at is not None or rules.is_time_up(asked.ends_at, now):
        raise TryOver
    _require_open(asked.status, asked.closed_as)
    kept = answers.read(asked.kind, len(asked.choices), given)
    places = None if kept.places is None else list(kept.places)
    same = sa.update(ExamAnswer).where(col(ExamAnswer.try_id) == try_id, col(ExamAnswer.position) == position)
    session.connection().execute(same.values(given=places, number=kept.number, at=now))
    return now


def submit(session: Session, actor: Actor, *, try_id: int, now: datetime) -> Outcome:
    """End the actor's own try and say how it came out. Twice is once; what was not answered is wrong."""
    found = _held(session, try_id, col(Enrollment.person_id) == actor.person_id)
    if found is None:
        raise NotFound
    attempt, its_try = found
    if its_try.ended_at is None:
        _require_open(attempt.status, attempt.closed_as)
        ending.end(session, attempt, its_try, by_id=actor.person_id, now=now)
    total = sa.select(sa.func.count()).where(col(ExamAnswer.try_id) == try_id)
    number = session.connection().execute(total).scalar_one()
    return Outcome(bool(its_try.is_passed), attempt.status, its_try.right or 0, number)


def end_over(session: Session, *, try_id: int, now: datetime) -> bool:
    """End a try of an attempt that is not closed as it stands if its time is up; answer whether it was.

    It is not ended while somebody is at this attempt.
    """
    is_running = col(ExamTry.ended_at).is_(None) & col(Enrollment.closed_as).is_(None)
    found = _held(session, try_id, is_running, skip_locked=True)
    if found is None or not rules.is_time_up(found[1].ends_at, now):
        return False
    ending.end(session, *found, by_id=None, now=now)
    return True


def _begin(session: Session, actor: Actor, attempt: Enrollment, used: int, now: datetime) -> int:
    exam = session.exec(select(Exam).where(Exam.version_id == attempt.version_id)).first()
    if exam is None:
        raise NotReady("This training has no exam.")
    if not rules.tries_left(exam.tries, used):
        raise NotReady("All tries at this exam are used up.")
    far = taking.progress(session, attempt)
    if far.done < far.total:
        left = far.total - far.done
        parts = "one more part" if left == 1 else f"{left} more parts"
        message = f"Finish {parts} first. Then the exam opens."
        raise NotReady(message)
    ends_at = now + timedelta(minutes=exam.minutes) if exam.minutes else None
    begun = ExamTry(
        enrollment_id=known(attempt.id), exam_id=known(exam.id), number=used + 1, began_at=now, ends_at=ends_at
    )
    session.add(begun)
    session.flush()
    try_id = known(begun.id)
    if not drawing.draw(session, exam, try_id=try_id):
        raise NotReady("This exam has no questions.")
    audit.write(session, actor_id=actor.person_id, at=now, act="exam begun", subject="enrollment",
                subject_id=attempt.id, after={"number": begun.number})  # fmt: skip
    return try_id


def _require_open(status: str, closed_as: str | None) -> None:
    why = rules.why_closed(status, closed_as)
    if why:
        raise NotOpen(why)


def _asked(session: Session, actor: Actor, try_id: int, position: int) -> Any:
    """A question of the actor's own try, which is held so that it is not graded meanwhile without this answer."""
    wanted: Any = (
        sa.select(
            col(ExamTry.ends_at), col(ExamTry.ended_at), col(Enrollment.status), col(Enrollment.closed_as),
            col(ExamAnswer.choices), col(Question.kind),
        )
        .select_from(ExamTry)
        .join(Enrollment, col(Enrollment.id) == col(ExamTry.enrollment_id))
        .join(ExamAnswer, col(ExamAnswer.try_id) == col(ExamTry.id))
        .join(Question, col(Question.id) == col(ExamAnswer.question_id))
        .where(
            col(ExamTry.id) == try_id,
            col(ExamAnswer.position) == position,
            col(Enrollment.person_id) == actor.person_id,
        )
    )  # fmt: skip
    asked = session.connection().execute(wanted.with_for_update(of=ExamTry)).first()
    if asked is None:
        raise NotFound
    return asked


def _held(
    session: Session, try_id: int, whose: sa.ColumnElement[bool], *, skip_locked: bool = False
) -> tuple[Enrollment, ExamTry] | None:
    """A try with its attempt, both held, the attempt first as everywhere."""
    of_it = select(Enrollment).join(ExamTry, col(ExamTry.enrollment_id) == col(Enrollment.id))
    wanted = of_it.where(ExamTry.id == try_id, whose)
    attempt = session.exec(wanted.with_for_update(of=Enrollment, skip_locked=skip_locked)).first()
    if attempt is None:
        return None
    its_try = session.exec(select(ExamTry).where(ExamTry.id == try_id).with_for_update()).one()
    return attempt, its_try
