"""What people hear of sessions: signed up, a free seat, moved, cancelled, out of it, and the day before (T-03)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar, Event
from support.build import SYSTEM, Builder
from support.smtp import Sink
from support.story import Story

from training_app.assignments.sessions import making, signing_up
from training_app.assignments.sessions.entry import NewSession
from training_app.catalog.rules import CourseKind, SignUpBy
from training_app.core import db
from training_app.core.tables import known
from training_app.notifications import preferences
from training_app.notifications.calendar import address, private
from training_app.notifications.explaining import queries as explaining
from training_app.notifications.rules import ReminderMails
from training_app.people.model import Person

MORNING = NewSession(date(2027, 3, 10), date(2027, 3, 10), time(8), time(12), "Station 4", "Tess Trainer",
                     sign_up=SignUpBy.EVERYONE)  # fmt: skip
SAID = "Wed 10 Mar 2027, 08:00 to 12:00, Station 4"


@dataclass
class Held:
    """One session of a course, and what is done to it at the moment of the story."""

    story: Story
    number: int
    course: int
    now_is: NewSession

    def sign_up(self, *people: Person) -> None:
        for person in people:
            with db.write() as session:
                actor = Builder(session, self.story.now).actor(person)
                signing_up.sign_up(session, actor, session_id=self.number, now=self.story.now)
            self.story.wait(seconds=1)

    def step_back(self, person: Person) -> None:
        with db.write() as session:
            actor = Builder(session, self.story.now).actor(person)
            signing_up.step_back(session, actor, session_id=self.number, now=self.story.now)

    def take_out(self, person: Person) -> None:
        with db.write() as session:
            signing_up.step_back(session, SYSTEM, session_id=self.number, person_id=known(person.id),
                                 now=self.story.now)  # fmt: skip

    def edit(self, **said) -> None:
        base, self.now_is = self.now_is, replace(self.now_is, **said)
        with db.write() as session:
            making.edit(session, SYSTEM, session_id=self.number, base=base, new=self.now_is, now=self.story.now)

    def cancel(self, why: str) -> None:
        with db.write() as session:
            making.cancel(session, SYSTEM, session_id=self.number, why=why, now=self.story.now)

    def calendar(self, person: Person) -> list[Event]:
        """The private calendar of a person."""
        with db.write() as session:
            actor = Builder(session, self.story.now).actor(person)
            token = address.mine(session, actor) or address.make(session, actor, now=self.story.now)
            return list(Calendar.from_ical(private.calendar(session, token=token, now=self.story.now)).events)


@pytest.fixture
def held(story: Story) -> Held:
    return of(story, seats=1)


def of(story: Story, **said) -> Held:
    with db.write() as session:
        course = Builder(session, story.now).course("CPR", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
        new = replace(MORNING, **said)
        (row,) = making.add(session, SYSTEM, course_id=known(course.id), new=new, now=story.now)
        return Held(story, known(row.id), known(course.id), new)


def bell(story: Story, person: Person) -> list[tuple[str, str]]:
    return [(one.subject, one.text) for one in story.messages(person, channel="dashboard")]


def events(sink: Sink, person: Person) -> list[tuple[str, Event]]:
    """The events that somebody was sent, each with what is to be done with it."""
    found = []
    for mail in sink.received:
        for part in mail.iter_attachments() if person.email in mail["To"] else ():
            calendar = Calendar.from_ical(part.get_payload(decode=True))
            found += [(str(calendar["METHOD"]), event) for event in calendar.events]
    return found


@pytest.mark.rule("T-03", "whoever signs up, waits, or gets a seat that came free is told, each once")
@pytest.mark.rule("T-03", "whoever signed up is told that the session moved, and that it is cancelled and why")
@pytest.mark.rule("N-09", "a seat in a session is an event with its hours and place: moved with it, and taken out")
def test_from_signing_up_to_the_cancelled_session(story: Story, sink: Sink, held: Held):
    lea, noa, ivo = (story.person(name) for name in ("Lea", "Noa", "Ivo"))
    held.sign_up(lea, noa)
    story.loop()
    link = f"/my/sessions/{held.course}"
    assert bell(story, lea) == [("Signed up: CPR", f"{SAID}. You have a seat.")]
    assert bell(story, noa)[0][1].startswith(f"{SAID}. All seats are taken: you are on the waiting list")
    assert [mail.subject for mail in sink.mails] == ["Signed up: CPR"] * 2
    assert link in sink.to(lea.email)[0].text
    # ── the event has its hours by the clocks of Berlin
    ((method, event),) = events(sink, lea)
    assert (method, event.start, event.end) == ("PUBLISH", datetime(2027, 3, 10, 7, tzinfo=UTC),
                                                datetime(2027, 3, 10, 11, tzinfo=UTC))  # fmt: skip
    assert (str(event["LOCATION"]), str(event["SUMMARY"]), str(event["TRANSP"])) == ("Station 4", "CPR", "OPAQUE")
    assert events(sink, noa) == held.calendar(noa) == []
    (listed,) = held.calendar(lea)
    assert (listed.uid, listed.start, listed.sequence) == (event.uid, event.start, event.sequence)
    # ── Lea steps back, and Noa has her seat
    held.step_back(lea)
    story.loop()
    assert bell(story, lea)[1][0] == "Not signed up any more: CPR"
    assert [(method, one.uid) for method, one in events(sink, lea)[1:]] == [("CANCEL", event.uid)]
    assert bell(story, noa)[1] == ("A seat came free: CPR", f"{SAID}. You have a seat.")
    assert held.calendar(lea) == []
    # ── it moves; Ivo, who signs up for it as it is by now, hears nothing of that
    held.edit(day=date(2027, 3, 12), last_day=date(2027, 3, 12), place="Station 1")
    story.wait(minutes=1)
    held.sign_up(ivo)
    story.loop()
    assert bell(story, noa)[2] == ("Session moved: CPR",
                                   f"Fri 12 Mar 2027, 08:00 to 12:00, Station 1. Before, it was: {SAID}.")  # fmt: skip
    assert [subject for subject, _ in bell(story, ivo)] == ["Signed up: CPR"]
    assert [str(one["LOCATION"]) for _, one in events(sink, noa)] == ["Station 4", "Station 1"]
    # ── and is cancelled
    held.cancel("Tess is ill")
    story.loop()
    for person in (noa, ivo):
        assert bell(story, person)[-1][0] == "Session cancelled: CPR"
        assert "The reason: Tess is ill" in sink.to(person.email)[-1].text
    assert events(sink, noa)[-1][0] == "CANCEL"
    assert held.calendar(noa) == []
    assert "session cancelled" not in story.told(lea)
    story.at("2027-03-11 09:00")
    story.loop()
    assert "session tomorrow" not in story.told(noa) + story.told(noa, "dashboard"), "nobody is reminded of it"


@pytest.mark.rule("T-03", "on the day before a session, at the hour of reminders, whoever has a seat is reminded once")
@pytest.mark.rule("N-08", "of a session, too, reminders by e-mail come as the person wants them")
@pytest.mark.rule("N-07", "that one will be reminded of a session is said, and when")
def test_the_day_before_those_with_a_seat_are_reminded_once(story: Story, sink: Sink):
    held = of(story, seats=4)
    lea, noa, kim, gus, ann = (story.person(name) for name in ("Lea", "Noa", "Kim", "Gus", "Ann"))
    held.sign_up(lea, noa, kim, gus, ann)
    for person, way in ((noa, ReminderMails.NONE), (kim, ReminderMails.DIGEST)):
        with db.write() as session:
            actor = Builder(session, story.now).actor(person)
            preferences.choose(session, actor, reminders=way, now=story.now)
    story.deactivate(gus)
    story.assign(kim, due="2027-03-16")
    story.loop()
    with db.read() as session:
        told = explaining.person(session, SYSTEM, person_id=known(lea.id), now=story.now).coming.rows
    assert [(one.at[:10], one.what, one.about) for one in told] == [
        ("2027-03-09", f"Session tomorrow: {SAID}", "CPR")]  # fmt: skip
    story.at("2027-03-09 06:00")
    story.loop()
    assert "session tomorrow" not in story.told(lea)
    for hour in ("2027-03-09 08:00", "2027-03-09 09:00", "2027-03-10 09:00"):
        story.at(hour)
        story.loop()
    reminded = {one.first_name: (story.told(one).count("session tomorrow"),
                                 story.told(one, "dashboard").count("session tomorrow"))
                for one in (lea, noa, kim, gus, ann)}  # fmt: skip
    assert reminded == {"Lea": (1, 1), "Noa": (0, 1), "Kim": (1, 1), "Gus": (0, 0), "Ann": (0, 0)}
    assert bell(story, lea)[-1] == ("CPR is tomorrow", f"{SAID}.")
    together = sink.to(kim.email)[-1]
    assert (together.subject, "CPR is tomorrow" in together.text) == ("Your reminders of today", True)


@pytest.mark.rule("N-04", "what is not true of a session any more is not mailed: stepped back, cancelled, moved, over")
def test_what_is_not_true_any_more_is_held_back(story: Story, sink: Sink):
    held = of(story)
    lea, noa, kim, gus = (story.person(name) for name in ("Lea", "Noa", "Kim", "Gus"))
    held.sign_up(lea, noa, kim, gus)
    story.decide()
    held.take_out(noa)
    held.edit(place="Station 1")
    held.edit(place="Station 2")
    story.deactivate(gus)
    story.loop()
    whys = {one.first_name: {row.occasion: row.why for row in story.messages(one, channel="email") if row.why}
            for one in (lea, noa, gus)}  # fmt: skip
    assert whys == {
        "Lea": {"session moved": "The session was moved again since."},
        "Noa": {"signed up": "The person stepped back since."},
        "Gus": {"signed up": "The person was deactivated."},
    }
    # ── 9 March: the reminder is decided, and before it goes the session is moved by a day, and then it is cancelled
    story.at("2027-03-09 08:00")
    sink.stop()
    story.decide()
    held.edit(day=date(2027, 3, 11), last_day=date(2027, 3, 11))
    story.decide()
    held.cancel("Snow")
    story.decide()
    story.at("2027-03-13 08:00")
    story.loop()
    last = {row.occasion: row.why for row in story.messages(lea, channel="email") if row.status == "suppressed"}
    assert last == {
        "session moved": "The session is over.",
        "session tomorrow": "The session is over.",
        "session cancelled": "The session is over.",
    }
