"""What becomes of thousands at once is what the rule says of each of them (A-11)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col
from support.build import SYSTEM

from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.making import drafting, fates
from training_app.assignments.rules import History, Part, fate_of
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.rules import Held, add_months, period_of
from training_app.core import organization
from training_app.core.tables import known
from training_app.people.model import Person

TODAY = date(2027, 3, 1)
DEFAULT = add_months(TODAY, -24)
DAY = timedelta(days=1)
ISSUED, EXPIRED = date(2026, 2, 28), date(2026, 11, 30)
# Where it is decided: the first and the last day of a period, and one beside them.
EDGES = [
    edge + step
    for edge in (ISSUED, EXPIRED, DEFAULT)
    for step in (-DAY, timedelta(), DAY)
] + [TODAY - DAY, TODAY]  # fmt: skip
LICENCES = {
    "none": (),
    "one that holds": (Held(ISSUED, date(2028, 2, 28)),),
    "one that ends today": (Held(ISSUED, TODAY),),
    "one that ended yesterday": (Held(ISSUED, TODAY - DAY),),
    "one that lapsed": (Held(DEFAULT, EXPIRED),),
    "two that hold": (Held(DEFAULT, date(2029, 1, 1)), Held(ISSUED, date(2028, 2, 28))),
    "one that lapsed and one that holds": (Held(DEFAULT, EXPIRED), Held(ISSUED, None)),
    "one that begins tomorrow": (Held(TODAY + DAY, date(2029, 1, 1)),),
}


@dataclass(frozen=True)
class Life:
    """What somebody did before the assignment."""

    licences: str
    completed: tuple[date, ...]
    has_open: bool
    is_active: bool


LIVES = st.builds(
    Life,
    licences=st.sampled_from(sorted(LICENCES)),
    completed=st.lists(st.sampled_from(EDGES), max_size=2, unique=True).map(lambda days: tuple(sorted(days))),
    has_open=st.booleans() | st.just(value=False),
    is_active=st.just(value=True) | st.booleans(),
)


@pytest.fixture
def world(session, build, now, cast):
    """Ten people, an instructor-led course, a path of that course alone, and a draft for everybody."""
    build.now = datetime.combine(DEFAULT - 40 * DAY, time(9), now.tzinfo)
    people = build.people(10)
    kind = certifications.add_certification(session, SYSTEM, now=build.now,
                                            new=NewCertification(name="EMT", code="EMT", is_licence=True,
                                                                always_valid_allowed=True))  # fmt: skip
    session.flush()
    course = build.course("Extrication", course_kind=CourseKind.INSTRUCTOR_LED)
    path = build.path("Rescue", course)
    ada = cast.actor(cast.ada)
    draft_id = drafting.begin(session, ada, now=now)
    for person in people:
        drafting.add_person(session, ada, draft_id=draft_id, person_id=known(person.id), now=now)
    return build, people, kind, course, path, ada, draft_id


@pytest.mark.rule("A-11", "decided for thousands at once as for one, on every edge of every kind of period")
@settings(
    max_examples=max(settings().max_examples // 5, 1), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lives=st.lists(LIVES, min_size=10, max_size=10), allow=st.booleans(), of_path=st.booleans())
def test_the_database_decides_as_the_rule_does(session, world, now, lives, allow, of_path):
    build, people, kind, course, path, ada, draft_id = world
    with session.begin_nested() as tried:
        _live(session, build, dict(zip([known(one.id) for one in people], lives, strict=True)), course, kind)
        training = path if of_path else course
        drafting.choose_training(session, ada, draft_id=draft_id, training_id=known(training.id), now=now)
        drafting.set_options(session, ada, draft_id=draft_id, allow_duplicates=allow, now=now)
        found = _fates(session, ada, draft_id)
        tried.rollback()
    session.expire_all()
    expected = [fate_of(_history(life, of_path=of_path), _begins(life), allow_duplicates=allow) for life in lives]
    assert [found[person.id] for person in people] == [one.value for one in expected]


def _live(session, build, lives: dict[int, Life], course, kind) -> None:
    """Let everybody live their life: each act on its day."""
    zone = ZoneInfo(organization.of(session).zone)
    awards = [NewAward(person_id=person_id, certification_id=known(kind.id), issued_on=one.issued_on,
                       expires_on=one.expires_on, always_valid=one.expires_on is None)
              for person_id, life in lives.items() for one in LICENCES[life.licences]]  # fmt: skip
    if awards:
        certifications.award_many(session, SYSTEM, awards=awards, now=build.now)
    for day in sorted({day for life in lives.values() for day in life.completed}):
        entries = [Entry(person_id, Mark.ATTENDED) for person_id, life in lives.items() if day in life.completed]
        attendance.record(session, SYSTEM, course_id=known(course.id), day=day, entries=entries,
                          now=datetime.combine(day, time(9), zone))  # fmt: skip
    for person_id, life in lives.items():
        person = session.get_one(Person, person_id)
        if life.has_open:
            build.assign(
                course, f"q={person.username}", at=datetime.combine(TODAY, time(9), zone), allow_duplicates=True
            )
        if not life.is_active:
            build.deactivate(person)


def _fates(session, ada, draft_id) -> dict[int, str]:
    draft = fates.read(session, ada, draft_id=draft_id, today=TODAY)
    falls = sa.select(col(Person.id), fates.fate(session, draft)).select_from(fates.source(draft, Part.CHOSEN))
    return dict(session.connection().execute(falls.where(*fates.of(ada, draft, Part.CHOSEN))).all())


def _begins(life: Life) -> date:
    return period_of(LICENCES[life.licences], TODAY, 24).first


def _history(life: Life, *, of_path: bool) -> History:
    """Of the path nobody has an open attempt, and its only course stands for it."""
    days = frozenset(life.completed)
    if of_path:
        return History(is_active=life.is_active, courses=(days,))
    return History(is_active=life.is_active, has_open=life.has_open, completed=days)
