"""A story over a calendar: the test moves the organization's clock, and everything happens as in life, committed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder

from training_app.assignments import actions as assignments
from training_app.assignments.acts import cancelling, excusing, extending, withdrawing
from training_app.assignments.attempts import taking
from training_app.assignments.making.entry import NewAssignment
from training_app.assignments.model import Assignee, Enrollment
from training_app.audience.filters import PeopleFilter
from training_app.catalog.model import Material, Training
from training_app.core import db, mail
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.people import actions as people
from training_app.people import memberships
from training_app.people.model import Person, Tag
from training_app.worker import loop


@dataclass
class Story:
    """One organization. `now` is set by `at`, in the local time of its zone."""

    zone: str = "Europe/Berlin"
    now: datetime = field(init=False)
    training: Training = field(init=False)
    _forms: int = 0

    def __post_init__(self) -> None:
        self.at("2027-03-01 09:00")
        with db.write() as session:
            session.add(OrganizationRow(name="County Fire & Rescue", zone=self.zone, sender="training@county.test"))
        with db.write() as session:
            self.training = Builder(session, self.now).course("Lifting safely")

    def at(self, local: str) -> None:
        """It is now this local time."""
        self.now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(self.zone))

    @property
    def today(self) -> date:
        return self.now.date()

    def person(self, first: str = "Kim", **said) -> Person:
        with db.write() as session:
            return Builder(session, self.now).person(first, **said)

    def course(self, title: str) -> Training:
        with db.write() as session:
            return Builder(session, self.now).course(title)

    def assign(self, *persons: Person, start: str | None = None, due: str, training: Training | None = None, **options):
        """Assign the course to these people; answer the assignment's id."""
        self._forms += 1
        starts_on = date.fromisoformat(start) if start else self.today
        new = NewAssignment(key=f"form {self._forms}", training_id=known((training or self.training).id),
                            starts_on=starts_on, due_on=date.fromisoformat(due), **options)  # fmt: skip
        with db.write() as session:
            for person in persons:
                memberships.tag(session, SYSTEM, person_id=known(person.id), word=new.key, now=self.now)
            tag = session.exec(select(Tag.id).where(Tag.name == new.key)).one()
            only = PeopleFilter(criteria=(("tag", str(tag)),))
            return assignments.assign(session, SYSTEM, new=new, whom=only, now=self.now).assignment_id

    def complete(self, person: Person, training: Training | None = None) -> None:
        """The person works through everything."""
        wanted = (col(Enrollment.person_id) == person.id, col(Enrollment.training_id) == (training or self.training).id)
        with db.write() as session:
            attempt = session.exec(select(Enrollment).where(*wanted)).one()
            for material in session.exec(select(Material.id).where(Material.version_id == attempt.version_id)).all():
                taking.finish_material(session, Builder(session, self.now).actor(person), now=self.now,
                                       enrollment_id=known(attempt.id), material_id=known(material))  # fmt: skip

    def deactivate(self, person: Person) -> None:
        with db.write() as session:
            people.deactivate(session, SYSTEM, person_id=known(person.id), now=self.now)

    def reactivate(self, person: Person) -> None:
        with db.write() as session:
            people.reactivate(session, SYSTEM, person_id=known(person.id), now=self.now)

    def cancel(self, assignment_id: int) -> None:
        """“Cancel Assignment”."""
        with db.write() as session:
            cancelling.cancel(session, SYSTEM, assignment_id=assignment_id, now=self.now)

    def extend(self, assignment_id: int, *persons: Person, due: str, reason: str = "Out of town") -> None:
        """“Extend”: these people are due later."""
        with db.write() as session:
            extending.extend(
                session, SYSTEM, assignment_id=assignment_id, due_on=date.fromisoformat(due), reason=reason,
                assignee_ids=_places(session, assignment_id, persons), now=self.now,
            )  # fmt: skip

    def excuse(self, assignment_id: int, *persons: Person, until: str | None = None, reason: str = "Leave") -> None:
        """“Excuse”: these people, until a day or for good."""
        day = date.fromisoformat(until) if until else None
        with db.write() as session:
            excusing.excuse(
                session, SYSTEM, assignment_id=assignment_id, reason=reason, until=day,
                assignee_ids=_places(session, assignment_id, persons), now=self.now,
            )  # fmt: skip

    def end_excuse(self, assignment_id: int, *persons: Person, reason: str = "Back") -> None:
        """“End excuse”."""
        with db.write() as session:
            excusing.end(session, SYSTEM, assignment_id=assignment_id, reason=reason,
                         assignee_ids=_places(session, assignment_id, persons), now=self.now)  # fmt: skip

    def withdraw(self, assignment_id: int, *persons: Person) -> None:
        """These people are taken out of the assignment."""
        with db.write() as session:
            withdrawing.withdraw(
                session, assignment_id=assignment_id, assignee_ids=_places(session, assignment_id, persons),
                by_id=None, why="", now=self.now,
            )  # fmt: skip

    def decide(self) -> None:
        """Let the loop decide which messages there are, and send none."""
        found = [True]
        while any(found):
            found = [step.run(self.now) for step in loop.steps()]

    def loop(self) -> None:
        """Let the loop go round until it finds no more work."""
        while loop.tick(self.now):
            pass

    def loop_until(self, local: str, *, hours: int = 1) -> None:
        """Let the loop go round every so many hours from now to this local time."""
        end = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(self.zone))
        zone, instant = ZoneInfo(self.zone), self.now
        while instant.timestamp() <= end.timestamp():
            self.now = instant
            self.loop()
            instant = (instant.astimezone(ZoneInfo("UTC")) + timedelta(hours=hours)).astimezone(zone)
        self.now = end

    def messages(self, person: Person | None = None, **wanted) -> list[Message]:
        """The messages made so far, in the order in which they were."""
        with db.read() as session:
            rows = session.exec(select(Message).order_by(col(Message.id))).all()
        if person is not None:
            wanted["person_id"] = person.id
        return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]

    def email(self, person: Person) -> Message:
        """The latest e-mail made for the person."""
        return self.messages(person, channel="email")[-1]

    def wait(self, **time: float) -> None:
        """So much time passes."""
        self.now += timedelta(**time)

    def told(self, person: Person, channel: str = "email") -> list[str]:
        """Of what the person was told by one channel."""
        return [row.occasion for row in self.messages(person, channel=channel, status="sent")]


def _places(session: Session, assignment_id: int, persons: Iterable[Person]) -> list[int]:
    """The ids of these people's places."""
    ids = [person.id for person in persons]
    wanted = (col(Assignee.assignment_id) == assignment_id, col(Assignee.person_id).in_(ids))
    return [known(one) for one in session.exec(select(Assignee.id).where(*wanted))]


def mails() -> list[EmailMessage]:
    """What lies in the mailbox folder."""
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(mail.mailbox().glob("*.eml"))
    ]


def occasions(messages: list[Message]) -> Counter[str]:
    """How often each occasion."""
    return Counter(message.occasion for message in messages)
