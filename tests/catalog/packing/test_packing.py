"""A course is exported as one file, and comes back as it went (T-01)."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support import exams
from support import materials as made

from training_app.catalog import actions, drafting, queries
from training_app.catalog.content import NewCourse, NewMaterial
from training_app.catalog.packing import archive, packing, saying, unpacking
from training_app.catalog.packing.packing import Pack
from training_app.catalog.rules import CourseKind, MaterialKind, Review
from training_app.core import files, staging
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known

COURSE = NewCourse(title="Airway", code="AIR-1", materials=(NewMaterial("Read this", "Text."),))
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nLift with the legs."


@pytest.mark.rule(
    "T-01", "a course is exported and imported as one file: facts, materials with files, exam, evaluation"
)
def test_a_course_comes_back_as_it_went(session, cast, now, tmp_path):
    ada = cast.actor(cast.ada)
    film = made.received(tmp_path, made.VIDEO, "Lifting, how.webm")
    guide = made.received(tmp_path, made.pdf("One", "Two"), "../guide.pdf")
    new = replace(
        COURSE, level="ALS", hours=Decimal("1.50"), accredited_through=date(2030, 1, 31), course_kind=CourseKind.ONLINE,
        exam=exams.exam(drawn=3, tries=2, review=Review.ANSWERS), evaluation=exams.EVALUATION,
        materials=(
            NewMaterial("Watch", kind=MaterialKind.VIDEO, file=film, captions=VTT),
            NewMaterial("Read", kind=MaterialKind.FILE, file=guide),
            NewMaterial("Go", "See there.", kind=MaterialKind.LINK, url="https://muster.test/?a=1"),
        ),
    )  # fmt: skip
    course = actions.add_course(session, ada, new=new, now=now)
    packed = packing.pack(session, ada, training_id=known(course.id), today=now.date())
    content = b"".join(packing.pieces(packed))
    sent = made.received(tmp_path, content, packed.name)
    staging.stage(session, sent, by_id=known(cast.ada.id), place=unpacking.PLACE, now=now)

    seen = unpacking.look(session, ada)
    assert (seen.title, seen.code, seen.is_taken) == ("Airway", "AIR-1", True)
    assert (seen.materials, seen.files, seen.questions, seen.items) == (3, 2, 4, 1)
    with files.workshop() as folder, archive.opened(io.BytesIO(content)) as opened:
        got = unpacking.unpacked(opened, unpacking.read(opened), folder)
        other = {"file_id": seen.file_id, "new": replace(got, code="AIR-2"), "now": now}
        again = unpacking.write(session, ada, **other)
        with pytest.raises(NotFound):  # the same file makes one course
            unpacking.write(session, ada, **other)

    first = known(queries.current_version(session, training_id=known(course.id)).id)
    draft = drafting.draft_of(session, training_id=again)
    assert queries.training(session, ada, training_id=again).published_at is None
    came = packing.course_of(session, ada, training_id=again, version_id=known(draft.id))
    assert came == replace(packing.course_of(session, ada, training_id=course.id, version_id=first), code="AIR-2")
    assert [(one.file.name, one.file.pages, one.captions) for one in came.materials[:2]] == [
        ("Lifting, how.webm", 0, VTT), ("guide.pdf", 2, ""),
    ]  # fmt: skip


def test_a_code_that_is_taken_makes_no_course(session, cast, now, tmp_path):
    ada = cast.actor(cast.ada)
    actions.add_course(session, ada, new=COURSE, now=now)
    sent = made.received(tmp_path, b"".join(packing.pieces(Pack("", saying.written(COURSE)[0], []))), "course.zip")
    file_id = staging.stage(session, sent, by_id=known(cast.ada.id), place=unpacking.PLACE, now=now)
    with pytest.raises(Invalid) as refused, session.begin_nested():
        unpacking.write(session, ada, file_id=file_id, new=COURSE, now=now)
    assert [one.field for one in refused.value.problems] == ["code"]
    assert unpacking.look(session, ada).file_id == file_id  # and the file waits on


def test_courses_are_exported_and_imported_by_who_manages_the_catalog(session, cast, now):
    course, tess = cast.build.course(), cast.actor(cast.tess)
    with pytest.raises(NotAllowed):
        packing.pack(session, tess, training_id=known(course.id), today=now.date())
    with pytest.raises(NotAllowed):
        unpacking.look(session, tess)
    with pytest.raises(NotFound):
        packing.pack(session, cast.actor(cast.ada), training_id=known(cast.build.path().id), today=now.date())
