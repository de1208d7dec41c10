"""What a course is entered with: everything it can have is kept, and everything wrong is named at its place (T-01)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, func, select
from support.build import Builder
from support.cast import Cast

from training_app.catalog import actions
from training_app.catalog.checking import course
from training_app.catalog.content import (
    NewChoice,
    NewCourse,
    NewEvaluation,
    NewExam,
    NewItem,
    NewMaterial,
    NewQuestion,
)
from training_app.catalog.model import Choice, Evaluation, EvaluationItem, Exam, Material, Question, Training
from training_app.catalog.rules import CourseKind, ItemKind, MaterialKind, QuestionKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed

RIGHT, WRONG = NewChoice("Soap", is_right=True), NewChoice("Water")
SINGLE = NewQuestion(QuestionKind.SINGLE, "What cleans hands?", (WRONG, RIGHT))
NUMERIC = NewQuestion(QuestionKind.NUMERIC, "For how many seconds?", number=Decimal(20), tolerance=Decimal("0.5"))
EXAM = NewExam((SINGLE, NUMERIC), pass_mark=70, tries=3)
EVALUATION = NewEvaluation((NewItem(ItemKind.SCALE, "Was it clear?"), NewItem(ItemKind.TEXT, "What else?")))
TEXT = NewMaterial("Why", body="Because.")
LINK = NewMaterial("More", kind=MaterialKind.LINK, url="https://www.cdc.gov/clean-hands")
WHOLE = NewCourse(
    title="Clean hands", code="CH-1", library="EMS Library", level="ALS", course_kind=CourseKind.ONLINE,
    hours=Decimal("1.5"), category="Infection control", minutes=40, accredited_through=date(2028, 6, 30),
    reassign_after_days=365, reassign_from_completion=True, materials=(TEXT, LINK), exam=EXAM, evaluation=EVALUATION,
)  # fmt: skip


def exam(question: NewQuestion = SINGLE, **said) -> dict[str, NewExam]:
    return {"exam": replace(EXAM, questions=(question,), **said)}


@pytest.mark.rule("T-01", "a course has a title, code, library, level, kind, hours with a category, accreditation end")
@pytest.mark.rule("T-01", "a course may name an auto-reassignment interval")
def test_everything_a_course_has_is_kept(session: Session, cast: Cast, build: Builder):
    row = actions.add_course(session, cast.actor(cast.ada), new=WHOLE, now=build.now)
    session.flush()
    session.expire_all()
    kept = session.get_one(Training, row.id)
    for name in ("title", "code", "library", "level", "course_kind", "hours", "category", "accredited_through",
                 "reassign_after_days", "reassign_from_completion"):  # fmt: skip
        assert getattr(kept, name) == getattr(WHOLE, name), name
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "course added")).one()
    assert entry.after == {"title": "Clean hands", "code": "CH-1", "materials": 2, "questions": 2, "evaluation": True}


@pytest.mark.rule("T-01", "a learner works through materials, an optional exam and an optional evaluation")
def test_what_is_worked_through_is_kept(session: Session, cast: Cast, build: Builder):
    actions.add_course(session, cast.actor(cast.ada), new=WHOLE, now=build.now)
    kept = session.exec(select(Material).order_by(Material.position)).all()
    assert [(one.kind, one.title, one.body, one.url) for one in kept] == [
        ("text", "Why", "Because.", ""), ("link", "More", "", LINK.url)
    ]  # fmt: skip
    paper = session.exec(select(Exam)).one()
    assert (paper.pass_mark, paper.tries, paper.minutes) == (70, 3, None)
    questions = session.exec(select(Question).order_by(Question.position)).all()
    assert [(one.kind, one.number, one.tolerance) for one in questions] == [
        ("single", "", ""),
        ("numeric", "20", "0.5"),
    ]
    choices = session.exec(select(Choice).order_by(Choice.position)).all()
    assert [(one.text, one.is_right) for one in choices] == [("Water", False), ("Soap", True)]
    assert [one.text for one in session.exec(select(EvaluationItem))] == ["Was it clear?", "What else?"]
    actions.add_course(session, cast.actor(cast.ada), new=replace(WHOLE, code="CH-2", exam=None, evaluation=None),
                       now=build.now)  # fmt: skip
    number = [session.exec(select(func.count()).select_from(part)).one() for part in (Exam, Evaluation)]
    assert number == [1, 1], "both are optional"


@pytest.mark.rule("T-01", "a code is one course's alone, without regard to case; the other one is named")
def test_a_code_is_unique(session: Session, cast: Cast, build: Builder):
    ada = cast.actor(cast.ada)
    actions.add_course(session, ada, new=WHOLE, now=build.now)
    with pytest.raises(Invalid, match="“Clean hands”") as refused:
        actions.add_course(session, ada, new=replace(WHOLE, code=" ch-1"), now=build.now)
    assert [one.field for one in refused.value.problems] == ["code"]


def test_only_who_manages_the_catalogue_adds_a_course(session: Session, cast: Cast, build: Builder):
    for person in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            actions.add_course(session, cast.actor(person), new=WHOLE, now=build.now)


def test_nothing_is_wrong_with_a_whole_course():
    assert course.problems_of(WHOLE) == []
    elsewhere = NewCourse(title="Conference", code="X", course_kind=CourseKind.EXTERNAL)
    assert course.problems_of(elsewhere) == []


@pytest.mark.rule("T-01", "whatever is wrong with a course is named at its place before anything is written")
@pytest.mark.parametrize(("said", "fields"), [
    ({"title": " "}, ["title"]),
    ({"code": ""}, ["code"]),
    ({"level": "expert"}, ["level"]),
    ({"hours": Decimal(-1)}, ["hours"]),
    ({"hours": Decimal("NaN")}, ["hours"]),
    ({"minutes": 0}, ["minutes"]),
    ({"reassign_after_days": 0}, ["reassign_after_days"]),
    ({"reassign_after_days": 100_000}, ["reassign_after_days"]),
    ({"materials": (), "exam": None}, ["materials"]),
    ({"materials": (TEXT, NewMaterial(""))}, ["materials.2.title", "materials.2.body"]),
    ({"materials": (replace(LINK, url=""),)}, ["materials.1.url"]),
    ({"materials": (replace(LINK, url="javascript:alert(1)"),)}, ["materials.1.url"]),
    ({"materials": (NewMaterial("Film", kind=MaterialKind.VIDEO),)}, ["materials.1.file"]),
    ({"exam": replace(EXAM, questions=())}, ["exam.questions"]),
    ({"exam": replace(EXAM, pass_mark=101)}, ["exam.pass_mark"]),
    ({"exam": replace(EXAM, pass_mark=0)}, ["exam.pass_mark"]),
    ({"exam": replace(EXAM, tries=0)}, ["exam.tries"]),
    ({"exam": replace(EXAM, minutes=0)}, ["exam.minutes"]),
    ({"exam": replace(EXAM, drawn=3)}, ["exam.drawn"]),
    (exam(replace(SINGLE, text="")), ["exam.questions.1.text"]),
    (exam(replace(SINGLE, choices=(RIGHT,))), ["exam.questions.1.choices"]),
    (exam(replace(SINGLE, choices=(RIGHT, NewChoice("Gel", is_right=True)))), ["exam.questions.1.choices"]),
    (exam(replace(SINGLE, choices=(RIGHT, NewChoice("Soap")))), ["exam.questions.1.choices.2"]),
    (exam(NewQuestion(QuestionKind.MULTIPLE, "Which?", (WRONG, NewChoice("Gel")))), ["exam.questions.1.choices"]),
    (exam(replace(NUMERIC, number=None)), ["exam.questions.1.number"]),
    (exam(replace(NUMERIC, number=Decimal("1E+999999"))), ["exam.questions.1.number"]),
    (exam(replace(NUMERIC, tolerance=Decimal(-1))), ["exam.questions.1.tolerance"]),
    ({"evaluation": NewEvaluation(())}, ["evaluation.items"]),
    ({"evaluation": NewEvaluation((NewItem(ItemKind.CHOICE, "Which?", ("One",)),))}, ["evaluation.items.1.choices"]),
])  # fmt: skip
def test_what_is_wrong_is_named_at_its_place(said, fields):
    assert [one.field for one in course.problems_of(replace(WHOLE, **said))] == fields
