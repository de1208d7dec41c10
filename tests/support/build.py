"""Builders: an organization for a test, made through the same actions that people use."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.accounts import queries as accounts
from training_app.assignments import actions as assignments
from training_app.assignments.actions import Assigned
from training_app.assignments.attempts import taking
from training_app.assignments.making.entry import NewAssignment
from training_app.assignments.model import Enrollment
from training_app.audience.filters import PeopleFilter
from training_app.catalog import actions as catalog
from training_app.catalog import paths
from training_app.catalog import queries as catalog_queries
from training_app.catalog.content import NewCourse, NewMaterial
from training_app.catalog.entry import NewPath
from training_app.catalog.model import Training
from training_app.core import organization
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.actions import NewPerson
from training_app.people.model import Branch, Person

SYSTEM = Actor.system()
_numbers = count(1)


@dataclass
class Builder:
    """Makes things in one session at one instant; names that do not matter are made up."""

    session: Session
    now: datetime
    branches: dict[str, int] = field(default_factory=dict)

    def branch(self, name: str = "Station 1", below: int | None = None) -> int:
        """The id of the branch of that name, made when new."""
        if name not in self.branches:
            found = self.session.exec(select(Branch).where(col(Branch.name) == name)).first()
            made = found or people.add_branch(self.session, SYSTEM, name=name, parent_id=below, now=self.now)
            self.branches[name] = known(made.id)
        return self.branches[name]

    def person(self, first: str = "Kim", last: str | None = None, *, branch: str = "Station 1", **said) -> Person:
        """Somebody in the roster."""
        number = next(_numbers)
        last = last or f"Number{number}"
        name = f"{first}.{last}{number}".lower()
        entered = {"email": f"{name}@muster.test", "username": name} | said
        new = NewPerson(first_name=first, last_name=last, branch_id=self.branch(branch), **entered)
        return people.add_person(self.session, SYSTEM, new=new, now=self.now)

    def people(self, number: int, **said) -> list[Person]:
        """So many people."""
        return [self.person(**said) for _ in range(number)]

    def course(self, title: str = "Lifting safely", *, materials: int = 2, **said) -> Training:
        """A course of some texts."""
        entered = {"code": f"C-{next(_numbers)}"} | said
        texts = tuple(NewMaterial(title=f"Part {one}", body=f"Text of part {one}.") for one in range(1, materials + 1))
        new = NewCourse(title=title, materials=texts, **entered)
        return catalog.add_course(self.session, SYSTEM, new=new, now=self.now)

    def path(self, title: str = "New hire", *courses: Training, **said) -> Training:
        """A learning path of these courses, or of two made up for it."""
        parts = courses or (self.course(f"{title} one"), self.course(f"{title} two"))
        entered = {"code": f"P-{next(_numbers)}", "courses": tuple(known(one.id) for one in parts)} | said
        return paths.add(self.session, SYSTEM, new=NewPath(title=title, **entered), now=self.now)

    def assign(
        self,
        training: Training,
        whom: str = "",
        *,
        by: Actor = SYSTEM,
        at: datetime | None = None,
        starts: date | None = None,
        due: date | None = None,
        **said,
    ) -> Assigned:
        """Assign a training to whom the filter of that query finds, from today for thirty days."""
        now = at or self.now
        today = organization.of(self.session).today(now)
        entered = {
            "key": f"form-{next(_numbers)}",
            "training_id": training.id,
            "starts_on": starts or today,
            "due_on": due or (starts or today) + timedelta(days=30),
        } | said
        made = assignments.assign(
            self.session, by, new=NewAssignment(**entered), whom=PeopleFilter.from_query(whom), now=now
        )
        if made.job_key:
            self._work(made.assignment_id, now)
        return made

    def _work(self, assignment_id: int, now: datetime) -> None:
        last: int | None = 0
        while last is not None:
            last = assignments.write_chunk(
                self.session, assignment_id=assignment_id, after_person_id=last, size=5000, now=now
            )
        assignments.publish(self.session, assignment_id=assignment_id, now=now)

    def attempt(self, person: Person, training: Training) -> Enrollment:
        """The person's current attempt at the training."""
        same = select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.training_id == training.id)
        found = self.session.exec(same.order_by(col(Enrollment.number).desc())).first()
        assert found is not None
        return found

    def complete(self, person: Person, training: Training, *, at: datetime | None = None) -> None:
        """The person works through every material of their current attempt."""
        attempt = self.attempt(person, training)
        for material in catalog_queries.materials(self.session, version_id=attempt.version_id):
            taking.finish_material(
                self.session,
                self.actor(person),
                enrollment_id=known(attempt.id),
                material_id=material.id,
                now=at or self.now,
            )

    def finish_parts(self, person: Person, training: Training, number: int) -> None:
        """The person works through the first so many materials of their current attempt."""
        attempt = self.attempt(person, training)
        for material in catalog_queries.materials(self.session, version_id=attempt.version_id)[:number]:
            taking.finish_material(self.session, self.actor(person), enrollment_id=known(attempt.id),
                                   material_id=material.id, now=self.now)  # fmt: skip

    def deactivate(self, person: Person) -> None:
        """The person leaves the service."""
        people.deactivate(self.session, SYSTEM, person_id=known(person.id), now=self.now)

    def actor(self, person: Person) -> Actor:
        """What this person may do now."""
        found = accounts.actor_of(self.session, person_id=known(person.id))
        assert found is not None
        return found
