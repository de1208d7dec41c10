"""The exam of a draft: added, how it is taken, and removed with its questions (T-01).

How it is taken is a `NewExam` without questions: those are edited one by one, by `questions`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting, merging
from training_app.catalog.checking import exam as checking
from training_app.catalog.content import NewExam
from training_app.catalog.editing.places import QUESTIONS
from training_app.catalog.model import Choice, Exam, Question, TrainingVersion
from training_app.catalog.rules import Review
from training_app.core import audit
from training_app.core.errors import Invalid, NotFound

SUBJECT = "exam"
LABELS = {
    "pass_mark": "Pass mark",
    "drawn": "Questions of a try",
    "tries": "Tries",
    "minutes": "Minutes of a try",
    "shuffles_questions": "Shuffle the questions",
    "shuffles_choices": "Shuffle the choices",
    "review": "Afterwards learners see",
}
UNLIMITED = {"drawn": "all", "tries": "any number", "minutes": "no limit"}
EMPTY = NewExam(questions=())


class ExamGone(NotFound):
    """This exam is not there any more: somebody removed it meanwhile."""


def add(session: Session, actor: Actor, *, version_id: int, now: datetime) -> Exam:
    """Give a draft an exam, still without questions; one that has one keeps it."""
    version = drafting.held(session, actor, version_id=version_id)
    there = of_version(session, version_id)
    if there is not None:
        return there
    row = Exam(version_id=version_id, pass_mark=EMPTY.pass_mark)
    session.add(row)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="exam added", subject=SUBJECT, subject_id=row.id,
                after=told(settings_of(row), list(LABELS)))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def edit(session: Session, actor: Actor, *, exam_id: int, base: NewExam, new: NewExam, now: datetime) -> Exam:
    """Change how an exam is taken from `base`, as the form was opened with it, to `new`.

    What only somebody else changed stays theirs; what both changed is refused with what the other did (A-24). A bank
    that is still too small for it is no reason to refuse: `bank.unready` says so.
    """
    row, version = held(session, actor, exam_id)
    current = settings_of(row)
    merged = merging.merged(current, replace(base, questions=()), replace(new, questions=()),
                            what_happened=_telling(session, exam_id, current))  # fmt: skip
    changed = [name for name in LABELS if getattr(merged, name) != getattr(current, name)]
    if not changed:
        return row
    if wrong := checking.problems_of_settings(merged):
        raise Invalid(*wrong)
    for name in changed:
        setattr(row, name, getattr(merged, name))
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="exam edited", subject=SUBJECT, subject_id=row.id,
                before=told(current, changed), after=told(merged, changed))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def remove(session: Session, actor: Actor, *, exam_id: int, now: datetime) -> int:
    """Take the exam out of a draft with all of its questions; answer how many those were. Others keep theirs (X-04)."""
    row, version = held(session, actor, exam_id)
    questions = QUESTIONS.total_of(session, exam_id)
    audit.write(session, actor_id=actor.person_id, at=now, act="exam removed", subject=SUBJECT, subject_id=exam_id,
                before=told(settings_of(row), list(LABELS)) | {"questions": questions})  # fmt: skip
    of_it = col(Question.exam_id) == exam_id
    choices = col(Choice.question_id).in_(sa.select(col(Question.id)).where(of_it))
    session.connection().execute(sa.delete(Choice).where(choices))
    session.connection().execute(sa.delete(Question).where(of_it))
    session.expire_all()
    session.delete(row)
    session.flush()
    drafting.noted(session, actor, version=version, now=now)
    return questions


def right_needed(pass_mark: int, questions: int) -> int:
    """How many of so many questions must be right to reach the pass mark."""
    return -(-pass_mark * questions // 100)


def of_version(session: Session, version_id: int) -> Exam | None:
    """The exam of a version; None when it has none."""
    return session.exec(select(Exam).where(Exam.version_id == version_id)).first()


def held(session: Session, actor: Actor, exam_id: int) -> tuple[Exam, TrainingVersion]:
    """The exam of a draft, with the draft, held to the end of the transaction; `ExamGone` if somebody was faster."""
    actor.require(Permission.MANAGE_CATALOG)
    wanted = select(Exam).where(Exam.id == exam_id).execution_options(populate_existing=True)
    row = session.exec(wanted).first()
    if row is None:
        raise ExamGone
    version = drafting.held(session, actor, version_id=row.version_id)
    # Whoever waited for the draft sees what was done to it meanwhile.
    again = session.exec(wanted).first()
    if again is None:
        raise ExamGone
    return again, version


def settings_of(row: Exam) -> NewExam:
    """How an exam is taken, as it could be entered anew."""
    return NewExam((), row.pass_mark, row.tries, row.minutes, row.drawn, row.shuffles_questions, row.shuffles_choices,
                   Review(row.review))  # fmt: skip


def told(settings: NewExam, names: list[str]) -> dict[str, object]:
    """These fields as an audit entry holds them."""
    return {name: getattr(settings, name) for name in names}


def _telling(session: Session, exam_id: int, current: NewExam) -> Callable[[str], str]:
    """What the other one did to a field, and who it was."""

    def what_happened(name: str) -> str:
        by, value = merging.told_by(session, SUBJECT, exam_id, name), getattr(current, name)
        said = ("on" if value else "off") if isinstance(value, bool) else UNLIMITED[name] if value is None else value
        return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {said}."

    return what_happened
