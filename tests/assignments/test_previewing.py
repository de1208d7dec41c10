"""Whoever makes a course sees it as a learner would, and tries its exam out; nothing of it is recorded (T-01)."""

import pytest
from sqlmodel import Session, func, select
from support import exams
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments import previewing
from training_app.assignments.exams import trying_out
from training_app.assignments.exams.paper import PaperQuestion
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog import drafting
from training_app.catalog.content import NewMaterial
from training_app.catalog.editing import materials
from training_app.catalog.editing import questions as editing
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from training_app.core.tables import known


def given(paper: list[PaperQuestion], *, wrong: str = "") -> list[object]:
    """What somebody gives who knows every question but this one."""
    return [exams.given(one, right=one.text != wrong) for one in paper]


def rows(session: Session) -> list[int]:
    return [session.exec(select(func.count()).select_from(one)).one()
            for one in (Enrollment, ExamTry, ExamAnswer, AuditEntry)]  # fmt: skip


@pytest.mark.rule("T-01", "the preview of a course is its draft, and what is published where there is none")
def test_the_draft_is_seen_or_else_what_is_published(session: Session, build: Builder, cast: Cast):
    ada, asked = cast.actor(cast.ada), {}
    asked["training_id"] = known(build.course(exam=exams.exam(tries=2, drawn=3), evaluation=exams.EVALUATION).id)
    published = previewing.preview(session, ada, **asked)
    assert [one.title for one in published.steps] == ["Part 1", "Part 2"]
    assert (published.exam.questions, published.exam.tries_left, published.exam.pass_mark) == (3, 2, 75)
    assert [(one.text, one.value) for one in published.evaluation.items] == [("How was it?", "")]
    draft = drafting.begin(session, ada, **asked, now=build.now)
    materials.add(session, ada, version_id=draft, new=NewMaterial("Part 3", "More."), now=build.now)
    assert [one.title for one in previewing.preview(session, ada, **asked).steps] == ["Part 1", "Part 2", "Part 3"]
    with pytest.raises(NotFound):
        previewing.preview(session, ada, training_id=known(build.path().id))
    with pytest.raises(NotAllowed):
        previewing.preview(session, cast.actor(cast.tess), **asked)


@pytest.mark.rule("T-01", "in the preview an exam is drawn and graded as for a learner, each answer with the right one")
@pytest.mark.rule("T-01", "in the preview nothing is recorded: no attempt, no try, no answer")
def test_an_exam_is_tried_out_without_a_trace(session: Session, build: Builder, cast: Cast):
    course, ada = build.course(exam=exams.exam()), cast.actor(cast.ada)
    version_id = previewing.preview(session, SYSTEM, training_id=known(course.id)).version_id
    before = rows(session)
    drawn = trying_out.draw(session, ada, version_id=version_id)
    asked = {"version_id": version_id, "drawn": drawn.drawn}
    assert all(one.choices != exams.RIGHT[exams.ORDER] for one in drawn.paper)

    one_wrong = trying_out.grade(session, ada, **asked, given=given(drawn.paper, wrong=exams.FIRST))
    assert (one_wrong.right, one_wrong.per_cent, one_wrong.is_passed) == (3, "75", True)
    wrong = next(one for one in one_wrong.questions if not one.is_right)
    assert (wrong.text, wrong.given, wrong.right) == (exams.FIRST, ["Splints"], ["Scene safety"])
    assert wrong.explanation == "Nobody is helped by a second patient."
    nothing = trying_out.grade(session, ada, **asked, given=[])
    assert (nothing.right, nothing.is_passed) == (0, False)
    with pytest.raises(Invalid, match=r"^Question [1-4]: "):
        trying_out.grade(session, ada, **asked, given=[[99], [99], [99], [99]])
    assert (rows(session), list(session.new), list(session.dirty)) == (before, [], [])

    for actor in (cast.actor(cast.tess), cast.actor(cast.lea)):
        with pytest.raises(NotAllowed):
            trying_out.draw(session, actor, version_id=version_id)
        with pytest.raises(NotAllowed):
            trying_out.grade(session, actor, **asked, given=[])


@pytest.mark.rule("T-01", "in the preview a try whose questions were changed meanwhile is not graded, but drawn anew")
def test_a_try_of_questions_that_are_gone_is_drawn_anew(session: Session, build: Builder, cast: Cast):
    ada = cast.actor(cast.ada)
    course_id = known(build.course(exam=exams.exam()).id)
    version_id = drafting.begin(session, ada, training_id=course_id, now=build.now)
    drawn = trying_out.draw(session, ada, version_id=version_id).drawn
    for gone in (drawn[:1], drawn[1:]):
        ids = [one.question_id for one in gone]
        editing.remove(session, ada, version_id=version_id, question_ids=ids, now=build.now)
        with pytest.raises(Conflict, match="changed meanwhile"):
            trying_out.grade(session, ada, version_id=version_id, drawn=drawn, given=[])
    with pytest.raises(Conflict, match="Add at least one question"):
        trying_out.draw(session, ada, version_id=version_id)
    many = [exams.QUESTIONS[0]] * 101
    editing.add_many(session, ada, version_id=version_id, new=many, now=build.now)
    with pytest.raises(Conflict, match="Say how many are drawn"):
        trying_out.draw(session, ada, version_id=version_id)
    # What is on one paper is of one course: the ids of another's are no way to its answers.
    other = previewing.preview(session, ada, training_id=known(build.course(exam=exams.exam()).id)).version_id
    strange = trying_out.draw(session, ada, version_id=other).drawn
    with pytest.raises(Conflict, match="changed meanwhile"):
        trying_out.grade(session, ada, version_id=version_id, drawn=strange, given=[])
