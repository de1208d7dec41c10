"""Who may call what: the gate before every event, through the whole pipeline."""

import pytest
from support.tab import ours

from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.accounts import queries as account_queries
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people import actions as people_actions
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.admin.assignments import AssignmentList
from training_app.web.admin.new_assignment.review.state import ReviewStep
from training_app.web.admin.new_assignment.training import TrainingStep
from training_app.web.learner.home.state import HomePage
from training_app.web.learner.learn.state import LearnPage
from training_app.web.learner.notifications import NotificationsPage
from training_app.web.shared.gate import ANYONE, SIGNED_IN, policy_of
from training_app.web.shared.notices import Notices
from training_app.web.shared.shell import Shell

ALL_BUT_A_FEW = 100
NO_RIGHT = "You do not have the right to do this. Nothing was changed."


def beyond(person) -> tuple[str, ...]:
    """Every handler for which this person has no right, of several any being enough."""
    with db.read() as session:
        mine = account_queries.actor_of(session, person_id=known(person.id)).permissions
    rights = {name: policy_of(name) for name in ours()}
    wanted = {name: one if isinstance(one, frozenset) else frozenset({one}) for name, one in rights.items()}
    return tuple(name for name, any_of in wanted.items() if any_of <= set(Permission) and not any_of & mine)


@pytest.mark.rule("P-06", "a handler called without the permission is refused, changes nothing, and is recorded")
async def test_whoever_has_no_right_is_refused_and_told(house, tab, kept, refusals):
    tab.come_as(house.sign_in(house.cast.lea))
    before = kept()
    await tab.send(ReviewStep.create)
    assert await tab.notice() == NO_RIGHT
    assert kept() == before
    assert refusals() == {(house.cast.lea.id, "create"): 1}


async def test_whoever_has_the_right_passes(house, tab, refusals):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/assignments")
    assert [row.title for row in (await tab.state(AssignmentList)).rows] == ["Lifting safely"]
    assert refusals() == {}


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_no_other_role_passes_any_handler_that_is_not_theirs(house, tab, kept, refusals, who):
    person = getattr(house.cast, who)
    tab.come_as(house.sign_in(person))
    before, refused = kept(), beyond(person)
    for name in refused:
        await tab.send(name)
    assert kept() == before
    assert len(refused) > ALL_BUT_A_FEW
    assert sum(refusals().values()) == len(refused)
    assert {person_id for person_id, _ in refusals()} == {person.id}
    assert (await tab.state(AssignmentList)).rows == []
    assert (await tab.state(TrainingStep)).rows == []


@pytest.mark.rule("P-06", "refused calls are recorded once a minute for each person and handler, with a count")
async def test_many_refused_calls_are_one_record_a_minute_with_a_count(house, tab, refusals):
    tab.come_as(house.sign_in(house.cast.lea))
    for _ in range(3):
        await tab.send(AssignmentPage.load)
    assert refusals() == {(house.cast.lea.id, "load"): 3}


@pytest.mark.rule("P-06", "a call by nobody leads to the sign-in page and changes nothing")
async def test_nobody_is_led_to_the_sign_in_page_and_nothing_is_recorded(house, tab, kept, refusals):
    before = kept()
    for name in (name for name in ours() if policy_of(name) != ANYONE):
        tab.heard.clear()
        await tab.send(name)
        assert tab.led_to() == "/sign-in"
    assert kept() == before
    assert refusals() == {}


@pytest.mark.parametrize("cookie", ["muster=made-up", "muster=", "muster", "other=1; muster=' OR 1=1", "\x00\udc80;=;"])
async def test_a_made_up_cookie_is_nobody(house, tab, cookie):
    tab.cookie = cookie
    await tab.send(HomePage.load)
    assert tab.led_to() == "/sign-in"


async def test_opening_a_page_signed_out_leads_to_the_sign_in_page_and_loads_nothing(house, tab, refusals):
    await tab.open(f"/assignments/{house.assignment}")
    assert tab.led_to() == f"/sign-in?next=%2Fassignments%2F{house.assignment}"
    assert (await tab.state(AssignmentPage)).rows == []
    assert refusals() == {}


@pytest.mark.rule("P-06", "the framework's setter sets nothing, whoever calls it")
@pytest.mark.parametrize("who", ["sam", "lea", None])
@pytest.mark.parametrize("state", [Notices, Shell, TrainingStep, LearnPage])
async def test_the_framework_s_setter_sets_nothing(house, tab, kept, refusals, who, state):
    person = who and getattr(house.cast, who)
    tab.come_as(house.sign_in(person) if person else "")
    before, name = kept(), f"{state.get_full_name()}.setvar"
    untouched = (await tab.state(state)).dict()
    await tab.send(name, {"var_name": "bell", "value": 999})
    await tab.send(name, {"var_name": next(iter(state.base_vars)), "value": "made up"})
    changed = (await tab.state(state)).dict()
    if state is not Notices:
        assert changed == untouched
    assert kept() == before
    assert refusals() == ({(person.id, "setvar"): 2} if person else {})
    assert "made up" not in repr(changed)


async def test_vars_that_a_browser_claims_to_have_stored_are_not_taken(house, tab):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open("/home")
    claims = {f"{Shell.get_full_name()}.name_rx_state_": "Sam Super", f"{Shell.get_full_name()}.bell": 999}
    name = "reflex___state____state.reflex___state____update_vars_internal_state.update_vars_internal"
    await tab.send(name, {"vars": claims})
    assert ((await tab.state(Shell)).name, (await tab.state(Shell)).bell) == ("Lea Learner", 0)


@pytest.mark.rule("P-03", "a role taken away counts at the next click in an open page")
async def test_a_role_that_is_taken_away_counts_at_the_next_event(house, tab, refusals):
    cast = house.cast
    tab.come_as(house.sign_in(cast.ada))
    await tab.open("/assignments")
    await tab.send(AssignmentList.load)
    assert refusals() == {}
    with db.write() as session:
        boss = accounts.queries.actor_of(session, person_id=known(cast.sam.id))
        role = accounts.Role.ADMIN
        accounts.take_role(session, boss, person_id=known(cast.ada.id), role=role, now=clock.now())
    await tab.send(AssignmentList.load)
    assert refusals() == {(cast.ada.id, "load"): 1}
    assert await tab.notice() == NO_RIGHT


@pytest.mark.rule("P-07", "a session that was ended elsewhere opens nothing at the next click")
async def test_a_session_that_ended_elsewhere_leads_to_the_sign_in_page_at_the_next_click(house, tab, refusals):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open("/home")
    tab.heard.clear()
    house.end_sessions(house.cast.lea)
    await tab.send(NotificationsPage.read_all)
    assert tab.led_to() == "/sign-in"
    assert refusals() == {}


@pytest.mark.rule("P-09", "in open pages the sessions of a deactivated person end at once")
async def test_a_deactivated_person_is_signed_out_in_open_pages(house, tab):
    cast = house.cast
    tab.come_as(house.sign_in(cast.noa))
    await tab.open("/home")
    tab.heard.clear()
    with db.write() as session:
        boss = accounts.queries.actor_of(session, person_id=known(cast.sam.id))
        people_actions.deactivate(session, boss, person_id=known(cast.noa.id), now=clock.now())
    await tab.send(HomePage.load)
    assert tab.led_to() == "/sign-in"


@pytest.mark.rule("P-05", "a learner calls handlers for their own attempts only")
async def test_a_learner_finishes_nothing_for_somebody_else(house, tab, kept, refusals):
    """The attempt is the one that the address names, and only one's own is found."""
    cast = house.cast
    tab.come_as(house.sign_in(cast.lea))
    await tab.open(f"/learn/{house.attempt_of(cast.noa)}")
    page, before = await tab.state(LearnPage), kept()
    assert (page.is_missing, page.title, page.parts) == (True, "Training not found", [])
    await tab.send(LearnPage.finish, {"material_id": 1})
    await tab.send(LearnPage.go_to, {"place": 0})
    assert await tab.notice() == "This does not exist, or you may not see it."
    assert kept() == before


async def test_a_learner_finishes_their_own(house, tab, kept):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open(f"/learn/{house.attempt_of(house.cast.lea)}")
    before = kept()
    await tab.send(LearnPage.finish, {"material_id": (await tab.state(LearnPage)).now.id})
    assert await tab.notice() == "Saved"
    assert [table for table, rows in kept().items() if rows != before[table]] == ["material_done"]


def test_policies_of_the_pages():
    """A change of these is a decision."""
    assert policy_of(f"{AssignmentList.get_full_name()}.load") == Permission.MANAGE_ASSIGNMENTS
    assert policy_of(f"{ReviewStep.get_full_name()}.create") == Permission.MANAGE_ASSIGNMENTS
    assert policy_of(f"{HomePage.get_full_name()}.load") == SIGNED_IN
    assert policy_of(f"{LearnPage.get_full_name()}.finish") == SIGNED_IN
    assert policy_of("made.up") is None
