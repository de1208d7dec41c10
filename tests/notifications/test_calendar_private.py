"""What somebody's private calendar shows (N-09)."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select
from support.build import SYSTEM, Builder

from training_app.assignments.acts import cancelling, excusing
from training_app.assignments.model import Assignee
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core.errors import NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.notifications.calendar import address, private
from training_app.notifications.calendar.mailed import uid_of_award, uid_of_place
from training_app.people.model import Person


def read(build: Builder, person: Person, *, days: int = 0) -> bytes:
    token = address.make(build.session, build.actor(person), now=build.now)
    return private.calendar(build.session, token=token, now=build.now + timedelta(days=days))


def shown(build: Builder, person: Person, *, days: int = 0) -> list[tuple[str, date]]:
    events = Calendar.from_ical(read(build, person, days=days)).events
    return [(str(event["SUMMARY"]), event.start) for event in events]


@pytest.mark.rule("N-09", "the private calendar has all open due days that its owner may see, and nobody else's")
def test_it_shows_what_is_owed_and_nothing_else(build: Builder):
    lea, noa = build.person("Lea", username="lea"), build.person("Noa", username="noa")
    today = build.now.date()

    def due(title: str, days: int, whom: str = "q=lea", **said) -> int:
        return build.assign(build.course(title), whom, due=today + timedelta(days=days), **said).assignment_id

    due("Lifting", 20)
    due("Late", 3)
    due("Hers", 5, "q=noa")
    due("Upcoming", 30, starts=today + timedelta(days=10))
    excused, cancelled = due("Excused", 21), due("Cancelled", 22)
    place = build.session.exec(select(Assignee.id).where(Assignee.assignment_id == excused)).all()
    excusing.excuse(build.session, SYSTEM, assignment_id=excused, assignee_ids=[known(one) for one in place],
                    reason="Leave", until=today + timedelta(days=9), now=build.now)  # fmt: skip
    cancelling.cancel(build.session, SYSTEM, assignment_id=cancelled, now=build.now)
    done = build.course("Done")
    build.assign(done, "q=lea")
    build.complete(lea, done)
    assert shown(build, lea) == [("Due: Late", today + timedelta(3)), ("Due: Lifting", today + timedelta(20))]
    assert shown(build, noa) == [("Due: Hers", today + timedelta(5))]
    # ── ten days on: one is past due and still owed, one begins, one is asked for again
    later = [("Due: Late", 3), ("Due: Lifting", 20), ("Due: Excused", 21), ("Due: Upcoming", 30)]
    assert shown(build, lea, days=10) == [(said, today + timedelta(day)) for said, day in later]
    token = address.mine(build.session, build.actor(noa))
    build.deactivate(noa)
    with pytest.raises(NotFound):
        private.calendar(build.session, token=token, now=build.now)


@pytest.mark.rule("N-09", "an event has the UID that it has in mails; unchanged it is the same to the last byte")
def test_it_has_the_events_of_the_mails(build: Builder):
    lea = build.person("Lea")
    build.assign(build.course("Größe, Last; Trage"))
    place = known(build.session.exec(select(Assignee.id).where(Assignee.person_id == lea.id)).one())
    content = read(build, lea)
    (event,) = Calendar.from_ical(content).events
    assert event.uid == uid_of_place(place)
    assert read(build, lea, days=1) == content
    assert b"X-WR-CALNAME:Our organization: due dates\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in content


@pytest.mark.rule("N-09", "one's own certifications stand in it on their last valid day, the current ones alone")
def test_it_shows_when_certifications_expire(build: Builder):
    lea = build.person("Lea")

    def kind(name: str) -> int:
        new = NewCertification(name=name, code=name, always_valid_allowed=True)
        return known(certifications.add_certification(build.session, SYSTEM, new=new, now=build.now).id)

    def award(kind: int, expires: date | None, issued: date | None = None, person: Person = lea) -> int:
        new = NewAward(known(person.id), kind, issued_on=issued, expires_on=expires, always_valid=expires is None)
        return certifications.award(build.session, SYSTEM, new=new, now=build.now)

    emt, cpr, gone, life = kind("EMT"), kind("CPR"), kind("Gone"), kind("For life")
    award(emt, date(2027, 6, 30))
    current = award(emt, date(2028, 6, 30))
    award(cpr, date(2027, 5, 31), issued=date(2027, 4, 1))
    award(gone, date(2027, 2, 28))
    award(life, None)
    award(cpr, date(2027, 9, 30), person=build.person("Noa"))
    assert shown(build, lea) == [("Expires: EMT", date(2028, 6, 30))]
    assert Calendar.from_ical(read(build, lea)).events[0].uid == uid_of_award(current)
    assert shown(build, lea, days=31) == [("Expires: CPR", date(2027, 5, 31)), ("Expires: EMT", date(2028, 6, 30))]
    row = build.session.get(OrganizationRow, 1) or OrganizationRow()
    row.certification_tracking = False
    build.session.add(row)
    build.session.flush()
    assert shown(build, lea) == []
