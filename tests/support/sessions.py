"""Sessions of an instructor-led course, and whoever signs up for them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select
from support.build import Builder
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.assignments.records import SignUp
from training_app.assignments.sessions import making, mine, people, signing_up
from training_app.assignments.sessions.entry import NewSession
from training_app.assignments.sessions.filters import PeopleOfSession, PeopleTab
from training_app.assignments.sessions.mine import MySession
from training_app.assignments.sessions.rules import Stand
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import CourseKind, SignUpBy
from training_app.core import organization
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass
class Room:
    """An instructor-led course, the coordinator who makes its sessions, and those who sign up by themselves."""

    session: Session
    build: Builder
    cast: Cast
    course: Training

    @property
    def tess(self) -> Actor:
        return self.cast.actor(self.cast.tess)

    @property
    def today(self) -> date:
        return organization.of(self.session).today(self.build.now)

    def new(self, days: int = 7, **said) -> NewSession:
        """What is entered for a morning so many days from now."""
        day = self.today + timedelta(days=days)
        given = {"starts": time(8), "ends": time(12), "place": "Station 4", "sign_up": SignUpBy.EVERYONE} | said
        return NewSession(**({"day": day, "last_day": day} | given))

    def held(self, days: int = 7, **said) -> int:
        """The id of a session that is made."""
        (made,) = making.add(self.session, self.tess, course_id=known(self.course.id), new=self.new(days, **said),
                             now=self.build.now)  # fmt: skip
        return known(made.id)

    def row(self, session_id: int) -> CourseSession:
        return self.session.get_one(CourseSession, session_id, populate_existing=True)

    def signs_up(self, person: Person, session_id: int) -> Stand:
        """The person signs up by themselves."""
        return signing_up.sign_up(self.session, self.build.actor(person), session_id=session_id, now=self.tick())

    def steps_back(self, person: Person, session_id: int) -> None:
        """The person steps back by themselves."""
        signing_up.step_back(self.session, self.build.actor(person), session_id=session_id, now=self.tick())

    def tick(self) -> datetime:
        """A minute passes."""
        self.build.now += timedelta(minutes=1)
        return self.build.now

    def later(self, days: int) -> None:
        """So many days pass."""
        self.build.now += timedelta(days=days)

    def names(self, session_id: int, tab: PeopleTab = PeopleTab.SEATED, by: Actor | None = None) -> list[str]:
        """The first names of those under a tab, in their order."""
        found = people.one(self.session, by or self.tess, session_id=session_id, wanted=PeopleOfSession(tab),
                           today=self.today)  # fmt: skip
        return [row.name.split()[0] for row in found.people.rows]

    def waiting(self, session_id: int) -> list[str]:
        """The first names of those who wait, in their order."""
        return self.names(session_id, PeopleTab.WAITING)

    def mine(self, person: Person) -> dict[int, MySession]:
        """What the person sees of the sessions of the course."""
        found = mine.for_person(self.session, self.build.actor(person), course_id=known(self.course.id),
                                today=self.today)  # fmt: skip
        return {one.id: one for one in found}

    def told(self, act: str) -> list[dict[str, object]]:
        """What was recorded for those who tell people, the first one first."""
        found = self.session.exec(select(Event).where(Event.act == act).order_by(col(Event.id)))
        return [one.payload for one in found]

    def rows(self, session_id: int) -> list[SignUp]:
        found = select(SignUp).where(SignUp.session_id == session_id).order_by(col(SignUp.id))
        return list(self.session.exec(found))


def room(session: Session, build: Builder, cast: Cast) -> Room:
    """A course of an instructor that nobody is enrolled in yet."""
    course = build.course("Hands-on CPR", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
    return Room(session, replace(build), cast, course)
