"""Reminders of certifications that expire: when they come, what they say, and when they do not go (C-09)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from support.build import SYSTEM, Builder
from support.smtp import Sink
from support.story import Story

from training_app.certifications import actions
from training_app.certifications.actions import AwardChange, NewAward, NewCertification
from training_app.certifications.kinds import making
from training_app.certifications.model import Award
from training_app.core import db
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.notifications.deciding import expiries
from training_app.notifications.deciding.expiries import ToCome
from training_app.notifications.model import NotificationPreference
from training_app.people.model import Person

EXPIRES = "certification expires"
EMT = NewCertification(name="EMT", code="EMT")


@pytest.fixture
def emt(story: Story) -> int:
    return kind_of(story, "EMT")


def kind_of(story: Story, name: str) -> int:
    with db.write() as session:
        new = NewCertification(name=name, code=name, always_valid_allowed=True)
        return known(actions.add_certification(session, SYSTEM, new=new, now=story.now).id)


def award(story: Story, kind: int, person: Person, expires: str, issued: str | None = None) -> int:
    day = date.fromisoformat(expires) if expires else None
    new = NewAward(known(person.id), kind, expires_on=day, always_valid=day is None,
                   issued_on=date.fromisoformat(issued) if issued else None)  # fmt: skip
    with db.write() as session:
        return actions.award(session, SYSTEM, new=new, now=story.now)


def track(*, on: bool) -> None:
    with db.write() as session:
        session.get_one(OrganizationRow, 1).certification_tracking = on


def reminded(story: Story, person: Person) -> list[str]:
    return [message.subject for message in story.messages(person, occasion=EXPIRES, channel="dashboard")]


@pytest.mark.rule("C-09", "the person is reminded 90, 60, 30 and 7 days before and on the day, one by one")
def test_the_holder_is_reminded_of_each_on_its_day_at_the_reminder_hour(story: Story, sink: Sink):
    lea = story.person("Lea")
    for number in (90, 60, 30, 28, 7, 2, 0):
        day = date(2027, 3, 17) + timedelta(days=number)
        award(story, kind_of(story, f"Kind {number}"), lea, day.isoformat())
    story.at("2027-03-16 08:00")
    story.loop()
    story.at("2027-03-17 07:59")
    story.loop()
    assert story.told(lea) == []
    for _again in range(2):
        story.at("2027-03-17 08:00")
        story.loop()
    assert story.told(lea) == story.told(lea, "dashboard") == [EXPIRES] * 5
    said = {f"Kind {number} expires in {number} days" for number in (90, 60, 30, 7)} | {"Kind 0 expires today"}
    assert {mail.subject for mail in sink.to(lea.email)} == set(reminded(story, lea)) == said
    first = next(mail for mail in sink.mails if "90" in mail.subject)
    assert "your certification “Kind 90” expires in 90 days (Tuesday, 15 June 2027)" in first.text
    bell = next(message for message in story.messages(lea, channel="dashboard") if "90" in message.subject)
    assert (bell.text, bell.link) == ("Its last valid day is Tuesday, 15 June 2027.", "/my/certifications")


@pytest.fixture
def known_emt(build: Builder) -> int:
    """The same in one transaction that is taken back."""
    return known(actions.add_certification(build.session, SYSTEM, new=EMT, now=build.now).id)


def on(build: Builder, day: date) -> set[int]:
    """Whoever is reminded when that day alone is decided."""
    return expiries.reminders(build.session, [day], now=datetime(day.year, day.month, day.day, 8, tzinfo=UTC))


@pytest.mark.rule("C-09", "a certification may have other days, and none")
def test_each_certification_reminds_on_its_own_days(build: Builder, known_emt: int):
    lea, expiry = known(build.person("Lea").id), date(2027, 3, 31)
    actions.award(build.session, SYSTEM, new=NewAward(lea, known_emt, expires_on=expiry), now=build.now)
    days = [expiry - timedelta(days=number) for number in (30, 14, 7, 3, 0)]
    for wanted, found in (((14, 3), [days[1], days[3]]), ((), [])):
        base = making.to_edit(build.session, SYSTEM, certification_id=known_emt)
        making.change(build.session, SYSTEM, certification_id=known_emt, base=base,
                      new=replace(base, remind_days=wanted), now=build.now)  # fmt: skip
        assert [day for day in days if on(build, day)] == found


@pytest.mark.rule("N-05", "reminders of certifications over 29 February: 90 days before it, on it, and a year later")
def test_an_award_that_expires_on_a_leap_day_is_reminded_like_others(build: Builder, known_emt: int):
    lea, emt = known(build.person("Lea").id), known_emt
    leap, year_later = date(2028, 2, 29), date(2029, 2, 28)
    actions.award(build.session, SYSTEM, new=NewAward(lea, emt, expires_on=leap), now=build.now)
    days = [date(2027, 11, 30), date(2027, 12, 1), date(2027, 12, 2), leap - timedelta(days=1), leap, date(2028, 3, 1)]
    assert [day for day in days if on(build, day)] == [date(2027, 12, 1), leap]
    renewed = NewAward(lea, emt, issued_on=date(2028, 3, 1), expires_on=year_later)
    actions.award(build.session, SYSTEM, new=renewed, now=build.now)
    days = [date(2028, 11, 29), date(2028, 11, 30), date(2028, 12, 1), year_later]
    assert [day for day in days if on(build, day)] == [date(2028, 11, 30), year_later]


@pytest.mark.rule(
    "N-05", "reminders of certifications after a standstill of 9 days: once, only the latest, none that is pointless"
)
def test_after_a_standstill_only_the_latest_reminder_of_an_award_is_sent(story: Story, emt: int):
    both, one, lapsed, later = (story.person(name) for name in ("Lea", "Kim", "Noa", "Eve"))
    award(story, emt, both, "2027-03-10")
    award(story, emt, one, "2027-04-05")
    award(story, emt, lapsed, "2027-03-09")
    story.loop()
    # ── the loop stands still; on 5 March one is entered whose 30 days were the day before
    story.at("2027-03-05 09:00")
    award(story, emt, later, "2027-04-03")
    story.at("2027-03-10 09:00")
    story.loop()
    assert reminded(story, both) == ["EMT expires today"]
    assert reminded(story, one) == ["EMT expires in 26 days"]
    assert reminded(story, lapsed) == reminded(story, later) == []
    assert [len(story.told(person)) for person in (both, one, lapsed, later)] == [1, 1, 0, 0]


@pytest.mark.rule("C-09", "nobody is reminded of an award that was renewed or revoked, or beside a longer-valid one")
@pytest.mark.rule("N-04", "awards and their reminders: what does not hold any more at sending is not sent, and why")
def test_a_reminder_that_waits_is_asked_for_its_reason_again(story: Story, sink: Sink, emt: int):
    names = ("Renewed", "Always", "Revoked", "Moved", "Gone", "Stays")
    people = {name: story.person(name) for name in names}
    awards = {name: award(story, emt, person, "2027-03-31") for name, person in people.items()}
    story.loop()
    story.at("2027-03-24 08:00")
    story.decide()
    # ── decided; and before any mail goes:
    award(story, emt, people["Renewed"], "2029-03-31", issued="2027-04-01")
    award(story, emt, people["Always"], "")
    story.deactivate(people["Gone"])
    with db.write() as session:
        session.get_one(Award, awards["Revoked"]).revoked_at = story.now
        moved = AwardChange(awards["Moved"], None, date(2027, 5, 20), "")
        actions.change_awards(session, SYSTEM, changes=[moved], now=story.now)
    story.loop()
    assert sink.recipients() == [people["Stays"].email]
    assert {name: story.email(people[name]).why for name in names} == {
        "Renewed": "The person has one that is valid through Saturday, 31 March 2029.",
        "Always": "The person has one that is always valid.",
        "Revoked": "The certification was revoked.",
        "Moved": "It expires on Thursday, 20 May 2027 now.",
        "Gone": "The person was deactivated.",
        "Stays": "",
    }
    # ── nor is anybody of them reminded on the day itself
    story.at("2027-03-31 08:00")
    story.loop()
    assert [len(reminded(story, people[name])) for name in names] == [1, 1, 1, 1, 1, 2]


@pytest.mark.rule("X-07", "reminders: of an award issued in the future nobody is reminded before it holds")
def test_what_is_issued_in_the_future_is_reminded_of_once_it_holds(build: Builder, known_emt: int):
    lea, emt = known(build.person("Lea").id), known_emt
    ahead = NewAward(lea, emt, issued_on=date(2027, 4, 15), expires_on=date(2027, 5, 30))
    actions.award(build.session, SYSTEM, new=ahead, now=build.now)
    days = [date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 30)]
    assert [day for day in days if on(build, day)] == [date(2027, 4, 30)]


@pytest.mark.rule("C-02", "the module switched off, its reminders stop, also those that wait; on again, they go on")
def test_without_the_module_nobody_is_reminded(story: Story, sink: Sink, emt: int):
    lea, noa, kim = (story.person(name) for name in ("Lea", "Noa", "Kim"))
    for person, day in ((lea, "2027-03-08"), (noa, "2027-03-09"), (kim, "2027-03-10")):
        award(story, emt, person, day)
    track(on=False)
    story.loop()
    story.at("2027-03-08 08:00")
    story.loop()
    track(on=True)
    story.at("2027-03-09 08:00")
    story.decide()
    track(on=False)
    story.loop()
    track(on=True)
    story.at("2027-03-10 08:00")
    story.loop()
    assert story.messages(lea) == []
    assert story.email(noa).why == "The Certification Tracking Module is switched off."
    assert sink.recipients() == [kim.email]


@pytest.mark.rule("N-08", "whoever wants no reminders by e-mail gets those of certifications under the bell alone")
def test_preferences_count_for_certifications_too(story: Story, sink: Sink, emt: int):
    none, one = story.person("Noa"), story.person("Lea")
    with db.write() as session:
        for person, wanted in ((none, "none"), (one, "digest")):
            session.add(NotificationPreference(person_id=known(person.id), reminders=wanted, changed_at=story.now))
    for person in (none, one):
        award(story, emt, person, "2027-03-08")
        story.assign(person, due="2027-03-08")
    story.loop()
    story.at("2027-03-08 08:00")
    story.loop()
    assert len(reminded(story, none)) == 1
    assert len(sink.to(none.email)) == 1
    # ── the start notice, and one mail that says both
    _started, together = sink.to(one.email)
    assert "EMT expires today" in together.text
    assert "Lifting safely is due today" in together.text


@pytest.mark.rule("N-07", "what somebody will be reminded of, and when, if nothing changes")
def test_the_reminders_to_come_of_a_person_are_those_that_will_be_made(story: Story, emt: int):
    lea = story.person("Lea")
    award(story, emt, lea, "2027-03-31")
    story.loop()

    def to_come() -> tuple[ToCome, ...]:
        with db.read() as session:
            return expiries.planned_for(session, known(lea.id), today=story.today)

    expiry = date(2027, 3, 31)
    assert to_come() == (ToCome("EMT", expiry, date(2027, 3, 24)), ToCome("EMT", expiry, expiry))
    story.at("2027-03-24 08:00")
    assert len(to_come()) == 2
    story.loop()
    assert len(to_come()) == 1
    award(story, emt, lea, "")
    assert to_come() == ()
