"""Importing a question bank of 10,000 from a CSV file: read, each row looked at, added to a draft (T-01)."""

import csv
import io
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.bench.ground import NOW, Ground
from training_app.bench.measure import Bar, Work
from training_app.bench.sizes import RUNS
from training_app.catalog import actions, drafting
from training_app.catalog.checking.exam import MOST_QUESTIONS
from training_app.catalog.content import Facts
from training_app.catalog.editing import exams, questions
from training_app.catalog.model import Choice, Question
from training_app.catalog.rules import QuestionKind
from training_app.core import db
from training_app.core.tables import known
from training_app.imports.questions import plan

SYSTEM = Actor.system()
COLUMNS = ("Question", "Choice 1", "Choice 2", "Choice 3", "Choice 4", "Right", "Explanation")
CHOICES = 4


def works(ground: Ground) -> list[Work]:
    """A bank of questions with four choices each, into a draft whose exam has none."""
    number = MOST_QUESTIONS if ground.size.people * 10 >= MOST_QUESTIONS else ground.size.people
    file, drafts = _file(number), {}

    def draft(side: str, run: int) -> None:
        with db.write() as session:
            facts = Facts(title=f"Bank {side} {run}", code=f"BANK-{side}-{run}")
            course = actions.add_draft(session, SYSTEM, new=facts, now=NOW)
            version = drafting.draft_of(session, training_id=known(course.id))
            version_id = known(version.id if version else None)
            exam = exams.add(session, SYSTEM, version_id=version_id, now=NOW)
            drafts[side, run] = version_id, known(exam.id)

    for run in range(RUNS):
        draft("ours", run)
        draft("bare", run)

    def ours(run: int) -> None:
        version_id, _exam_id = drafts["ours", run]
        table = plan.read(file)
        with db.write() as session:
            planned = plan.plan(table, plan.bank_of(session, version_id=version_id))
            new = list(planned.new.values())
            questions.add_many(session, SYSTEM, version_id=version_id, new=new, now=NOW)

    def bare(run: int) -> None:
        _version_id, exam_id = drafts["bare", run]
        rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
        with db.write() as session:
            _insert(session, exam_id, rows)

    return [Work(f"import a bank of {number:,} questions", Bar(times=4), ours, bare, writes=("question", "choice"))]


def _file(number: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in range(number):
        choices = [f"What is done as number {place} of case {one}" for place in range(CHOICES)]
        text = f"What is done first in case {one}, when nobody else is there and the patient does not answer?"
        writer.writerow([text, *choices, one % CHOICES + 1, f"Because case {one} is like that."])
    return out.getvalue().encode("utf-8-sig")


def _insert(session: Session, exam_id: int, rows: list[dict[str, str]]) -> None:
    """The least: the rows of the file are inserted. Nothing is checked, compared or shown."""
    connection = session.connection()
    said: list[dict[str, Any]] = [
        {"exam_id": exam_id, "position": place, "kind": QuestionKind.SINGLE.value, "text": row["Question"],
         "explanation": row["Explanation"], "number": "", "tolerance": ""}
        for place, row in enumerate(rows, start=1)
    ]  # fmt: skip
    connection.execute(sa.insert(Question), said)
    ids = connection.execute(
        sa.select(col(Question.id)).where(col(Question.exam_id) == exam_id).order_by(col(Question.position))
    )
    choices = [
        {
            "question_id": number,
            "position": place,
            "text": row[f"Choice {place}"],
            "is_right": row["Right"] == f"{place}",
        }
        for number, row in zip(ids.scalars(), rows, strict=True)
        for place in range(1, CHOICES + 1)
    ]
    connection.execute(sa.insert(Choice), choices)
