"""What whoever tracks certifications is told: one list a day of those of their people who were reminded (C-09)."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.smtp import Sink
from support.story import Story

from training_app.access.rules import Permission, Role
from training_app.accounts import actions as accounts
from training_app.accounts import queries
from training_app.accounts.filters import may_sql, sees_reports_sql
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.core import db
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import visible

EXPIRIES = "certifications of people expire"


class Expiring:
    """Lea and Noa, of two stations, hold something that expires on 31 March."""

    def __init__(self, story: Story) -> None:
        self.story = story
        with db.write() as session:
            new = NewCertification(name="EMT", code="EMT")
            self.kind = known(actions.add_certification(session, SYSTEM, new=new, now=story.now).id)
        self.lea, self.noa = story.person("Lea", last="One"), story.person("Noa", last="Two", branch="Station 2")
        self.awards = {person.first_name: self.award(person, "2027-03-31") for person in (self.lea, self.noa)}

    def award(self, person: Person, expires: str) -> int:
        with db.write() as session:
            new = NewAward(known(person.id), self.kind, expires_on=date.fromisoformat(expires))
            return actions.award(session, SYSTEM, new=new, now=self.story.now)

    def coordinator(self, first: str, *, station: str = "", role: Role = Role.COORDINATOR) -> Person:
        made = self.story.person(first)
        with db.write() as session:
            limits = frozenset({Builder(session, self.story.now).branch(station)} if station else ())
            accounts.give_role(session, SYSTEM, person_id=known(made.id), role=role, branch_ids=limits,
                               now=self.story.now)  # fmt: skip
        return made


@pytest.fixture
def expiring(story: Story) -> Expiring:
    return Expiring(story)


def listed(sink: Sink, person: Person) -> list[str]:
    """What the list in the latest mail to somebody says."""
    return [line.removeprefix("- ") for line in sink.to(person.email)[-1].text.splitlines() if line.startswith("- ")]


@pytest.mark.rule("C-09", "coordinators get one digest a day, of those of their people who were reminded")
def test_a_coordinator_is_told_once_of_those_they_see(story: Story, sink: Sink, expiring: Expiring):
    tess, near = expiring.coordinator("Tess"), expiring.coordinator("Nia", station="Station 2")
    manager, far = expiring.coordinator("Max", role=Role.MANAGER), expiring.coordinator("Fay", station="Station 3")
    story.loop()
    for _again in range(2):
        story.at("2027-03-24 08:00")
        story.loop()
    assert [story.told(one) for one in (tess, near, manager, far)] == [[EXPIRIES], [EXPIRIES], [], []]
    assert listed(sink, tess) == ["Lea One: EMT expires in 7 days", "Noa Two: EMT expires in 7 days"]
    assert listed(sink, near) == ["Noa Two: EMT expires in 7 days"]
    said = [story.messages(one, channel="dashboard")[-1] for one in (tess, near)]
    assert [one.subject for one in said] == ["Certifications of your people that expire"] * 2
    assert [one.text for one in said] == [
        "2 people were reminded of a certification that expires.",
        "1 person was reminded of a certification that expires.",
    ]
    assert {one.link for one in said} == {f"/people?certification={expiring.kind}%3Aexpiring%3A7"}
    assert f"/people?certification={expiring.kind}%3Aexpiring%3A7" in sink.to(tess.email)[-1].text
    # ── a day on which nobody is reminded
    story.at("2027-03-25 08:00")
    story.loop()
    assert [len(story.messages(one)) for one in (tess, near)] == [2, 2]


@pytest.mark.rule(
    "N-04", "a coordinator's list is read again at sending; none goes that is empty, or without the right"
)
def test_the_list_is_as_it_is_when_it_goes(story: Story, sink: Sink, expiring: Expiring):
    tess, near, lost = (expiring.coordinator(name, station=at) for name, at in
                        (("Tess", ""), ("Nia", "Station 2"), ("Leo", "")))  # fmt: skip
    story.loop()
    story.at("2027-03-24 08:00")
    story.decide()
    with db.write() as session:
        session.get_one(Award, expiring.awards["Noa"]).revoked_at = story.now
        accounts.take_role(session, SYSTEM, person_id=known(lost.id), role=Role.COORDINATOR, now=story.now)
    story.loop()
    assert listed(sink, tess) == ["Lea One: EMT expires in 7 days"]
    assert story.email(near).why == "It would list nobody any more."
    assert story.email(lost).why == "The person has no right “Track certifications” any more."


@pytest.mark.rule("N-05", "after a standstill one list for the missed days, and the day's own at its hour")
def test_missed_days_are_told_of_in_one_list(story: Story, sink: Sink, expiring: Expiring):
    tess = expiring.coordinator("Tess")
    expiring.award(story.person("Kim", last="Three"), "2027-04-01")
    expiring.award(story.person("Pat", last="Four"), "2027-04-04")
    story.loop()
    story.at("2027-03-28 07:00")
    story.loop()
    assert len(listed(sink, tess)) == 4
    story.at("2027-03-28 08:00")
    story.loop()
    assert listed(sink, tess) == ["Pat Four: EMT expires in 7 days"]


@pytest.mark.rule("P-03", "a right asked of everybody at once is the one that each has")
def test_rights_of_everybody_are_those_of_each(session: Session, cast: Cast):
    track, now = Permission.TRACK_CERTIFICATIONS, cast.build.now
    accounts.set_permission(session, SYSTEM, person_id=known(cast.lea.id), permission=track, given=True, now=now)
    accounts.set_permission(session, SYSTEM, person_id=known(cast.ada.id), permission=track, given=False, now=now)
    everybody = [cast.sam, cast.ada, cast.tess, cast.max, cast.lea, cast.noa, cast.ivo]
    actors = {person.id: queries.actor_of(session, person_id=known(person.id)) for person in everybody}
    for permission in (track, Permission.VIEW_REPORTS):
        found = set(session.connection().execute(sa.select(col(Person.id)).where(may_sql(permission))).scalars())
        assert found == {one for one, actor in actors.items() if actor and actor.can(permission)}
    sees = set(session.connection().execute(sa.select(col(Person.id)).where(sees_reports_sql())).scalars())
    lea = sa.select(col(Person.id)).where(col(Person.id) == cast.lea.id)
    assert sees == {
        one for one, actor in actors.items()
        if actor and session.connection().execute(lea.where(visible(actor))).first()
    }  # fmt: skip
