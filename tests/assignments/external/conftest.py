"""What people did elsewhere, as they and a coordinator record it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from sqlmodel import Session, select
from support.build import Builder
from support.cast import Cast

from training_app import wiring
from training_app.access.actor import Actor
from training_app.assignments.external import deciding, recording
from training_app.assignments.external.entry import NewActivity
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExternalActivity
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.core.tables import known
from training_app.people.model import Person

_forms = count(1)


@dataclass
class Desk:
    """Tess, who approves, and everybody who records something; ten days ago unless it is said otherwise."""

    session: Session
    build: Builder
    cast: Cast

    @property
    def tess(self) -> Actor:
        return self.cast.actor(self.cast.tess)

    def course(self, title: str = "Hands-on CPR", **said) -> Training:
        """A course of the catalogue that is taken elsewhere."""
        return self.build.course(title, materials=0, course_kind=CourseKind.EXTERNAL, **said)

    def entered(self, course: Training | None = None, **said) -> NewActivity:
        """What a form says."""
        day = self.build.now.date() - timedelta(days=10)
        new = NewActivity(f"form {next(_forms)}", "Two days at the academy", day, course.id if course else None,
                          "Albany", Decimal("7.5"))  # fmt: skip
        return replace(new, **said)

    def own(self, person: Person, course: Training | None = None, **said) -> int:
        """Somebody records what they did themselves."""
        actor, new = self.cast.actor(person), self.entered(course, **said)
        return recording.record_own(self.session, actor, new=new, now=self.build.now)

    def record(self, person: Person, course: Training | None = None, *, by: Actor | None = None, **said) -> int:
        """A coordinator records what somebody did."""
        return recording.record(self.session, by or self.tess, person_id=known(person.id),
                                new=self.entered(course, **said), now=self.build.now)  # fmt: skip

    def approve(self, activity_id: int, *, by: Actor | None = None) -> None:
        deciding.approve(self.session, by or self.tess, activity_id=activity_id, now=self.build.now)

    def decline(self, activity_id: int, reason: str = "No proof", *, by: Actor | None = None) -> None:
        deciding.decline(self.session, by or self.tess, activity_id=activity_id, reason=reason, now=self.build.now)

    def row(self, activity_id: int) -> ExternalActivity:
        return self.session.get_one(ExternalActivity, activity_id)

    def attempts(self, person: Person, course: Training) -> list[Enrollment]:
        mine = select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.training_id == course.id)
        return list(self.session.exec(mine.order_by(Enrollment.number)))


@pytest.fixture
def desk(session, build, cast) -> Desk:
    wiring.bind()
    return Desk(session, build, cast)
