"""An assignment is edited: the button, and the steps of the wizard on what is there already (A-19)."""

from datetime import timedelta

import pytest
from support.editing.beside import assigned, begin, change, course, due_of, people_in, step

from training_app.assignments.making import drafting
from training_app.assignments.rules import Part
from training_app.core import clock
from training_app.web.admin.assignment.edit import EditUsers
from training_app.web.admin.drafts import Drafts
from training_app.web.admin.new_assignment.dates import DatesStep
from training_app.web.admin.new_assignment.discarding import Discarding
from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.options import OptionsStep
from training_app.web.admin.new_assignment.review.edit_state import EditReview
from training_app.web.admin.new_assignment.review.state import ReviewStep
from training_app.web.admin.new_assignment.wizard import KEPT_EDIT, Wizard

# ── the button


@pytest.mark.rule("A-19", "“Edit Original User(s) Assigned” opens the people step with everybody in it chosen")
async def test_the_button_begins_an_edit(house, ada, stretchers):
    await ada.open(f"/assignments/{stretchers}")
    await ada.send(EditUsers.begin)
    assert ada.led_to().endswith("/people")
    await ada.open(ada.led_to())
    wizard = await ada.state(Wizard)
    assert (wizard.edits, wizard.title, wizard.counts[Part.STAYING], wizard.people) == (stretchers, "Stretchers", 2, 2)


@pytest.mark.rule("A-19", "pressed again, it goes on with what was entered")
async def test_the_button_goes_on_with_the_edit(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    change(draft, house.cast.ada, drafting.add_person, person_id=house.cast.noa.id)
    await ada.open(f"/assignments/{stretchers}")
    await ada.send(EditUsers.begin)
    assert ada.led_to() == step(draft, "people")


@pytest.mark.rule("A-19", "what is locked says since when and why, and is not edited without the right to override")
async def test_what_is_locked_says_since_when(house, ada, kept):
    locked = assigned(course(), house.cast.lea, due=3)
    await ada.open(f"/assignments/{locked}")
    before = kept()
    await ada.send(EditUsers.begin)
    since = clock.now().date()
    assert f"Locked since {since:%A}, {since.day} {since:%B %Y}: 3 days before the due date" in await ada.notice()
    assert ada.led_to() == ""
    assert kept() == before


async def test_an_assignment_that_is_not_there_cannot_be_edited(house, ada):
    await ada.open("/assignments/9999")
    await ada.send(EditUsers.begin)
    assert ada.led_to() == ""
    assert "does not exist" in await ada.notice()


# ── the frame


@pytest.mark.rule("A-19", "the training of an assignment is no step of its edit")
async def test_the_training_is_no_step(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    await ada.open(step(draft, "training"))
    assert ada.led_to() == step(draft, "dates")


async def test_save_and_leave_goes_back_to_the_assignment(house, ada, stretchers):
    await ada.open(step(begin(stretchers, house.cast.ada), "options"))
    await ada.send(Wizard.leave)
    assert ada.led_to() == f"/assignments/{stretchers}"
    assert await ada.notice() == KEPT_EDIT


async def test_changes_are_discarded_and_the_assignment_stays(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    change(draft, house.cast.ada, drafting.remove_person, person_id=house.cast.lea.id)
    await ada.open(step(draft, "people"))
    for _twice in range(2):
        await ada.send(Discarding.ask)
        await ada.send(Discarding.discard)
        await ada.send(Discarding.discard)
    assert ada.led_to() == f"/assignments/{stretchers}"
    assert people_in(stretchers) == ["Lea", "Max"]
    await ada.open(step(draft, "people"))
    assert (await ada.state(Wizard)).is_missing


@pytest.mark.rule("A-03", "an edit in progress stands among the drafts as such; discarding it leaves the assignment")
async def test_an_edit_stands_among_the_drafts(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    await ada.open("/assignments")
    assert (await ada.state(Drafts)).rows == []
    change(draft, house.cast.ada, drafting.remove_person, person_id=house.cast.lea.id)
    await ada.open("/assignments")
    (row,) = (await ada.state(Drafts)).rows
    assert (row.title, row.href) == ("Edit of Stretchers", step(draft))
    await ada.send(Drafts.ask, {"draft_id": draft})
    await ada.send(Drafts.discard)
    assert "The assignment is as it was" in await ada.notice()
    assert people_in(stretchers) == ["Lea", "Max"]


# ── dates and options


@pytest.mark.rule("A-19", "the step says for how many people the due date moves, and how many are told at once")
async def test_a_moved_due_date_says_for_whom(house, ada, stretchers):
    await ada.open(step(begin(stretchers, house.cast.ada), "dates"))
    later = due_of(stretchers) + timedelta(10)
    await ada.send(DatesStep.enter_due, {"day": later.isoformat()})
    edited = await ada.state(Edited)
    assert edited.moves == "The due date moves for 2 people; they are told at once."
    assert edited.was["due_on"] == f"was {due_of(stretchers):%a %-d %b %Y}"
    assert (await ada.state(DatesStep)).announced[0].when == "At once, when you press Save changes"


@pytest.mark.rule("A-19", "the start moves only while upcoming; the step says so")
@pytest.mark.parametrize(("starts", "is_upcoming"), [(0, False), (1, True)])
async def test_the_start_can_be_moved_only_before_it(house, ada, starts, is_upcoming):
    soon = assigned(course(), house.cast.lea, starts=starts)
    await ada.open(step(begin(soon, house.cast.ada), "dates"))
    assert (await ada.state(Wizard)).is_upcoming is is_upcoming
    assert (await ada.state(DatesStep)).errors == {}


@pytest.mark.rule("A-19", "a due date in the past is refused")
async def test_a_due_date_in_the_past_is_refused(house, ada, stretchers):
    draft = begin(stretchers, house.cast.ada)
    await ada.open(step(draft, "dates"))
    past = (clock.now().date() - timedelta(1)).isoformat()
    await ada.send(DatesStep.enter_due, {"day": past})
    await ada.send(DatesStep.leave_due, {"day": past})
    assert "before" in (await ada.state(DatesStep)).errors["due_on"]
    await ada.open(step(draft))
    await ada.send(EditReview.ask)
    assert not (await ada.state(EditReview)).is_asking
    assert "before" in (await ada.state(ReviewStep)).wrong[0].text


async def test_a_switch_says_what_it_was(house, ada, stretchers):
    await ada.open(step(begin(stretchers, house.cast.ada), "options"))
    await ada.send(OptionsStep.switch_emails, {"on": False})
    assert (await ada.state(Edited)).was == {"emails": "was on"}
