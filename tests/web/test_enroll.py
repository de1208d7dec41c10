"""The pages "Home" and "Enroll" as a tab that is not a browser's uses them (L-01)."""

from datetime import timedelta

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder

from training_app.assignments.model import Enrollment
from training_app.catalog.model import Training
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.rules import AwardWhen, Prerequisite
from training_app.core import clock, db, organization
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.web.learner.enroll.state import EnrollPage
from training_app.web.learner.home.beside import HomeBeside
from training_app.web.learner.home.state import HomePage
from training_app.web.shared import routes


@pytest.fixture
async def lea(house, tab):
    """Lea's tab. She has one course, which everybody has."""
    tab.come_as(house.sign_in(house.cast.lea))
    return tab


@pytest.fixture
def radio(house) -> int:
    """A course that begins for Lea in three days, unless she enrolls herself before."""
    with db.write() as session:
        build, day = Builder(session, clock.now()), timedelta(days=3)
        course = build.course("Radio", minutes=12)
        build.assign(course, f"q={house.cast.lea.username}", starts=organization.of(session).today(build.now) + day)
        return known(course.id)


def attempts(course: int, person) -> list[int]:
    with db.read() as session:
        of = select(Enrollment.id).where(Enrollment.training_id == course, Enrollment.person_id == person.id)
        return [known(one) for one in session.exec(of)]


@pytest.mark.rule(
    "X-03", "on “Enroll” an assignment that begins later is hidden, and enrolling opens that same attempt"
)
@pytest.mark.rule("L-01", "Enroll: pressed twice, also in two tabs, it enrolls once and leads to the course")
async def test_enrolling_opens_the_attempt_of_an_assignment_that_begins_later(house, lea, radio):
    await lea.open(routes.enroll())
    page = await lea.state(EnrollPage)
    assert ([row.title for row in page.rows], [part.number for part in page.parts]) == (["Lifting safely"], [1, 0, 2])
    await lea.go(routes.enroll("tab=courses&q=radio"))
    assert [(one.title, one.text, one.can_enroll) for one in (await lea.state(EnrollPage)).offers] == [
        ("Radio", "12 min", True),
    ]  # fmt: skip
    (held_back,) = attempts(radio, house.cast.lea)
    for _ in range(2):
        await lea.send(EnrollPage.enroll, {"training_id": radio})
        assert lea.led_to() == routes.learn(held_back)
    assert attempts(radio, house.cast.lea) == [held_back]
    await lea.go(routes.HOME)
    page = await lea.state(HomePage)
    assert sorted(row.title for row in page.rows) == ["Lifting safely", "Radio"]
    assert [(tab.label, tab.number) for tab in page.tabs] == [("Enrolled", 2), ("Completed", 0), ("Enroll", -1)]


@pytest.mark.rule("L-01", "Enroll: what is refused is said in words at its card")
async def test_what_is_refused_is_said_at_its_card(house, lea, radio):
    await lea.open(routes.enroll("tab=courses"))
    with db.write() as session:
        Builder(session, clock.now()).complete(house.cast.lea, session.get_one(Training, house.course))
    await lea.send(EnrollPage.enroll, {"training_id": house.course})
    page = await lea.state(EnrollPage)
    assert (page.refused_id, page.refused) == (house.course, "You have completed it in this licensing period already.")
    await lea.send(EnrollPage.enroll, {"training_id": 999})
    assert len(attempts(house.course, house.cast.lea)) == 1


@pytest.mark.rule(
    "L-01", "Enroll, Certifications: prerequisites and trainings with their state; on home “My certifications”"
)
@pytest.mark.rule("C-02", "while the module is off there are no certifications on “Home” and “Enroll”")
async def test_certifications_stand_on_both_pages_while_the_module_is_on(house, lea, radio):
    with db.write() as session:
        ids = {"trainings": (house.course, radio), "prerequisites": ((house.course, Prerequisite.ENROLLED),)}
        new = NewCertification("Rescuer", "RES", award_when=AwardWhen.ALL, always_valid_allowed=True, **ids)
        kind = known(certifications.add_certification(session, SYSTEM, new=new, now=clock.now()).id)
        soon = organization.of(session).today(clock.now()) + timedelta(days=12)
        award = NewAward(known(house.cast.lea.id), kind, expires_on=soon)
        certifications.award(session, SYSTEM, new=award, now=clock.now())
    await lea.open(routes.enroll("tab=certifications"))
    (card,) = (await lea.state(EnrollPage)).kinds
    assert (card.lead, card.state.text) == ("Earned by all of these together", "In 12 days")
    assert [(need.text, need.is_met) for need in card.needed] == [("Be enrolled in “Lifting safely”", True)]
    assert [(one.title, one.is_open, one.can_enroll) for one in card.trainings] == [
        ("Lifting safely", True, False), ("Radio", False, True),
    ]  # fmt: skip
    await lea.go(routes.HOME)
    assert [(one.name, one.state.text) for one in (await lea.state(HomeBeside)).cards] == [("Rescuer", "In 12 days")]
    with db.write() as session:
        row = session.get(OrganizationRow, 1) or OrganizationRow(is_demo=False)
        session.add(row.sqlmodel_update({"certification_tracking": False}))
    await lea.go(routes.HOME)
    assert (await lea.state(HomeBeside)).cards == []
    await lea.go(routes.enroll("tab=certifications"))
    assert (await lea.state(EnrollPage)).kinds == []
