"""A course is copied with all its content, under another title and code (T-01)."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from support import exams
from support import materials as brought
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.catalog import copying, drafting, paths, queries, reading
from training_app.catalog.content import NewMaterial
from training_app.catalog.editing import materials
from training_app.catalog.model import Exam, Question
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.stored import StoredFile
from training_app.core.tables import known


@pytest.mark.rule("T-01", "a course is copied: its facts and content, of its draft if it has one, not published yet")
def test_a_copy_has_the_content_of_the_draft(session: Session, build: Builder, now):
    said = {"library": "Clinical", "hours": Decimal("1.5"), "exam": exams.exam(), "evaluation": exams.EVALUATION}
    source = brought.course(build, ("steps.webm", brought.VIDEO), **said)
    drafted = drafting.begin(session, SYSTEM, training_id=known(source.id), now=now)
    materials.add(session, SYSTEM, version_id=drafted, new=NewMaterial("Lift", "With your legs."), now=now)
    made = copying.copy(session, SYSTEM, training_id=known(source.id), title=" Lifting anew ", code="L-2", now=now)
    assert (made.title, made.code, made.library, made.hours) == ("Lifting anew", "L-2", "Clinical", Decimal("1.5"))
    assert made.published_at is None
    draft = drafting.draft_of(session, training_id=known(made.id))
    assert draft.number == 1
    assert reading.content(session, version_id=known(draft.id)) == reading.content(session, version_id=drafted)
    assert session.connection().execute(sa.select(StoredFile.needed_by)).scalars().all() == [3]
    assert reading.content(session, version_id=drafted).exam == exams.exam()
    assert [one.title for one in reading.content(session, version_id=drafted).materials] == ["steps.webm", "Lift"]
    # To statistics they are its own questions, not those of the course that it was copied from.
    its_own = sa.select(Question.origin_id).join(Exam).where(Exam.version_id == draft.id)
    assert session.connection().execute(its_own).scalars().all() == [None] * 4
    with pytest.raises(Invalid, match="“l-2” is the code of “Lifting anew” already"):
        copying.copy(session, SYSTEM, training_id=known(source.id), title="", code="l-2", now=now)


@pytest.mark.rule("T-05", "a path is copied with its courses, under another title and code")
def test_a_path_is_copied(session: Session, build: Builder, now):
    source = build.path("New hire")
    made = copying.copy(session, SYSTEM, training_id=known(source.id), title="Volunteers", code="V-1", now=now)
    assert paths.entered(session, made).courses == paths.entered(session, source).courses
    assert queries.current_version(session, training_id=known(made.id)).number == 1


def test_others_copy_nothing(session: Session, cast: Cast, build: Builder, now):
    said = {"training_id": known(build.course().id), "title": "Mine", "code": "M-1", "now": now}
    for who in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            copying.copy(session, cast.actor(who), **said)
    with pytest.raises(NotFound):
        copying.copy(session, SYSTEM, **said | {"training_id": 999})
