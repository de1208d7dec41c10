"""The question bank of a draft's exam: questions are added one by one or many at once, edited, moved, removed (T-01).

One question is only saved when it is sound; that its bank is too small, or empty, is said by `bank.unready`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting, merging, reading
from training_app.catalog.checking import exam as checking
from training_app.catalog.content import NewChoice, NewQuestion
from training_app.catalog.editing import exams
from training_app.catalog.editing import question_rows as rows
from training_app.catalog.editing.places import QUESTIONS
from training_app.catalog.model import Choice, Exam, Question, TrainingVersion
from training_app.core import audit, db
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known

SUBJECT = "question"
LABELS = {
    "kind": "Kind",
    "text": "Question",
    "choices": "Choices",
    "number": "Right number",
    "tolerance": "Tolerance",
    "explanation": "Explanation",
}
NO_EXAM = "This course has no exam yet. Add the exam first, then its questions."
MOST_NAMED = 100


class QuestionGone(NotFound):
    """This question is not there any more: somebody removed it meanwhile. What you typed can be added as a new one."""


@dataclass(frozen=True)
class Placed:
    """A question, and where it stands now among how many."""

    id: int
    text: str
    position: int
    total: int


def add(session: Session, actor: Actor, *, version_id: int, new: NewQuestion, now: datetime) -> Question:
    """Add a question at the end of the bank. `Invalid` names every faulty field."""
    exam, version = _exam(session, actor, version_id)
    new = checking.cleaned(new)
    _require_sound(new)
    row = rows.add(session, known(exam.id), QUESTIONS.next_of(session, known(exam.id)), new)
    audit.write(session, actor_id=actor.person_id, at=now, act="question added", subject=SUBJECT, subject_id=row.id,
                after=_told(new, list(LABELS)))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def add_many(session: Session, actor: Actor, *, version_id: int, new: Sequence[NewQuestion], now: datetime) -> int:
    """Add questions at the end of the bank, all or none; answer how many. `Invalid` names faults as `3.choices`."""
    exam, version = _exam(session, actor, version_id)
    if not new:
        return 0
    cleaned = [checking.cleaned(one) for one in new]
    _require_all_sound(cleaned)
    first = QUESTIONS.next_of(session, known(exam.id), adds=len(cleaned))
    ids = rows.add_all(session, known(exam.id), first, cleaned)
    audit.write(session, actor_id=actor.person_id, at=now, act="questions added", subject=SUBJECT,
                after={"number": len(ids), "texts": [one.text for one in cleaned[:MOST_NAMED]]}, rows=ids)  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return len(ids)


def edit(
    session: Session, actor: Actor, *, question_id: int, base: NewQuestion, new: NewQuestion, now: datetime
) -> Question:
    """Change a question from `base`, as the form was opened with it, to `new`; its choices are one field.

    What only somebody else changed stays theirs; what both changed is refused with what the other did (A-24). With
    other words it is another question to statistics.
    """
    row, version = held(session, actor, question_id)
    current = entered(session, row)
    merged = merging.merged(current, checking.cleaned(base), checking.cleaned(new),
                            what_happened=_telling(session, question_id, current))  # fmt: skip
    merged = checking.cleaned(merged)
    changed = merging.differing(current, merged)
    if not changed:
        return row
    _require_sound(merged)
    rows.change(session, row, merged, changed)
    audit.write(session, actor_id=actor.person_id, at=now, act="question edited", subject=SUBJECT, subject_id=row.id,
                before=_told(current, changed), after=_told(merged, changed))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def duplicate(session: Session, actor: Actor, *, question_id: int, now: datetime) -> Placed:
    """Add the same question once more, right behind itself, to make another of it."""
    row, version = held(session, actor, question_id)
    exam_id, new, position = row.exam_id, entered(session, row), row.position
    total = QUESTIONS.next_of(session, exam_id)
    made = rows.add(session, exam_id, QUESTIONS.make_room(session, exam_id, behind=position), new)
    audit.write(session, actor_id=actor.person_id, at=now, act="question duplicated", subject=SUBJECT,
                subject_id=made.id, after=_told(new, list(LABELS)) | {"of": question_id})  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return Placed(known(made.id), made.text, made.position, total)


def move(session: Session, actor: Actor, *, question_id: int, to: int, now: datetime) -> Placed:
    """Put a question at a place, counted from 1; beyond the last is the last."""
    row, version = held(session, actor, question_id)
    total, before = QUESTIONS.total_of(session, row.exam_id), row.position
    after = min(max(to, 1), total)
    if after != before:
        QUESTIONS.put(session, row, after)
        audit.write(session, actor_id=actor.person_id, at=now, act="question moved", subject=SUBJECT,
                    subject_id=row.id, before={"position": before}, after={"position": after})  # fmt: skip
        drafting.noted(session, actor, version=version, now=now)
    return Placed(known(row.id), row.text, after, total)


def step(session: Session, actor: Actor, *, question_id: int, by: int, now: datetime) -> Placed:
    """Move a question by so many places from where it stands now; a negative number is up."""
    row, _ = held(session, actor, question_id)
    return move(session, actor, question_id=question_id, to=row.position + by, now=now)


def remove(session: Session, actor: Actor, *, version_id: int, question_ids: Iterable[int], now: datetime) -> int:
    """Take questions out of a draft; answer how many. Those that somebody was faster with are left out of that."""
    exam, version = _exam(session, actor, version_id)
    of_it = db.is_one_of(col(Question.id), question_ids) & (col(Question.exam_id) == exam.id)
    there = sa.select(col(Question.id), col(Question.text)).where(of_it).order_by(col(Question.position))
    found = session.connection().execute(there).all()
    if not found:
        raise QuestionGone
    ids = [one.id for one in found]
    rows.delete(session, ids)
    QUESTIONS.close_up(session, known(exam.id))
    said = {"number": len(ids), "texts": [one.text for one in found[:MOST_NAMED]]}
    audit.write(session, actor_id=actor.person_id, at=now, act="questions removed" if ids[1:] else "question removed",
                subject=SUBJECT, subject_id=None if ids[1:] else ids[0], before=said, rows=ids)  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return len(ids)


def held(session: Session, actor: Actor, question_id: int) -> tuple[Question, TrainingVersion]:
    """A question of a draft, with the draft, held to the end of the transaction; `QuestionGone` if it is."""
    actor.require(Permission.MANAGE_CATALOG)
    found = select(Exam).join(Question, col(Question.exam_id) == col(Exam.id)).where(Question.id == question_id)
    exam = session.exec(found).first()
    if exam is None:
        raise QuestionGone
    version = drafting.held(session, actor, version_id=exam.version_id)
    # Whoever waited for the draft sees what was done to it meanwhile.
    wanted = select(Question).where(Question.id == question_id).execution_options(populate_existing=True)
    row = session.exec(wanted).first()
    if row is None:
        raise QuestionGone
    return row, version


def entered(session: Session, row: Question) -> NewQuestion:
    """A question as it could be entered anew."""
    choices = select(Choice).where(Choice.question_id == row.id).order_by(col(Choice.position))
    return reading.question(row, tuple(NewChoice(one.text, one.is_right) for one in session.exec(choices)))


def _exam(session: Session, actor: Actor, version_id: int) -> tuple[Exam, TrainingVersion]:
    version = drafting.held(session, actor, version_id=version_id)
    exam = exams.of_version(session, version_id)
    if exam is None:
        raise Invalid(Problem("questions", NO_EXAM))
    return exam, version


def _require_sound(new: NewQuestion) -> None:
    if wrong := checking.problems_of_question(new):
        raise Invalid(*wrong)


def _require_all_sound(new: Sequence[NewQuestion]) -> None:
    wrong = [
        Problem(f"{place}.{one.field}", one.text)
        for place, question in enumerate(new, start=1)
        for one in checking.problems_of_question(question)
    ]
    if wrong:
        raise Invalid(*wrong)


def _telling(session: Session, question_id: int, current: NewQuestion) -> Callable[[str], str]:
    """What the other one did to a field, and who it was."""

    def what_happened(name: str) -> str:
        by, value = merging.told_by(session, SUBJECT, question_id, name), _told(current, [name])[name]
        said = ", ".join(value) if isinstance(value, list) else value
        return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {f'“{said}”' if said else 'empty'}."

    return what_happened


def _told(new: NewQuestion, names: list[str]) -> dict[str, Any]:
    """These fields as an audit entry holds them, with what is right."""
    said = {**rows.columns(new), "choices": [f"{one.text} ✓" if one.is_right else one.text for one in new.choices]}
    return {name: said[name] for name in names}
