"""What comes of calls that make no sense, of refusals, and of our own faults."""

import inspect
import logging
import os
import re

import pytest
import sqlalchemy as sa
from support.tab import ours, registered

from training_app.core import db
from training_app.web.admin.assignments import AssignmentList
from training_app.web.admin.new_assignment.dates import DatesStep
from training_app.web.admin.new_assignment.options import OptionsStep
from training_app.web.admin.new_assignment.training import TrainingStep
from training_app.web.admin.new_assignment.wizard import Wizard
from training_app.web.learner.home.state import HomePage
from training_app.web.learner.learn.state import LearnPage
from training_app.web.learner.notifications import NotificationsPage
from training_app.web.shared.notices import Notices

SENSELESS = "This call makes no sense"
FAULT = re.compile(r"Something went wrong on our side\..* ([0-9a-f]{8})\.$")
NONSENSE = (
    None, True, False, -1, 0, 999_999_999, 1.5, 10**30, "", "x",
    "1; DROP TABLE person", "½", "٣", "1e3", "\x00", "\ud800",
    "x" * 100_000, [], [1], {}, {"id": 1}, "../../etc/passwd", "<script>alert(1)</script>",
)  # fmt: skip


@pytest.fixture
async def at_work(house, tab):
    """An admin who begins a new assignment, so far on no draft of it."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/assignments/new")
    return tab


def _arguments(name: str) -> list[str]:
    return list(inspect.signature(registered()[name].handler.fn).parameters)[1:]


@pytest.mark.rule("P-06", "a handler called with wrong types is refused, changes nothing, and is recorded")
@pytest.mark.parametrize(("handler", "payload"), [
    (TrainingStep.choose, {"training_id": "one"}), (TrainingStep.choose, {"training_id": True}),
    (TrainingStep.choose, {"training_id": 1.5}), (TrainingStep.choose, {"training_id": -1}),
    (TrainingStep.choose, {"training_id": 10**12}), (TrainingStep.choose, {"training_id": None}),
    (TrainingStep.search, {"text": 5}), (TrainingStep.search, {"text": ["a"]}),
    (TrainingStep.search, {"text": "\ud800"}), (OptionsStep.switch_emails, {"on": "on"}),
    (OptionsStep.switch_emails, {"on": 1}), (LearnPage.finish, {"material_id": {"id": 1}}),
    (NotificationsPage.read, {"message_id": "1 OR 1=1"}),
])  # fmt: skip
async def test_wrong_types_are_refused_and_recorded(house, at_work, kept, refusals, handler, payload):
    before = kept()
    await at_work.send(handler, payload)
    assert (await at_work.notice()).startswith(SENSELESS)
    assert kept() == before
    assert list(refusals().values()) == [1]


@pytest.mark.rule("P-06", "a handler called with missing or further arguments is refused, and recorded")
@pytest.mark.parametrize("payload", [
    {}, {"training_id": 1, "person_id": 1}, {"id": 1}, {"training_id": 1, "self": 1},
    {"training_id": 1, "actor": "sam"}, [1], "training_id", 5,
])  # fmt: skip
async def test_missing_and_further_arguments_are_refused_and_recorded(house, at_work, kept, refusals, payload):
    before = kept()
    # A payload that is no mapping at all cannot be made with the framework's own events, so it comes as it is.
    await at_work.send(f"{TrainingStep.get_full_name()}.choose", payload)
    assert (await at_work.state(Notices)).is_error
    assert kept() == before
    assert refusals() == {(house.cast.ada.id, "choose"): 1}


async def test_no_handler_takes_an_argument_too_many(house, at_work, kept, refusals):
    before = kept()
    for refused, name in enumerate(sorted(ours()), 1):
        await at_work.send(name, dict.fromkeys(_arguments(name), 1) | {"role": "superadmin"})
        assert sum(refusals().values()) == refused, f"{name} was not refused"
    assert kept() == before


async def test_no_nonsense_is_our_fault_or_changes_anything(house, at_work, kept):
    before = kept()
    for number, name in enumerate(filter(_arguments, sorted(ours()))):
        # Every other value for each handler, and all of them in `make prove`.
        for value in NONSENSE if os.environ.get("MUSTER_PROVE") else NONSENSE[number % 2 :: 2]:
            await at_work.send(name, dict.fromkeys(_arguments(name), value))
            assert not FAULT.search(await at_work.notice()), f"{name} fails on {value!r}"
    assert kept() == before


@pytest.mark.parametrize("draft", ["0", "-1", "abc", "999999999", "9999999999999999", "1%27", "½"])
@pytest.mark.parametrize("step", [TrainingStep, DatesStep, OptionsStep])
async def test_no_address_of_the_wizard_is_our_fault(house, at_work, kept, step, draft):
    before = kept()
    name = step.get_full_name().rpartition("____")[2].removesuffix("_step")
    await at_work.open(f"/assignments/new/{draft}/{name}?q=%00&kind=x&page=99999999")
    assert (await at_work.state(Wizard)).is_missing
    for handler in (handler for handler in ours() if handler.startswith(step.get_full_name())):
        await at_work.send(handler, dict.fromkeys(_arguments(handler), 999999999))
        assert not FAULT.search(await at_work.notice()), f"{handler} fails"
    assert kept() == before


@pytest.mark.rule("A-05", "whatever is sent as a day is no fault and keeps the other day")
@pytest.mark.parametrize("day", ["", "soon", "9999-12-31", "0001-01-01", "2027-02-30", "\x00", "2" * 500])
async def test_no_day_is_our_fault(house, at_work, day):
    draft = at_work.led_to()
    await at_work.open(draft.replace("training", "dates"))
    starts = (await at_work.state(DatesStep)).starts
    for handler, payload in (
        (DatesStep.enter_due, {"day": day}), (DatesStep.leave_due, {"day": day}),
        (DatesStep.due_after, {"days": 999_999_999}), (DatesStep.enter_start, {"day": day}),
        (DatesStep.leave_start, {"day": day}), (DatesStep.due_after, {"days": 30}),
        (DatesStep.due_at_the_end_of_the_quarter, {}), (DatesStep.enter_start, {"day": starts}),
    ):  # fmt: skip
        await at_work.send(handler, payload)
        assert await at_work.notice() == ""
    assert (await at_work.state(DatesStep)).starts == starts


async def test_what_the_app_refuses_is_said_as_it_is(house, at_work, kept):
    """An error that is meant for the person is no fault and no misuse."""
    before = kept()
    await at_work.send(NotificationsPage.read, {"message_id": 4711})
    notices = await at_work.state(Notices)
    assert (notices.text, notices.is_error) == ("This does not exist, or you may not see it.", True)
    assert kept() == before


async def test_an_unexpected_error_shows_a_number_that_is_in_the_log(house, tab, caplog):
    """A table is missing: nobody thought of that."""
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open("/home")
    with db.write() as session:
        session.connection().execute(sa.text("ALTER TABLE material_done RENAME TO gone"))
    with caplog.at_level(logging.ERROR):
        await tab.send(HomePage.load)
    said = FAULT.search(await tab.notice())
    assert said
    logged = [record for record in caplog.records if said[1] in record.getMessage()]
    assert [record.exc_info is not None for record in logged] == [True]
    assert "gone" not in await tab.notice()


async def test_when_it_cannot_be_known_who_it_is_nothing_happens(house, tab, caplog):
    """The gate fails closed."""
    tab.come_as(house.sign_in(house.cast.ada))
    with db.write() as session:
        session.connection().execute(sa.text("ALTER TABLE sign_in RENAME TO gone"))
    with caplog.at_level(logging.CRITICAL + 1), pytest.raises(sa.exc.OperationalError):
        await tab.send(AssignmentList.load)
    assert (await tab.state(AssignmentList)).rows == []


async def test_the_same_notice_said_twice_is_a_new_one(house, at_work):
    for number in (1, 2):
        await at_work.send(TrainingStep.choose, {"training_id": "one"})
        assert (await at_work.state(Notices)).number == number
    await at_work.send(Notices.dismiss)
    assert await at_work.notice() == ""
