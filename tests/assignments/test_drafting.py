"""Putting an assignment together: whose the draft is, every step is kept, and one draft makes one assignment."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from support.cast import Cast
from support.draft import DUE, TODAY, count, detail, filled

from training_app.assignments import actions
from training_app.assignments.making import abandoning, drafting, drafts
from training_app.assignments.model import Assignee, Assignment, AssignmentDraft, Chosen
from training_app.audience.filters import PeopleFilter
from training_app.catalog import actions as catalog
from training_app.core import jobs
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known

EVERYBODY = PeopleFilter()


# ── who may, and what is kept


VERBS = {
    "choose_training": {"training_id": 1},
    "set_dates": {"starts_on": TODAY, "due_on": DUE},
    "set_options": {"emails": False},
    "remember": {"audience": "level=ALS"},
    "add_found": {"whom": EVERYBODY},
    "add_everyone": {},
    "add_person": {"person_id": 1},
    "remove_person": {"person_id": 1},
    "remove_addresses": {"text": "lea@muster.test"},
    "remove_other_level": {},
    "discard": {},
    "create": {},
}


@pytest.mark.rule("A-03", "a draft is its maker's own: nobody else sees or changes it")
@pytest.mark.parametrize("verb", VERBS)
def test_a_draft_of_somebody_else_does_not_exist(cast: Cast, session, ada, now, build, draft_id, verb):
    filled(session, ada, draft_id, build, now)
    with pytest.raises(NotFound):
        getattr(drafting, verb)(session, cast.actor(cast.sam), draft_id=draft_id, now=now, **VERBS[verb])
    for read in (drafts.draft, drafts.already):
        said = {"today": TODAY} | ({"whom": EVERYBODY} if read is drafts.already else {})
        with pytest.raises(NotFound):
            read(session, cast.actor(cast.sam), draft_id=draft_id, **said)
    assert drafts.drafts(session, cast.actor(cast.sam)) == []
    assert detail(session, ada, draft_id).people == 6


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
@pytest.mark.parametrize("verb", ["begin", *VERBS])
def test_somebody_without_the_right_changes_nothing(cast: Cast, session, now, draft_id, who, verb):
    said = {} if verb == "begin" else {"draft_id": draft_id, **VERBS[verb]}
    with pytest.raises(NotAllowed):
        getattr(drafting, verb)(session, cast.actor(getattr(cast, who)), now=now, **said)
    assert count(session, AssignmentDraft) == 1
    assert count(session, Chosen) == 0


@pytest.mark.rule("A-03", "every step is kept as a row: nothing entered is lost")
def test_what_is_entered_is_kept(session, ada, now, build, draft_id):
    course = filled(session, ada, draft_id, build, now, "level=ALS")
    drafting.set_options(session, ada, draft_id=draft_id, emails=False, allow_duplicates=True, now=now)
    drafting.remember(session, ada, draft_id=draft_id, audience="level=ALS", now=now)
    session.flush()
    session.expire_all()
    found = detail(session, ada, draft_id)
    assert found.training is not None
    assert (found.training.id, found.training.level) == (course, "ALS")
    assert (found.starts_on, found.due_on, found.people) == ("2027-03-01", "2027-03-31", 2)
    assert (found.dashboard_notifications, found.emails, found.allow_duplicates) == (True, False, True)
    assert (found.audience, found.problems) == ("level=ALS", ())
    assert [(row.id, row.title, row.people) for row in drafts.drafts(session, ada)] == [
        (draft_id, "Pediatric airway", 2)
    ]


def test_a_new_draft_starts_today_with_both_switches_on_and_names_what_is_missing(session, ada, draft_id):
    found = detail(session, ada, draft_id)
    assert (found.starts_on, found.due_on) == ("2027-03-01", "")
    assert (found.dashboard_notifications, found.emails, found.allow_duplicates) == (True, True, False)
    assert [problem.field for problem in found.problems] == ["training", "due_on", "people"]


def test_an_untouched_draft_is_taken_up_again_on_another_day_and_a_touched_one_is_not(session, ada, now, build):
    first = drafting.begin(session, ada, now=now)
    assert drafts.drafts(session, ada) == []
    tomorrow = now + timedelta(days=1)
    assert drafting.begin(session, ada, now=tomorrow) == first
    assert detail(session, ada, first).starts_on == "2027-03-02"
    drafting.add_everyone(session, ada, draft_id=first, now=now)
    second = drafting.begin(session, ada, now=now)
    assert second != first
    assert [row.id for row in drafts.drafts(session, ada)] == [first]


@pytest.mark.rule("A-05", "in the wizard: an expired or archived course cannot be chosen")
@pytest.mark.parametrize("gone", ["expired", "archived"])
def test_a_course_that_is_gone_cannot_be_chosen(session, ada, now, build, draft_id, gone):
    through = TODAY - timedelta(days=1) if gone == "expired" else None
    course = build.course(accredited_through=through)
    if gone == "archived":
        catalog.archive(session, ada, training_id=known(course.id), now=now)
    with pytest.raises(Invalid, match="cannot be assigned"):
        drafting.choose_training(session, ada, draft_id=draft_id, training_id=known(course.id), now=now)
    assert detail(session, ada, draft_id).training is None


@pytest.mark.rule("X-04", "a course archived while the wizard is open cannot be assigned, and nothing is written")
def test_a_course_archived_while_the_wizard_is_open_is_named(session, ada, now, build, draft_id):
    course = filled(session, ada, draft_id, build, now)
    catalog.archive(session, ada, training_id=course, now=now)
    assert [problem.field for problem in detail(session, ada, draft_id).problems] == ["training"]
    with pytest.raises(Invalid, match="archived"):
        drafting.create(session, ada, draft_id=draft_id, now=now)
    assert count(session, Assignment) == 0
    assert detail(session, ada, draft_id).people == 6


# ── created, once


@pytest.mark.rule("A-14", "a draft submitted twice creates one assignment")
def test_a_draft_created_twice_makes_one_assignment(session, ada, now, build, draft_id):
    filled(session, ada, draft_id, build, now, "level=ALS")
    first = drafting.create(session, ada, draft_id=draft_id, now=now)
    second = drafting.create(session, ada, draft_id=draft_id, now=now)
    assert (second.assignment_id, second.again, second.people) == (first.assignment_id, True, 2)
    assert count(session, Assignment) == 1
    assert detail(session, ada, draft_id).assignment_id == first.assignment_id
    assert drafts.drafts(session, ada) == []


def test_what_was_entered_is_what_is_created(session, ada, now, build, draft_id):
    course = filled(session, ada, draft_id, build, now, "level=ALS")
    drafting.set_options(
        session, ada, draft_id=draft_id, dashboard_notifications=False, emails=True, allow_duplicates=True, now=now
    )
    made = session.get_one(Assignment, drafting.create(session, ada, draft_id=draft_id, now=now).assignment_id)
    assert (made.training_id, made.starts_on, made.due_on, made.made_by_id) == (course, TODAY, DUE, ada.person_id)
    assert (made.dashboard_notifications, made.emails, made.allow_duplicates) == (False, True, True)
    people_in = select(Assignee).where(col(Assignee.assignment_id) == made.id)
    assert len(session.exec(people_in).all()) == 2
    assert count(session, Chosen) == 0


def test_a_created_draft_cannot_be_changed_or_discarded(session, ada, now, build, draft_id):
    filled(session, ada, draft_id, build, now)
    drafting.create(session, ada, draft_id=draft_id, now=now)
    for verb, said in VERBS.items():
        if verb != "create":
            with pytest.raises(drafting.CreatedAlready):
                getattr(drafting, verb)(session, ada, draft_id=draft_id, now=now, **said)


def test_everything_that_is_missing_is_named_and_nothing_is_created(session, ada, now, draft_id):
    with pytest.raises(Invalid) as refused:
        drafting.create(session, ada, draft_id=draft_id, now=now)
    assert [problem.field for problem in refused.value.problems] == ["training", "due_on", "people"]
    assert count(session, Assignment) == 0


def test_a_draft_left_over_night_has_a_start_in_the_past(session, ada, now, build, draft_id):
    filled(session, ada, draft_id, build, now)
    with pytest.raises(Invalid, match="is before today"):
        drafting.create(session, ada, draft_id=draft_id, now=now + timedelta(days=1))


def test_a_discarded_draft_leaves_nothing(session, ada, now, build, draft_id):
    filled(session, ada, draft_id, build, now)
    drafting.discard(session, ada, draft_id=draft_id, now=now)
    assert count(session, AssignmentDraft) == count(session, Chosen) == 0
    with pytest.raises(NotFound):
        detail(session, ada, draft_id)


@pytest.mark.rule("A-14", "a cancel or failure leaves nothing of the assignment, and the draft can be gone on with")
def test_after_a_cancelled_job_the_draft_is_there_as_it_was(session, ada, now, build, draft_id):
    build.people(120)
    filled(session, ada, draft_id, build, now)
    made = drafting.create(session, ada, draft_id=draft_id, now=now)
    assert made.job_key
    actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=0, size=50, now=now)
    abandoning.abandon(session, assignment_id=made.assignment_id)
    session.expire_all()
    found = detail(session, ada, draft_id)
    assert (found.assignment_id, found.people, found.problems) == (None, 126, ())
    assert count(session, Assignment) == count(session, Assignee) == 0
    again = drafting.create(session, ada, draft_id=draft_id, now=now)
    assert again.job_key not in (None, made.job_key)
    assert jobs.progress(session, again.job_key).total == 126
