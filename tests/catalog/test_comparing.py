"""How much there is of each part of a course, as it is published and in its draft."""

import pytest
from sqlmodel import Session
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.catalog import comparing
from training_app.catalog.comparing import PartCount
from training_app.catalog.model import Exam, Material, Question, TrainingVersion
from training_app.core.errors import NotAllowed
from training_app.core.tables import known


@pytest.mark.rule("X-04", "what publishing changes is counted part by part, before and after")
def test_the_parts_are_counted_before_and_after(session: Session, build: Builder, cast: Cast):
    course = build.course(materials=2)
    draft = TrainingVersion(training_id=known(course.id), number=2)
    session.add(draft)
    session.flush()
    exam = Exam(version_id=known(draft.id), pass_mark=80)
    session.add_all([Material(version_id=known(draft.id), position=1, kind="text", title="One"), exam])
    session.flush()
    session.add_all([Question(exam_id=known(exam.id), position=at, kind="single", text="?") for at in (1, 2, 3)])
    session.flush()
    counted = comparing.parts(session, SYSTEM, training_id=known(course.id))
    assert counted == (
        PartCount("Materials", 2, 1), PartCount("Exam questions", 0, 3), PartCount("Evaluation questions", 0, 0),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        comparing.parts(session, cast.actor(cast.tess), training_id=known(course.id))
    assert {one.after for one in comparing.parts(session, SYSTEM, training_id=0)} == {0}
