"""The review: who will be enrolled, who joins, who is skipped and why, before anything is written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.assignments.making import drafting, reviewing
from training_app.assignments.making.reviewing import DraftAccount, LevelCount
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.rules import Part
from training_app.audience.filters import PeopleFilter
from training_app.catalog.model import Training
from training_app.core.errors import NotFound
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people import actions as people

TODAY = date(2027, 3, 1)
EVERYBODY = PeopleFilter()


@pytest.fixture
def ada(cast: Cast) -> Actor:
    return cast.actor(cast.ada)


@pytest.fixture
def course(build: Builder) -> Training:
    return build.course("Pediatric airway", level="ALS")


@pytest.fixture
def draft_id(cast: Cast, session, ada, now, course) -> int:
    """Everybody is chosen; Lea completed it in January, Max has it open, and Noa was deactivated after being chosen."""
    january = datetime(2027, 1, 14, 9, tzinfo=UTC)
    cast.build.assign(course, f"q={cast.lea.username}", at=january)
    cast.build.complete(cast.lea, course, at=january)
    cast.build.assign(course, f"q={cast.max.username}", at=january)
    draft_id = drafting.begin(session, ada, now=now)
    said = {"draft_id": draft_id, "now": now}
    drafting.choose_training(session, ada, training_id=known(course.id), **said)
    drafting.set_dates(session, ada, starts_on=TODAY, due_on=TODAY + timedelta(days=30), **said)
    drafting.add_everyone(session, ada, **said)
    people.deactivate(session, SYSTEM, person_id=known(cast.noa.id), now=now)
    session.flush()
    return draft_id


def part(session, actor: Actor, draft_id: int, which: Part, **said) -> dict[str, str]:
    found = reviewing.people(session, actor, draft_id=draft_id, part=which, today=TODAY, **said)
    assert found.total == len(found.rows)
    return {row.name.partition(" ")[0]: row.reason for row in found.rows}


@pytest.mark.rule("A-13", "counts who will be enrolled, who joins with an attempt already open, and who is skipped")
def test_the_account_counts_what_would_become_of_everybody(session, ada, draft_id):
    told = reviewing.account(session, ada, draft_id=draft_id, today=TODAY)
    assert told == DraftAccount(
        chosen=6, enrolled=3, joining=1, completed=1, deactivated=1, skipped=2, other_level=3,
        levels=(LevelCount("", 3),),
    )  # fmt: skip


@pytest.mark.rule("A-13", "names who will be enrolled")
def test_who_will_be_enrolled_is_named(session, ada, draft_id):
    assert part(session, ada, draft_id, Part.ENROLLED) == {"Ada": "", "Sam": "", "Tess": ""}


@pytest.mark.rule("A-13", "names who joins with an attempt already open")
def test_who_joins_is_named(session, ada, draft_id):
    found = part(session, ada, draft_id, Part.JOINING)
    assert found == {"Max": "Has it open since 14 Jan 2027; goes on with it"}


@pytest.mark.rule("A-13", "says why somebody is skipped: completed in this period")
def test_who_completed_it_in_this_period_is_named_with_the_day_and_the_period(session, ada, draft_id):
    expected = {"Lea": "Evaluated 14 Jan 2027, period from 1 Mar 2025"}
    assert part(session, ada, draft_id, Part.COMPLETED) == expected


@pytest.mark.rule("A-13", "says why somebody is skipped: deactivated")
def test_who_was_deactivated_after_being_chosen_is_named_with_the_day(session, ada, draft_id):
    assert part(session, ada, draft_id, Part.DEACTIVATED) == {"Noa": "Deactivated 1 Mar 2027"}
    assert set(part(session, ada, draft_id, Part.SKIPPED)) == {"Lea", "Noa"}


@pytest.mark.rule("A-13", "exactly these are enrolled, join and are skipped when it is created")
@pytest.mark.parametrize("duplicates", [False, True])
def test_creating_does_what_the_review_said(session, ada, now, draft_id, duplicates):
    drafting.set_options(session, ada, draft_id=draft_id, allow_duplicates=duplicates, now=now)

    def ids(which: Part) -> set[int]:
        return {row.id for row in reviewing.lines(session, ada, draft_id=draft_id, part=which, today=TODAY)}

    enrolled, joining, skipped = ids(Part.ENROLLED), ids(Part.JOINING), ids(Part.SKIPPED)
    assert ids(Part.CHOSEN) == enrolled | joining | skipped
    before = set(session.exec(select(Enrollment.id)))
    made = drafting.create(session, ada, draft_id=draft_id, now=now)
    places = session.exec(select(Assignee).where(Assignee.assignment_id == made.assignment_id)).all()
    assert {place.person_id for place in places if place.enrollment_id not in before} == enrolled
    assert {place.person_id for place in places if place.enrollment_id in before} == joining
    assert len(skipped) == (1 if duplicates else 2)


@pytest.mark.rule("A-11", "with duplicates allowed, who completed it is enrolled anyway, and the review says so")
def test_with_duplicates_allowed_the_review_says_so(session, ada, now, draft_id):
    drafting.set_options(session, ada, draft_id=draft_id, allow_duplicates=True, now=now)
    found = part(session, ada, draft_id, Part.ENROLLED)
    assert found["Lea"] == "Evaluated 14 Jan 2027, in this period, duplicates allowed"
    assert part(session, ada, draft_id, Part.COMPLETED) == {}


@pytest.mark.rule("A-11", "somebody who completed it in an earlier period is enrolled")
def test_who_completed_it_in_an_earlier_period_is_enrolled(cast: Cast, session, ada, build, draft_id, now):
    long_ago = datetime(2024, 6, 3, 9, tzinfo=UTC)
    other = build.course("Lifting safely")
    build.assign(other, f"q={cast.lea.username}", at=long_ago)
    build.complete(cast.lea, other, at=long_ago)
    drafting.choose_training(session, ada, draft_id=draft_id, training_id=known(other.id), now=now)
    assert part(session, ada, draft_id, Part.ENROLLED)["Lea"] == "Evaluated 3 Jun 2024, in an earlier period"


@pytest.mark.rule("A-04", "says how many of those assigned are of another level, or of none, and who")
def test_people_of_another_level_are_counted_and_named(cast: Cast, session, ada, now, build, draft_id):
    build.people(2, level="BLS")
    drafting.add_everyone(session, ada, draft_id=draft_id, now=now)
    told = reviewing.account(session, ada, draft_id=draft_id, today=TODAY)
    assert (told.other_level, told.levels) == (5, (LevelCount("BLS", 2), LevelCount("", 3)))
    reasons = part(session, ada, draft_id, Part.OTHER_LEVEL)
    assert reasons["Sam"] == "No level; the training is ALS"
    assert reasons["Kim"] == "BLS; the training is ALS"
    assert "Lea" not in reasons
    drafting.remove_other_level(session, ada, draft_id=draft_id, now=now)
    assert reviewing.account(session, ada, draft_id=draft_id, today=TODAY).other_level == 0


@pytest.mark.rule("A-04", "people of another level are not refused")
def test_people_of_another_level_are_assigned_all_the_same(cast: Cast, session, ada, now, draft_id):
    made = drafting.create(session, ada, draft_id=draft_id, now=now)
    places = session.exec(select(Assignee.person_id).where(Assignee.assignment_id == made.assignment_id)).all()
    assert cast.sam.id in places


@pytest.mark.rule("X-04", "a level edited: the draft is checked again at the review")
def test_a_level_edited_meanwhile_is_seen_at_the_review(session, ada, draft_id, course):
    course.level = "BLS"
    session.add(course)
    session.flush()
    told = reviewing.account(session, ada, draft_id=draft_id, today=TODAY)
    assert LevelCount("ALS", 1) in told.levels


@pytest.mark.rule("A-13", "each list is searched and cut into pages by the database")
def test_a_part_is_searched_and_paged(session, ada, now, build, draft_id):
    build.people(60, level="ALS")
    drafting.add_everyone(session, ada, draft_id=draft_id, now=now)
    said = {"draft_id": draft_id, "part": Part.ENROLLED, "today": TODAY}
    second = reviewing.people(session, ada, page=Page(2), **said)
    assert (second.total, len(second.rows)) == (63, 13)
    assert [row.name for row in reviewing.people(session, ada, q="TESS", **said).rows] == ["Tess Trainer"]
    assert sum(1 for _ in reviewing.lines(session, ada, **said)) == 63


def test_before_a_training_is_chosen_all_active_ones_would_be_enrolled(session, ada, now):
    empty = drafting.begin(session, ada, now=now)
    drafting.add_everyone(session, ada, draft_id=empty, now=now)
    told = reviewing.account(session, ada, draft_id=empty, today=TODAY)
    assert (told.chosen, told.enrolled, told.other_level) == (6, 6, 0)


def test_a_stranger_and_a_narrow_scope_see_nothing_more(cast: Cast, session, ada, now, draft_id):
    for verb in (reviewing.account, reviewing.people):
        said = {} if verb is reviewing.account else {"part": Part.CHOSEN}
        with pytest.raises(NotFound):
            verb(session, cast.actor(cast.sam), draft_id=draft_id, today=TODAY, **said)
    narrow = replace(ada, scope=cast.actor(cast.max).scope)
    assert part(session, narrow, draft_id, Part.CHOSEN) == {"Lea": "Evaluated 14 Jan 2027, period from 1 Mar 2025"}
    assert reviewing.account(session, narrow, draft_id=draft_id, today=TODAY).chosen == 1
