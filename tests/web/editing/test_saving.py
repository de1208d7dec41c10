"""An edit is reviewed and saved, by one admin or by two at once (A-13, A-19, A-24)."""

from datetime import timedelta

import pytest
from support import drafts
from support.build import Builder
from support.editing.beside import as_, assigned, begin, change, course, due_of, people_in, step

from training_app.assignments.making import drafting, editing
from training_app.core import clock
from training_app.core.tables import known
from training_app.web.admin.assignment.edit import EditUsers
from training_app.web.admin.new_assignment.dates import DatesStep
from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.review.edit_state import WHY, EditReview
from training_app.web.admin.new_assignment.review.people import ReviewedPeople
from training_app.web.admin.new_assignment.review.state import ReviewStep
from training_app.web.admin.new_assignment.wizard import SAVED_BEFORE, Wizard
from training_app.worker import loop


def focused(tab) -> list[str]:
    asked = [event for update in tab.heard for event in update.events if event.name == "_set_focus"]
    return [str(event.payload["ref"]) for event in asked]


# ── the review


@pytest.mark.rule("A-13", "the review of an edit lists who is added, who is removed and who stays")
async def test_the_review_accounts_for_everybody(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    change(draft, house.cast.ada, drafting.add_person, person_id=house.cast.noa.id)
    change(draft, house.cast.ada, drafting.remove_person, person_id=house.cast.lea.id)
    await ada.open(step(draft))
    listed = await ada.state(ReviewedPeople)
    assert [(one.number, one.words) for one in listed.parts] == [
        ("1", "is added"), ("1", "is removed"), ("1", "stays as before")
    ]  # fmt: skip
    assert [row.name for row in listed.rows] == ["Noa Nearby"]
    await ada.open(step(draft, "review", "part=removed"))
    listed = await ada.state(ReviewedPeople)
    assert [row.name for row in listed.rows] == ["Lea Learner"]
    assert listed.download.endswith("part=removed")


@pytest.mark.rule("A-13", "the review of an edit names the message to those who had been told and are taken out")
async def test_the_review_names_the_message_to_those_who_had_been_told(house, ada, stretchers):
    while loop.tick(clock.now()):
        pass
    draft = begin(stretchers, house.cast.ada)
    change(draft, house.cast.ada, drafting.remove_person, person_id=house.cast.lea.id)
    await ada.open(step(draft))
    said = [(one.what, one.told) for one in (await ada.state(ReviewStep)).moments if "asked" in one.what]
    assert said == [("No longer asked of you", "1 person, the way they were told of it")]


@pytest.mark.rule("A-19", "“Save changes” adds and removes people and moves the dates, asked for once")
async def test_changes_are_saved_once(house, ada, stretchers):
    draft, due = begin(stretchers, house.cast.ada), due_of(stretchers) + timedelta(7)
    await ada.open(step(draft, "people"))
    await ada.send(AssignUsers.add, {"person_id": house.cast.noa.id})
    await ada.send(AssignUsers.remove, {"person_id": house.cast.lea.id})
    await ada.go(step(draft, "dates"))
    await ada.send(DatesStep.enter_due, {"day": due.isoformat()})
    await ada.go(step(draft))
    await ada.send(EditReview.save)
    assert people_in(stretchers) == ["Lea", "Max"], "nobody was asked"
    await ada.send(EditReview.ask)
    review = await ada.state(EditReview)
    assert (review.is_asking, review.touched) == (True, 3)
    assert review.lines[0] == "1 person added; 1 person removed."
    await ada.send(EditReview.save)
    await ada.send(EditReview.save)
    assert await ada.notice() == "Changes saved: 1 person added, 1 person removed, 1 person with another due date."
    assert ada.led_to() == f"/assignments/{stretchers}"
    assert (people_in(stretchers), due_of(stretchers)) == (["Max", "Noa"], due)


async def test_with_nothing_changed_there_is_nothing_to_save(house, ada, stretchers):
    await ada.open(step(begin(stretchers, house.cast.ada)))
    await ada.send(EditReview.ask)
    review = await ada.state(EditReview)
    assert (review.nothing, review.is_asking) == (True, False)


@pytest.mark.rule("A-19", "saved in another tab, every step of the edit leads to the assignment")
@pytest.mark.parametrize("name", ["dates", "people", "review"])
async def test_saved_elsewhere_it_leads_to_the_assignment(house, ada, stretchers, name: str):
    draft = begin(stretchers, house.cast.ada)
    change(draft, house.cast.ada, drafting.add_person, person_id=house.cast.noa.id)
    await ada.open(step(draft))
    await ada.send(EditReview.ask)
    change(draft, house.cast.ada, editing.save)
    if name == "review":
        await ada.send(EditReview.save)
    else:
        await ada.go(step(draft, name))
    assert ada.led_to() == f"/assignments/{stretchers}"
    assert await ada.notice() == SAVED_BEFORE


@pytest.mark.rule("A-19", "whoever overrides the lock is asked for a reason, and the field has the focus without one")
async def test_overriding_the_lock_takes_a_reason(house, sam):
    locked = assigned(course(), house.cast.lea, due=3)
    await sam.open(f"/assignments/{locked}")
    await sam.send(EditUsers.begin)
    await sam.open(sam.led_to())
    await sam.send(AssignUsers.add, {"person_id": house.cast.noa.id})
    assert (await sam.state(Wizard)).locked == f"{clock.now().date():%a %-d %b %Y}"
    await sam.go(sam.led_to().replace("/people", "/review"))
    await sam.send(EditReview.ask)
    review = await sam.state(EditReview)
    assert (review.is_asking, review.reason_error) == (False, WHY)
    assert focused(sam)[-1] == "ref_reason"
    await sam.send(EditReview.enter_reason, {"text": "Hired late"})
    await sam.send(EditReview.ask)
    await sam.send(EditReview.save)
    assert people_in(locked) == ["Lea", "Noa"]


@pytest.mark.rule("A-19", "saved after the lock began while the page was open, it is refused and says since when")
async def test_the_lock_begins_while_the_page_is_open(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    change(draft, house.cast.ada, drafting.add_person, person_id=house.cast.noa.id)
    await ada.open(step(draft))
    await ada.send(EditReview.ask)
    theirs = begin(stretchers, house.cast.sam)
    today = clock.now().date()
    change(theirs, house.cast.sam, drafting.set_dates, starts_on=today, due_on=today + timedelta(2))
    change(theirs, house.cast.sam, editing.save)
    await ada.send(EditReview.save)
    assert "Locked since" in await ada.notice()
    assert people_in(stretchers) == ["Lea", "Max"]


# ── two admins at once


@pytest.mark.rule("A-24", "the review names what somebody else changed meanwhile; people of both are in it")
async def test_what_somebody_else_changed_is_named(house, ada, stretchers):
    mine, theirs = begin(stretchers, house.cast.ada), begin(stretchers, house.cast.sam)
    change(mine, house.cast.ada, drafting.add_person, person_id=house.cast.noa.id)
    change(theirs, house.cast.sam, drafting.remove_person, person_id=house.cast.lea.id)
    change(theirs, house.cast.sam, drafting.set_options, emails=False)
    change(theirs, house.cast.sam, editing.save)
    await ada.open(step(mine))
    review = await ada.state(EditReview)
    assert [(one.label, one.before, one.after, one.by) for one in review.theirs] == [
        ("E-mails", "on", "off", "Sam Super")
    ]
    await ada.send(EditReview.ask)
    await ada.send(EditReview.save)
    assert people_in(stretchers) == ["Max", "Noa"]


@pytest.mark.rule("A-24", "a due date that both changed is refused with what the other did, and theirs can be taken")
async def test_a_due_date_that_both_changed_is_refused(house, ada, stretchers):
    mine, theirs = begin(stretchers, house.cast.ada), begin(stretchers, house.cast.sam)
    today, due = clock.now().date(), due_of(stretchers)
    change(mine, house.cast.ada, drafting.set_dates, starts_on=today, due_on=due + timedelta(5))
    change(theirs, house.cast.sam, drafting.set_dates, starts_on=today, due_on=due + timedelta(9))
    await ada.open(step(mine))
    await ada.send(EditReview.ask)
    change(theirs, house.cast.sam, editing.save)
    await ada.send(EditReview.save)
    review = await ada.state(EditReview)
    (clash,) = review.clashes
    assert f"Sam Super changed “Due date” to {due + timedelta(9):%-d %b %Y}" in clash.text
    assert (due_of(stretchers), focused(ada)[-1]) == (due + timedelta(9), "ref_clashes")
    await ada.send(EditReview.take_theirs, {"field": "due_on"})
    review = await ada.state(EditReview)
    assert (review.clashes, review.nothing) == ([], True)


# ── of a new assignment


@pytest.mark.rule("A-13", "the review names those skipped because a prerequisite is missing, and which")
@pytest.mark.rule("T-05", "the review lists the courses of a path in their order")
async def test_the_review_of_a_path_names_its_courses_and_what_is_missing(house, ada):
    with as_(house.cast.sam) as (session, _sam):
        build = Builder(session, clock.now())
        day = build.course("Driving day", course_kind="instructor-led")
        path = build.path("Driver", build.course("Theory"), build.course("Night driving"), requires_id=day.id)
    draft, today = drafts.begin(house.cast.ada), clock.now().date()
    change(draft, house.cast.ada, drafting.choose_training, training_id=known(path.id))
    change(draft, house.cast.ada, drafting.set_dates, starts_on=today, due_on=today + timedelta(30))
    change(draft, house.cast.ada, drafting.add_person, person_id=house.cast.lea.id)
    await ada.open(step(draft, "review", "part=prerequisite"))
    review = await ada.state(ReviewStep)
    assert (review.who.prerequisite, review.courses) == ("1 lacks a prerequisite", ["Theory", "Night driving"])
    assert [row.reason for row in (await ada.state(ReviewedPeople)).rows] == ["Has not attended “Driving day”"]
