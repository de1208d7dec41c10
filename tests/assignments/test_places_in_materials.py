"""Where somebody is in the materials of a course: leaving and coming back loses nothing (L-02)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments.attempts import learning, places_in_materials, results
from training_app.assignments.attempts.results import Result
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.model import Enrollment
from training_app.assignments.records import MaterialPlace
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.core.errors import Invalid, NotFound
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.fixture
def attempt(cast: Cast, build: Builder) -> Enrollment:
    course = build.course()
    build.assign(course, "q=lea")
    return build.attempt(cast.lea, course)


@pytest.fixture
def read(cast: Cast, session: Session, attempt):
    def now() -> learning.Learning:
        return learning.learning(session, cast.actor(cast.lea), enrollment_id=known(attempt.id), today=TODAY)

    return now


def look(session, actor, build, attempt, material_id: int, point: int | None = 0, after: int = 0) -> None:
    places_in_materials.remember(session, actor, enrollment_id=known(attempt.id), material_id=material_id, point=point,
                                 now=build.now + timedelta(seconds=after))  # fmt: skip


@pytest.mark.rule("L-02", "coming back, the material that was last looked at is there, at its second or page")
def test_coming_back_opens_what_was_last_looked_at(cast: Cast, session, build, attempt, read):
    lea, (first, second) = cast.actor(cast.lea), [step.id for step in read().steps]
    assert read().looked_at_id == 0
    look(session, lea, build, attempt, first, 73)
    look(session, lea, build, attempt, second, 4, after=5)
    look(session, lea, build, attempt, first, 120, after=9)
    assert (read().looked_at_id, [step.point for step in read().steps]) == (first, [120, 4])
    # ── to look at it says nothing of where in it one is
    look(session, lea, build, attempt, second, None, after=12)
    assert (read().looked_at_id, [step.point for step in read().steps]) == (second, [120, 4])
    # ── a complete course can be looked at again
    build.complete(cast.lea, session.get_one(Training, attempt.training_id))
    look(session, lea, build, attempt, second, 2, after=99)
    assert (read().looked_at_id, [step.point for step in read().steps]) == (second, [120, 2])


def test_only_one_s_own_attempt_and_its_own_materials(cast: Cast, session, build, attempt, read):
    lea, mine = cast.actor(cast.lea), read().steps[0].id
    version = catalog.current_version(session, training_id=known(build.course("Radio").id))
    foreign = catalog.materials(session, version_id=known(version.id))[0].id
    for actor, material in ((cast.actor(cast.noa), mine), (cast.actor(cast.sam), mine), (lea, foreign), (lea, 10**6)):
        with pytest.raises(NotFound):
            look(session, actor, build, attempt, material)
    for point in (-1, 1_000_001):
        with pytest.raises(Invalid):
            look(session, lea, build, attempt, mine, point)
    assert session.exec(select(MaterialPlace)).all() == []


def test_of_a_failed_attempt_nothing_is_remembered(cast: Cast, session, build, attempt, read):
    material = read().steps[0].id
    results.record(session, SYSTEM, enrollment_ids=[known(attempt.id)], result=Result.FAILED, now=build.now)
    with pytest.raises(NotOpen):
        look(session, cast.actor(cast.lea), build, attempt, material)
