"""Somebody of Riverside sits down to the exam of a course, and answers its evaluation."""

from datetime import datetime, timedelta

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.assignments.evaluations import answering, reading
from training_app.assignments.exams import ending, sitting
from training_app.assignments.exams.rules import Given, Key
from training_app.catalog.rules import ItemKind, QuestionKind
from training_app.demo.plans import Result

QUESTION, BREAK = timedelta(seconds=40), timedelta(minutes=20)
REMARK = "A round with real gear would help: one person dresses, one watches."


def sit(session: Session, learner: Actor, *, enrollment_id: int, result: Result, now: datetime) -> None:
    """Take the exam, in each try with as many wrong answers as `result` says, and then answer the evaluation."""
    for number, wrong in enumerate(result.wrong):
        began = now + number * BREAK
        try_id = sitting.begin(session, learner, enrollment_id=enrollment_id, now=began)
        answered = _answer(session, learner, try_id, wrong, began)
        outcome = sitting.submit(session, learner, try_id=try_id, now=answered + QUESTION)
        if outcome.is_passed and result.evaluates:
            _evaluate(session, learner, enrollment_id, answered + 2 * QUESTION)


def _answer(session: Session, learner: Actor, try_id: int, wrong: int, now: datetime) -> datetime:
    drawn = ending.questions_of(session, try_id)
    choices = ending.choices_of(session, [row.question_id for row, _ in drawn])
    for row, question in drawn:
        key = ending.key_of(question, [choices[row.question_id][one] for one in row.choices])
        given = _given(_wrong(key, len(row.choices)) if row.position <= wrong else Given(key.places, key.number))
        now += QUESTION
        sitting.answer(session, learner, try_id=try_id, position=row.position, given=given, now=now)
    return now


def _given(answer: Given) -> object:
    return answer.number or list(answer.places or ())


def _wrong(key: Key, choices: int) -> Given:
    """An answer that is wrong, as somebody could give it."""
    if key.kind == QuestionKind.NUMERIC:
        return Given(number="1")
    if key.kind == QuestionKind.ORDERED:
        return Given(key.places[::-1])
    return Given(tuple(place for place in range(choices) if place not in key.places)[:1])


def _evaluate(session: Session, learner: Actor, enrollment_id: int, now: datetime) -> None:
    """Most like it; who answers is who decides how much."""
    person = learner.person_id or 0
    asked = reading.evaluation(session, learner, enrollment_id=enrollment_id, now=now)
    for item in asked.items:
        value = {ItemKind.SCALE: str(3 + (person + item.position) % 3), ItemKind.CHOICE: "2"}.get(
            ItemKind(item.kind), REMARK if person % 3 == 0 else ""
        )
        answering.answer(session, learner, enrollment_id=enrollment_id, position=item.position, value=value, now=now)
    answering.submit(session, learner, enrollment_id=enrollment_id, now=now)
