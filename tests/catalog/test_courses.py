"""Courses come into the catalogue with all that one works through; what they consist of has versions (T-01, X-04)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from support import materials as brought
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.catalog import actions, codes, publishing, queries
from training_app.catalog.content import (
    Content,
    NewChoice,
    NewCourse,
    NewEvaluation,
    NewExam,
    NewItem,
    NewMaterial,
    NewQuestion,
)
from training_app.catalog.model import Choice, Evaluation, EvaluationItem, Exam, MaterialFile, Question, Training
from training_app.catalog.rules import CourseKind, ItemKind, MaterialKind, QuestionKind, Review
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed
from training_app.core.stored import StoredFile
from training_app.core.tables import known

EXAM = NewExam(
    (
        NewQuestion(QuestionKind.SINGLE, "Which?", (NewChoice("Red", is_right=True), NewChoice("Green")),
                    explanation="It is."),
        NewQuestion(QuestionKind.ORDERED, "In which order?", (NewChoice("First"), NewChoice("Then"))),
        NewQuestion(QuestionKind.NUMERIC, "How much?", (), Decimal("12.50"), Decimal("0.5")),
    ),
    pass_mark=75, tries=3, minutes=15, drawn=2, review=Review.ANSWERS,
)  # fmt: skip
EVALUATION = NewEvaluation(
    (NewItem(ItemKind.SCALE, "Worth it?"), NewItem(ItemKind.CHOICE, "How long?", ("Short", "Long"), is_required=False)),
    "Two questions.",
)
WHOLE = NewCourse(
    title=" Infection control ", code=" INF-1 ", library="Clinical refresher", level="ALS", category="Safety",
    description="Once a year.", course_kind=CourseKind.EXTERNAL, hours=Decimal("1.25"), minutes=20,
    accredited_through=date(2028, 6, 30), reassign_after_days=365, reassign_from_completion=True,
    materials=(NewMaterial("Read", "Words."), NewMaterial("Go on", "", MaterialKind.LINK, "https://cdc.gov")),
    exam=EXAM, evaluation=EVALUATION,
)  # fmt: skip


def version_of(session: Session, training: Training) -> int:
    return known(queries.current_version(session, training_id=known(training.id)).id)


def exam_of(session: Session, version_id: int) -> tuple[Exam, list[Question]]:
    exam = session.exec(select(Exam).where(Exam.version_id == version_id)).one()
    wanted = select(Question).where(Question.exam_id == exam.id)
    return exam, list(session.exec(wanted.order_by(col(Question.position))))


def items_of(session: Session, version_id: int) -> list[EvaluationItem]:
    of_it = select(EvaluationItem).join(Evaluation, col(Evaluation.id) == col(EvaluationItem.evaluation_id))
    wanted = of_it.where(Evaluation.version_id == version_id)
    return list(session.exec(wanted.order_by(col(EvaluationItem.position))))


@pytest.mark.rule("T-01", "a course has title, code, library, level, kind, hours with a category")
@pytest.mark.rule("T-01", "a course may have an end of its accreditation and an interval after which it comes again")
@pytest.mark.rule("T-01", "a course may have an exam with questions, a pass mark and allowed tries")
@pytest.mark.rule("T-01", "a course may have an evaluation")
@pytest.mark.rule("P-10", "a course added is in the audit, with how much there is to work through")
def test_a_course_keeps_all_that_it_was_entered_with(session: Session, cast: Cast, now):
    row = actions.add_course(session, cast.actor(cast.ada), new=WHOLE, now=now)
    session.flush()
    session.expire_all()
    assert (row.title, row.code, row.library, row.level) == ("Infection control", "INF-1", "Clinical refresher", "ALS")
    assert (row.course_kind, row.hours, row.category, row.minutes) == ("external", Decimal("1.25"), "Safety", 20)
    assert row.accredited_through == date(2028, 6, 30)
    assert (row.reassign_after_days, row.reassign_from_completion) == (365, True)

    exam, questions = exam_of(session, version_of(session, row))
    assert (exam.pass_mark, exam.tries, exam.minutes, exam.drawn, exam.review) == (75, 3, 15, 2, "answers")
    assert [one.kind for one in questions] == ["single", "ordered", "numeric"]
    assert (questions[0].explanation, questions[2].number, questions[2].tolerance) == ("It is.", "12.50", "0.5")
    wanted = select(Choice).where(Choice.question_id == questions[0].id).order_by(col(Choice.position))
    assert [(one.text, one.is_right) for one in session.exec(wanted)] == [("Red", True), ("Green", False)]

    items = items_of(session, version_of(session, row))
    assert [(one.kind, one.choices, one.is_required) for one in items] == [
        ("scale", [], True),
        ("choice", ["Short", "Long"], False),
    ]
    told = session.exec(
        select(AuditEntry).where(AuditEntry.act == "course added", AuditEntry.subject_id == row.id)
    ).one()
    assert told.actor_id == cast.ada.id
    assert told.after == {
        "title": "Infection control", "code": "INF-1", "materials": 2, "questions": 3, "evaluation": True,
    }  # fmt: skip


@pytest.mark.rule("T-01", "a course has materials in their order: text, file, link and video")
@pytest.mark.rule("X-04", "a course's content edited is a new version: materials, exam and evaluation before it stay")
def test_new_content_leaves_the_version_before_as_it_is(session: Session, build: Builder, now):
    course = brought.course(
        build, ("steps.webm", brought.VIDEO), ("guide.pdf", brought.pdf("One", "Two")), more=WHOLE.materials
    )
    before = version_of(session, course)
    publishing.publish(
        session, training_id=known(course.id), content=Content(exam=EXAM, evaluation=EVALUATION), now=now
    )
    middle = version_of(session, course)
    other = replace(EXAM, questions=EXAM.questions[:1], drawn=None, pass_mark=100)
    publishing.publish(session, training_id=known(course.id), content=Content(exam=other), now=now)
    after = version_of(session, course)

    kept = queries.materials(session, version_id=before)
    assert [(one.kind, one.title) for one in kept] == [
        ("video", "steps.webm"), ("file", "guide.pdf"), ("text", "Read"), ("link", "Go on"),
    ]  # fmt: skip
    assert [(one.media_type, one.pages) for one in kept[:2]] == [("video/webm", 0), ("application/pdf", 2)]
    assert [(exam.pass_mark, len(found)) for exam, found in (exam_of(session, middle), exam_of(session, after))] == [
        (75, 3),
        (100, 1),
    ]
    assert (len(items_of(session, middle)), len(items_of(session, after))) == (2, 0)
    # A file stays as long as the version that shows it.
    needed = sa.select(StoredFile.needed_by).join(MaterialFile, col(MaterialFile.key) == col(StoredFile.key))
    assert session.connection().execute(needed).scalars().all() == [1, 1]


@pytest.mark.rule("T-01", "a code is one training's alone, in upper or lower case")
def test_a_code_that_is_taken_is_refused_together_with_all_else(session: Session, build: Builder, now):
    build.course("Radio", code="R-1")
    with pytest.raises(Invalid) as refused:
        actions.add_course(session, SYSTEM, new=NewCourse(title="", code=" r-1 "), now=now)
    assert [(one.field, one.text) for one in refused.value.problems][::2] == [
        ("title", "Title is missing."),
        ("code", "“r-1” is the code of “Radio” already. Choose another."),
    ]
    # As when two look at the same moment, and both find it free.
    with pytest.raises(Invalid, match="“r-1” is the code of “another training” already"):
        codes.store(session, Training(title="Radio too", code="r-1", code_key="", created_at=now))


@pytest.mark.rule("P-03", "a course is added with the right “Manage catalog” alone")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_others_add_no_course(session: Session, cast: Cast, now, who):
    with pytest.raises(NotAllowed):
        actions.add_course(session, cast.actor(getattr(cast, who)), new=WHOLE, now=now)
